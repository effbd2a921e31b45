"""Questions about erasure: what keeps a stream's words, who answers, what was proposed, what may be chosen."""

from django.utils.translation import gettext as _

from appraisal.models import Appraisal, Plan
from audit.erasure.holds import hold_on, holds, obstacle, people_of, streams_with
from audit.erasure.words import STAYS, may_go
from audit.models import Entry, ErasureProposal, LegalHold
from audit.permissions import LogSight
from audit.search.streams import Names, key_of, kind_of
from audit.sentences import story
from organization.roles import Role
from organization.selectors import holders_of


def why_not(stream):
    """A sentence that says what keeps everything of a stream for now, or nothing."""
    if standing := hold_on(stream):
        return _("Penghapusan ditahan berdasarkan surat %(letter)s.") % {"letter": standing.letter_no}
    return obstacle(stream)


def parties_of(stream):
    """Whose own matter it is: who is concerned, and in a case or a plan the officials beside him."""
    kind, key = kind_of(stream), key_of(stream)
    people = people_of(stream)
    if kind == "appraisal":
        people |= Appraisal.objects.get(pk=key).party_ids()
    elif kind == "plan":
        people |= {Plan.objects.get(pk=key).supervisor_id}
    return people - {None}


def inspectors_for(stream, by):
    """Those who can answer a proposal of HR."""
    return [one for one in holders_of(Role.INSPECTOR) if one.pk not in {by.pk, *parties_of(stream)}]


def streams_of(person):
    """[About] of everything that concerns a person, alone or among others, and has entries."""
    named = list(streams_with(person))
    known = set(Entry.objects.filter(stream__in=named, n=0).values_list("stream", flat=True))
    names = Names(streams=known)
    return [names.about(stream) for stream in named if stream in known]


def is_erasable(stream):
    """Whether a stream concerns people and is there."""
    return bool(people_of(stream))


def choices_of(stream, viewer):
    """[(number, Line)] of the entries whose content may be erased, as far as the process goes; oldest first."""
    entries = Entry.objects.filter(stream=stream).select_related("payload").only("n", "event", "payload__data")
    numbers = {entry.n for entry in entries if may_go(entry)}
    return [(line.n, line) for line in reversed(story(stream, LogSight(viewer))) if line.n in numbers]


def lines_of(stream, viewer, *, since, until=None):
    """What the log says of a proposal or a hold, oldest first."""
    lines = story(stream, LogSight(viewer, has_content=True))
    within = [line for line in lines if since <= line.at and (until is None or line.at <= until)]
    return [line for line in reversed(within) if line.event.name.startswith(STAYS)]


def proposals(*, before=None):
    """The latest first."""
    found = ErasureProposal.objects.select_related("proposed_by").order_by("-pk")
    return found.filter(pk__lt=before) if before else found


def open_proposals_under(stream):
    """What a hold on a stream, or on an account, stops."""
    found = ErasureProposal.objects.filter(ended_at=None).select_related("proposed_by")
    return [one for one in found if holds(stream, one.stream)]


def standing_holds():
    return LegalHold.objects.filter(lifted_at=None).select_related("placed_by").order_by("-pk")
