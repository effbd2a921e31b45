"""Who is told of what. The owner of an opened step gets a task; nobody is told of his own act."""

from functools import cache

from notifications.models import Notice
from organization.selectors import hr_administrators

from . import committee_events, deadline_events, events

HR = "hr"  # everybody with the role, told where a case goes on only if HR does something
TOLD = {
    events.SELF_ASSESSMENT_LAPSED: ["employee"],
    events.RESPONSE_LAPSED: ["employee"],
    events.REFUSED: ["supervisor", "second_level"],
    events.REFUSAL_STANDS: ["employee"],
    events.OBJECTED: ["supervisor", "second_level"],
    events.STATEMENT_MADE: ["employee"],
    events.STATEMENT_LAPSED: ["employee", "supervisor"],
    events.REPLIED: ["supervisor", "second_level"],
    events.CLARIFICATION_LAPSED: ["employee", "supervisor"],
    events.OBJECTION_DISMISSED: ["employee", "supervisor"],
    events.RATING_CHANGED: ["employee", "supervisor"],
    events.OBJECTION_WITHDRAWN: ["supervisor", "second_level"],
    events.COMMITTEE_ENDORSED: ["supervisor"],
    events.COMMITTEE_RETURNED: ["employee"],
    events.DETERMINATION_RETURNED: ["employee"],
    events.COMMITTEE_RECOMMENDED: ["employee"],
    events.NO_QUORUM: ["employee", HR],
    events.NOBODY_FREE: [HR],
    events.MEETING_MOVED: ["employee"],
    events.FINALIZED: ["employee", "supervisor"],
    events.CANCELLED: ["employee", "supervisor"],
    events.DELIVERY_RECORDED: ["employee"],
    events.DELIVERY_DISPUTED: [HR],
    events.EVIDENCE_REJECTED: ["employee"],
    deadline_events.EXTENSION_ASKED: [HR],
    events.LATE_OBJECTION_ADMITTED: ["employee", "supervisor"],
    events.STEP_REASSIGNED: ["employee"],
    events.SUPERSEDED: ["employee", "supervisor"],
    events.INSPECTION_DISCLOSED: ["employee"],
}

MINUTES_TO_SIGN = "committee.minutes_to_sign"  # what the next signer is asked

RECEIPTED = {events.FINALIZED, events.SUPERSEDED}  # the employee gets the proof of what was recorded at the end


def caused_by(act, *, tasks=()):
    """The notices of one act that is written: `tasks` are (person id, step name), the rest follows from its events."""
    rows = [(Notice.Kind.TASK, person, name, {}) for person, name in tasks]
    hr = cache(lambda: hr_of(act.subject))
    for (event, facts), entry in zip(act.events, act.entries, strict=True):
        for role in TOLD.get(event, []):
            told = hr() if role == HR else [getattr(act.subject, f"{role}_id")]
            given = facts | _receipt(entry) if role == "employee" and event in RECEIPTED else facts
            rows += [(Notice.Kind.INFO, person, event.name, given) for person in told]
    told = {(kind, person, about): facts for kind, person, about, facts in rows if _concerns(kind, person, act)}
    return [
        Notice(
            to_id=person, kind=kind, about=about, subject=act.stream, facts=facts, created_at=act.at, n=act.entries[0].n
        )
        for (kind, person, about), facts in told.items()
    ]


def _receipt(entry):
    """What proves the entry to whoever keeps it: its place in the stream, and its leaf hash in hex."""
    return {"receipt": {"n": entry.n, "leaf": entry.leaf_hash.hex()}}


def hr_of(appraisal):
    """The ids of those who may act for HR in a case: whoever is a party leaves it to a colleague."""
    return [person.pk for person in hr_administrators() if person.pk not in appraisal.party_ids()]


def _concerns(kind, person, act):
    """SYSTEM (0) has no inbox; what one did oneself is no news."""
    return person and (kind == Notice.Kind.TASK or person != act.by.pk)


def told_of_meeting(act, member_ids):
    """One notice for each member, however many cases he votes in."""
    [(event, facts)] = act.events
    return [
        Notice(
            to_id=member,
            kind=Notice.Kind.INFO,
            about=event.name,
            subject=act.stream,
            facts=facts,
            created_at=act.at,
            n=act.entries[0].n,
        )
        for member in member_ids
    ]


def told_of_lateness(act, owner_id, told_ids):
    """Something to do for the owner, once more; news for the others, each once."""
    event, facts = act.events[0]
    told = {owner_id: Notice.Kind.TASK} | dict.fromkeys(set(told_ids) - {owner_id}, Notice.Kind.INFO)
    return [
        Notice(
            to_id=person,
            kind=kind,
            about=event.name,
            subject=act.stream,
            facts=facts,
            created_at=act.at,
            n=act.entries[0].n,
        )
        for person, kind in sorted(told.items())
    ]


TOLD_OF_PLAN = {
    events.PLAN_PROPOSED: "supervisor",
    events.PLAN_RETURNED: "employee",
    events.PLAN_AGREED: "employee",
}


def told_of_plan(act, event):
    """A proposed plan is something to do for the supervisor, the answer is news for the employee."""
    person = getattr(act.subject, f"{TOLD_OF_PLAN[event]}_id")
    kind = Notice.Kind.TASK if event is events.PLAN_PROPOSED else Notice.Kind.INFO
    return [
        Notice(to_id=person, kind=kind, about=event.name, subject=act.stream, created_at=act.at, n=act.entries[0].n)
    ]


def told_of_question(act, question, people):
    """Something to do for HR, who is asked to explain; news for the inspectorate, and for whoever asked."""
    [(event, _facts)] = act.events
    kind = Notice.Kind.TASK if event is events.ACCESS_QUESTIONED else Notice.Kind.INFO
    subject = f"question:{question.pk}"
    return [
        Notice(to=person, kind=kind, about=event.name, subject=subject, created_at=act.at, n=act.entries[0].n)
        for person in people
    ]


def told_of_erasure(act, proposal, people, *, kind):
    """Something to do for inspectors, who are asked; news for whoever proposed it, and for the person concerned."""
    about, subject, n = act.events[-1][0].name, f"erasureproposal:{proposal.pk}", act.entries[-1].n
    return [Notice(to=person, kind=kind, about=about, subject=subject, created_at=act.at, n=n) for person in people]


def told_of_minutes(act, *, turn, members):
    """Something to do for whoever signs next; to everybody who was there, once it is sealed, the proof of it."""
    event, facts = act.events[-1]
    is_sealed = event is committee_events.MINUTES_SEALED
    about = event.name if is_sealed else MINUTES_TO_SIGN
    kind, people = (Notice.Kind.INFO, members) if is_sealed else (Notice.Kind.TASK, turn)
    facts = {"number": facts["number"]} | (_receipt(act.entries[-1]) if is_sealed else {})
    n = act.entries[-1].n
    return [
        Notice(to_id=person, kind=kind, about=about, subject=act.stream, facts=facts, created_at=act.at, n=n)
        for person in people
    ]


def told_of_unit(act, people, *, place=0):
    """News of what a unit reached, or of a wish to look once more; nobody is told of his own act."""
    event, facts = act.events[place]
    return [
        Notice(
            to_id=person,
            kind=Notice.Kind.INFO,
            about=event.name,
            subject=act.stream,
            facts=facts,
            created_at=act.at,
            n=act.entries[place].n,
        )
        for person in people
        if person != act.by.pk
    ]
