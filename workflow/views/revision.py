"""Ratings that wait for the release: whose they are sees them in a list and changes them, with a check page."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.models import Rating, Stage
from appraisal.views.acts import Page, act, posted
from appraisal.views.paging import Pages, number_in
from workflow import beside
from workflow.journal import note_look_at_rating
from workflow.refusals import Forbidden, NotFound, Refused
from workflow.release_forms import RATINGS, Revision
from workflow.selectors import waiting
from workflow.wording import local_moment

TRIED = "tried"  # posted by whoever comes from trying other ratings


@require_safe
def waiting_ratings(request):
    """One's own, and of those in whose place one may act today."""
    at, request.menu = timezone.now(), "own"
    found = waiting.ratings(request.user, at=at, after=number_in(request, "after"))[: waiting.PAGE + 1]
    pages = Pages.of(found, waiting.PAGE, first="after" not in request.GET)
    for row in pages.rows:
        row.follows = waiting.follows(row)
    tried_in = {row.cycle_id: row.cycle for row in pages.rows if row.supervisor_id == request.user.pk}
    return render(request, "workflow/waiting_ratings.html", {"pages": pages, "at": at, "cycles": tried_in.values()})


@require_http_methods(["GET", "POST"])
def revise(request, pk):
    at, request.menu = timezone.now(), "own"
    appraisal, principal = waiting.rating_open_to(request.user, pk, at=at)
    if appraisal is None:
        raise Http404
    if principal is None and request.user.pk != appraisal.supervisor_id:
        raise PermissionDenied(beside.not_the_supervisor(appraisal))
    form = Revision(posted(request), appraisal=appraisal)
    if TRIED in request.POST:
        form = tried(request.POST, appraisal)
    why_not = beside.why_no_revision(appraisal, waiting.open_seats(appraisal), at=at)
    facts = {"appraisal": appraisal, "stage": Stage(appraisal.stage).label, "why_not": why_not}
    page = _page(appraisal, principal, facts, is_tried=TRIED in request.POST)
    if why_not and not form.is_bound:
        return render(request, "appraisal/act.html", {"page": page, "form": None, **facts}, status=409)
    note_look_at_rating(appraisal, request.user, at=at, on_behalf_of=principal)
    try:
        return act(request, page, form, _door(form, principal), says_no=(Refused,), appraisal_id=pk)
    except NotFound as refused:
        raise Http404 from refused


def tried(typed, appraisal):
    """The page as it begins, with the ratings that were tried beside the guidance; nothing is checked or sent yet."""
    form = Revision(appraisal=appraisal)
    form.initial |= {name: typed[name] for name in RATINGS if typed.get(name) in Rating.values}
    return form


def _door(form, principal):
    """The door takes its data as one; a forbidden one is a page of its own."""

    def send(*, appraisal_id, by, at, **_cleaned):
        try:
            return beside.revise(appraisal_id, by=by, at=at, on_behalf_of=principal, **form.asked)
        except Forbidden as refused:
            raise PermissionDenied(str(refused)) from refused

    return send


def _page(appraisal, principal, facts, *, is_tried=False):
    own = reverse("appraisal", args=[appraisal.pk])
    listed = reverse("waiting_ratings")
    lead = _("%(who)s: sampai dirilis tidak ada yang melihat rating ini selain Anda.")
    if is_tried:
        lead = _("%(who)s: rating yang Anda coba sudah terpilih, belum tersimpan. Tulis alasannya, lalu periksa.")
    return Page(
        title=gettext_lazy("Ubah rating sebelum rilis"),
        lead=lead % {"who": appraisal.employee.full_name},
        submit=gettext_lazy("Ubah rating"),
        done=gettext_lazy("Rating diubah dan dicatat."),
        back=listed if principal else own,
        then=lambda made: listed if principal else reverse("appraisal-receipt", args=[appraisal.pk, made["n"]]),
        consequences=(
            _("Rating, predikat, dan alasan ini menggantikan yang sekarang; yang lama tetap tersimpan dalam riwayat."),
            _("Sesudah rilis pegawai membaca perubahan ini: kapan, oleh siapa, dari apa menjadi apa, dan mengapa."),
            _("Anda dapat mengubahnya lagi sampai %(until)s.") % {"until": _until(appraisal)},
        ),
        checked=True,
        about="workflow/revision_about.html",
        context=facts,
    )


def _until(appraisal):
    seat = next(iter(waiting.open_seats(appraisal)), None)
    return local_moment(seat.due_at, appraisal.zone) if seat and seat.due_at else "-"
