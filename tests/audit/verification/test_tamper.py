"""A city's log after somebody with every right on the database was at it: each deed has its finding, and no deed none."""

from itertools import chain, zip_longest
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from audit import seal
from audit.acts import record
from audit.models import Checkpoint, Payload, Pending, Sequence
from audit.registry import histories
from audit.tlog.checkpoint import Checkpoint as Stated
from organization.events import PASSWORD_SET
from organization.models import User

from .attacks import (
    BATCH,
    EVIL,
    KEY,
    attack,
    columns_of,
    delete,
    drop_checks,
    flip,
    found,
    guarded_tables,
    insert_copy,
    kinds,
    rewrite,
    rows,
    run,
    undone,
)
from .city import make_city

LOG = {  # table -> its key, and what a change of each column is found as
    "audit_entry": (["id"], {"id": "gap", "leaf_hash": "leaf"}, "leaf"),
    "audit_payload": (["entry_id"], {}, "payload"),
    "audit_sequence": (["idx"], {}, "gap"),
    "audit_tile": (["level", "n"], {}, "tile"),
    "audit_checkpoint": (["size"], {}, "signature"),
}
ELSEWHERE = {
    "audit_access", "audit_accessbatch", "audit_batchedaccess",  # tests/audit/test_access.py
    "audit_erasure",  # tests/audit/erasure
    "audit_book",  # names and nothing else
}  # fmt: skip
UNTOLD = {  # columns of rows that have versions, and why these do not keep them
    "organization_user": {"last_login", "password"},  # entries tell of each; a secret is copied nowhere
    # what was done to deliver it, and the receipt, which names the entry that tells of the version
    "workflow_step": {"first_seen_at", "reminded_on", "late_told_at", "receipt"},
}
PRESENT = sorted((model for model in histories if hasattr(model, "history")), key=lambda model: model._meta.db_table)
VERSIONS = sorted({model.history.model._meta.db_table for model in histories if hasattr(model, "history")})


class TestTamper(TestCase):
    """One small city, sealed in several batches; each attack is rolled back."""

    @classmethod
    def setUpTestData(cls):
        cls.at = timezone.now()
        make_city(cls.at)
        with patch.object(seal, "BATCH", BATCH):
            seal.seal_all(KEY, cls.at)

    def test_no_deed_no_finding(self):
        assert found() == []
        with attack():
            assert found() == []

    def test_every_kind_of_row_is_there_to_be_attacked(self):
        """Whoever adds a table with history adds a deed to `make_city`."""
        assert [table for table in (*LOG, *VERSIONS) if not rows(f"SELECT 1 FROM {table} LIMIT 1")] == []

    def test_every_guarded_table_is_attacked(self):
        """Here, or where else it says; of rows that have versions, these tell."""
        present = {model._meta.db_table for model in PRESENT}
        assert set(guarded_tables()) - present == {*LOG, *VERSIONS, *ELSEWHERE}

    def test_every_column_of_the_log(self):
        missed = []
        for table, (key, kinds_of, otherwise) in LOG.items():
            keys = rows(f"SELECT {', '.join(key)} FROM {table} ORDER BY {', '.join(key)}")
            for column in columns_of(table):
                expected = kinds_of.get(column, otherwise)
                for values in (keys[0], keys[len(keys) // 2], keys[-1]):
                    with attack():
                        flip(table, dict(zip(key, values, strict=True)), column)
                        if expected not in (said := kinds()):
                            missed.append((table, column, values, said))
        assert missed == []

    def test_every_column_of_every_version(self):
        """Many at once, each in a row of its own: from the beginning, the middle and the end of every table."""
        missed = []
        for deeds in zip_longest(*(_spread(table) for table in VERSIONS), fillvalue=()):
            with attack():
                for table, key, column in chain(*deeds):
                    flip(table, {"history_id": key}, column)
                said = found()
            missed += [deed for deed in chain(*deeds) if not _names(said, *deed[:2])]
        assert missed == []

    def test_rows_that_are_gone(self):
        """At the beginning, in the middle and at the end; what hangs on them goes along."""
        deeds = {"audit_payload": "payload", "audit_sequence": "gap", "audit_tile": "tile", "audit_entry": "gap"}
        for table, expected in {**deeds, "audit_checkpoint": "signature"}.items():
            key = LOG[table][0]
            keys = rows(f"SELECT {', '.join(key)} FROM {table} ORDER BY {', '.join(key)}")
            for values in (keys[0], keys[len(keys) // 2], keys[-1]):
                with attack():
                    delete(table, dict(zip(key, values, strict=True)))
                    assert expected in kinds(), (table, values)

    def test_rows_that_were_put_in(self):
        """A copy of what is there, under a key of its own."""
        end = Sequence.objects.count()
        deeds = {
            "audit_tile": ({"n": 1_000}, {"tile"}),
            "audit_checkpoint": ({"size": 7}, {"signature", "root"}),
            "audit_entry": ({"id": 10**6, "stream": "user:0"}, {"leaf", "gap", "payload"}),
        }
        for table, (other, expected) in deeds.items():
            with attack():
                insert_copy(table, **other)
                assert expected <= kinds(), table
        with attack():
            insert_copy("audit_entry", id=10**6, stream="user:0")
            insert_copy("audit_payload", entry_id=10**6)
            insert_copy("audit_sequence", idx=end, entry_id=10**6)
            assert {"leaf", "history", "signature"} <= kinds()  # nobody signed for one more
        with attack():
            for table in VERSIONS:
                insert_copy(table, history_id=10**6)
            said = [one for one in found() if "no entry tells of this version" in one]
            assert len(said) == len(VERSIONS)

    def test_versions_that_are_gone(self):
        for which in ("min", "max"):
            keys = {table: rows(f"SELECT {which}(history_id) FROM {table}")[0][0] for table in VERSIONS}
            with attack():
                for table, key in keys.items():
                    delete(table, {"history_id": key})
                said = found()
            assert [table for table, key in keys.items() if not _names(said, table, key)] == []

    def test_two_versions_in_each_others_places(self):
        with attack():
            (first,), (second,) = rows("SELECT history_id FROM organization_historicaluser ORDER BY 1 LIMIT 2")
            for key, place in ((first, -1), (second, first), (-1, second)):
                run("UPDATE organization_historicaluser SET history_id = %s WHERE history_id = %s", place, key)
            said = found()
            assert _names(said, "organization_historicaluser", first)
            assert _names(said, "organization_historicaluser", second)

    def test_a_version_that_no_entry_tells_of(self):
        with attack():
            user = User.objects.get(username="employee")
            user.name = "Nama Lain"
            user.save()  # history is written by the model, and nothing by the log
            assert [one for one in found() if "no entry tells of this version" in one]

    def test_rows_that_were_changed_beside_their_history(self):
        """Every column that versions keep, one at a time, in the first, a middle and the last row of each table."""
        missed = []
        for deeds in zip_longest(*(one for model in PRESENT for one in _kept(model)), fillvalue=()):
            with attack():
                drop_checks()
                for table, key, column in filter(None, deeds):
                    flip(table, key, column)
                said = [one for one in found() if one.startswith("present: ")]
            missed += [deed for deed in filter(None, deeds) if not any(_tells(one, *deed) for one in said)]
        assert missed == []

    def test_rows_that_were_removed_beside_their_history(self):
        """A vote, a role, a declaration that somebody would rather not have: the first, a middle and the last of each table."""
        missed = []
        for model in PRESENT:
            deeds = {(table, *key.items()) for one in _kept(model) for table, key, _column in one}
            with attack():
                for table, key in deeds:
                    delete(table, dict([key]))
                said = found()
            gone = "it is gone, and no version says so"
            missed += [deed for deed in deeds if f"present: {deed[0]} {deed[1][1]}: {gone}" not in said]
        assert missed == []

    def test_every_column_of_a_row_is_kept_by_its_versions(self):
        """A new column fails until versions keep it, or it is said here why not."""
        for model in PRESENT:
            kept = {field.column for field in model.history.model.tracked_fields}
            assert set(columns_of(model._meta.db_table)) - kept == UNTOLD.get(model._meta.db_table, set()), model

    def test_two_entries_in_each_others_places(self):
        with attack():
            first, second = Sequence.objects.get(idx=10).entry_id, Sequence.objects.get(idx=11).entry_id
            run("UPDATE audit_sequence SET entry_id = -1 WHERE idx = 10")
            run("UPDATE audit_sequence SET entry_id = %s WHERE idx = 11", first)
            run("UPDATE audit_sequence SET entry_id = %s WHERE idx = 10", second)
            assert {"tile", "root"} <= kinds()

    def test_two_payloads_exchanged(self):
        first, second = Payload.objects.order_by("pk")[5:7]
        with attack():
            for payload, other in ((first, second), (second, first)):
                run("UPDATE audit_payload SET salt = %s, data = %s WHERE entry_id = %s",
                    bytes(other.salt), other.data, payload.pk)  # fmt: skip
            assert "payload" in kinds()

    def test_a_payload_that_was_erased_without_an_order(self):
        with attack():
            run("UPDATE audit_payload SET salt = NULL, data = NULL WHERE entry_id = %s", Payload.objects.first().pk)
            assert kinds() == {"payload", "history"} or kinds() == {"payload"}

    def test_an_entry_that_waits_no_more(self):
        with attack():
            _waiting()
            Pending.objects.all().delete()
            assert "gap" in kinds()

    def test_an_entry_that_was_put_in_between(self):
        with attack():
            forged = _waiting()
            run("UPDATE audit_entry SET n = n + 1 WHERE id = %s", forged)
            assert {"leaf", "chain"} <= kinds()

    def test_a_log_cut_off_consistently_is_seen_by_a_witness_alone(self):
        witness = Checkpoint.objects.order_by("size").last().note
        for_both = Checkpoint.objects.order_by("size").first().size
        with attack():
            _cut(for_both)
            said = kinds()
            assert said <= {"history", "present"}  # what hangs on the log tells, the log itself does not
            assert "truncated" in kinds(witness=witness)

    def test_an_old_backup_is_seen_by_a_witness_alone(self):
        """What came after it is gone from every table alike; a witness remembers."""
        with undone():
            _waiting()
            witness = seal.seal_all(KEY, timezone.now()).note
            assert found(witness=witness) == []
        assert found() == []
        assert kinds(witness=witness) == {"truncated"}

    def test_a_checkpoint_that_was_kept_before_fits_the_log_of_today(self):
        older = Checkpoint.objects.order_by("size").first()
        assert found(witness=older.note) == []

    def test_a_log_rewritten_with_its_key_is_seen_by_a_witness_alone(self):
        witness = Checkpoint.objects.order_by("size").last().note
        with attack():
            rewrite(KEY, self.at)
            assert found() == []
            assert "forked" in kinds(witness=witness)

    def test_a_log_rewritten_with_another_key(self):
        with attack():
            rewrite(EVIL, self.at)
            assert kinds() == {"signature"}

    def test_a_checkpoint_signed_by_another_key(self):
        with attack():
            last = Checkpoint.objects.order_by("size").last()
            note = str(Stated(EVIL.name, last.size, bytes(last.root)).sign(EVIL))
            run("UPDATE audit_checkpoint SET note = %s WHERE size = %s", note, last.size)
            assert kinds() == {"signature"}

    def test_findings_do_not_hide_each_other(self):
        with attack():
            run("UPDATE audit_payload SET data = '{}' WHERE entry_id = %s", Payload.objects.first().pk)
            run("UPDATE audit_tile SET root = %s WHERE n = 0 AND level = 0", b"x" * 32)
            run("UPDATE audit_checkpoint SET note = 'nothing'")
            assert {"payload", "tile", "signature"} <= kinds()


def _spread(table):
    """Rounds of (table, key, column): each column at the beginning, in the middle and at the end, no row twice a round."""
    keys, columns = [key for (key,) in rows(f"SELECT history_id FROM {table} ORDER BY 1")], columns_of(table)
    middle = len(keys) // 2
    for order in [keys, keys[middle:] + keys[:middle], keys[::-1]] if keys else ():
        for first in range(0, len(columns), len(order)):
            yield [(table, *deed) for deed in zip(order, columns[first : first + len(order)], strict=False)]


def _kept(model):
    """For the first, a middle and the last row: [(table, key, column)]; no key, for then it would be another row.

    A round flips another column in each of the three: one may be unique.
    """
    table, key, versions = model._meta.db_table, model._meta.pk.column, model.history.model
    told = f"SELECT {key} FROM {versions._meta.db_table}"
    keys = [one for (one,) in rows(f"SELECT {key} FROM {table} WHERE {key} IN ({told}) ORDER BY 1")]
    columns = [field.column for field in versions.tracked_fields if field.column != key]
    places = dict.fromkeys((keys[0], keys[len(keys) // 2], keys[-1])) if keys else ()
    return [[(table, {key: place}, column) for column in columns[n:] + columns[:n]] for n, place in enumerate(places)]


def _tells(said, table, key, column):
    return said.startswith(f"present: {table} {next(iter(key.values()))}: ") and column in said


def _names(said, table, key):
    return any(f"version {key} in {table}" in one for one in said)


def _waiting():
    """One more entry, written as every entry is, which waits for its seal; its key."""
    user = User.objects.get(username="employee")
    return record(PASSWORD_SET, subject=user, by=user, at=timezone.now()).pk


def _cut(size):
    """Keep the first `size` entries and what was made of them."""
    last = Sequence.objects.get(idx=size - 1).entry_id
    run("DELETE FROM audit_payload WHERE entry_id > %s", last)
    run("DELETE FROM audit_sequence WHERE idx >= %s", size)
    run("DELETE FROM audit_pending")
    run("DELETE FROM audit_entry WHERE id > %s", last)
    run("DELETE FROM audit_checkpoint WHERE size > %s", size)
    run("DELETE FROM audit_tile WHERE level > 0 OR n >= %s", size // 256)
