"""Many tasks at once: a check page that lists each, then what became of each."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from workflow import reopening
from workflow.desk import bulk as together
from workflow.desk.acts import ACTS, ENDORSE, Asked
from workflow.desk.rules import LONGEST
from workflow.journal import note_looks_at_votes
from workflow.models import Bulk, BulkItem
from workflow.selectors import inbox

from .inbox import address

KEY = 40  # letters
MOST = 100  # tasks chosen at once


@never_cache
@require_http_methods(["GET", "POST"])
def check(request, name):
    """Everything that was chosen: what the act fits, and what it does not and why. Confirmed, it begins."""
    if request.method == "GET":  # after signing in again
        return redirect("inbox")
    at, act, key = timezone.now(), ACTS[name], request.POST.get("key", "")[:KEY]
    is_confirmed = "confirm" in request.POST
    if is_confirmed and (begun := together.begun_with(key, by=request.user)):
        return redirect("bulk", begun.pk)  # the same click twice
    reader = inbox.reader_of(request.user, at=at)
    day, wrong_day = _day(request, at) if act.has_day else (None, "")
    asked = Asked(request.user, at, is_shared=reader.is_shared, day=day)
    ids = _numbers(request.POST.getlist("id") + ([] if is_confirmed else request.POST.getlist("also")))
    steps, others = together.listed(act, ids, asked=asked, owner_ids=[request.user.pk, *reader.principals])
    if not (steps or others):
        messages.error(request, _("Pilih dahulu tugasnya di daftar."))
        return redirect(address(request.GET))
    if is_confirmed and steps and not wrong_day:
        _say_what_is_gone(request, len(ids) - len(steps) - len(others))
        facts = {"act": name, "day": day, "refused": others, "seen": _seen(request, ids)}
        begun = together.begin(steps, **facts, key=key or uuid4().hex, by=request.user, at=at)
        together.run(begun, until=at + together.AT_ONCE)
        return redirect("bulk", begun.pk)
    if act is ENDORSE:
        note_looks_at_votes(steps, request.user, at=at)
    facts = {
        "act": act,
        "steps": steps,
        "others": others,
        "key": uuid4().hex,
        "back": address(request.GET),
        "typed": request.POST.get("day", "") if wrong_day else day and day.isoformat(),
        "wrong_day": wrong_day,
        "days": [timezone.localdate(at) + timedelta(days) for days in (1, LONGEST)],
        "is_too_late": is_confirmed and not wrong_day,
    }
    return render(request, "workflow/bulk_check.html", facts, status=422 if wrong_day else 200)


@never_cache
@require_safe
def result(request, pk):
    """What became of each; while some still wait, how far it is."""
    bulk = Bulk.objects.filter(pk=pk, by=request.user).exclude(act=reopening.REOPEN).first()
    if bulk is None:
        raise Http404
    items = bulk.items.select_related("step__case__appraisal__employee", "step__case__appraisal__unit").order_by("pk")
    standing = Standing(bulk, list(items))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(standing.as_json())
    act = ACTS[bulk.act]
    undo = ACTS[act.undo] if act.undo and standing.is_over and standing.done else None
    return render(request, "workflow/bulk.html", {"bulk": bulk, "standing": standing, "act": act, "undo": undo})


class Standing:
    """How far a run is, in numbers and in a sentence."""

    def __init__(self, bulk, items):
        self.items = sorted(items, key=lambda item: (item.state != BulkItem.State.REFUSED, item.pk))
        self.is_over = bulk.ended_at is not None
        states = [item.state for item in items]
        self.done, self.refused = states.count(BulkItem.State.DONE), states.count(BulkItem.State.REFUSED)
        self.total = len(items)

    @property
    def percent(self):
        return 100 * (self.done + self.refused) // self.total if self.total else 100

    @property
    def sentence(self):
        if not self.refused:
            return _("%(done)s dari %(total)s berhasil.") % {"done": self.done, "total": self.total}
        counts = {"done": self.done, "refused": self.refused, "total": self.total}
        return _("%(done)s dari %(total)s berhasil, %(refused)s tidak.") % counts

    def as_json(self):
        return {"over": self.is_over, "percent": self.percent, "numbers": "", "sentence": self.sentence}


def _numbers(told):
    return [int(pk) for pk in told[:MOST] if pk.isascii() and pk.isdigit() and len(pk) < 19]


def _seen(request, ids):
    """{task: the version of its case that the check page showed}."""
    told = {pk: request.POST.get(f"version-{pk}", "") for pk in ids}
    return {pk: int(text) for pk, text in told.items() if text.isascii() and text.isdigit() and len(text) < 10}


def _day(request, at):
    """(the day until which tasks are put off, what is wrong with it); tomorrow where none was typed yet."""
    today = timezone.localdate(at)
    first, last = today + timedelta(1), today + timedelta(LONGEST)
    if "day" not in request.POST:
        return first, ""
    try:
        day = parse_date(request.POST["day"].strip())
    except ValueError:  # 31 February
        day = None
    is_possible = day is not None and first <= day <= last
    wrong = _("Pilih hari antara besok dan %(days)s hari lagi.") % {"days": LONGEST}
    return (day, "") if is_possible else (first, wrong)


def _say_what_is_gone(request, count):
    """Handed to somebody else since the look: no longer his to hear of by name."""
    if count:
        told = ngettext(
            "%(n)s tugas tidak ada lagi di kotak tugas Anda.", "%(n)s tugas tidak ada lagi di kotak tugas Anda.", count
        )
        messages.warning(request, told % {"n": count})
