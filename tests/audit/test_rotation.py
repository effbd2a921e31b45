"""The key changes: announced under the former one, then both sign, then the new one; everybody can go on checking."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import key, seal
from audit.acts import record
from audit.models import Checkpoint, Entry
from audit.rotation import former_keys
from audit.tlog.checkpoint import open_checkpoint
from audit.tlog.note import SigningKey
from audit.witness import cosign
from config.sealing import seal_what_waits
from organization import events
from organization.models import SYSTEM
from tests.portal.test_publication import WITNESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "former"
    key.make_key(tmp_path / "former")
    key.make_key(tmp_path / "following")
    settings.AUDIT_ORIGIN = "audit.example.go.id/skp"
    grow()
    return tmp_path / "former", tmp_path / "following"


def grow():
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    seal_what_waits(timezone.now())
    return Checkpoint.objects.order_by("size").last()


def verifier(path):
    return SigningKey("audit.example.go.id/skp", path.read_bytes()).verifier


def call(*arguments, **options):
    said = StringIO()
    call_command(*arguments, stdout=said, **options)
    return said.getvalue()


def rotate(settings, files, *, both=True):
    former, following = files
    call("audit_key", announce=str(verifier(following)))
    grow()
    settings.AUDIT_KEY_FILE, settings.AUDIT_FORMER_KEY_FILE = following, former if both else ""


def test_a_log_that_was_given_up_is_gone_on_with_under_another_name(files, settings):
    """Its key is lost, or its past is that of a backup: nothing more may be signed in its name."""
    former, following = files
    lost = verifier(former)
    settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN = following, "audit.example.go.id/second"
    own = key.signing_key().verifier
    call("audit_key", announce=str(own), former=str(lost))
    with pytest.raises(CommandError, match="whose key is not among the known ones"):
        call("audit_seal")
    with pytest.raises(CommandError, match="whose key is not among the known ones"):
        call("audit_seal", after=str(SigningKey("elsewhere.example/log", bytes(32)).verifier))
    settings.AUDIT_ORIGIN = lost.name
    with pytest.raises(CommandError, match="Another log has another name"):
        call("audit_seal", after=str(lost))
    settings.AUDIT_ORIGIN = own.name
    assert "3 entries are sealed" in call("audit_seal", after=str(lost))  # what was announced, and the last checkpoint
    assert open_checkpoint(grow().note, [own]).origin == own.name
    assert call("audit_verify", key=[str(lost), str(own)]).startswith("OK")
    with pytest.raises(CommandError, match="1 findings"):
        call("audit_verify", key=[str(own)])


def test_announced_then_both_then_the_new_one_alone(files, settings):
    former, following = map(verifier, files)
    rotate(settings, files)
    announced = Checkpoint.objects.order_by("size").last()
    assert open_checkpoint(announced.note, [former])  # the entry stands under the former key
    both = grow()
    assert [open_checkpoint(both.note, [one]).size for one in (former, following)] == [both.size] * 2
    settings.AUDIT_FORMER_KEY_FILE = ""
    alone = grow()
    assert open_checkpoint(alone.note, [following])
    assert alone.note.count("— ") == 1
    assert former_keys([following]) == {former: both.size}
    assert call("audit_verify").startswith("OK")


def test_who_knows_only_the_new_key_is_told_of_the_former_by_the_log_alone(files, settings):
    rotate(settings, files)
    grow()
    with pytest.raises(CommandError):
        call("audit_verify", key=[str(verifier(files[1]))])
    assert call("audit_verify", key=[str(verifier(path)) for path in files]).startswith("OK")


def test_a_key_that_was_not_announced_is_not_believed(files, settings):
    settings.AUDIT_KEY_FILE, settings.AUDIT_FORMER_KEY_FILE = files[1], files[0]
    grow()
    settings.AUDIT_FORMER_KEY_FILE = ""
    with pytest.raises(CommandError, match="findings"):
        call("audit_verify")


def test_the_new_key_does_not_go_on_alone_where_the_former_ended(files, settings):
    rotate(settings, files, both=False)
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    with pytest.raises(seal.LogBroken, match="None of the known keys signed this"):
        seal_what_waits(timezone.now())


def test_a_former_key_that_others_can_read_stops_the_seal(files, settings):
    rotate(settings, files)
    files[0].chmod(0o444)
    record(events.PASSWORD_SET, subject=SYSTEM, by=SYSTEM, at=timezone.now())
    with pytest.raises(key.KeyUnusable, match="Others can read"):
        seal_what_waits(timezone.now())


@pytest.mark.parametrize(
    ("announced", "said"),
    [
        (lambda files: verifier(files[0]), "signs already"),
        (lambda files: SigningKey("elsewhere.example/log", bytes(32)).verifier, "is called audit.example.go.id/skp"),
        (lambda files: WITNESS.verifier, "is called audit.example.go.id/skp"),
        (lambda files: "nothing", "written name"),
    ],
)
def test_a_key_that_cannot_follow_is_refused(files, announced, said):
    with pytest.raises(CommandError, match=said):
        call("audit_key", announce=str(announced(files)))
    assert not Entry.objects.filter(event="log.key_rotated").exists()


def test_only_the_key_that_signs_can_be_followed(files, settings):
    settings.AUDIT_KEY_FILE = ""
    with pytest.raises(CommandError, match="None of the known keys"):
        call(
            "audit_key",
            announce=str(verifier(files[1])),
            former=str(SigningKey(settings.AUDIT_ORIGIN, bytes(32)).verifier),
        )
    call("audit_key", announce=str(verifier(files[1])), former=str(verifier(files[0])))
    assert Entry.objects.filter(event="log.key_rotated").count() == 1


def test_before_the_first_checkpoint_there_is_nothing_to_announce(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "key"
    key.make_key(settings.AUDIT_KEY_FILE)
    other = SigningKey(settings.AUDIT_ORIGIN, bytes(32)).verifier
    with pytest.raises(CommandError, match="simply begin"):
        call("audit_key", announce=str(other))


def test_a_witness_follows_who_is_given_both(files, settings, client, tmp_path):
    keys = list(map(verifier, files))

    def watch(keys):
        return cosign(lambda path: client.get(f"/portal/log/{path}").content, keys, WITNESS, tmp_path / "memory", 1)

    watch(keys[:1])
    rotate(settings, files)
    grow()
    watch(keys)
    settings.AUDIT_FORMER_KEY_FILE = ""
    grow()
    assert watch(keys[1:]).signed_by([WITNESS.verifier])
