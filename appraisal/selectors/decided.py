"""What a committee decided on a case, as its log tells it, and until when a member may say that he disagrees."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from appraisal import events, rules
from appraisal.models import Meeting, Minutes, Stage
from audit.acts import stream_of
from audit.models import Entry

VERDICTS = {
    events.COMMITTEE_ENDORSED.name: "endorse",
    events.COMMITTEE_RETURNED.name: "return",
    events.DETERMINATION_RETURNED.name: "return",
    events.COMMITTEE_RECOMMENDED.name: "",  # its payload says which
}


@dataclass(frozen=True)
class Decision:
    verdict: str  # endorse or return
    at: datetime
    n: int  # of the entry, in the stream of the case


def decision_of(appraisal):
    """The decision of the latest round, or None while it is open or came to nothing; one statement."""
    if appraisal.stage == Stage.COMMITTEE_VOTE or not appraisal.vote_round:
        return None
    asked = [events.COMMITTEE_OPENED.name, *VERDICTS]
    rows = Entry.objects.filter(stream=stream_of(appraisal), event__in=asked).select_related("payload")
    last = rows.order_by("-n").first()
    if last is None or last.event not in VERDICTS:
        return None
    verdict = VERDICTS[last.event] or json.loads(last.payload.data)["facts"]["choice"]
    return Decision(verdict, last.at, last.n)


def dissent_until(appraisal, decided):
    """The moment from which on no opinion is attached any more; None while the minutes are not open for signing.

    What was decided in a meeting waits for its minutes, because a dissenting opinion stands in them.
    """
    meeting = _meeting_of(appraisal, decided)
    if meeting is None:
        return rules.dissent_until(decided.at, appraisal.policy.committee.dissent_days, appraisal.zone)
    return Minutes.objects.filter(meeting=meeting).values_list("checked_at", flat=True).first()


def _meeting_of(appraisal, decided):
    held = Meeting.objects.filter(committee=appraisal.committee_id, opened_at__lte=decided.at)
    return held.filter(Q(closed_at=None) | Q(closed_at__gte=decided.at)).first()
