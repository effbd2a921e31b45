"""A sealer that remembers what it signed goes on from that, and from nothing that somebody put in its place."""

import pytest
from django.core.management import CommandError, call_command

from audit import seal as sealing
from audit.key import make_key, signing_key
from audit.models import Checkpoint, Entry, Payload, Pending, Sequence, Tile
from audit.seal import LogBroken, seal
from audit.tlog.note import SigningKey
from audit.tlog.tree import WIDTH
from tests.office import NOW

from .test_seal import write
from .verification.attacks import attack, undone

ENTRIES = 300  # a full tile and some


@pytest.fixture
def key(db, settings, tmp_path):
    settings.AUDIT_KEY_FILE, settings.AUDIT_MEMORY_FILE = tmp_path / "audit-key", tmp_path / "memory"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


@pytest.fixture
def memory(settings, key):
    write(ENTRIES)
    seal(key, NOW)
    write(ENTRIES)
    last = seal(key, NOW)
    assert settings.AUDIT_MEMORY_FILE.read_text() == last.note
    return settings.AUDIT_MEMORY_FILE


def cut(size):
    """As the owner of the tables: what was sealed later waits again, but for what the seal itself wrote."""
    later = list(Sequence.objects.filter(idx__gte=size).values_list("entry", flat=True))
    Sequence.objects.filter(idx__gte=size).delete()
    Checkpoint.objects.filter(size__gt=size).delete()
    Tile.objects.filter(level__gt=0).delete()
    Tile.objects.filter(n__gte=size // WIDTH).delete()
    issued = Entry.objects.filter(pk__in=later, event="checkpoint.issued").values_list("pk", flat=True)
    Pending.objects.bulk_create(Pending(entry_id=pk) for pk in later if pk not in set(issued))
    Payload.objects.filter(entry__in=[*issued]).delete()
    Entry.objects.filter(pk__in=[*issued]).delete()


def test_it_goes_on_from_what_it_remembers(key, memory):
    write(1)
    later = seal(key, NOW)
    assert memory.read_text() == later.note


def test_a_log_that_was_cut_short_is_not_signed_anew(key, memory, settings):
    with attack():
        cut(ENTRIES)
        with pytest.raises(LogBroken, match=f"The log has {ENTRIES} sealed entries; {2 * ENTRIES + 1} were signed"):
            seal(key, NOW)
        assert Checkpoint.objects.count() == 1
        settings.AUDIT_MEMORY_FILE = ""
        assert seal(key, NOW)  # without a memory nothing tells


def test_a_log_that_was_emptied_is_not_begun_anew(key, memory):
    with attack():
        cut(0)
        with pytest.raises(LogBroken, match=f"The log has 0 sealed entries; {2 * ENTRIES + 1} were signed"):
            seal(key, NOW)


def test_a_log_as_long_that_says_something_else_is_not_signed(key, memory):
    """Whoever has the key as well puts what he signed elsewhere in place."""
    signed = memory.read_text()
    with undone():
        write(1)
        seal(key, NOW)
        remembered = memory.read_text()
    memory.write_text(signed)
    write(1, stream="another")
    size = seal(key, NOW).size
    memory.write_text(remembered)
    write(1)
    with pytest.raises(LogBroken, match=f"The first {size} entries are not those that were signed"):
        seal(key, NOW)


def test_an_earlier_past_that_was_changed_is_found_from_an_older_memory(key, memory):
    """The sealer was killed before it remembered its last batch; whoever changed what came before is found all the same."""
    older = Checkpoint.objects.order_by("size").first().note
    memory.write_text(older)
    write(1)
    assert seal(key, NOW)
    memory.write_text(str(sealing.tlog.Checkpoint(key.name, ENTRIES, bytes(32)).sign(key)))
    write(1)
    with pytest.raises(LogBroken, match=f"The first {ENTRIES} entries are not those that were signed"):
        seal(key, NOW)


def test_killed_before_it_remembers_it_goes_on(key, memory, monkeypatch):
    def killed(*_args):
        raise KeyboardInterrupt

    kept = memory.read_text()
    write(1)
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "remember", killed)
        with pytest.raises(KeyboardInterrupt):
            seal(key, NOW)
    assert memory.read_text() == kept
    write(1)
    assert seal(key, NOW).note == memory.read_text()


@pytest.mark.parametrize("spoilt", ["", "x", "\udcff"])
def test_a_memory_that_is_spoilt_stops_it(key, memory, spoilt):
    memory.write_bytes(spoilt.encode(errors="surrogateescape"))
    write(1)
    with pytest.raises(CommandError, match="is not a checkpoint of this log"):
        call_command("audit_seal")


def test_where_it_cannot_remember_it_says_so(key, settings, tmp_path):
    settings.AUDIT_MEMORY_FILE = tmp_path / "nowhere" / "memory"
    write(1)
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("audit_seal")


def test_whoever_gives_a_log_up_is_not_asked(key, memory, settings):
    """A backup was restored: the log goes on under another name and key, and what is remembered is of that one."""
    seed = settings.AUDIT_KEY_FILE.with_name("another")
    make_key(seed)
    with attack():
        cut(ENTRIES)
        settings.AUDIT_ORIGIN, settings.AUDIT_KEY_FILE = "another.example/log", seed
        call_command("audit_seal", after=str(key.verifier))
        own = SigningKey(settings.AUDIT_ORIGIN, seed.read_bytes())
        assert memory.read_text().startswith(f"{own.name}\n")
        write(1, stream="another")
        Pending.objects.create(entry=Entry.objects.order_by("pk").last())  # the trigger is away
        assert seal(own, NOW).note == memory.read_text()
