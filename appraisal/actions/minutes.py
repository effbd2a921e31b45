"""The minutes of a meeting: drawn up from facts, checked by the chair, signed in order, sealed by the last word.

Each act holds the committee's row, as those of its meetings do.
"""

from hashlib import sha256

from django.db import transaction

from appraisal import committee_events, notices
from appraisal import minutes_rules as rules
from appraisal.actions.agenda import held_committee
from appraisal.models import Meeting, Minutes, Signature
from appraisal.selectors import minutes as selectors
from audit.acts import Act, record, write
from audit.canonical import canonical
from notifications.actions import post

Kind = Signature.Kind


@transaction.atomic
def draw_up(meeting_id, *, number, place, by, at):
    """From what was recorded; drawn up anew as long as nobody has signed."""
    number, place = rules.words(number, "number", most=80), rules.words(place, "place", most=200)
    meeting = _held_meeting(meeting_id)
    minutes, given = _known(meeting)
    rules.check_draws_up(by, meeting.committee)
    rules.check_is_closed(meeting)
    rules.check_is_unsigned(minutes, given)
    body = _body_of(meeting, number, place)
    facts = {"number": number, "place": place, "body": body, "sha256": digest_of(body)}
    act = Act(meeting.committee, by=by, at=at)
    if minutes is None:
        minutes = Minutes(meeting=meeting, drawn_up_at=at, drawn_up_by=by, **facts)
        act.add(minutes)
    else:
        act.change(minutes, drawn_up_at=at, drawn_up_by=by, checked_at=None, **facts)
    act.record(committee_events.MINUTES_DRAWN_UP, number=meeting.number, digest=minutes.sha256)
    write(act)
    return minutes


@transaction.atomic
def check(minutes_id, *, seen, by, at):
    """The chair has read the draft: from here it waits for signatures."""
    minutes, given = _held(minutes_id)
    committee = minutes.meeting.committee
    rules.check_is_unsigned(minutes, given)
    rules.check_checks(by, committee.chair_id, minutes)
    rules.check_digest(minutes, seen)
    rules.check_is_current(minutes, _body_of(minutes.meeting, minutes.number, minutes.place))
    act = Act(committee, by=by, at=at)
    act.change(minutes, checked_at=at)
    act.record(committee_events.MINUTES_CHECKED, number=minutes.meeting.number, digest=minutes.sha256)
    write(act)
    _tell(act, minutes)
    return minutes


def sign(minutes_id, *, seen, by, at):
    return _answer(minutes_id, by, Kind.SIGNED, "", seen=seen, by=by, at=at)


def refuse(minutes_id, *, reason, seen, by, at):
    """Refusing is an answer, too: it is recorded with its reason, and the order goes on."""
    reason = rules.words(reason, "reason")
    return _answer(minutes_id, by, Kind.REFUSED, reason, seen=seen, by=by, at=at)


def note_unable(minutes_id, *, reason, place, by, at):
    """HR notes why whoever's turn it is cannot sign (leave, death), so that the others need not wait.

    `place` is the one in the order whose name the page showed: meanwhile he may have signed himself.
    """
    reason = rules.words(reason, "reason")
    return _answer(minutes_id, None, Kind.UNABLE, reason, seen=None, place=place, by=by, at=at)


@transaction.atomic
def _answer(minutes_id, member, kind, reason, *, seen, place=None, by, at):
    minutes, given = _held(minutes_id)
    order = selectors.order_of(minutes)
    people = {place.person.pk: place.person for place in order}
    if member is None:
        member = rules.check_notes_unable(by, minutes, [one for one in order if one.is_turn], place)
    answered = {row.member_id for row in given}
    names = {pk: person.full_name for pk, person in people.items()}
    rules.check_signs(minutes, list(people), answered, member.pk, name_of=names.get)
    if seen is not None:
        rules.check_digest(minutes, seen)
    place = list(people).index(member.pk) + 1
    row = Signature(
        minutes=minutes, member=member, position=place, kind=kind, reason=reason, sha256=minutes.sha256, at=at
    )
    act = Act(minutes.meeting.committee, by=by, at=at, reason=reason)
    act.add(row)
    told = {"to": str(member.pseudonym)} if kind == Kind.UNABLE else {}
    act.record(SAID[kind], number=minutes.meeting.number, place=place, **told)
    if len(given) + 1 == len(order):
        _seal(act, minutes, [*given, row])
    write(act)
    _tell(act, minutes)
    return minutes


@transaction.atomic
def record_print(minutes_id, *, by, at):
    """A copy on paper leaves the system; its number is that of the entry."""
    minutes, _given = _held(minutes_id)
    facts = {"number": minutes.meeting.number, "digest": minutes.sha256}
    return record(committee_events.MINUTES_PRINTED, subject=minutes.meeting.committee, by=by, at=at, **facts)


@transaction.atomic
def hand_out(minutes_id, *, by, at):
    """The very bytes that the log states; that they were taken is an entry beside that."""
    minutes, given = _held(minutes_id)
    rules.check_hands_out(minutes, selectors.hidden_from(by, minutes))
    file = file_of(minutes, given)
    rules.check_is_as_sealed(minutes, sha256(file).hexdigest())
    facts = {"number": minutes.meeting.number, "sha256": minutes.sealed_sha256}
    record(committee_events.MINUTES_HANDED_OUT, subject=minutes.meeting.committee, by=by, at=at, **facts)
    return file


SAID = {
    Kind.SIGNED: committee_events.MINUTES_SIGNED,
    Kind.REFUSED: committee_events.MINUTES_REFUSED,
    Kind.UNABLE: committee_events.MINUTES_UNABLE,
}


def _seal(act, minutes, signatures):
    """With the last word it stands for ever; the log states the file that is given out."""
    file = sha256(file_of(minutes, signatures)).hexdigest()
    act.change(minutes, sealed_at=act.at, sealed_sha256=file)
    act.record(committee_events.MINUTES_SEALED, number=minutes.meeting.number, digest=minutes.sha256, sha256=file)


def _body_of(meeting, number, place):
    return canonical(selectors.content_of(meeting, number=number, place=place)).decode()


def file_of(minutes, signatures):
    """The bytes that anybody may hold against the log."""
    return canonical(selectors.sealed_document(minutes, signatures))


def digest_of(body):
    return sha256(body.encode()).hexdigest()


def _tell(act, minutes):
    """Whoever's turn it is now; once sealed everybody who was there, with the receipt."""
    order = selectors.order_of(minutes)
    turn = [place.person.pk for place in order if place.is_turn]
    post(notices.told_of_minutes(act, turn=turn, members=[place.person.pk for place in order]))


def _held_meeting(pk):
    """The meeting with its committee, period and policy; the committee's row is locked."""
    held_committee(Meeting.objects.values_list("committee", flat=True).get(pk=pk))
    people = ("committee__cycle__policy", "committee__unit", "committee__chair")
    return Meeting.objects.select_related(*people).get(pk=pk)


def _held(minutes_id):
    meeting = _held_meeting(Minutes.objects.values_list("meeting", flat=True).get(pk=minutes_id))
    return _known(meeting)


def _known(meeting):
    """(its minutes or None, what was said under them)."""
    minutes = selectors.minutes_of(meeting)
    if minutes is None:
        return None, []
    minutes.meeting = meeting
    return minutes, list(minutes.signatures.select_related("member").order_by("position"))
