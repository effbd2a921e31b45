"""A city's log after somebody with every right on the database was at it: each deed has its finding, and no deed none."""

import json
from hashlib import sha256
from itertools import chain, zip_longest
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from audit import seal
from audit.models import Checkpoint, Entry, Payload, Pending, Sequence, Tile
from audit.registry import histories
from audit.tlog.checkpoint import Checkpoint as Stated
from config.demo.loading import load
from organization.models import User

from .attacks import EVIL, KEY, attack, columns_of, flip, found, kinds, rows, run

LOG = {  # table -> its key, and what a change of each column is found as
    "audit_entry": (["id"], {"id": "gap", "leaf_hash": "leaf"}, "leaf"),
    "audit_payload": (["entry_id"], {}, "payload"),
    "audit_sequence": (["idx"], {}, "gap"),
    "audit_tile": (["level", "n"], {}, "tile"),
    "audit_checkpoint": (["size"], {}, "signature"),
}
BATCH = 300
VERSIONS = sorted({model.history.model._meta.db_table for model in histories if hasattr(model, "history")})


class TestTamper(TestCase):
    """One small city, sealed in several batches; each attack is rolled back."""

    @classmethod
    def setUpTestData(cls):
        cls.at = timezone.now()
        load(city="padangsidimpuan", employees=150, at=cls.at, say=lambda text: None)
        with patch.object(seal, "BATCH", BATCH):
            seal.seal_all(KEY, cls.at)

    def test_no_deed_no_finding(self):
        assert found() == []
        with attack():
            assert found() == []

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
        deeds = {"audit_payload": "payload", "audit_sequence": "gap", "audit_tile": "tile", "audit_entry": "gap"}
        for table, expected in deeds.items():
            key = LOG[table][0][-1]
            [(at,)] = rows(f"SELECT {key} FROM {table} ORDER BY {key} LIMIT 1")
            with attack():
                run(f"DELETE FROM {table} WHERE {key} = %s", at)
                assert expected in kinds(), table

    def test_a_version_that_is_gone(self):
        for table in VERSIONS:
            for [key] in rows(f"SELECT max(history_id) FROM {table} HAVING count(*) > 0"):
                with attack():
                    run(f"DELETE FROM {table} WHERE history_id = %s", key)
                    assert _names(found(), table, key), table

    def test_a_version_that_no_entry_tells_of(self):
        with attack():
            user = User.objects.get(username="employee")
            user.name = "Nama Lain"
            user.save()  # history is written by the model, and nothing by the log
            assert [one for one in found() if "no entry tells of this version" in one]

    def test_a_row_that_was_changed_beside_its_history(self):
        with attack():
            run("UPDATE appraisal_appraisal SET predicate = 'very_good' WHERE predicate = 'good'")
            assert "present" in kinds()

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

    def test_an_old_backup_is_seen_by_a_witness(self):
        """The tree of a backup is the same, only shorter."""
        older = Checkpoint.objects.order_by("size").first()
        assert found(witness=older.note) == []

    def test_a_log_rewritten_with_its_key_is_seen_by_a_witness_alone(self):
        witness = Checkpoint.objects.order_by("size").last().note
        with attack():
            _rewrite(KEY, self.at)
            assert found() == []
            assert "forked" in kinds(witness=witness)

    def test_a_log_rewritten_with_another_key(self):
        with attack():
            _rewrite(EVIL, self.at)
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


def _names(said, table, key):
    return any(f"version {key} in {table}" in one for one in said)


def _waiting():
    """One more entry, written as every entry is, which waits for its seal; its key."""
    from audit.acts import record
    from organization import events

    user = User.objects.get(username="employee")
    return record(events.PASSWORD_SET, subject=user, by=user, at=timezone.now()).pk


def _cut(size):
    """Keep the first `size` entries and what was made of them."""
    last = Sequence.objects.get(idx=size - 1).entry_id
    run("DELETE FROM audit_payload WHERE entry_id > %s", last)
    run("DELETE FROM audit_sequence WHERE idx >= %s", size)
    run("DELETE FROM audit_pending")
    run("DELETE FROM audit_entry WHERE id > %s", last)
    run("DELETE FROM audit_checkpoint WHERE size > %s", size)
    run("DELETE FROM audit_tile WHERE level > 0 OR n >= %s", size // 256)


def _rewrite(key, at):
    """Change the end of one stream as who holds key and database could, and seal all of it anew."""
    last = (
        Entry.objects.filter(event="appraisal.finalized").order_by("pk").last() or Entry.objects.order_by("pk").last()
    )
    leaf = json.loads(bytes(last.leaf))
    data = Payload.objects.get(pk=last.pk).data.replace('"reason":""', '"reason":"lain"')
    salt = bytes(32)
    leaf["c"] = sha256(b"skp-payload-v1\0" + salt + data.encode()).hexdigest()
    forged = json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()
    digest = sha256(b"\0" + forged).digest()
    run("UPDATE audit_payload SET salt = %s, data = %s WHERE entry_id = %s", salt, data, last.pk)
    run("UPDATE audit_entry SET leaf = %s, leaf_hash = %s WHERE id = %s", forged, digest, last.pk)
    entries = Sequence.objects.order_by("idx").values_list("entry_id", flat=True)
    entries = [pk for pk in entries if not Entry.objects.filter(pk=pk, event="checkpoint.issued").exists()]
    issued = Entry.objects.filter(event="checkpoint.issued").values_list("pk", flat=True)
    for table, column in (("audit_payload", "entry_id"), ("audit_sequence", "entry_id"), ("audit_entry", "id")):
        for pk in list(issued):
            run(f"DELETE FROM {table} WHERE {column} = %s", pk)
    for table in ("audit_sequence", "audit_tile", "audit_checkpoint", "audit_pending"):
        run(f"DELETE FROM {table}")
    Pending.objects.bulk_create([Pending(entry_id=pk) for pk in entries])
    with patch.object(seal, "BATCH", BATCH):
        seal.seal_all(key, at)
    assert Tile.objects.exists()
