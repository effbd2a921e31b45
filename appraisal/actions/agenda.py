"""The agenda of the next meeting, drawn up by the chair or by HR; it stands still once the meeting is open."""

from django.db import transaction
from django.db.models import Max

from appraisal import committee_events
from appraisal import meeting_rules as rules
from appraisal.models import AgendaItem, Committee, Meeting
from appraisal.rules import check_cycle_is_not_closed, local_date
from appraisal.selectors import meeting as selectors
from audit.acts import Act, write
from notifications.live.hints import MEETING, hint

SOMEWHERE = "Asia/Jakarta"  # whose calendar counts for a committee of several zones
Kind = AgendaItem.Kind


@transaction.atomic
def prepare(committee_id, *, held_on, by, at):
    """The next meeting, with everything that waits for the committee on its agenda."""
    committee = held_committee(committee_id)
    rules.check_prepares(by, committee)
    check_cycle_is_not_closed(committee.cycle)
    last = committee.meetings.order_by("number").last()
    rules.check_next(last)
    rules.check_held_on(held_on, today=local_date(at, SOMEWHERE))
    act = Act(committee, by=by, at=at)
    meeting = Meeting(committee=committee, number=last.number + 1 if last else 1, held_on=held_on)
    items = _proposed(meeting)
    act.add(meeting, *items)
    act.record(committee_events.MEETING_PREPARED, number=meeting.number, count=len(items), date=held_on.isoformat())
    _write(act)
    return meeting


@transaction.atomic
def add_missing(meeting_id, *, by, at, version=None):
    """Whatever has come since the agenda was drawn up, at its end; each once."""
    act, meeting = _changed(meeting_id, by=by, at=at, version=version)
    known = set(meeting.items.values_list("appraisal", "unit"))
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    missing = [item for item in _proposed(meeting) if (item.appraisal_id, item.unit_id) not in known]
    for place, item in enumerate(missing, last + 1):
        item.position = place
        act.add(item)
        act.record(committee_events.AGENDA_ADDED, item=place, number=meeting.number)
    if missing:
        _write(act)
    return meeting


@transaction.atomic
def add_case(meeting_id, appraisal_id, *, by, at, version=None):
    """An uncontested case that is to be discussed by itself: it leaves the consent list of its unit."""
    act, meeting = _changed(meeting_id, by=by, at=at, version=version)
    appraisal = selectors.before(meeting.committee_id).filter(pk=appraisal_id).first()
    known = meeting.items.filter(appraisal=appraisal_id).exists()
    rules.check_may_be_added(appraisal, by=by, is_known=known)
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    facts = {"appraisal": appraisal, "round": appraisal.vote_round}
    act.add(AgendaItem(meeting=meeting, position=last + 1, kind=Kind.CASE, **facts))
    act.record(committee_events.AGENDA_ADDED, item=last + 1, number=meeting.number)
    _write(act)
    return meeting


@transaction.atomic
def remove_item(meeting_id, item_id, *, by, at, version=None):
    """Gone already is done already."""
    act, meeting = _changed(meeting_id, by=by, at=at, version=version)
    items = list(meeting.items.order_by("position", "pk"))
    gone = next((item for item in items if item.pk == item_id), None)
    if gone is None:
        return meeting
    act.remove(gone)
    items.remove(gone)
    for place, item in enumerate(items, 1):
        act.change(item, position=place)
    act.record(committee_events.AGENDA_REMOVED, item=gone.position, number=meeting.number)
    _write(act)
    return meeting


@transaction.atomic
def move_item(meeting_id, item_id, *, by_places, by, at, version=None):
    """Up (-1) or down (+1); at the end of the list nothing changes."""
    act, meeting = _changed(meeting_id, by=by, at=at, version=version)
    items = list(meeting.items.order_by("position", "pk"))
    here = next((n for n, item in enumerate(items) if item.pk == item_id), None)
    if here is None or not 0 <= here + by_places < len(items):
        return meeting
    items.insert(here + by_places, items.pop(here))
    for place, item in enumerate(items, 1):
        act.change(item, position=place)
    act.record(committee_events.AGENDA_REORDERED, item=here + 1, place=here + 1 + by_places, number=meeting.number)
    _write(act)
    return meeting


def held_committee(pk):
    """The committee's row is the lock of its meetings."""
    rows = Committee.objects.select_for_update(of=["self"], no_key=True)
    return rows.select_related("cycle").get(pk=pk)


def held_meeting(pk):
    """The meeting as it is now, with its committee, whose row is locked."""
    committee = held_committee(Meeting.objects.values_list("committee", flat=True).get(pk=pk))
    meeting = Meeting.objects.get(pk=pk)
    meeting.committee = committee
    return meeting


def _changed(meeting_id, *, by, at, version):
    meeting = held_meeting(meeting_id)
    rules.check_prepares(by, meeting.committee)
    rules.check_is_prepared(meeting)
    rules.check_seen(meeting, version)
    act = Act(meeting.committee, by=by, at=at)
    act.change(meeting, version=meeting.version + 1)
    return act, meeting


def _proposed(meeting):
    """Each case that is to be discussed, then the branches of the others."""
    cases, units = selectors.waiting_for(meeting.committee)
    found = [AgendaItem(meeting=meeting, kind=Kind.CASE, appraisal_id=pk, round=n) for pk, n in cases]
    found += [AgendaItem(meeting=meeting, kind=Kind.UNIT, unit_id=pk) for pk in units]
    for place, item in enumerate(found, 1):
        item.position = place
    return found


def _write(act):
    write(act)
    hint(MEETING, streams=[act.stream])
