"""The page of a meeting: its agenda before it is opened, then what is discussed, then what became of it."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appraisal.selectors import meeting as meetings
from appraisal.views.paging import number_in
from workflow.journal import note_look
from workflow.selectors.meeting import sitting
from workflow.step_forms.vote import VoteForm

from .lists import held_meeting

ITEMS = 25  # of an agenda on one page


@dataclass(frozen=True)
class Said:
    """What the page says to an act that was refused, and what was typed into it."""

    status: int = 200
    notice: str = ""
    typed: dict | None = None  # into one of the small forms
    vote: dict | None = None  # into the vote
    form: object = None  # the vote with its faults


@never_cache
@require_safe
def meeting(request, pk, number, place=None):
    return page(request, held_meeting(request, pk, number), place=place)


def page(request, found, *, place=None, said=None):
    said = said or Said()
    if found.is_prepared:
        return agenda(request, found, said)
    return sit(request, found, place, said)


def agenda(request, found, said):
    """Whoever prepares it changes it here; everybody else reads it."""
    after = number_in(request, "after") or 0
    items = meetings.items_of(found, request.user, after=after, limit=ITEMS + 1)
    leads = request.user.pk == found.committee.chair_id
    facts = {
        "meeting": found,
        "committee": found.committee,
        "items": items[:ITEMS],
        "more": items[ITEMS - 1].position if len(items) > ITEMS else None,
        "is_first": not after,
        "seats": meetings.members_of(found),
        "leads": leads,
        "prepares": leads or request.user.is_hr_admin,
        "said": said,
        "here": _here(request, found, None),
    }
    return render(request, "workflow/meeting_agenda.html", facts, status=said.status)


def sit(request, found, place, said):
    """The meeting mode. Whoever reads what is said in a case is in the access journal, with or without the name."""
    at = timezone.now()
    table = sitting(found, request.user, place=place, after=number_in(request, "after") or 0)
    case, is_named = table.case, bool(table.case) and number_in(request, "name") == table.shown.pk
    if case and (case.sight.has_content or is_named):
        note_look(case.appraisal, case.sight, at=at)
    facts = {
        "meeting": found,
        "committee": found.committee,
        "table": table,
        "case": case,
        "is_named": is_named,
        "vote": _vote_form(request, table, said, at),
        "said": said,
        "at": at,
        "here": _here(request, found, place),
    }
    return render(request, "workflow/meeting.html", facts, status=said.status)


def _here(request, found, place):
    """Where a page asks for itself again: what was answered to a button is not asked for once more."""
    if request.method == "GET":
        return request.get_full_path()
    which = (found.committee_id, found.number)
    return reverse("meeting_item", args=[*which, place]) if place else reverse("meeting", args=which)


def _vote_form(request, table, said, at):
    """The viewer's own open vote, with what he typed."""
    if not (table.case and table.case.step and table.meeting.is_open):
        return None
    form = said.form or VoteForm(table.case.step, viewer=request.user, at=at, typed=said.vote or {})
    form.members = [seat.member for seat in table.seats]
    return form
