"""Which meetings there are, and the next one to prepare."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import meeting_rules as rules
from appraisal.actions.agenda import prepare
from appraisal.models import Committee
from appraisal.rules import RuleBroken
from appraisal.selectors import meeting as selectors
from appraisal.views.acts import Page, act, posted
from appraisal.views.paging import Pages, number_in
from workflow.meeting_forms import Preparing

PAGE = 25  # meetings on one page
MENU = "meetings"


@never_cache
@require_safe
def meetings(request):
    """Every meeting of one's committees; for HR and inspectors of all."""
    request.menu = MENU
    pages = Pages.of(
        selectors.meetings(request.user, after=number_in(request, "after"))[: PAGE + 1],
        PAGE,
        first="after" not in request.GET,
    )
    waiting = selectors.led_by(request.user, limit=PAGE) if pages.is_first else []
    return render(request, "workflow/meetings.html", {"pages": pages, "to_prepare": waiting})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_prepare(request, pk):
    """The chair or HR sets the day; the agenda is proposed from what waits."""
    request.menu = MENU
    committee = Committee.objects.visible_to(request.user).select_related("cycle", "chair").filter(pk=pk).first()
    if committee is None:
        raise Http404
    try:
        rules.check_prepares(request.user, committee)
    except rules.NotYours as refused:
        raise PermissionDenied(str(refused)) from None
    running = selectors.running_meeting(committee)
    if running and request.method != "POST":
        return redirect("meeting", pk, running.number)
    page = Page(
        title=gettext_lazy("Susun acara rapat"),
        lead=gettext_lazy(
            "Semua kasus yang menunggu komite diusulkan: yang dipersoalkan satu per satu, sisanya per unit."
        ),
        submit=gettext_lazy("Susun acara"),
        done=gettext_lazy("Acara tersusun. Periksa dan atur urutannya sebelum rapat dibuka."),
        back=reverse("meetings"),
        then=lambda made: reverse("meeting", args=[pk, made.number]),
        about="appraisal/committee_about.html",
        context={"committee": committee, "cycle": committee.cycle, "crumb": "workflow/meeting_crumb.html"},
    )
    form = Preparing(posted(request), initial={"held_on": _day_of(committee)})
    return act(request, page, form, prepare, says_no=(RuleBroken,), committee_id=pk)


def _day_of(committee):
    """The day that the committee meets anyway, unless it is over."""
    return max(committee.meeting_on or committee.cycle.meeting_on, timezone.localdate())


def held_meeting(request, pk, number):
    """With where it stands, or 404."""
    request.menu = MENU
    found = selectors.meeting_of(request.user, pk, number)
    if found is None:
        raise Http404(_("Rapat ini tidak ada."))
    return found
