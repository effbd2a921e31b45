"""How predicates spread in the units of a period, for those who answer for them; nobody's rating changes here."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appraisal.actions.unit_rating import export_calibration
from appraisal.bars import MINI, bars, chart_of
from appraisal.models import Cycle, Predicate, UnitRating
from appraisal.selectors import calibration as selectors
from appraisal.selectors.reach import cycles_within_reach, reach_of
from appraisal.selectors.sandbox import moved
from audit.sentences import story
from organization.downloads import CSV, csv_of, download

from .cycles import held_cycle
from .paging import Pages, number_in

PAGE = 20  # units on one page
STATES = (selectors.OVER, selectors.WITHIN, selectors.UNRATED, selectors.SMALL)
NONE = "none"  # no achievement set yet


@require_safe
def calibrations(request):
    """The periods in which somebody has units or ratings of his own to look at."""
    found = cycles_within_reach(request.user, on=timezone.localdate(), after=number_in(request, "after"))
    pages = Pages.of(found[: PAGE + 1], PAGE, first="after" not in request.GET)
    return render(request, "appraisal/calibrations.html", {"pages": pages})


@require_safe
def calibration(request, slug):
    """Every unit within reach, farthest from guidance first."""
    cycle, reach = held(request, slug)
    if not reach.sees_any:
        return _only_own(request, cycle)
    found, rows = _rows(cycle, reach)
    chosen = _narrowed(rows, request.GET)
    begin = next((n + 1 for n, row in enumerate(chosen) if row.pk == number_in(request, "after")), 0)
    pages = Pages.of(chosen[begin : begin + PAGE + 1], PAGE, first=not begin)
    facts = {
        "cycle": cycle,
        "reach": reach,
        "pages": pages,
        "rows": [(row, bars(row.counts, row.checks, MINI)) for row in pages.rows],
        "numbers": {state: sum(row.state == state for row in rows) for state in STATES},
        "total": len(rows),
        "people": sum(row.people for row in rows if not reach_has_parent(row, found, rows)),
        "state": request.GET.get("hasil", ""),
        "word": request.GET.get("capaian", ""),
        "order": request.GET.get("urut", ""),
        "words": UnitRating.Word,
        "predicates": Predicate,
    }
    return render(request, "appraisal/calibration.html", facts)


def held(request, slug):
    """The period, once it is open, and what its viewer may see of it."""
    cycle = held_cycle(slug)
    if cycle.state == Cycle.State.DRAFT:
        raise Http404
    return cycle, reach_of(request.user, cycle, on=timezone.localdate())


def _only_own(request, cycle):
    """Whoever rated has a page of his own ratings; everybody else is told whose page this is."""
    if selectors.has_rated(request.user, cycle):
        return redirect("calibration_own", cycle.slug)
    raise PermissionDenied(
        _(
            "Halaman ini untuk pengelola kinerja, komite, inspektorat, dan pimpinan unit. Penilai melihat usulannya sendiri."
        )
    )


def _rows(cycle, reach):
    found = selectors.calibration_of(cycle)
    return found, [row for row in found.rows if reach.sees(found.way_up(row.pk))]


def reach_has_parent(row, found, rows):
    """Whether the people of a row are counted in another row, too."""
    shown = {one.pk for one in rows}
    return any(unit in shown for unit in found.way_up(row.pk)[1:])


def _narrowed(rows, asked):
    state, word = asked.get("hasil", ""), asked.get("capaian", "")
    if state in STATES:
        rows = [row for row in rows if row.state == state]
    if word in UnitRating.Word.values or word == NONE:
        rows = [row for row in rows if row.word == ("" if word == NONE else word)]
    return sorted(rows, key=lambda row: (row.name, row.pk)) if asked.get("urut") == "nama" else rows


@require_POST
def calibration_csv(request, slug):
    """The same table for a spreadsheet, with no more in it than the page shows; by POST, for it is recorded."""
    cycle, reach = held(request, slug)
    if not reach.sees_any:
        raise PermissionDenied(_("Unduhan ini untuk pengelola kinerja, komite, inspektorat, dan pimpinan unit."))
    _found, rows = _rows(cycle, reach)
    export_calibration(cycle, len(rows), by=request.user, at=timezone.now())
    header = [
        _("Unit kerja"),
        _("Capaian unit"),
        _("Dinilai"),
        *(str(p.label) for p in Predicate),
        _("Panduan"),
        _("Hitungan"),
    ]
    return download(csv_of([header, *map(_line, rows)]), CSV, f"{slugify(slug)}-kalibrasi.csv")


def _line(row):
    counts = [row.counts.get(predicate, "") for predicate in Predicate]
    word = row.rating.get_rating_display() if row.rating else ""
    n = row.n if row.is_shown else ""
    return [row.name, word, n, *counts, state_words(row), " ".join(check.sentence for check in row.checks)]


def state_words(row):
    return {
        selectors.OVER: _("Melewati panduan"),
        selectors.WITHIN: _("Sesuai"),
        selectors.UNRATED: _("Capaian belum ditetapkan"),
        selectors.SMALL: _("Tidak diuji"),
    }[row.state]


def held_unit(request, slug, pk):
    """(period, reach, calibration, share) of a unit within reach; 404 for every other."""
    cycle, reach = held(request, slug)
    found = selectors.calibration_of(cycle, viewer=request.user)
    if pk not in found.shares or not reach.sees(found.way_up(pk)):
        raise Http404
    return cycle, reach, found, found.shares[pk]


@require_safe
def calibration_unit(request, slug, pk):
    """One unit: bars, arithmetic, who is not counted, what was said, and what may be done."""
    cycle, reach, found, share = held_unit(request, slug, pk)
    return show_unit(request, cycle, reach, found, share)


def show_unit(request, cycle, reach, found, share, *, form=None, status=200):
    trial = moved(share, request.GET) if reach.is_hr else None
    facts = {
        "cycle": cycle,
        "reach": reach,
        "unit": share,
        **chart_of(share),
        "below": [row for row in found.below(share.pk) if row.n],
        "story": _story(request, share),
        "form": form,
        "may_rate": reach.may_rate(share.pk),
        "may_record": reach.may_record(share.pk),
        "may_justify": reach.may_justify(share.pk) and share.rating is not None,
        "may_ask": share.rating is not None and reach.may_ask_review(found.way_up(share.pk)),
        "trial": trial,
        "trial_rows": [(p, share.counts[p], trial[0][p]) for p in Predicate] if trial else [],
        "trial_sum": sum(trial[0].values()) if trial else 0,
    }
    return render(request, "appraisal/calibration_unit.html", facts, status=status)


class _Everybody:
    """Of a unit's achievement everything may be read by whoever sees its page."""

    def __init__(self, viewer):
        self.viewer = viewer

    def shows_detail(self, event, *, is_own):
        return True

    def shows_reason(self, event, *, is_own):
        return True


def _story(request, share):
    if share.rating is None:
        return []
    known = {request.user, share.rating.set_by, share.rating.recorded_by} - {None}
    return story(f"unitrating:{share.rating.pk}", _Everybody(request.user), people=known)
