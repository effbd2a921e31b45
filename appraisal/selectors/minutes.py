"""What the minutes of a meeting say, gathered from what was recorded; and who signs them, in which order."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Q

from appraisal import committee_events, events, minutes_rules
from appraisal.models import AgendaItem, Appraisal, Dissent, Justification, Minutes, Recusal, Vote
from appraisal.models.appraisal import code_of
from appraisal.rules import local_date
from audit.acts import stream_of
from audit.canonical import moment
from audit.models import Entry
from organization.models import User
from organization.selectors import identities

from .calibration import calibration_of
from .decided import VERDICTS
from .meeting import Branches

SOMEWHERE = "Asia/Jakarta"  # whose calendar counts for a committee of several zones
TALLIED = ("endorse", "return", "abstain")
DECIDED = {*VERDICTS, events.COMMITTEE_UNDECIDED.name, events.NO_QUORUM.name}


def minutes_of(meeting):
    return Minutes.objects.filter(meeting=meeting).select_related("drawn_up_by").first()


def content_of(meeting, *, number, place):
    """The facts of a closed meeting as a document: names and codes, no address and no number of a person."""
    committee, cycle = meeting.committee, meeting.committee.cycle
    attendance = _attendance(meeting)
    present = [row["member"] for row in attendance if row["present_at"]]
    chair = str(committee.chair.pseudonym)
    items = list(meeting.items.select_related("unit", "appraisal").order_by("position", "pk"))
    cases, shares = _cases_of(meeting, items), _shares_of(cycle, items)
    return {
        "v": 1,
        "number": number,
        "city": settings.CITY_NAME,
        "place": place,
        "committee": {
            "name": committee.name,
            "letter_no": committee.letter_no,
            "unit": committee.unit.name if committee.unit else None,
            "cycle": cycle.name,
        },
        "policy": {"slug": cycle.policy.slug, "version": cycle.policy.version, "sha256": cycle.policy.sha256},
        "meeting": {
            "number": meeting.number,
            "held_on": meeting.held_on.isoformat(),
            "opened_at": moment(meeting.opened_at),
            "closed_at": moment(meeting.closed_at),
        },
        "attendance": attendance,
        "items": [
            _item(item, cases[item.pk], shares.get(item.unit_id), attendance, meeting.opened_at) for item in items
        ],
        "signers": minutes_rules.order_of_signing(present, chair),
    }


def _attendance(meeting):
    """Every seat in its order, with the name and post that were told on that day, and why somebody was absent."""
    committee = meeting.committee
    seats = committee.seats.filter(is_active=True).select_related("member").order_by("position", "pk")
    known = {row.member_id: row for row in meeting.attendances.select_related("member")}
    people = {seat.member_id: (seat.member, seat.letter_no) for seat in seats}
    people |= {pk: (row.member, "") for pk, row in known.items() if pk not in people}  # replaced since
    told = identities(list(people), local_date(meeting.opened_at, SOMEWHERE))
    return [
        {
            "member": str(person.pseudonym),
            "name": told[pk]["name"],
            "post": told[pk]["post"],
            "is_chair": pk == committee.chair_id,
            "letter_no": letter_no or committee.letter_no,
            "present_at": _moment(pk in known and known[pk].present_at),
            "left_at": _moment(pk in known and known[pk].left_at),
            "absence": known[pk].pk if pk in known and not known[pk].present_at else None,
        }
        for pk, (person, letter_no) in people.items()
    ]


def _moment(value):
    return moment(value) if value else None


def _item(item, cases, share, attendance, opened_at):
    return {
        "position": item.position,
        "kind": item.kind,
        "unit": item.unit.name if item.unit_id else None,
        "code": code_of(item.appraisal_id) if item.appraisal_id else None,
        "verdict": item.verdict or AgendaItem.Verdict.LEFT_OPEN.value,
        "cases": [_case(case, attendance, opened_at) for case in cases],
        "distribution": share and share.is_shown and _distribution(share) or None,
    }


def _distribution(share):
    """How the predicates of a unit with all below it were spread as the minutes were drawn up, and what it said."""
    said = share.justification
    return {
        "n": share.n,
        "counts": {predicate.value: count for predicate, count in share.counts.items()},
        "rating": share.word or None,
        "warnings": len(share.warnings),
        "justification": said and {
            "member": str(said.author.pseudonym),
            "name": said.author.full_name,
            "sent_at": moment(said.sent_at),
            "sha256": digest_of(said.text),
        },
    }  # fmt: skip


def _shares_of(cycle, items):
    """{unit id: UnitShare} where the agenda has units."""
    return calibration_of(cycle).shares if any(item.unit_id for item in items) else {}


@dataclass
class Case:
    """One case as the meeting dealt with it: the votes of its round, and the entry that decided it."""

    appraisal: Any
    round: int  # 0: told by its votes
    entry: Any = None  # None: it was left open
    votes: list = ()
    recusals: list = ()
    dissents: list = ()


def _case(case, attendance, opened_at):
    """`quorum` counts who was there against who was entitled: what recused a member is in neither.

    `early` are the votes of the tally that were given before the meeting was opened.
    """
    tally = Counter(vote.choice for vote in case.votes)
    recused = Counter(row.kind for row in case.recusals)
    out = {str(row.member.pseudonym) for row in (*case.recusals, *_withdrew(case))}
    entitled = [row for row in attendance if row["member"] not in out]
    present = sum(row["present_at"] is not None for row in entitled)
    verdict = _verdict(case.entry)
    tie = verdict in ("endorse", "return") and minutes_rules.used_tie_rule(tally)
    return {
        "code": code_of(case.appraisal.pk),
        "round": case.round,
        "verdict": verdict,
        "tally": {choice: tally.get(choice, 0) for choice in TALLIED},
        "early": sum(vote.cast_at < opened_at and vote.choice in TALLIED for vote in case.votes),
        "tie_rule": "chair" if tie else None,
        "quorum": {"entitled": len(entitled), "present": present},
        "recused": dict(sorted(recused.items())) | ({"own": len(_withdrew(case))} if _withdrew(case) else {}),
        "dissents": [
            {"member": str(row.member.pseudonym), "name": row.member.full_name, "sha256": digest_of(row.text)}
            for row in case.dissents
        ],
        "n": case.entry and case.entry.n,
        "leaf": case.entry and bytes(case.entry.leaf_hash).hex(),
    }


def _withdrew(case):
    return [vote for vote in case.votes if vote.choice == Vote.Choice.RECUSE]


def _verdict(entry):
    """endorse, return, undecided or no_quorum; left_open where nothing was decided."""
    if entry is None:
        return "left_open"
    if entry.event in VERDICTS:
        return VERDICTS[entry.event] or json.loads(entry.payload.data)["facts"]["choice"]
    return "no_quorum" if entry.event == events.NO_QUORUM.name else "undecided"


def _cases_of(meeting, items):
    """{item: [Case]}: of a case its own, of a consent list what was decided of it while the meeting was open."""
    entries = _decided_in(meeting)
    own = {item.appraisal_id for item in items if item.appraisal_id}
    found = {item.pk: [] for item in items}
    rest = Appraisal.objects.filter(pk__in=entries.keys() - own, committee=meeting.committee).order_by("pk")
    rest, branches = list(rest), Branches() if any(item.unit_id for item in items) else None
    for item in items:
        if item.appraisal_id:
            found[item.pk] = [Case(item.appraisal, item.round, _of_round(entries.get(item.appraisal_id, []), item))]
        else:
            inside = set(branches.inside(item.unit_id))
            found[item.pk] = [_consented(row, entries[row.pk]) for row in rest if row.unit_id in inside]
    _fill([case for cases in found.values() for case in cases])
    return found


def _of_round(entries, item):
    """The first decision since the item was put on the agenda."""
    return entries[0] if entries and item.state == AgendaItem.State.DONE else None


def _consented(appraisal, entries):
    return Case(appraisal, 0, entries[-1])


def _decided_in(meeting):
    """{appraisal id: [entries that decided it while the meeting was open, in their order]}; one statement."""
    rows = Entry.objects.filter(event__in=DECIDED, at__gte=meeting.opened_at, at__lte=meeting.closed_at)
    found = defaultdict(list)
    for entry in rows.filter(stream__startswith="appraisal:").select_related("payload").order_by("stream", "n"):
        found[int(entry.stream.partition(":")[2])].append(entry)
    return found


def _fill(cases):
    """The votes, recusals and dissents of every case in three statements; a consented case tells its round by them."""
    asked = {case.appraisal.pk for case in cases}
    rows = {}
    for model, name in ((Vote, "votes"), (Recusal, "recusals"), (Dissent, "dissents")):
        rows[name] = defaultdict(list)
        for row in model.objects.filter(appraisal__in=asked).select_related("member").order_by("pk"):
            rows[name][row.appraisal_id].append(row)
    for case in cases:
        own = {name: found[case.appraisal.pk] for name, found in rows.items()}
        cast = [vote.round for vote in own["votes"] if case.entry is None or vote.cast_at <= case.entry.at]
        case.round = case.round or max(cast, default=case.appraisal.vote_round)
        for name, found in own.items():
            setattr(case, name, [row for row in found if row.round == case.round])


def digest_of(text):
    """Of words that stay where an order may erase them, a dissent or a justification, minutes keep this."""
    return sha256(text.encode()).hexdigest()


def justifications_in(minutes):
    """{digest: text} of what leaders said about their units, as minutes quote it; what was erased is missing."""
    quoted = [item["distribution"] for item in minutes.content["items"] if item.get("distribution")]
    if not any(one["justification"] for one in quoted):
        return {}
    said = Justification.history.filter(rating__cycle=minutes.meeting.committee.cycle)
    return {digest_of(text): text for text in said.values_list("text", flat=True)}


def absences_in(minutes):
    """{key: why a member was absent}, as it is once the meeting is closed; "" where it was erased.

    Of words as few as these the fingerprint could be guessed: minutes name the row.
    """
    return dict(minutes.meeting.attendances.values_list("pk", "absent_reason"))


def keys_of(minutes):
    """The keys of the cases that minutes speak of."""
    return _keys(_told_cases(minutes))


def keys_of_dissents(minutes):
    """The keys of those in which a member's own opinion stands."""
    return _keys(case for case in _told_cases(minutes) if case["dissents"])


def _told_cases(minutes):
    return (case for item in minutes.content["items"] for case in item["cases"])


def _keys(cases):
    return sorted({int(case["code"].removeprefix("K-")) for case in cases})


def was_present(minutes, viewer):
    present = {row["member"] for row in minutes.content["attendance"] if row["present_at"]}
    return str(viewer.pseudonym) in present


# --- who signs ---


@dataclass(frozen=True)
class Place:
    """One place in the order of signing."""

    position: int
    person: Any
    is_chair: bool
    signature: Any = None
    is_turn: bool = False


def order_of(minutes):
    """[Place] in the order of signing; two statements."""
    pseudonyms = minutes.content["signers"]
    people = {str(person.pseudonym): person for person in User.objects.filter(pseudonym__in=pseudonyms)}
    given = {row.member_id: row for row in minutes.signatures.select_related("member")}
    order = [people[one] for one in pseudonyms]
    turn = None if minutes.is_draft else minutes_rules.next_to_sign([one.pk for one in order], given)
    return [Place(n, one, n == len(order), given.get(one.pk), is_turn=one.pk == turn) for n, one in enumerate(order, 1)]


def print_of(minutes, n, *, by):
    """The entry of somebody's own print of these minutes, or None."""
    name, stream = committee_events.MINUTES_PRINTED.name, stream_of(minutes.meeting.committee)
    entry = Entry.objects.filter(stream=stream, n=n, event=name, actor=by.pseudonym).select_related("payload").first()
    told = entry and json.loads(entry.payload.data)["facts"]
    return entry if told and told["number"] == minutes.meeting.number else None


def hidden_from(viewer, minutes):
    """Codes of the cases that this viewer reads nothing of: he is a party, kept out, or recused himself."""
    keys = keys_of(minutes)
    own = Q(employee=viewer) | Q(supervisor=viewer) | Q(second_level=viewer)
    party = Appraisal.objects.filter(own, pk__in=keys).values_list("pk", flat=True)
    kept_out = Recusal.objects.filter(appraisal__in=keys, member=viewer).values_list("appraisal", flat=True)
    withdrew = Vote.objects.filter(appraisal__in=keys, member=viewer, choice=Vote.Choice.RECUSE)
    return {code_of(pk) for pk in {*party, *kept_out, *withdrew.values_list("appraisal", flat=True)}}


def sealed_document(minutes, signatures):
    """What is given out: the body, what each member said under it, in order."""
    return {
        "v": 1,
        "sha256": minutes.sha256,
        "minutes": minutes.content,
        "signatures": [
            {
                "position": row.position,
                "member": str(row.member.pseudonym),
                "kind": row.kind,
                "reason": row.reason or None,
                "sha256": row.sha256,
                "at": moment(row.at),
            }
            for row in sorted(signatures, key=lambda row: row.position)
        ],
    }
