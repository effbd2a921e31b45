"""The uploaded file and what its check found, beside each other on disk; gone when they have had their use.

They hold what a city knows of its people, so they stay no longer than somebody needs them.
"""

import hashlib
import json
import uuid
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from audit.acts import Act, write
from organization import events
from organization.importing.models import ImportJob, ImportRun
from organization.models import SYSTEM
from organization.rules import RuleBroken

KEPT = timedelta(days=7)
FOLDER = "imports"


def new_run(name, content, *, end_missing, by, at, **facts) -> ImportRun:
    return ImportRun(
        file_name=PurePath(name).name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        end_missing=end_missing,
        checked_at=at,
        checked_by=by,
        **facts,
    )


@contextmanager
def kept(run, content, report=None):
    """The file, under a name that says nothing, and its report; gone again if the run cannot be written."""
    run.file.save(uuid.uuid4().hex, ContentFile(content), save=False)
    try:
        if report is not None:
            keep_report(run, report)
        yield
    except BaseException:
        delete(run)
        raise


def content_of(run) -> bytes:
    """The bytes that were uploaded; RuleBroken if they are gone or are others now."""
    try:
        with run.file.storage.open(run.file.name) as file:
            content = file.read()
    except (FileNotFoundError, ValueError):
        raise RuleBroken(_("Berkasnya sudah dihapus. Unggah sekali lagi.")) from None
    if hashlib.sha256(content).hexdigest() != run.sha256:
        raise RuleBroken(_("Berkas yang disimpan bukan lagi berkas yang diperiksa. Unggah sekali lagi."))
    return content


def keep_report(run, report: dict):
    run.file.storage.delete(_report_name(run))
    run.file.storage.save(_report_name(run), ContentFile(json.dumps(report).encode()))


def report_of(run) -> dict | None:
    """What the last check of a run found, unless it was so long ago that it is gone."""
    if run.file:
        with suppress(FileNotFoundError), run.file.storage.open(_report_name(run)) as file:
            return json.load(file)
    return None


def delete_content(run):
    run.file.storage.delete(run.file.name)


def delete(run):
    for name in (run.file.name, _report_name(run)):
        run.file.storage.delete(name)


def _report_name(run):
    return f"{run.file.name}.json"


# ── What nobody needs any more ──────────────────────────────────────────────────────────────────
def forget_files(at):
    """A chore of the worker: files that nobody decided about for a week, and reports of what was decided long ago."""
    old = ImportRun.objects.filter(checked_at__lt=at - KEPT).exclude(file="").order_by("pk")
    idle = old.exclude(jobs__state__in=ImportJob.UNDER_WAY)
    found = list(idle.values_list("pk", flat=True))
    for pk in found:
        _forget(pk, at)
    return len(found) + _sweep(at)


@transaction.atomic
def _forget(pk, at):
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=pk)
    names = run.file.name, _report_name(run)
    act = Act(run, by=SYSTEM, at=at, reason=_("Tujuh hari sudah lewat."))
    if run.is_open:
        act.change(run, state=ImportRun.State.DISCARDED)
        act.record(events.IMPORT_DISCARDED)
    act.change(run, file="")
    act.record(events.IMPORT_FILES_DELETED)
    write(act)
    transaction.on_commit(lambda: [default_storage.delete(name) for name in names])


def _sweep(at):
    """What a process left that died before it had written the row."""
    if not default_storage.exists(FOLDER):
        return 0
    names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    known = set(ImportRun.objects.exclude(file="").values_list("file", flat=True))
    lost = [name for name in names if name.removesuffix(".json") not in known]
    lost = [name for name in lost if default_storage.get_modified_time(name) < at - KEPT]
    for name in lost:
        default_storage.delete(name)
    return len(lost)
