"""Verbs on who holds which post and who reports to whom. The line follows the dates; running cases stay."""

import uuid

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.acts import Act, write
from organization import events, notices, rules
from organization.actions.account import locked_for_manager
from organization.importing.lock import KEY
from organization.models import Assignment, Post, ReportingOverride, User
from organization.permissions import require_people_manager
from organization.rules import RuleBroken
from organization.selectors import ReportingLines, Superior, next_change, with_email


def hold_lines():
    """One writer of lines at a time, an import too: two that are right alone may make a circle, or a post twice.

    SQLite lets one writer in as it is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY])


@transaction.atomic
def set_override(*, person, supervisor, from_date, to_date, reason, by, at):
    """Another supervisor than the line gives, from one day to another (or until ended)."""
    hold_lines()
    person, by = locked_for_manager(person, by)
    override = ReportingOverride(
        employee=person.employee, supervisor=supervisor, from_date=from_date, to_date=to_date, reason=reason
    )
    rules.check_reason(reason)
    rules.check_period(from_date, to_date)
    rules.check_override(override)
    _check_free(override)
    _check_no_circle(override)
    act = Act(person, by=by, at=at, reason=reason)
    act.add(override)
    act.record(events.SUPERVISOR_OVERRIDDEN, supervisor=str(supervisor.pseudonym), reason=reason)
    write(act)
    notices.caused_by(act)
    return override


def _check_free(override):
    """One override at a time, so that nobody has to guess which one counts."""
    last = override.to_date
    others = override.employee.overrides.exclude(to_date__lt=override.from_date)
    if (others.filter(from_date__lte=last) if last else others).exists():
        raise RuleBroken(
            _("Pada tanggal itu sudah ada pengecualian lain. Akhiri dulu yang lama, atau ubah tanggalnya."),
            field="from_date",
        )


def _check_no_circle(override):
    """Nobody may come to rate, over however many levels, the one who rates him; on any day it is in force."""
    above = override.supervisor
    if _meets(override.employee_id, above.pk, override, ReportingLines):
        raise RuleBroken(
            _("{name} bertanggung jawab kepada pegawai ini. Pilih orang yang bukan bawahannya.").format(
                name=above.full_name
            ),
            field="supervisor",
        )


def _check_no_circle_by(held):
    """Whoever stands in for a post is set above all below it: his own line must not lead back through them."""

    def lines_on(day):
        return ReportingLines(day).with_holder(held.post_id, Superior(held.holder_id, held.kind))

    if _meets(held.holder_id, held.holder_id, held, lines_on):
        sentence = _(
            "Dengan surat ini {name} menjadi atasan dari atasannya sendiri. Tunjuk orang lain untuk jabatan ini."
        )
        raise RuleBroken(sentence.format(name=held.holder.full_name), field="post")


def _meets(goal, start, dated, lines_on):
    """Whether on a day between its dates the way up from `start` leads to `goal`.

    Only whoever comes or goes along the way can change it, so only those days are looked at.
    """
    day = dated.from_date
    while day is not None and (dated.to_date is None or day <= dated.to_date):
        lines = lines_on(day)
        way = lines.way_up(start)
        if goal in way:
            return True
        day = next_change(day, [start, *way], lines.posts_on([start, *way]))
    return False


@transaction.atomic
def end_override(*, override, to_date, reason, by, at):
    hold_lines()
    person, by = locked_for_manager(override.employee.user, by)
    override = ReportingOverride.objects.get(pk=override.pk)
    rules.check_reason(reason)
    rules.check_end(override, to_date)
    act = Act(person, by=by, at=at, reason=reason)
    act.change(override, to_date=to_date)
    act.record(events.OVERRIDE_ENDED, reason=reason)
    write(act)
    notices.caused_by(act)


@transaction.atomic
def appoint_acting(*, person, post, kind, from_date, to_date, letter_no, by, at):
    """Plt for a vacant post, plh for an absent holder; by letter."""
    hold_lines()
    person, by = locked_for_manager(person, by)
    post = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    held = Assignment(holder=person, post=post, kind=kind, from_date=from_date, to_date=to_date, letter_no=letter_no)
    rules.check_active(person)
    rules.check_period(from_date, to_date)
    rules.check_acting(held, during(post.assignments.select_related("holder"), from_date, to_date))
    _check_no_circle_by(held)
    act = Act(person, by=by, at=at)
    act.add(held)
    act.record(events.ACTING_APPOINTED, kind=held.get_kind_display(), letter_no=letter_no)
    write(act)
    notices.caused_by(act)
    return held


def during(dated, from_date, to_date):
    """Those in force on at least one day from-to."""
    found = dated.exclude(to_date__lt=from_date)
    return found.filter(from_date__lte=to_date) if to_date else found


@transaction.atomic
def end_assignment(*, assignment, to_date, reason, by, at):
    hold_lines()
    person, by = locked_for_manager(assignment.holder, by)
    assignment = Assignment.objects.select_related("post").get(pk=assignment.pk)
    rules.check_reason(reason)
    rules.check_end(assignment, to_date)
    act = Act(person, by=by, at=at, reason=reason)
    act.change(assignment, to_date=to_date)
    act.record(events.ASSIGNMENT_ENDED, post=assignment.post.title, reason=reason)
    write(act)
    notices.caused_by(act)


@transaction.atomic
def record_official(*, name, email, post_title, unit, from_date, letter_no, by, at, subordinates=()):
    """Who holds a post and is never appraised, such as the mayor; the top posts then report to it."""
    hold_lines()
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    require_people_manager(by)
    rules.check_official(name=name, post_title=post_title, letter_no=letter_no)
    if email and with_email(email):
        raise RuleBroken(_("Surel ini sudah dipakai orang lain."), field="email")
    person = User(username=f"official-{uuid.uuid4().hex[:10]}", name=name, email=email, password=make_password(None))
    post = _official_post(unit, post_title, from_date)
    held = Assignment(holder=person, post=post, from_date=from_date, letter_no=letter_no)
    act = Act(person, by=by, at=at)
    act.add(person, *([] if post.pk else [post]), held)
    for below in subordinates:
        act.change(below, superior=post)
    act.record(events.OFFICIAL_ADDED, post=post_title, letter_no=letter_no)
    write(act)
    return person


def _official_post(unit, title, on):
    """The post of that name in the unit if it stands free, or a new one."""
    found = Post.objects.select_for_update(no_key=True).filter(unit=unit, title__iexact=title, kind=Post.Kind.OFFICIAL)
    post = found.first() or Post(unit=unit, title=title, kind=Post.Kind.OFFICIAL)
    if post.pk and (held := during(post.assignments.filter(holder__is_active=True), on, None).first()):
        raise RuleBroken(
            _("Jabatan ini masih dipegang {name}. Akhiri dulu penugasannya.").format(name=held.holder.full_name),
            field="post_title",
        )
    return post
