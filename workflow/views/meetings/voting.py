"""A vote within a meeting: the member's ordinary step, typed, checked, and taken through the one door."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from appraisal import meeting_rules as rules
from appraisal.models import Vote
from appraisal.rules import RuleBroken
from appraisal.views.paging import number_in
from workflow.desk import bulk as together
from workflow.desk.acts import ENDORSE, Asked
from workflow.models import Step
from workflow.refusals import Forbidden, Invalid, NotFound, Refused
from workflow.selectors.meeting import sitting
from workflow.step_forms.vote import VoteForm
from workflow.steps import take_step

from .lists import held_meeting
from .sitting import Said, page

TYPED = ("outcome", "reason", "procedure", "no_relation")
KEY = 80  # letters


@never_cache
@require_POST
def meeting_vote(request, pk, number, place):
    """Typed, then looked at once more, then sent; a second click finds the first one's receipt."""
    found = _open_meeting(request, pk, number)
    if isinstance(found, Said):
        return page(request, held_meeting(request, pk, number), place=place, said=found)
    typed = {name: request.POST.get(name, "") for name in TYPED}
    if request.POST.get("do") == "recuse":
        typed["outcome"] = Vote.Choice.RECUSE.value
    if request.POST.get("do") == "confirm":
        return _send(request, found, place, typed)
    table = sitting(found, request.user, place=place)
    if not (table.case and table.case.step):
        return page(request, found, place=place, said=_too_late(table))
    form = VoteForm(table.case.step, viewer=request.user, at=timezone.now(), typed=typed)
    if request.POST.get("do") == "edit":
        return page(request, found, place=place, said=Said(form=form))
    return _check(request, found, place, table, form)


def _open_meeting(request, pk, number):
    """The meeting, or what to say where nobody votes in it now."""
    found = held_meeting(request, pk, number)
    try:
        rules.check_is_open(found)
    except RuleBroken as refused:
        return Said(status=getattr(refused, "status", 422), notice=str(refused))
    return found


def _too_late(table):
    """Voted already, decided already, or no member of this round."""
    if table.case is None:
        raise Http404
    if table.case.own:
        return Said(status=409, notice=_("Suara Anda untuk kasus ini sudah tercatat."))
    if not table.case.is_open:
        return Said(status=409, notice=_("Kasus ini sudah diputus. Suara Anda tidak diperlukan lagi."))
    raise PermissionDenied(_("Suara diberikan oleh anggota komite yang bukan pihak dalam kasus ini."))


def _check(request, found, place, table, form):
    outcome, version = form.text("outcome"), number_in(request.POST, "version")
    if outcome not in Vote.Choice.values:
        form.ask_for("outcome", _("Pilih salah satu suara."))
        return page(request, found, place=place, said=Said(status=422, form=form))
    try:
        is_right = form.check(outcome, version=version, by=request.user, at=form.at)
    except Refused as refused:
        said = Said(status=refused.status, notice=str(refused), form=form)
        return page(request, found, place=place, said=said)
    if not is_right:
        return page(request, found, place=place, said=Said(status=422, form=form))
    facts = {
        "meeting": found,
        "place": place,
        "case": table.case,
        "code": table.shown.code,
        "form": form,
        "outcome": outcome,
        "answers": form.answers(outcome),
        "consequences": form.consequences(outcome),
        "key": uuid4().hex,
    }
    return render(request, "workflow/meeting_vote_check.html", facts)


def _send(request, found, place, typed):
    step_id = number_in(request.POST, "step") or 0
    request_key = request.POST.get("key", "")[:KEY] or None
    form = {"by": request.user, "at": timezone.now(), "version": number_in(request.POST, "version")}
    try:
        take_step(step_id, outcome=typed["outcome"], data=_data(typed), idempotency_key=request_key, **form)
    except NotFound:
        raise Http404 from None
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        status = 422 if isinstance(refused, Invalid) else refused.status
        return page(request, found, place=place, said=Said(status=status, notice=str(refused), vote=typed))
    if typed["outcome"] == Vote.Choice.RECUSE:
        messages.success(request, _("Anda menarik diri. Kasus ini tidak lagi tampil bagi Anda."))
    else:
        label = Vote.Choice(typed["outcome"]).label
        facts = {"code": _code_of(step_id), "vote": label}
        messages.success(request, _("Suara Anda untuk %(code)s tercatat: %(vote)s.") % facts)
    return redirect("meeting", found.committee_id, found.number)


def _code_of(step_id):
    """Said with the receipt: the page moves on to the item that the chair has called."""
    return Step.objects.select_related("case__appraisal").get(pk=step_id).case.appraisal.code


def _data(typed):
    """The pinned shape of the outcome's data."""
    is_asked = typed["no_relation"] and typed["outcome"] != Vote.Choice.RECUSE
    told = {"no_relation": True} if is_asked else {}
    if typed["outcome"] == Vote.Choice.ENDORSE:
        return {"note": typed["reason"]} | told
    procedure = {"procedure": typed["procedure"]} if typed["procedure"] else {}
    return {"reason": typed["reason"]} | procedure | told


@never_cache
@require_POST
def meeting_endorse(request, pk, number, place):
    """The consent list of a unit: everything that is uncontested, looked at together, one recorded vote each."""
    found, at = _open_meeting(request, pk, number), timezone.now()
    if isinstance(found, Said):
        return page(request, held_meeting(request, pk, number), place=place, said=found)
    ids = [int(pk) for pk in request.POST.getlist("id") if pk.isdecimal() and len(pk) <= 18]
    steps, _others = together.listed(ENDORSE, ids, asked=Asked(request.user, at), owner_ids=[request.user.pk])
    if request.POST.get("do") == "confirm" and ids:
        return _endorse(request, found, steps, at)
    if not steps:
        notice = _("Pilih dahulu kasus yang disahkan. Yang sudah Anda beri suara tidak dapat dipilih lagi.")
        return page(request, found, place=place, said=Said(status=422, notice=notice))
    facts = {"meeting": found, "place": place, "steps": steps, "key": uuid4().hex}
    return render(request, "workflow/meeting_endorse_check.html", facts)


def _endorse(request, found, steps, at):
    key = request.POST.get("key", "")[:40] or uuid4().hex
    begun = together.begin(steps, act="endorse", key=key, by=request.user, at=at)
    if not together.run(begun, until=at + together.AT_ONCE):
        return redirect("bulk", begun.pk)
    done = begun.items.filter(state="done").count()
    said = ngettext("%(n)s suara tercatat.", "%(n)s suara tercatat.", done) % {"n": done}
    messages.success(request, said)
    return redirect("meeting", found.committee_id, found.number)
