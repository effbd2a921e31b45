"""The days nobody works: everybody may read them, HR keeps them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import rules
from appraisal.actions import calendar as actions
from appraisal.models import DayOff
from appraisal.page_forms.calendar import NewDayOff
from appraisal.permissions import hr_only
from appraisal.selectors import calendar as selectors
from organization.forms.controls import Form
from organization.forms.people import Reason

from .acts import Page, act, posted

KEPT = gettext_lazy("Batas waktu yang sudah berjalan tidak berubah; yang dihitung sesudah ini memakai kalender baru.")


@hr_only
@require_safe
def calendars(request):
    """Years that are kept, and those that deadlines may need next."""
    kept = list(selectors.calendars())
    this_year = timezone.localdate().year
    missing = sorted({this_year, this_year + 1} - {calendar.year for calendar in kept})
    return render(request, "appraisal/calendars.html", {"calendars": kept, "missing": missing})


@require_safe
def calendar(request, pk):
    _held_year(pk)
    days = selectors.days_of(pk)
    facts = {
        "year": pk,
        "days": days,
        "taken": selectors.working_days_in(pk, days),
        "has_joint_leave": any(day.kind == DayOff.Kind.JOINT for day in days),
        "may_change": request.user.is_hr_admin,
    }
    return render(request, "appraisal/calendar.html", facts)


def _held_year(year):
    """A year that is kept, or may be begun."""
    try:
        rules.check_year(year, today=timezone.localdate())
    except rules.RuleBroken:
        if year not in selectors.kept_years():
            raise Http404 from None


@hr_only
@require_http_methods(["GET", "POST"])
def calendar_fill(request, pk):
    _held_year(pk)
    page = _page(
        pk,
        title=gettext_lazy("Isi dari daftar libur nasional"),
        lead=gettext_lazy("Libur nasional dan cuti bersama menurut pustaka `holidays`. Tiap hari dapat Anda ubah."),
        submit=gettext_lazy("Isi kalender"),
        done=gettext_lazy("Kalender terisi. Periksa dengan keputusan bersama yang berlaku."),
        consequences=(
            gettext_lazy("Hari yang sudah ada tidak ditimpa, dan yang Anda keluarkan tidak kembali."),
            KEPT,
        ),
    )
    return act(request, page, Form(posted(request)), actions.fill, year=pk)


@hr_only
@require_http_methods(["GET", "POST"])
def day_add(request, pk):
    _held_year(pk)
    page = _page(
        pk,
        title=gettext_lazy("Tambah hari libur"),
        lead=gettext_lazy("Misalnya libur daerah, hari pemungutan suara, atau cuti bersama yang baru ditetapkan."),
        submit=gettext_lazy("Tambah hari libur"),
        done=gettext_lazy("Hari libur ditambahkan."),
        consequences=(KEPT,),
        checked=True,
    )
    return act(request, page, NewDayOff(posted(request), year=pk), actions.add_day, year=pk)


@hr_only
@require_http_methods(["GET", "POST"])
def day_drop(request, pk):
    day = selectors.day_off_with(pk)
    if day is None:
        raise Http404
    page = _page(
        day.calendar_id,
        title=gettext_lazy("Keluarkan dari hari libur"),
        lead=_("%(day)s, %(name)s, dihitung sebagai hari kerja sejak sekarang.")
        % {"day": date_format(day.day, "j F Y"), "name": day.name},
        submit=gettext_lazy("Keluarkan"),
        done=gettext_lazy("Hari itu kini hari kerja."),
        consequences=(KEPT,),
        checked=True,
    )
    return act(request, page, Reason(posted(request)), actions.drop_day, day_off_id=pk)


def _page(year, **words):
    return Page(back=reverse("calendar", args=[year]), context={"year": year}, **words)
