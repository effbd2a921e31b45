"""Many tasks at once: a check page that lists each, then what became of each."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from workflow import reopening
from workflow.desk import bulk as together
from workflow.models import Bulk, BulkItem
from workflow.selectors import inbox

from .desk import chosen
from .inbox import address

KEY = 40  # letters


@require_POST
def endorse(request):
    """The consent list: everything that is uncontested, looked at together and confirmed once."""
    at = timezone.now()
    steps, others = together.listed(chosen(request), owner_ids=inbox.owners_for(request.user, at=at))
    if request.POST.get("confirm") and steps:
        key = request.POST.get("key", "")[:KEY] or uuid4().hex
        begun = together.begin(steps, outcome="endorse", key=key, by=request.user, at=at)
        together.run(begun, until=at + together.AT_ONCE)
        return redirect("bulk", begun.pk)
    if not (steps or others):
        messages.error(request, _("Pilih dahulu tugas yang disahkan."))
        return redirect(address(request.GET))
    facts = {"steps": steps, "others": others, "key": uuid4().hex, "back": address(request.GET)}
    return render(request, "workflow/bulk_check.html", facts)


@never_cache
@require_safe
def result(request, pk):
    """What became of each; while some still wait, how far it is."""
    bulk = Bulk.objects.filter(pk=pk, by=request.user).exclude(outcome=reopening.REOPEN).first()
    if bulk is None:
        raise Http404
    items = bulk.items.select_related("step__case__appraisal__employee", "step__case__appraisal__unit").order_by("pk")
    standing = Standing(bulk, list(items))
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(standing.as_json())
    return render(request, "workflow/bulk.html", {"bulk": bulk, "standing": standing})


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
            return _("%(done)s dari %(total)s tercatat.") % {"done": self.done, "total": self.total}
        counts = {"done": self.done, "refused": self.refused, "total": self.total}
        return _("%(done)s dari %(total)s tercatat, %(refused)s tidak dapat.") % counts

    def as_json(self):
        return {"over": self.is_over, "percent": self.percent, "numbers": "", "sentence": self.sentence}
