"""The key of the log: 32 bytes that only their owner reads."""

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from audit import key
from audit.tlog.note import VerifierKey


@pytest.fixture
def path(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "keys" / "audit-key"
    return settings.AUDIT_KEY_FILE


def test_a_key_is_32_bytes_for_its_owner_only(path):
    key.make_key(path)
    assert (len(path.read_bytes()), path.stat().st_mode & 0o777) == (32, 0o400)
    assert list(path.parent.iterdir()) == [path]
    assert key.signing_key().seed == path.read_bytes()


def test_a_key_is_made_once(path):
    key.make_key(path)
    made = path.read_bytes()
    with pytest.raises(FileExistsError):
        key.make_key(path)
    assert path.read_bytes() == made
    assert list(path.parent.iterdir()) == [path]


def test_the_command_makes_it_and_tells_what_verifies_it(path, settings, capsys):
    call_command("audit_key", "--create")
    line = capsys.readouterr().out
    verifier = VerifierKey.parse(line.removesuffix("\n"))
    assert verifier == key.signing_key().verifier
    assert verifier.name == settings.AUDIT_ORIGIN
    call_command("audit_key")
    assert capsys.readouterr().out == line
    with pytest.raises(CommandError, match="already"):
        call_command("audit_key", "--create")


@pytest.mark.parametrize("command", ["audit_key", "audit_seal", "audit_verify"])
def test_where_another_process_seals_there_is_no_file_to_complain_of(db, settings, command):
    settings.AUDIT_KEY_FILE, settings.AUDIT_VERIFIER_KEYS = "", []
    with pytest.raises(CommandError, match="AUDIT_KEY_FILE is empty"):
        call_command(command)


def test_the_command_without_a_key(path):
    with pytest.raises(CommandError, match="audit_key --create"):
        call_command("audit_key")


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o444, 0o644, 0o604, 0o420, 0o402, 0o401, 0o777])
def test_a_key_that_others_can_reach_is_refused(path, mode):
    key.make_key(path)
    path.chmod(mode)
    with pytest.raises(key.KeyUnusable, match="Others can read"):
        key.signing_key()
    assert [error.id for error in run_checks(tags=["security"], include_deployment_checks=True) if is_ours(error)] == [
        "audit.E002"
    ]


@pytest.mark.parametrize("content", [b"", bytes(31), bytes(33), b"0" * 64])
def test_a_file_that_is_no_key_is_refused(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    path.chmod(0o400)
    with pytest.raises(key.KeyUnusable, match=f"has {len(content)} bytes"):
        key.signing_key()


def test_a_folder_is_no_key(path):
    path.mkdir(parents=True, mode=0o700)
    with pytest.raises(key.KeyUnusable, match="cannot be read"):
        key.signing_key()


def test_a_key_that_is_missing_is_no_mistake_of_the_settings(path):
    assert not [error for error in run_checks(tags=["security"], include_deployment_checks=True) if is_ours(error)]
    with pytest.raises(key.KeyMissing):
        key.signing_key()


@pytest.mark.parametrize("origin", ["", "https://audit.example/log", "audit example", "audit+log", "audit\nlog"])
def test_an_origin_that_names_no_log_is_an_error(settings, origin):
    settings.AUDIT_ORIGIN = origin
    assert [error.id for error in run_checks(tags=["security"]) if is_ours(error)] == ["audit.E001"]


def test_with_no_key_file_another_process_seals(settings):
    settings.AUDIT_KEY_FILE = ""
    assert not key.signs_here()
    assert not [error for error in run_checks(tags=["security"], include_deployment_checks=True) if is_ours(error)]


def is_ours(error):
    return error.id.startswith("audit.")
