"""Versions of the rules: drafted, read, compared, adopted by letter, then frozen."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import policy_words as words
from appraisal.actions import policy as actions
from appraisal.page_forms.policy import Adoption, PolicyForm
from appraisal.permissions import hr_only
from appraisal.selectors import policy as selectors

from .acts import Page, act, posted
from .paging import Pages, number_in

PAGE = 25  # versions on one page


@hr_only
@require_safe
def policies(request):
    found = selectors.versions(after=number_in(request, "after"))[: PAGE + 1]
    pages = Pages.of(found, PAGE, first="after" not in request.GET)
    return render(request, "appraisal/policies.html", {"pages": pages})


@hr_only
@require_safe
def policy(request, slug, version):
    """The rules in readable words, and what they changed."""
    found = _held(slug, version)
    before = selectors.version_before(found)
    facts = {
        "policy": found,
        "lines": words.lines_of(found.document),
        "matrix": words.matrix_of(found.document),
        "matrix_citation": words.citation_of(found.document, "matrix"),
        "patterns": words.patterns_of(found.document),
        "patterns_citation": words.citation_of(found.document, "guidance"),
        "before": before,
        "differences": words.differences(before.document, found.document) if before else None,
    }
    return render(request, "appraisal/policy.html", facts)


def _held(slug, version):
    found = selectors.version_called(slug, version)
    if found is None:
        raise Http404
    return found


@hr_only
@require_http_methods(["GET", "POST"])
def policy_new(request):
    """First what to begin from, then the settings."""
    begun = request.POST.get("base") or request.GET.get("base", "")
    if not begun:
        return render(request, "appraisal/policy_base.html", {"bases": selectors.bases()})
    base = selectors.base_called(begun)
    if base is None:
        raise Http404
    form = PolicyForm(posted(request), base=base)
    if form.is_valid():
        return _drafted(request, form)
    facts = {"form": form, "begun": begun, "base": base}
    return render(request, "appraisal/policy_new.html", facts, status=422 if form.is_bound else 200)


def _drafted(request, form):
    made = actions.draft(form.document, by=request.user, at=timezone.now())
    if made.is_adopted:
        messages.info(request, _("Tidak ada yang berubah: ini versi yang sudah ditetapkan."))
    else:
        messages.success(request, _("Draf kebijakan tersimpan. Tetapkan dengan nomor surat bila sudah disetujui."))
    return redirect("policy", made.slug, made.version)


@hr_only
@require_http_methods(["GET", "POST"])
def policy_adopt(request, slug, version):
    found = _held(slug, version)
    before = selectors.version_before(found)
    context = {
        "policy": found,
        "unverified": words.unverified(found.document),
        "before": before,
        "differences": words.differences(before.document, found.document) if before else None,
    }
    page = Page(
        title=gettext_lazy("Tetapkan kebijakan penilaian"),
        lead=gettext_lazy("Sesudah ditetapkan, periode penilaian dapat memakainya dan isinya tidak berubah lagi."),
        submit=gettext_lazy("Tetapkan kebijakan"),
        done=gettext_lazy("Kebijakan ditetapkan. Sekarang periode penilaian dapat memakainya."),
        consequences=(
            gettext_lazy("Versi ini tidak dapat diubah atau ditarik. Perubahan memerlukan versi baru."),
            gettext_lazy("Periode yang sudah berjalan tetap memakai versinya sendiri."),
        ),
        back=reverse("policy", args=[slug, version]),
        about="appraisal/policy_about.html",
        checked=True,
        context=context,
    )
    if found.is_adopted and request.method == "GET":
        return redirect(page.back)
    return act(request, page, Adoption(posted(request)), actions.adopt, policy_id=found.pk)
