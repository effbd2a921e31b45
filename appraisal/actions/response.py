"""How the employee answers the result: receipt, acceptance, refusal, silence, late objection."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appraisal import events, forms, rules
from appraisal.models import Delivery


def receive(act):
    """The employee opens the result: from now the fourteen days run."""
    mark_received(act)
    act.record(events.RESULT_RECEIVED)


def acknowledge(act, data: forms.Nothing):
    """Accepts, and files no objection. To acknowledge is also to have received."""
    mark_received(act)
    act.record(events.ACKNOWLEDGED, declared=waiver(act.subject))


def waiver(appraisal):
    """What acknowledging gives up, and until when: shown before, declared, and recorded (design §3)."""
    until = date_format(appraisal.response_due_on, "j F Y")
    return _(
        "Saya menerima hasil ini. Saya tidak mengajukan keberatan dan melepaskan hak untuk itu, "
        "yang masih terbuka sampai %(until)s."
    ) % {"until": until}


def refuse(act, data: forms.Reason):
    """Refuses to sign; may still object until the fourteen days from receipt are over."""
    mark_received(act)
    act.change(act.subject, is_contested=True)
    act.record(events.REFUSED)


def lapse(act, data: forms.Nothing):
    """A state of its own, never a faked signature."""
    act.record(events.RESPONSE_LAPSED)


def lapse_refusal(act, data: forms.Nothing):
    act.record(events.REFUSAL_STANDS)


def mark_received(act):
    appraisal = act.subject
    if appraisal.received_at:
        return
    received_on = rules.local_date(act.at, appraisal.zone)
    due_on = rules.last_day(appraisal.cycle, "response", received_on)
    act.change(appraisal, received_at=act.at, response_due_on=due_on)


def record_delivery(act, *, handed_over_on, witness, letter_no):
    """HR records that the result was handed over on paper; the employee is told and may dispute it."""
    appraisal = act.subject
    recorded_on = rules.local_date(act.at, appraisal.zone)
    rules.check_delivery(
        handed_over_on,
        released_on=rules.local_date(appraisal.released_at, appraisal.zone),
        recorded_on=recorded_on,
    )
    due_on = rules.delivery_day(appraisal.cycle, handed_over_on, recorded_on)
    act.add(
        Delivery(
            appraisal=appraisal, handed_over_on=handed_over_on, witness=witness, letter_no=letter_no,
            recorded_at=act.at, recorded_by=act.by,
        )
    )  # fmt: skip
    act.change(appraisal, received_at=act.at, response_due_on=due_on)
    act.record(events.DELIVERY_RECORDED, handed_over_on=handed_over_on.isoformat(), letter_no=letter_no)


def dispute_delivery(act, delivery, *, dispute):
    """The employee says it was not handed over so; HR is told, the record keeps both."""
    act.change(delivery, disputed_at=act.at, dispute=dispute)
    act.record(events.DELIVERY_DISPUTED)


def admit_late_objection(act):
    """After an outage: the second-level supervisor opens the time to object anew, on a stated ground."""
    appraisal = act.subject
    today = rules.local_date(act.at, appraisal.zone)
    until = rules.last_day(appraisal.cycle, "late_objection", today)
    act.change(appraisal, response_due_on=until)
    act.record(events.LATE_OBJECTION_ADMITTED, until=until.isoformat())
