"""The worker's part of an import: checking a large file, writing it, undoing it. One worker at a time does them.

A job is taken up again after a kill: what it writes is one transaction, so there is nothing to clean up.
What is heavy is loaded when used.
"""

import logging

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from organization import notices
from organization.importing import files
from organization.importing.lock import Busy
from organization.importing.models import ImportJob, ImportRun
from organization.importing.progress import Progress
from organization.importing.reading import is_small
from organization.permissions import require_people_manager
from organization.rules import RuleBroken

log = logging.getLogger(__name__)
ATTEMPTS = 2  # a file that has ended a worker twice is not tried a third time
Kind, State = ImportJob.Kind, ImportJob.State
WRITTEN = {Kind.WRITE: ImportRun.State.APPLIED, Kind.UNDO: ImportRun.State.UNDONE}


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────
def upload(*, name, content, end_missing, by, at) -> ImportRun:
    """Keep a file and check it: a small one at once, a large one by the worker. RuleBroken if it is none of ours."""
    from organization.importing import actions

    if is_small(content):
        return actions.check_file(name=name, content=content, end_missing=end_missing, by=by, at=at)
    with transaction.atomic():
        run = actions.keep_file(name=name, content=content, end_missing=end_missing, by=by, at=at)
        ask(run, Kind.CHECK, by=by, at=at)
    return run


def check_again(*, run, by, at, columns=None):
    """The same file once more, perhaps with other columns."""
    from organization.importing import actions

    require_people_manager(by)
    small = is_small(files.content_of(run))
    with transaction.atomic():
        _check_idle(run)
        if columns is not None:
            run = actions.choose_columns(run=run, columns=columns, by=by, at=at)
        if not small:
            return ask(run, Kind.CHECK, by=by, at=at)
    return actions.check_run(run=run, by=by, at=at)


def ask(run, kind, *, by, at, reason="") -> ImportJob:
    """Queue it for the worker. A second click gets the job of the first; another import is waited for."""
    require_people_manager(by)
    if kind in ImportJob.WRITING:
        _check_no_other(run)
    try:
        with transaction.atomic():
            return ImportJob.objects.create(run=run, kind=kind, by=by, asked_at=at, reason=reason)
    except IntegrityError:
        job = run.jobs.get(state__in=ImportJob.UNDER_WAY)
        if job.kind != kind:
            raise _busy_with(job) from None
        return job


def _check_no_other(run):
    others = ImportJob.objects.filter(kind__in=ImportJob.WRITING, state__in=ImportJob.UNDER_WAY).exclude(run=run)
    if other := others.select_related("run", "by").first():
        sentence = _(
            "Impor lain, nomor {number} dari {name}, sedang dikerjakan. Tunggu sampai selesai, lalu coba lagi."
        )
        raise Busy(sentence.format(number=other.run_id, name=other.by.full_name))


def _check_idle(run):
    if job := under_way(run):
        raise _busy_with(job)


def _busy_with(job):
    return Busy(_("Berkas ini sedang dikerjakan: {what}. Tunggu sampai selesai.").format(what=job.get_kind_display()))


def latest(run) -> ImportJob | None:
    return run.jobs.select_related("by").order_by("-pk").first()


def under_way(run) -> ImportJob | None:
    return run.jobs.filter(state__in=ImportJob.UNDER_WAY).first()


# ── Doing ───────────────────────────────────────────────────────────────────────────────────────
def run_imports(at):
    """What the worker calls, while no other does: carry on with every job that waits or was cut off.

    Returns how many ended well.
    """
    waiting = ImportJob.objects.filter(state__in=ImportJob.UNDER_WAY).order_by("pk")
    return sum(_carry_on(job, at) for job in waiting.select_related("run", "by"))


def _carry_on(job, at):
    with translation.override(job.by.language):
        if job.run.state == WRITTEN.get(job.kind):  # cut off after the last word was written
            return _end(job, State.DONE, at)
        if job.attempts >= ATTEMPTS:
            return _stop(job, at, _given_up(job))
        _note(job, state=State.RUNNING, attempts=job.attempts + 1, percent=0, phase="")
        try:
            DO[job.kind](job, at)
        except Busy:  # nobody's fault: the next round tries again
            _note(job, state=State.WAITING, attempts=job.attempts - 1)
            return False
        except (RuleBroken, PermissionDenied) as refused:
            return _stop(job, at, str(refused))
        except Exception as error:
            log.exception("Import job %s stopped; the worker tries again.", job.pk)
            _note(job, error=type(error).__name__)
            return _stop(job, at, _given_up(job)) if job.attempts >= ATTEMPTS else False
        return _end(job, State.DONE, at)


def _check(job, at):
    from organization.importing import actions

    actions.check_run(run=job.run, by=job.by, at=at, step=Progress(job))
    notices.import_ended(job.run, notices.CHECKED, to=job.by, at=at)


def _write(job, at):
    from organization.importing import actions

    actions.apply_run(run=job.run, by=job.by, at=at, step=Progress(job))


def _undo(job, at):
    from organization.importing import undoing

    undoing.undo_run(run=job.run, reason=job.reason, by=job.by, at=at, step=Progress(job))


DO = {Kind.CHECK: _check, Kind.WRITE: _write, Kind.UNDO: _undo}


def _given_up(job):
    sentence = _("Berhenti sesudah {n} percobaan ({error}). Coba lagi; bila tetap gagal, hubungi pengelola sistem.")
    return sentence.format(n=job.attempts, error=job.error or _("pekerja latar terhenti"))


@transaction.atomic
def _stop(job, at, sentence):
    _end(job, State.FAILED, at, error=sentence)
    notices.import_ended(job.run, notices.STOPPED, to=job.by, at=at)
    return False


def _end(job, state, at, **facts):
    _note(job, state=state, finished_at=at, **facts)
    return True


def _note(job, **values):
    for name, value in values.items():
        setattr(job, name, value)
    job.save(update_fields=list(values))
