"""The verbs of an import: check a file, write it, discard it. All of a file is written, or nothing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.acts import Act, write
from organization import events, notices
from organization.importing import files
from organization.importing.headers import ColumnsMissing
from organization.importing.lock import Busy, one_import
from organization.importing.models import ImportJob, ImportRun
from organization.importing.plan import Plan, plan_of
from organization.importing.progress import Phase, silent, told_of
from organization.importing.reading import read
from organization.importing.report import digest_of, report_of, report_of_headings
from organization.importing.rules import check_worth_writing
from organization.importing.selectors import organization_now, remembered_columns
from organization.importing.writing import Writing
from organization.permissions import require_people_manager
from organization.rules import RuleBroken


class OrganizationChanged(RuleBroken):
    """What was agreed to is no longer what would be written."""


def plan_file(content: bytes, *, end_missing=False, columns=None, step=silent) -> Plan:
    """A dry run. `columns` are {our column: its place, or the heading it has in the file}.

    Without them the columns are those of the last file with these headings, or guessed.
    """
    sheet = read(
        content,
        lambda header: header.chosen(columns) if columns else remembered_columns(header) or header.guess(),
        lambda rows, total: step(Phase.READING, rows, 2 * total),
    )
    total = len(sheet.rows)
    return plan_of(
        sheet,
        organization_now(),
        end_missing=end_missing,
        told=lambda rows: step(Phase.READING, total + rows, 2 * total),
    )


def check_file(*, name, content, end_missing, by, at) -> ImportRun:
    """Keep the file and what it would do, for people to look at before they agree.

    Where columns are missing nothing is checked yet: people choose them first. RuleBroken if it cannot be read.
    """
    require_people_manager(by)
    facts, report = _check(content, end_missing=end_missing)
    run = files.new_run(name, content, end_missing=end_missing, by=by, at=at, **facts)
    act = Act(run, by=by, at=at)
    act.add(run)
    act.record(events.IMPORT_UPLOADED, sha256=run.sha256)
    with files.kept(run, content, report):
        write(act)
    return run


def keep_file(*, name, content, end_missing, by, at) -> ImportRun:
    """Keep the file for the worker to check."""
    require_people_manager(by)
    run = files.new_run(name, content, end_missing=end_missing, by=by, at=at, state=ImportRun.State.UPLOADED)
    act = Act(run, by=by, at=at)
    act.add(run)
    act.record(events.IMPORT_UPLOADED, sha256=run.sha256)
    with files.kept(run, content):
        write(act)
    return run


def check_run(*, run, by, at, step=silent):
    """Check a kept file, for the first time or again."""
    require_people_manager(by)
    facts, report = _check(files.content_of(run), end_missing=run.end_missing, columns=run.columns, step=step)
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        check_open(run)
        act = Act(run, by=by, at=at)
        act.change(run, checked_at=at, **facts)
        act.record(events.IMPORT_CHECKED, sha256=run.sha256)
        write(act)
        files.keep_report(run, report)
    return run


def _check(content, *, end_missing, columns=None, step=silent):
    """What a dry run says of the run, and its report."""
    try:
        plan = plan_file(content, end_missing=end_missing, columns=columns, step=step)
    except ColumnsMissing as missing:
        if not missing.may_be_chosen:
            raise
        facts = {"state": ImportRun.State.UNMAPPED, "counts": {}, "header": missing.header.digest}
        return facts, report_of_headings(missing.header, missing.places)
    step(Phase.COMPARING, 1, 2)
    facts = {"state": ImportRun.State.CHECKED, "counts": plan.counts, "header": plan.sheet.header.digest}
    return facts, report_of(plan)


@transaction.atomic
def choose_columns(*, run, columns, by, at):
    """Which columns of the file are ours, by place; the next file with the same headings will know."""
    require_people_manager(by)
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    check_open(run)
    act = Act(run, by=by, at=at)
    act.change(run, columns=columns, state=ImportRun.State.UPLOADED)
    act.record(events.IMPORT_COLUMNS_CHOSEN)
    write(act)
    return run


def import_file(*, name, content, end_missing, by, at, columns=None, step=silent) -> Plan:
    """Check and write in one go; nothing is written where there is a problem, or nothing to change.

    `columns` as for `plan_file`.
    """
    require_people_manager(by)
    plan = plan_file(content, end_missing=end_missing, columns=columns, step=step)
    if plan.problems or not plan.size:
        return plan
    run = files.new_run(name, content, end_missing=end_missing, by=by, at=at, counts=plan.counts)
    run.header, run.columns = plan.sheet.header.digest, plan.sheet.places if columns else {}
    run.state, run.applied_at, run.applied_by = ImportRun.State.APPLIED, at, by
    act = Act(run, by=by, at=at, reason=run.file_name)
    act.add(run)
    with files.kept(run, content, report_of(plan)), one_import():
        _check_still(plan)
        _write(act, plan, step)
        transaction.on_commit(lambda: files.delete_content(run))
    return plan


def apply_run(*, run, by, at, step=silent):
    """Write what was checked, unless the organization has changed since: then show what would be written now."""
    require_people_manager(by)
    check_open(run)
    content = files.content_of(run)
    plan = plan_file(content, end_missing=run.end_missing, columns=run.columns, step=step)
    try:
        _check_agreed(run, plan)
    except OrganizationChanged:
        files.keep_report(run, report_of(plan))  # the next agreement is to this one
        raise
    with one_import():
        run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
        check_open(run)
        _check_still(plan)
        act = Act(run, by=by, at=at, reason=run.file_name)
        act.change(run, state=ImportRun.State.APPLIED, applied_at=at, applied_by=by, counts=plan.counts)
        _write(act, plan, step)
        transaction.on_commit(lambda: files.delete_content(run))


@transaction.atomic
def discard(*, run, by, at):
    """The file goes; that it was there stays."""
    require_people_manager(by)
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    check_open(run)
    if run.jobs.filter(state__in=ImportJob.UNDER_WAY).exists():
        raise Busy(_("Berkas ini sedang dikerjakan. Tunggu sampai selesai."))
    act = Act(run, by=by, at=at)
    act.change(run, state=ImportRun.State.DISCARDED)
    act.record(events.IMPORT_DISCARDED)
    write(act)
    transaction.on_commit(lambda: files.delete(run))


def check_open(run):
    if not run.is_open:
        raise RuleBroken(_("Impor ini sudah {state}. Unggah berkas baru.").format(state=run.get_state_display()))


def _check_agreed(run, plan):
    then = files.report_of(run) or {}
    if digest_of(plan) != then.get("digest") or bool(plan.problems) != bool(then.get("problems")):
        raise OrganizationChanged(
            _("Organisasi berubah sejak berkas ini diperiksa. Belum ada yang ditulis; lihat lagi perbedaannya.")
        )
    check_worth_writing(errors=len(plan.problems), size=plan.size)


def _check_still(plan):
    """The file was compared before the lock was held, so that nobody waits for that."""
    if organization_now() != plan.organization:
        raise Busy(_("Organisasi berubah selagi berkas ini dibaca. Belum ada yang ditulis; coba sekali lagi."))


def _write(act, plan, step):
    today = timezone.localtime(act.at).date()
    Writing(plan, act, today).fill()
    counts = {name: count for name, count in plan.counts.items() if name != "errors"}
    facts = counts | {"end_missing": plan.end_missing, "sha256": act.subject.sha256}
    act.record(events.ORGANIZATION_IMPORTED, **facts)
    write(act, changes_first=True, told=told_of(act, Phase.WRITING, step))
    notices.import_ended(act.subject, events.ORGANIZATION_IMPORTED.name, to=act.by, at=act.at)
