"""Writing an export: entries in batches, newest first, into a file of its own, with a manifest of what was asked.

A worker says every batch that it is at it; whose worker was killed is begun again by the next one, from the start,
so a file is whole or not there.
"""

import csv
import io
import json
import logging
import tempfile
import zipfile
from datetime import timedelta
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.core.files import File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit import events, selectors
from audit.access.looking import look_at_many
from audit.acts import record
from audit.books import hold
from audit.erasure.own import done_since
from audit.models import Access, Export
from audit.opening import LOG
from audit.permissions import sights_on
from audit.search.filters import Filter
from audit.search.finding import LAST, Key, search
from audit.search.listing import rows_of
from audit.search.looking import look_at_log, people_of

log = logging.getLogger(__name__)
BATCH = 500  # entries
PATIENCE = timedelta(minutes=5)  # so long a worker may be silent
ATTEMPTS = 3
DELIMITER, BOM = ";", "\ufeff"  # what an Indonesian spreadsheet expects
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
COLUMNS = (
    "at", "local_time", "event", "sentence", "actor", "actor_pseudonym", "role", "capacity", "about", "person",
    "stream", "n", "index", "leaf_hash", "detail", "reason",
)  # fmt: skip


def run_exports(at):
    """What the worker calls: write every export that waits or was cut off. Returns how many ended."""
    ended = 0
    while export := _claimed(at):
        ended += _run(export)
    return ended


def remove_old(at):
    """A chore: files go after a week, or once an order has erased words that may stand in them; that they were stays."""
    over = Q(finished_at__lt=at - Export.KEPT) | Q(Exists(done_since(OuterRef("asked_at"))), with_content=True)
    old = Export.objects.filter(over, state=Export.State.DONE).order_by("pk")
    for export in old:
        export.file.delete(save=False)
        export.state = Export.State.GONE
        export.save(update_fields=["state", "file"])
    return len(old)


def _claimed(at):
    """The oldest that nobody is at, now this worker's."""
    silent = Q(state=Export.State.RUNNING, beat_at__lt=at - PATIENCE)
    with transaction.atomic():
        due = Export.objects.filter(silent | Q(state=Export.State.WAITING)).order_by("pk")
        export = due.select_for_update(skip_locked=True, no_key=True).first()
        if export:
            _note(export, state=Export.State.RUNNING, attempts=export.attempts + 1, beat_at=timezone.now(), rows=0)
    return export


def _run(export):
    try:
        with translation.override(export.language), tempfile.TemporaryFile() as file:
            written = Writing(export, file).write()
            export.file.save(f"{export.token}.zip", File(file), save=False)
        _keep(export, written)
    except Exception as error:
        log.exception("Export %s stopped.", export.pk)
        gives_up = export.attempts >= ATTEMPTS
        state = Export.State.FAILED if gives_up else Export.State.WAITING
        _note(export, state=state, error=type(error).__name__, finished_at=timezone.now() if gives_up else None)
        return gives_up
    return True


def _keep(export, digest):
    """The row and the entry by which anybody can tell this file from another."""
    with transaction.atomic():
        at = timezone.now()
        record(events.LOG_EXPORT_MADE, subject=hold(LOG), by=export.by, at=at, sha256=digest)
        _note(export, state=Export.State.DONE, finished_at=at, file=export.file, sha256=digest)


def _note(export, **values):
    for name, value in values.items():
        setattr(export, name, value)
    export.save(update_fields=list(values))


class Writing:
    """One export, written into an open file."""

    def __init__(self, export, file):
        self.export, self.file = export, file
        self.asked = Filter.of_document(export.filter)
        self.checkpoint = selectors.newest_checkpoint()
        self.first = self.last = None  # moments of the newest and the oldest entry

    def write(self):
        """The SHA-256 of the file, in hex."""
        with zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED) as archive:
            name = f"log.{self.export.format}"
            with archive.open(name, "w", force_zip64=True) as raw:
                digested = Digesting(raw)
                text = io.TextIOWrapper(digested, encoding="utf-8", newline="", write_through=True)
                {"csv": self._csv, "json": self._json}[self.export.format](text)
                text.detach()
            archive.writestr("manifest.json", self._manifest({name: digested.hash.hexdigest()}))
        self.file.seek(0)
        return _digest_of(self.file)

    def _csv(self, text):
        text.write(BOM)
        sheet = csv.writer(text, delimiter=DELIMITER)
        sheet.writerow(COLUMNS)
        for row in self._rows():
            sheet.writerow([_harmless(row[column]) for column in COLUMNS])

    def _json(self, text):
        text.write("[")
        for n, row in enumerate(self._rows()):
            text.write(("," if n else "") + "\n" + json.dumps(row, ensure_ascii=False))
        text.write("\n]\n")

    def _rows(self):
        after = Key(self.export.asked_at, LAST)
        while after:
            found = search(self.asked, after=after, limit=BATCH, reads_content=True)
            yield from self._told(found)
            after = found.older
            _note(
                self.export,
                rows=self.export.rows + len(found.entries),
                beat_at=timezone.now(),
                reached=after and after.at,
            )
        look_at_log(people_of(self.asked), whole=not self.export.with_content, **self._look())

    def _told(self, found):
        if not found.entries:
            return
        self.first = self.first or found.entries[0].at
        self.last = found.entries[-1].at
        purpose = self.export.purpose if self.export.with_content else ""
        streams = {entry.stream for entry in found.entries}
        sights = sights_on(dict.fromkeys(streams, purpose), self.export.by)
        status = found.status(timezone.now())
        rows, names = rows_of(found.entries, self.export.by, status=status, sights=sights)
        if purpose:
            self._journal([names.about(stream) for stream in streams])
        for row in rows:
            yield self._columns(row)

    def _journal(self, about):
        """Everybody whose content leaves the system is told who took it."""
        pseudonyms = {one.pseudonym for one in about if one.pseudonym}
        found = get_user_model().objects.filter(pseudonym__in=pseudonyms).values_list("pseudonym", "pk")
        people = {str(pseudonym): pk for pseudonym, pk in found}
        looked = [(one.stream, people[one.pseudonym]) for one in about if one.pseudonym in people]
        look_at_many(looked, **self._look())

    def _look(self):
        facts = {"viewer": self.export.by, "at": timezone.now(), "kind": Access.Kind.EXPORT}
        return facts | {"part": "inspector", "purpose": self.export.purpose}

    def _columns(self, row):
        line, entry = row.line, row.entry
        return {
            "at": line.at.isoformat(),
            "local_time": line.at.astimezone(self.asked.time_zone).isoformat(timespec="seconds"),
            "event": entry.event,
            "sentence": line.plain,
            "actor": line.actor,
            "actor_pseudonym": str(entry.actor),
            "role": str(line.role),
            "capacity": line.capacity,
            "about": str(row.about),
            "person": row.about.person,
            "stream": entry.stream,
            "n": entry.n,
            "index": entry.place.idx if entry.place else None,
            "leaf_hash": line.leaf_hash,
            "detail": str(line.detail) if self.export.with_content else "",
            "reason": line.reason if self.export.with_content else "",
        }

    def _manifest(self, digests):
        manifest = {
            "v": 1,
            "asked_at": self.export.asked_at.isoformat(),
            "asked_by": self.export.by.get_full_name(),
            "purpose": self.export.purpose,
            "filter": self.asked.as_document(),
            "with_content": self.export.with_content,
            "rows": self.export.rows,
            "newest": self.first and self.first.isoformat(),
            "oldest": self.last and self.last.isoformat(),
            "files": digests,
            "checkpoint": self.checkpoint and self.checkpoint.note,
            "note": _("Catatan dengan index di bawah ukuran pos pemeriksaan dapat dibuktikan dengannya."),
        }
        return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


class Digesting(io.RawIOBase):
    """Passes on what is written and keeps its SHA-256."""

    def __init__(self, raw):
        self.raw, self.hash = raw, sha256()

    def writable(self):
        return True

    def write(self, data):
        self.hash.update(data)
        return self.raw.write(data)


def _digest_of(file):
    found = sha256()
    while some := file.read(1 << 16):
        found.update(some)
    file.seek(0)
    return found.hexdigest()


def _harmless(cell):
    """A spreadsheet would run what begins like a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
