"""What a witness hands in is checked, kept, published and sealed; what is none of ours is refused in a sentence."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from audit import cosignatures, seal
from audit.acts import record
from audit.models import Entry
from audit.tlog.checkpoint import Checkpoint, open_checkpoint
from audit.tlog.note import COSIGNATURE, Note, SigningKey
from audit.verification import verify
from audit.witness import Refused
from organization import events
from organization.models import SYSTEM
from tests.audit.verification.attacks import attack, run
from tests.counting import statements
from tests.people import make_user

KEY = SigningKey("audit.example.go.id/skp", b"k" * 32)
WITNESS = SigningKey("witness.example.org/w", b"w" * 32, COSIGNATURE)
OTHER = SigningKey("other.example.org/w", b"o" * 32, COSIGNATURE)
STRANGER = SigningKey("stranger.example.org/w", b"s" * 32, COSIGNATURE)
SECOND = int(timezone.now().timestamp())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.AUDIT_ORIGIN = KEY.name
    settings.AUDIT_WITNESSES = (str(WITNESS.verifier), str(OTHER.verifier))


def grow(count=1):
    for _ in range(count):
        record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    return seal.seal_all(KEY, timezone.now())


def signed(note, *keys, time=SECOND):
    note = Note.parse(note)
    for key in keys or [WITNESS]:
        note = note.with_signature(key.sign(note.text, time=time))
    return str(note)


def hand_in(text):
    return Client(enforce_csrf_checks=True).post("/portal/log/cosignature", text, content_type="text/plain")


def kept():
    return Entry.objects.filter(event="checkpoint.cosigned").count()


def findings():
    return {str(one.kind) for one in verify([KEY.verifier], at=timezone.now()).findings}


def test_a_cosignature_is_kept_published_and_sealed(client):
    checkpoint = grow(5)
    answer = hand_in(signed(checkpoint.note, WITNESS, OTHER))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    for path in ("checkpoint", "cosigned"):
        note = Note.parse(client.get(f"/portal/log/{path}").content)
        assert note.signed_by([WITNESS.verifier, OTHER.verifier]) == dict.fromkeys(
            [WITNESS.verifier, OTHER.verifier], SECOND
        )
        assert open_checkpoint(note, [KEY.verifier]).size == checkpoint.size
    grow()
    assert len(Note.parse(client.get("/portal/log/checkpoint").content).signatures) == 1
    assert open_checkpoint(client.get("/portal/log/cosigned").content, [KEY.verifier]).size == checkpoint.size
    report = verify([KEY.verifier], at=timezone.now())
    assert report.is_clean
    assert {(one.key, one.size) for one in report.cosignatures} == {
        (WITNESS.verifier, checkpoint.size), (OTHER.verifier, checkpoint.size)
    }  # fmt: skip


def test_the_same_again_is_not_written_again():
    note = grow(3).note
    assert hand_in(signed(note)).status_code == 200
    assert hand_in(signed(note)).status_code == 200
    assert hand_in(signed(note, time=SECOND + 1)).status_code == 200
    assert kept() == 1


def test_nothing_is_cosigned_yet(client):
    grow()
    assert client.get("/portal/log/cosigned").status_code == 404


def test_one_more_statement_for_all_witnesses(client):
    grow()
    with statements() as counted:
        client.get("/portal/log/checkpoint")
    assert len(counted) == 2


REFUSED = {
    "no note": (lambda note: "hello\n", 400, "bukan pos pemeriksaan"),
    "no signature": (lambda note: note.split("\n\n")[0] + "\n\n", 400, "bukan pos pemeriksaan"),
    "another log": (
        lambda note: signed(str(Checkpoint("elsewhere.example/log", 3, bytes(32)).sign(SigningKey("elsewhere.example/log", bytes(32))))),
        404,
        "milik catatan elsewhere.example/log",
    ),
    "a stranger": (lambda note: signed(note, STRANGER), 403, "dari saksi yang dikenal"),
    "the log alone": (lambda note: note, 403, "dari saksi yang dikenal"),
    "a false line": (lambda note: signed(note).replace("\n3\n", "\n2\n"), 403, "dari saksi yang dikenal"),
    "tomorrow": (lambda note: signed(note, time=SECOND + 86_400), 400, "masa depan"),
    "too much": (lambda note: signed(note) + "x" * 20_000, 413, "16 KB"),
    "longer": (lambda note: signed(str(Checkpoint(KEY.name, 99, bytes(32)).sign(KEY))), 409, "hanya punya 3"),
    "forked": (lambda note: signed(str(Checkpoint(KEY.name, 3, bytes(32)).sign(KEY))), 409, "tidak pernah menyatakan"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_and_why(case):
    make, status, said = REFUSED[case]
    answer = hand_in(make(grow(3).note))
    assert (answer.status_code, kept()) == (status, 0)
    assert said in answer.content.decode()
    assert answer.content.count(b"\n") == 1


def test_an_older_checkpoint_than_the_last_is_stale():
    first, second = grow(3), grow(3)
    assert hand_in(signed(second.note)).status_code == 200
    answer = hand_in(signed(first.note))
    assert answer.status_code == 409
    assert "sudah usang" in answer.content.decode()
    assert hand_in(signed(first.note, OTHER)).status_code == 200  # each witness has a memory of its own


def test_without_a_setting_nobody_is_a_witness(settings, client):
    settings.AUDIT_WITNESSES = ()
    assert hand_in(signed(grow().note)).status_code == 403
    assert client.get("/portal/log/checkpoint").status_code == 200


def test_a_witness_that_saw_another_log_is_written_down_once_and_found():
    grow(3)
    other = signed(str(Checkpoint(KEY.name, 3, bytes(32)).sign(KEY)))
    assert [hand_in(other).status_code, hand_in(other).status_code] == [409, 409]
    [entry] = Entry.objects.filter(event="checkpoint.disputed")
    assert json.loads(entry.payload.data)["facts"]["witness"] == WITNESS.name
    assert findings() == {"forked"}


def test_a_witness_that_only_errs_is_no_finding():
    """What the log's own key did not sign is the witness's word against ours."""
    grow(3)
    hand_in(signed(str(Checkpoint(KEY.name, 3, bytes(32)).sign(SigningKey(KEY.name, b"e" * 32)))))
    assert Entry.objects.filter(event="checkpoint.disputed").exists()
    assert findings() == set()


def test_a_cosignature_of_a_checkpoint_that_was_exchanged_is_found():
    """With the log's key everything can be written anew; not what a witness signed."""
    checkpoint = grow(3)
    hand_in(signed(checkpoint.note))
    grow()
    with attack():
        run("DELETE FROM audit_checkpoint WHERE size = %s", checkpoint.size)
        assert "witness" in findings()


@pytest.mark.parametrize(
    ("line", "said"),
    [("nothing", "written name+id+key"), (str(KEY.verifier), "none of a witness")],
)
def test_a_setting_that_names_no_witness_is_said(settings, line, said):
    from audit.checks import check_witnesses

    settings.AUDIT_WITNESSES = (line,)
    [error] = check_witnesses(None)
    assert (error.id, said in error.msg) == ("audit.E003", True)


# --- the page of inspectors ---


def test_the_page_names_witnesses_and_when_they_signed(client, settings):
    inspector = make_user("Rahmat", roles=["inspector"])
    client.force_login(inspector)
    checkpoint = grow(3)
    hand_in(signed(checkpoint.note))
    page = client.get("/audit/status/").content.decode()
    assert [page.count(said) for said in (WITNESS.name, OTHER.name, "menyaksikan", ">belum pernah")] == [1, 1, 1, 1]
    hand_in(signed(str(Checkpoint(KEY.name, 99, bytes(32)).sign(KEY)), OTHER))
    assert "Salah satunya bukan catatan" in client.get("/audit/status/").content.decode()
    settings.AUDIT_WITNESSES = ()
    assert "Belum ada saksi" in client.get("/audit/status/").content.decode()


# --- the command, over HTTP ---


@pytest.fixture
def command(tmp_path, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    key = tmp_path / "key"
    key.write_bytes(WITNESS.seed)
    key.chmod(0o400)

    def sign(**more):
        call_command(
            "audit_witness", f"{live_server.url}/portal/log", log_key=[str(KEY.verifier)], name=WITNESS.name,
            key_file=key, memory=tmp_path / "memory", **more,
        )  # fmt: skip

    return sign


@pytest.mark.django_db(transaction=True)
class TestCommand:
    def test_it_hands_back_what_it_signed(self, command, capsys):
        checkpoint = grow(3)
        command()
        said = capsys.readouterr()
        assert open_checkpoint(said.out, [KEY.verifier]).size == checkpoint.size
        assert "Handed back: 1 tanda tangan saksi tersimpan." in said.err
        last = cosignatures.last_of([WITNESS.verifier])[WITNESS.verifier]
        assert last.size == checkpoint.size
        assert abs(timezone.now() - last.at) < timedelta(minutes=1)
        grow(3)
        command()
        assert kept() == 2

    def test_it_says_why_the_log_does_not_take_it(self, command, settings, tmp_path):
        settings.AUDIT_WITNESSES = ()
        grow(3)
        with pytest.raises(CommandError, match=r"does not take the signature \(403\): Tidak ada tanda tangan sah"):
            command()
        assert (tmp_path / "memory").exists()

    def test_it_may_only_print(self, command, capsys):
        grow(3)
        command(only_print=True)
        assert kept() == 0
        assert "Handed back" not in capsys.readouterr().err


def test_a_log_that_is_not_there_cannot_be_given_anything():
    from audit.witness import hand_back

    with pytest.raises(Refused, match="does not answer for cosignature"):
        hand_back("http://127.0.0.1:9/portal/log", Note.parse(signed(grow().note)))
