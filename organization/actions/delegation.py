"""Verbs on who may take whose tasks: the person himself gives and ends it, or whoever manages people does."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.acts import Act, write
from organization import events, notices, rules
from organization.actions.account import locked
from organization.models import Delegation
from organization.permissions import require_people_manager
from organization.rules import RuleBroken


@transaction.atomic
def delegate_tasks(*, principal, delegate, from_date, to_date, letter_no, by, at):
    """To one person at a time, so that everybody knows who acts in whose place."""
    principal, by = _held(principal, by)
    row = Delegation(principal=principal, delegate=delegate, from_date=from_date, to_date=to_date, letter_no=letter_no)
    rules.check_active(principal)
    rules.check_period(from_date, to_date)
    rules.check_delegation(row, timezone.localdate(at))
    _check_free(row)
    act = Act(principal, by=by, at=at)
    act.add(row)
    act.record(events.TASKS_DELEGATED, letter_no=letter_no, delegate=str(delegate.pseudonym))
    write(act)
    notices.of_delegation(act, row)
    return row


def _held(principal, by):
    """Both locked; nobody else but whoever manages people decides over the tasks of another."""
    principal, by = locked(principal, by)
    if by != principal:
        require_people_manager(by)
    return principal, by


def _check_free(row):
    others = row.principal.delegations_given.filter(ended_at=None, to_date__gte=row.from_date)
    if other := others.filter(from_date__lte=row.to_date).select_related("delegate").first():
        sentence = _("Pada tanggal itu tugas sudah didelegasikan kepada {name}. Akhiri dulu, atau ubah tanggalnya.")
        raise RuleBroken(sentence.format(name=other.delegate.full_name), field="from_date")


@transaction.atomic
def end_delegation(*, delegation, reason, by, at):
    """At once, by either side or by whoever manages people; what was done under it stays."""
    principal, by = locked(delegation.principal, by)
    row = Delegation.objects.select_related("delegate").get(pk=delegation.pk)
    if by not in (principal, row.delegate):
        require_people_manager(by)
    rules.check_reason(reason)
    rules.check_open_delegation(row, timezone.localdate(at))
    act = Act(principal, by=by, at=at, reason=reason)
    act.change(row, ended_at=at)
    act.record(events.DELEGATION_ENDED, reason=reason)
    write(act)
    notices.of_delegation(act, row)
