"""What is done about one unit: its achievement is set, its distribution explained, its supervisors asked to look again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal.actions import unit_rating as actions
from appraisal.page_forms.calibration import Explanation, ReviewWish, UnitAchievement
from appraisal.rules import RuleBroken
from appraisal.selectors.calibration import rating_with

from .acts import Page, act, place, posted, status_of
from .calibration import held_unit, show_unit

SAVE = "save"  # the button that keeps a draft


@require_safe
def unit_rating(request, pk):
    """Where the log leads: the unit's page."""
    found = rating_with(pk, request.user)
    if found is None:
        raise Http404
    return redirect("calibration_unit", found.cycle.slug, found.unit_id)


@require_http_methods(["GET", "POST"])
def unit_rate(request, slug, pk):
    cycle, reach, _found, share = held_unit(request, slug, pk)
    is_by_letter = reach.may_record(pk)
    if not (is_by_letter or reach.may_rate(pk)):
        raise PermissionDenied(
            _("Capaian unit ditetapkan pimpinan di atas unit itu, atau dicatat pengelola kinerja dari suratnya.")
        )
    rating = share.rating
    known = {"version": rating.version if rating else 0, "rating": rating.rating if rating else None}
    form = UnitAchievement(posted(request), initial=known, is_by_letter=is_by_letter)
    return act(request, _page(cycle, share, is_by_letter), form, actions.set_unit_rating, cycle_id=cycle.pk, unit_id=pk)


def _page(cycle, share, is_by_letter):
    lead = (
        gettext_lazy("Seperti tertulis dalam surat pimpinan di atas unit ini. Nomornya wajib.")
        if is_by_letter
        else gettext_lazy(
            "Sebagai pimpinan di atas unit ini, dengan masukan perencanaan, kepegawaian, atau inspektorat."
        )
    )
    return Page(
        title=gettext_lazy("Catat capaian unit") if is_by_letter else gettext_lazy("Tetapkan capaian unit"),
        lead=lead,
        submit=gettext_lazy("Simpan capaian"),
        done=gettext_lazy("Capaian unit tersimpan. Tidak ada nilai pegawai yang berubah."),
        consequences=(
            gettext_lazy(
                "Capaian menentukan panduan sebaran untuk unit ini. Panduan mengingatkan, tidak mengubah nilai."
            ),
            gettext_lazy("Rating hasil kerja kepala unit mengikuti capaian ini bila ia belum dinilai."),
            gettext_lazy("Setiap perubahan tercatat dengan alasannya; kepala unit diberi tahu."),
        ),
        back=reverse("calibration_unit", args=[cycle.slug, share.pk]),
        under=share.name,
        about="appraisal/calibration_about.html",
        checked=True,
        context={"cycle": cycle, "unit": share},
    )


@require_POST
def unit_explain(request, slug, pk):
    """Keep what is typed, or send it; what is refused stays on the page and in the draft."""
    cycle, reach, found, share = held_unit(request, slug, pk)
    if not reach.may_justify(pk):
        raise PermissionDenied(_("Penjelasan ditulis pimpinan unit ini atau pimpinan di atasnya."))
    if share.rating is None:
        raise Http404
    form = Explanation(request.POST)
    told = {"by": request.user, "at": timezone.now()}
    typed = request.POST.get("text", "")
    actions.keep_draft(share.rating.pk, text=typed, **told)
    if SAVE in request.POST:
        messages.success(request, _("Draf tersimpan. Hanya Anda yang melihatnya."))
        return redirect("calibration_unit", slug, pk)
    if not form.is_valid():
        return show_unit(request, cycle, reach, found, share, form=form, status=422)
    try:
        actions.justify(share.rating.pk, text=form.cleaned_data["text"], seen=request.POST.get("seen"), **told)
    except RuleBroken as broken:
        place(form, broken)
        share = held_unit(request, slug, pk)[-1]  # as it stands now
        return show_unit(request, cycle, reach, found, share, form=form, status=status_of(broken))
    messages.success(request, _("Penjelasan terkirim. Komite membacanya, dan ia masuk berita acara."))
    return redirect("calibration_unit", slug, pk)


@require_http_methods(["GET", "POST"])
def unit_ask(request, slug, pk):
    cycle, reach, found, share = held_unit(request, slug, pk)
    if not reach.may_ask_review(found.way_up(pk)):
        raise PermissionDenied(_("Tinjauan diminta pengelola kinerja atau ketua komite."))
    if share.rating is None:
        raise Http404
    page = Page(
        title=gettext_lazy("Minta tinjauan penilai"),
        lead=gettext_lazy("Pejabat penilai di unit ini diminta melihat usulannya sekali lagi sebelum dirilis."),
        submit=gettext_lazy("Minta tinjauan"),
        done=gettext_lazy("Pejabat penilai diberi tahu. Tidak ada nilai yang berubah."),
        consequences=(
            gettext_lazy("Tidak ada nilai yang berubah. Hanya pejabat penilainya sendiri yang dapat mengubahnya."),
            gettext_lazy("Permintaan ini tercatat dengan alasannya."),
        ),
        back=reverse("calibration_unit", args=[slug, pk]),
        under=share.name,
        about="appraisal/calibration_about.html",
        checked=True,
        context={"cycle": cycle, "unit": share},
    )
    units = [one for one in found.parent_of if pk in found.way_up(one)]
    return act(request, page, ReviewWish(posted(request)), actions.ask_review, rating_id=share.rating.pk, units=units)
