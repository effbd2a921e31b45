"""The verbs of an import: check a file, write it, discard it. All of a file is written, or nothing."""

import hashlib
import json
import uuid
from contextlib import contextmanager
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.acts import Act, write
from organization import events
from organization.importing.lock import one_import
from organization.importing.plan import Plan, plan_of
from organization.importing.reading import read
from organization.importing.report import digest_of, report_of
from organization.importing.selectors import organization_now
from organization.importing.writing import Writing
from organization.models import ImportRun
from organization.permissions import require_people_manager
from organization.rules import RuleBroken


class OrganizationChanged(RuleBroken):
    """What was agreed to is no longer what would be written."""


def plan_file(content: bytes, *, end_missing=False, step=lambda text: None) -> Plan:
    """A dry run; `step` is told what is being done."""
    step(_("Membaca"))
    sheet = read(content)
    step(_("Membandingkan"))
    return plan_of(sheet, organization_now(), end_missing=end_missing)


def check_file(*, name, content, end_missing, by, at) -> ImportRun:
    """Keep the file and what it would do, for people to look at before they agree."""
    require_people_manager(by)
    plan = plan_file(content, end_missing=end_missing)
    run = _run(name, content, plan, by=by, at=at)
    act = Act(run, by=by, at=at)
    act.add(run)
    with _files_kept(run, content, plan):
        write(act)
    return run


def import_file(*, name, content, end_missing, by, at, step=lambda text: None) -> Plan:
    """Check and write in one go; nothing is written where there is a problem, or nothing to change."""
    require_people_manager(by)
    with one_import():
        plan = plan_file(content, end_missing=end_missing, step=step)
        if plan.problems or not plan.size:
            return plan
        step(_("Menulis"))
        run = _run(name, content, plan, by=by, at=at)
        run.state, run.applied_at, run.applied_by = ImportRun.State.APPLIED, at, by
        act = Act(run, by=by, at=at, reason=run.file_name)
        act.add(run)
        with _files_kept(run, content, plan):
            _write(act, plan)
    return plan


def apply_run(*, run, by, at):
    """Write what was checked, unless the organization has changed since: then show what would be written now."""
    require_people_manager(by)
    plan = None
    with run.file.open("rb") as kept:
        content = kept.read()
    try:
        with one_import():
            run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
            _check_open(run)
            _check_untouched(run, content)
            plan = plan_of(read(content), organization_now(), end_missing=run.end_missing)
            _check_agreed(run, plan)
            act = Act(run, by=by, at=at, reason=run.file_name)
            act.change(run, state=ImportRun.State.APPLIED, applied_at=at, applied_by=by, counts=plan.counts)
            _write(act, plan)
    except OrganizationChanged:
        _keep_report(run, plan)  # the next agreement is to this one
        raise


@transaction.atomic
def discard(*, run, by, at):
    """The file goes; that it was there stays."""
    require_people_manager(by)
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    _check_open(run)
    act = Act(run, by=by, at=at)
    act.change(run, state=ImportRun.State.DISCARDED)
    write(act)
    transaction.on_commit(lambda: _delete_files(run))


def report(run) -> dict:
    """What the last check of a run found."""
    with run.file.storage.open(_report_name(run)) as kept:
        return json.load(kept)


def _run(name, content, plan, *, by, at):
    return ImportRun(
        file_name=PurePath(name).name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        end_missing=plan.end_missing,
        counts=plan.counts,
        checked_at=at,
        checked_by=by,
    )


@contextmanager
def _files_kept(run, content, plan):
    """The file and its report, under a name that says nothing; gone again if the run cannot be written."""
    run.file.save(uuid.uuid4().hex, ContentFile(content), save=False)
    _keep_report(run, plan)
    try:
        yield
    except BaseException:
        _delete_files(run)
        raise


def _delete_files(run):
    for name in (run.file.name, _report_name(run)):
        run.file.storage.delete(name)


def _keep_report(run, plan):
    run.file.storage.delete(_report_name(run))
    run.file.storage.save(_report_name(run), ContentFile(json.dumps(report_of(plan)).encode()))


def _report_name(run):
    return f"{run.file.name}.json"


def _check_open(run):
    if run.state != ImportRun.State.CHECKED:
        raise RuleBroken(_("Impor ini sudah {state}. Unggah berkas baru.").format(state=run.get_state_display()))


def _check_untouched(run, content):
    if hashlib.sha256(content).hexdigest() != run.sha256:
        raise RuleBroken(_("Berkas yang disimpan bukan lagi berkas yang diperiksa. Unggah sekali lagi."))


def _check_agreed(run, plan):
    then = report(run)
    if digest_of(plan) != then["digest"] or bool(plan.problems) != bool(then["problems"]):
        raise OrganizationChanged(
            _("Organisasi berubah sejak berkas ini diperiksa. Belum ada yang ditulis; lihat lagi perbedaannya.")
        )
    if plan.problems:
        raise RuleBroken(_("Masih ada galat. Betulkan di berkas, lalu unggah lagi."))
    if not plan.size:
        raise RuleBroken(_("Tidak ada yang perlu ditulis: organisasi sudah sama dengan berkas ini."))


def _write(act, plan):
    today = timezone.localtime(act.at).date()
    Writing(plan, act, today).fill()
    counts = {name: count for name, count in plan.counts.items() if name != "errors"}
    facts = counts | {"end_missing": plan.end_missing, "sha256": act.subject.sha256}
    act.record(events.ORGANIZATION_IMPORTED, **facts)
    write(act, changes_first=True)
