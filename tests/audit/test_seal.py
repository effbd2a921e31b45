"""The sealer: every entry once and in order, all of a batch or nothing, alone however many try, and never two pasts."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from itertools import count

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit import selectors
from audit.key import make_key, signing_key
from audit.models import Checkpoint, Entry, Payload, Pending, Sequence, Tile
from audit.seal import BATCH, LogBroken, seal, seal_all
from audit.tlog.note import SigningKey
from audit.tlog.tree import check_consistency, check_inclusion, leaf_hash
from tests.counting import statements
from tests.flushing.guards import lifted
from tests.office import NOW, Office
from tests.repository.files import ROOT
from tests.workflow.test_crash import Crash, crash_before, everything
from tests.workflow.together import together

from .reading import check_log, undigested
from .sealed import check_sealed

NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def key(settings, tmp_path):
    settings.AUDIT_KEY_FILE = tmp_path / "audit-key"
    make_key(settings.AUDIT_KEY_FILE)
    return signing_key()


def write(many, stream="case"):
    """Entries at which only the tree looks."""
    begun = Entry.objects.filter(stream=stream).count()
    leaves = [b'{"e":"x","n":%d,"s":"%s"}' % (n, stream.encode()) for n in range(begun, begun + many)]
    Entry.objects.bulk_create(
        Entry(stream=stream, n=n, event="x", at=NOW, actor=NOBODY, leaf=leaf, leaf_hash=leaf_hash(leaf))
        for n, leaf in enumerate(leaves, start=begun)
    )


def test_a_first_seal(office, key):
    checkpoint = seal(key, NOW)
    assert checkpoint.size == Entry.objects.count() > 0
    assert check_sealed(key.verifier) == checkpoint.size
    sealed = Sequence.objects.order_by("idx").values_list("entry", flat=True)
    assert list(sealed) == sorted(Entry.objects.values_list("pk", flat=True))
    assert selectors.newest_checkpoint() == checkpoint


def test_where_nothing_waits_nothing_is_written(office, key):
    """Least of all about the last checkpoint, or the log would seal itself for ever."""
    first = seal(key, NOW)
    for _ in range(3):
        assert seal(key, NOW) is None
        assert seal_all(key, NOW) == first
    assert Checkpoint.objects.count() == 1
    assert not Entry.objects.filter(event="checkpoint.issued").exists()


def test_an_empty_log(db, key):
    assert seal(key, NOW) is None
    assert seal_all(key, NOW) is None
    assert selectors.newest_checkpoint() is None


def test_a_checkpoint_is_an_entry_of_the_next_batch(office, key):
    first = seal(key, NOW)
    write(3)
    second = seal(key, NOW)
    assert second.size == first.size + 4
    issued = Entry.objects.get(event="checkpoint.issued")
    assert (issued.stream, issued.n, issued.sequence.idx) == (f"checkpoint:{first.size}", 0, second.size - 1)
    assert json.loads(issued.payload.data)["facts"] == {"size": first.size, "root": bytes(first.root).hex()}
    assert check_sealed(key.verifier) == second.size


def test_batches(db, key):
    """Two and a half: each full one ends with the word about the checkpoint before it."""
    write(2 * BATCH + 500)
    assert seal_all(key, NOW).size == 2 * BATCH + 502
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [
        BATCH - 1, 2 * BATCH - 1, 2 * BATCH + 502,
    ]  # fmt: skip
    assert check_sealed(key.verifier) == 2 * BATCH + 502
    assert Tile.objects.count() == 41


@pytest.mark.parametrize("batches", [[1] * 10, [255, 1], [256], [257, 255, 1], [511, 2, 300], [70, 1, 700, 3]])
def test_the_tree_grows_the_same_whatever_the_batches(db, key, batches):
    for many in batches:
        write(many)
        seal(key, NOW)
    assert check_sealed(key.verifier) == sum(batches) + len(batches) - 1


def test_a_tree_of_three_levels(db, key):
    """Beyond 65,536 entries a tile of the second level is full."""
    for _ in range(14):
        write(BATCH - 1)
    last = seal_all(key, NOW)
    assert check_sealed(key.verifier) == last.size > 65_536
    prove(last, [0, 255, 256, 65_535, 65_536, last.size - 1])


def prove(checkpoint, indexes):
    tree, root = selectors.tree(checkpoint.size), bytes(checkpoint.root)
    assert tree.root() == root
    for index in indexes:
        entry = Sequence.objects.get(idx=index).entry
        check_inclusion(leaf_hash(bytes(entry.leaf)), index, checkpoint.size, tree.inclusion(index), root)
    for old in Checkpoint.objects.filter(size__lte=checkpoint.size):
        check_consistency(old.size, bytes(old.root), checkpoint.size, root, tree.consistency(old.size))


def test_proofs_from_the_database(db, key):
    for many in (1, 300, 256, 700, 5):
        write(many)
        seal(key, NOW)
    for checkpoint in Checkpoint.objects.all():
        prove(checkpoint, {0, checkpoint.size // 2, checkpoint.size - 1})
    newest = selectors.newest_checkpoint()
    proof = selectors.proof_of(300, newest)
    leaf = bytes(Sequence.objects.get(idx=300).entry.leaf)
    assert proof.check(leaf, [key.verifier]).size == newest.size


def test_a_seal_costs_the_same_statements_whatever_it_seals(db, key):
    found = []
    for many in (1, 1, 600, 600):
        write(many)
        with statements() as made:
            seal(key, NOW)
        found.append(len(made))
    assert max(found[1:]) <= 15, found


def test_the_log_of_real_cases_stays_whole(office, key):
    known = undigested()
    office.bring_to("final")
    seal(key, NOW)
    office.launch([office.stranger])
    seal(key, NOW)
    check_sealed(key.verifier)
    check_log(known)


# --- what stops it ---


def test_all_of_a_batch_or_nothing(office, key):
    """An error before any statement leaves everything as it was; the next attempt does it all."""
    write(600)
    seal(key, NOW)
    write(300)
    before = everything()
    for number in count(1):
        try:
            with connection.execute_wrapper(crash_before(number)):
                seal(key, NOW)
            break
        except Crash:
            assert everything() == before, f"something was left at statement {number}"
    assert number > 8
    check_sealed(key.verifier)
    assert not Pending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_all_or_nothing_with_a_real_rollback(key):
    write(300)
    for number in count(1):
        try:
            with connection.execute_wrapper(crash_before(number)):
                seal(key, NOW)
            break
        except Crash:
            assert not Sequence.objects.exists()
            assert Pending.objects.count() == 300
    assert check_sealed(key.verifier) == 300  # places taken in vain would leave a gap


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_entries_of_a_transaction_that_ends_late_are_sealed_late(key):
    """Smaller ids may become visible after larger ones: none is passed over, and none is deleted unsealed."""
    other = connection.copy()
    try:
        with other.cursor() as late:
            late.execute("BEGIN")
            late.execute(
                "INSERT INTO audit_entry (stream, n, event, at, actor, leaf, leaf_hash) "
                "VALUES ('late', 0, 'x', now(), %s, 'leaf', 'x')",
                [NOBODY],
            )
            write(5)
            assert seal(key, NOW).size == 5
            late.execute("COMMIT")
    finally:
        other.close()
    assert Pending.objects.count() == 1
    assert seal(key, NOW).size == 7
    assert Entry.objects.order_by("pk").first().sequence.idx == 5
    check_sealed(key.verifier)


@pytest.mark.django_db(transaction=True)
def test_many_sealers_at_once(key):
    """Each entry has one place, whoever was quicker; those who found nothing to do say so."""
    write(BATCH + 10)
    answers = together(*[(partial(seal_once, key),)] * 4)
    assert set(answers) <= {None, BATCH - 1, BATCH + 11}, answers
    assert BATCH - 1 in answers
    seal_all(key, NOW)
    assert check_sealed(key.verifier) == BATCH + 11


@pytest.mark.django_db(transaction=True)
def test_a_command_waits_for_the_worker(key):
    write(700)
    assert together(*[(partial(seal_everything, key),)] * 4) == [700] * 4
    assert check_sealed(key.verifier) == 700


def seal_once(key):
    checkpoint = seal(key, NOW)
    return checkpoint and checkpoint.size


def seal_everything(key):
    return seal_all(key, NOW).size


@pytest.mark.django_db(transaction=True)
def test_a_killed_sealer_leaves_nothing_half_done(key, settings, test_database_url):
    """SIGKILL at any moment, again and again, while entries keep coming."""
    child = """
import django; django.setup()
from django.utils import timezone
from audit.key import signing_key
from audit.seal import seal
print("ready", flush=True)
while True:
    seal(signing_key(), timezone.now())
"""
    env = os.environ | {
        "DATABASE_URL": test_database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "AUDIT_KEY_FILE": str(settings.AUDIT_KEY_FILE),
    }
    written = 0
    for n in range(4):
        process = subprocess.Popen([sys.executable, "-c", child], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        until = time.monotonic() + 0.2 + random.random() / 2
        while time.monotonic() < until:
            write(7)
            written += 7
        process.send_signal(signal.SIGKILL)
        process.communicate()
        sealed = check_sealed(key.verifier)
        assert sealed <= written + Checkpoint.objects.count(), n
    last = seal_all(key, NOW)
    assert check_sealed(key.verifier) == last.size == written + Checkpoint.objects.count() - 1
    assert last.size > 100


# --- a log that is not the one that was signed ---


def tamper(change):
    with lifted():
        change()


TAMPERED = {
    "an entry at the edge": lambda: Entry.objects.filter(sequence__idx=699).update(leaf_hash=bytes(32)),
    "a tile's root": lambda: Tile.objects.filter(level=0, n=1).update(root=bytes(32)),
    "a tile": lambda: Tile.objects.filter(level=0, n=0).delete(),
    "the end of the sequence": lambda: Sequence.objects.filter(idx=699).delete(),
    "the root of the checkpoint": lambda: Checkpoint.objects.update(
        note=Checkpoint.objects.get().note.replace("=", "A=", 1)
    ),
    "the size": lambda: Checkpoint.objects.update(size=699),
    "the newest checkpoint": lambda: Checkpoint.objects.all().delete(),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_nothing_is_signed_over_a_log_that_was_changed(db, key, what):
    write(700)
    seal(key, NOW)
    tamper(TAMPERED[what])
    write(1)
    before = everything()
    with pytest.raises(LogBroken, match="Nothing was sealed"):
        seal(key, NOW)
    assert everything() == before


@pytest.mark.parametrize("change", [{"seed": bytes(32)}, {"name": "another.example/log"}])
def test_another_key_or_origin_does_not_continue_the_log(db, key, change):
    write(1)
    seal(key, NOW)
    write(1)
    other = SigningKey(**({"name": key.name, "seed": key.seed} | change))
    with pytest.raises(LogBroken, match="Nothing was sealed"):
        seal(other, NOW)
    assert Pending.objects.count() == 1
    assert seal(key, NOW).size == 3


def test_what_is_sealed_is_the_leaf_not_what_a_column_says_of_it(db, key):
    write(2)
    tamper(lambda: Entry.objects.filter(n=0).update(leaf_hash=bytes(32)))
    seal(key, NOW)
    assert check_sealed(key.verifier) == 2


# --- commands ---


def test_the_command_seals_all_and_says_what_there_is(office, key, capsys):
    call_command("audit_seal")
    checkpoint = Checkpoint.objects.get()
    said = capsys.readouterr().out
    assert said.startswith(f"{Entry.objects.count()} entries are sealed, root {bytes(checkpoint.root).hex()} (")
    assert checkpoint.note.split("\n")[2] in said
    call_command("audit_seal")
    assert capsys.readouterr().out == said
    call_command("audit_checkpoint")
    assert capsys.readouterr().out == checkpoint.note


def test_the_commands_on_an_empty_log(db, key, capsys):
    call_command("audit_seal")
    assert "The log is empty" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no checkpoint yet"):
        call_command("audit_checkpoint")


def test_the_command_does_not_seal_without_a_good_key(office, key, settings):
    settings.AUDIT_KEY_FILE.chmod(0o444)
    with pytest.raises(CommandError, match="Others can read the key"):
        call_command("audit_seal")
    settings.AUDIT_KEY_FILE.unlink()
    with pytest.raises(CommandError, match="There is no key"):
        call_command("audit_seal")
    assert not Checkpoint.objects.exists()


def test_the_command_stops_at_a_broken_log(office, key):
    seal(key, NOW)
    tamper(lambda: Entry.objects.update(leaf_hash=bytes(32)))
    write(1)
    with pytest.raises(CommandError, match="audit_verify"):
        call_command("audit_seal")


def test_a_payload_of_a_checkpoint_holds_nothing_personal(office, key):
    seal(key, NOW)
    write(1)
    seal(key, NOW)
    payload = json.loads(Payload.objects.get(entry__event="checkpoint.issued").data)
    assert payload == {
        "capacity": "definitive", "on_behalf_of": None, "reason": "", "rows": [],
        "facts": {"size": Checkpoint.objects.order_by("size").first().size, "root": payload["facts"]["root"]},
    }  # fmt: skip
