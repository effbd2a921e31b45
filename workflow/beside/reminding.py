"""Reminders that HR asks for: everybody with an open task in a period or a branch of units, once a day each."""

from django.db import transaction
from django.utils.translation import gettext as _

from appraisal import events
from appraisal.models import Cycle
from appraisal.rules import RuleBroken, local_date
from audit.acts import record
from organization.models import Unit
from organization.selectors import branch_of
from workflow.models import Round
from workflow.permissions import refuse_all_but_hr
from workflow.reminders import is_awake, remind_of, waiting

BY_HAND = "now"  # the rung of a reminder that HR asked for
SOMEWHERE = "Asia/Jakarta"  # whose calendar counts the rounds


@transaction.atomic
def remind_now(cycle_id, *, by, at, unit=None):
    """Whoever was reminded today is passed over, and so is whose working day is over. Returns the log entry."""
    refuse_all_but_hr(by)
    cycle = Cycle.objects.select_for_update(of=["self"]).get(pk=cycle_id)
    if cycle.paused_at:
        raise RuleBroken(_("Periode ini sedang dijeda. Lanjutkan dulu."))
    told = sum(_remind(cycle, zone, unit, at) for zone in Unit.Zone.values if is_awake(cycle, zone, at))
    if not told:
        raise RuleBroken(
            _("Tidak ada yang diingatkan: semuanya sudah diingatkan hari ini, atau jam kerjanya sudah lewat.")
        )
    day = local_date(at, SOMEWHERE)
    Round.objects.create(cycle=cycle, day=day, by=by, unit=unit, counts={BY_HAND: told}, finished_at=at)
    return record(events.REMINDED_BY_HAND, subject=cycle, by=by, at=at, count=told, unit=unit.name if unit else "")


def _remind(cycle, zone, unit, at):
    day = local_date(at, zone)
    steps = waiting(cycle, day).filter(case__appraisal__zone=zone, due_at__isnull=False)
    if unit:
        steps = steps.filter(case__appraisal__unit__in=branch_of(unit.pk))
    locked = list(steps.select_for_update(of=["self"], skip_locked=True, no_key=True))
    return remind_of(locked, day, at).total()
