"""Evidence on the web: the files of a case, adding and taking back, looking into one, what the supervisor found.

What was typed into a step is kept as a draft before any of this.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from appraisal import evidence_kinds
from audit.models import Access
from audit.views.files import stored_file
from workflow import beside
from workflow.evidence_panel import GENERAL
from workflow.journal import note_look, note_look_at_step
from workflow.refusals import Forbidden, NotFound, Refused
from workflow.selectors.evidence import file_at_step

from .case import page_of, status_of, told

FIELD = "file."  # and what the file is about, in the form of a step


@require_http_methods(["GET", "POST"])
def evidence(request, pk):
    """Every file that the viewer may see, and a form to add some."""
    at = timezone.now()
    page = page_of(request, pk, at=at)
    if not page.sight.has_content or page.is_unopened:
        return redirect("appraisal", pk)
    if request.method == "POST":
        return _add(request, page)
    return _show(request, page)


@require_safe
def content(request, pk, n):
    """The bytes, under a name of their own, in a page that can do nothing; a look into somebody else's is journaled."""
    at = timezone.now()
    row = _readable(request, pk, n, at)
    is_shown = row.media_type in evidence_kinds.SHOWN
    try:
        return stored_file(request, row.sha256, row.name, row.media_type, shown=is_shown)
    except FileNotFoundError:  # a finding of `audit_verify`
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def withdraw(request, pk, n):
    page, file = _file(request, pk, n)
    if not file.may_withdraw:
        raise PermissionDenied(_("Bukti ini tidak dapat Anda tarik sekarang."))
    return _with_reason(request, page, file, beside.withdraw_evidence, "workflow/evidence_withdraw.html")


@require_http_methods(["GET", "POST"])
def reject(request, pk, n):
    page, file = _file(request, pk, n)
    if not file.may_examine:
        raise PermissionDenied(_("Bukti diperiksa oleh pejabat penilai selama penilaian atau penjelasannya terbuka."))

    def door(pk, n, **said):
        beside.examine(pk, n, is_accepted=False, **said)

    return _with_reason(request, page, file, door, "workflow/evidence_reject.html")


def asked_in_step(request, held, back):
    """What the form of a step asks beside its own: files to add, one to take back, one to examine. None: nothing.

    `back` is the address of the page, where the draft shows what was typed.
    """
    pk, (verb, _colon, key) = held.case.appraisal_id, request.POST.get("do", "").partition(":")
    added, refused = _take(request, pk, _chosen(request))
    _tell(request, added, refused)
    if key.isdecimal() and verb in ("withdraw", "reject"):
        return redirect(f"{reverse(f'evidence-{verb}', args=[pk, key])}?step={held.pk}")
    if key.isdecimal() and verb == "accept":
        _accept(request, pk, int(key))
        return redirect(f"{back}#evidence")
    if verb == "attach" and not (added or refused):
        messages.error(request, _("Pilih dulu berkasnya, lalu tekan “Unggah”."))
    is_in_the_way = verb == "attach" or refused
    return redirect(f"{back}#files-{key.replace(':', '-') or 'general'}") if is_in_the_way else None


def _chosen(request):
    """(file, what it is about) of each that the form carries."""
    for name, files in request.FILES.lists():
        if name.startswith(FIELD):
            subject = name.removeprefix(FIELD)
            yield from ((file, [subject] if subject != GENERAL else []) for file in files)


def _take(request, pk, chosen, note=""):
    """(what was added, [(name, refusal)]); each file is an act of its own, with a moment of its own."""
    added, refused = [], []
    for file, about in chosen:
        try:
            facts = {"about": about, "note": note, "by": request.user, "at": timezone.now()}
            added.append(beside.attach(pk, file=file, name=file.name, **facts))
        except Refused as error:
            refused.append((evidence_kinds.seen_name(file.name), error))
    return added, refused


def _tell(request, added, refused):
    if added:
        told = ngettext("%(n)s berkas bukti tersimpan.", "%(n)s berkas bukti tersimpan.", len(added))
        messages.success(request, told % {"n": len(added)})
    for name, error in refused:
        messages.error(request, f"{name}: {_sentence(error)}")


def _sentence(error):
    return next(iter(getattr(error, "fields", {}).values()), str(error))


def _accept(request, pk, n):
    try:
        beside.examine(pk, n, is_accepted=True, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Bukti ditandai diterima."))


def _add(request, page):
    about, note = request.POST.getlist("about"), request.POST.get("note", "")
    files = [(file, about) for file in request.FILES.getlist("file")]
    added, refused = _take(request, page.appraisal.pk, files, note)
    if request.headers.get("Accept") == "application/json":
        return _answer(request, page, added, refused)
    if refused or not added:
        if not refused:
            messages.error(request, _("Pilih dulu berkasnya, lalu tekan “Unggah”."))
        _tell(request, added, refused)
        status = max((status_of(error) for _name, error in refused), default=422)
        again = page_of(request, page.appraisal.pk, at=timezone.now())
        return _show(request, again, status=status, note=note, about=about)
    _tell(request, added, refused)
    return redirect("appraisal-evidence", page.appraisal.pk)


def _answer(request, page, added, refused):
    """For the script, one file at a time: its line of the list, or why not."""
    if refused or not added:
        error = refused[0][1] if refused else None
        detail = _sentence(error) if error else _("Tidak ada berkas yang diterima.")
        return JsonResponse({"detail": detail}, status=status_of(error) if error else 422)
    again = page_of(request, page.appraisal.pk, at=timezone.now())
    file = next(file for file in again.evidence.files if file.row.pk == added[0].pk)
    is_step = bool(request.POST.get("in_step"))
    facts = {"file": file, "panel": again.evidence, "appraisal": again.appraisal, "in_form": is_step}
    return JsonResponse({"html": render_to_string("workflow/evidence_file.html", facts, request)}, status=201)


def _show(request, page, *, status=200, note="", about=()):
    note_look(page.appraisal, page.sight, at=page.at, inspection=page.stated.inspection)
    facts = {"page": page, "appraisal": page.appraisal, "panel": page.evidence, "note": note, "about": about}
    return render(request, "workflow/evidence.html", facts, status=status)


def _file(request, pk, n):
    """The page of the case and one of its files; 404 outside sight."""
    page = page_of(request, pk, at=timezone.now())
    file = next((file for file in page.evidence.files if file.row.pk == n), None)
    if file is None:
        raise Http404
    return page, file


def _with_reason(request, page, file, door, template):
    """Write why, and do it; whatever is refused, the reason stays on the page. Then back to where it was asked."""
    reason, error, status = request.POST.get("reason", ""), "", 200
    step = request.POST.get("step") or request.GET.get("step", "")
    if request.method == "POST":
        try:
            door(page.appraisal.pk, file.row.pk, reason=reason, by=request.user, at=timezone.now())
        except NotFound:
            raise Http404 from None
        except Forbidden as refused:
            raise PermissionDenied(str(refused)) from None
        except Refused as refused:
            error, status = told(refused, "reason"), status_of(refused)
        else:
            messages.success(request, _("Tersimpan dan tercatat."))
            return (
                redirect("step", int(step)) if step.isdecimal() else redirect("appraisal-evidence", page.appraisal.pk)
            )
    back = (
        reverse("step", args=[int(step)])
        if step.isdecimal()
        else reverse("appraisal-evidence", args=[page.appraisal.pk])
    )
    facts = {
        "page": page, "appraisal": page.appraisal, "file": file, "reason": reason, "error": error, "step": step,
        "back": back,
    }  # fmt: skip
    return render(request, template, facts, status=status)


def _readable(request, pk, n, at):
    """The file, journaled; whoever stands in for the owner of an open step reads in his place."""
    try:
        page = page_of(request, pk, at=at)
    except Http404:
        return _readable_in_place(request, pk, n, at)
    file = next((file for file in page.evidence.files if file.row.pk == n and file.is_open), None)
    if file is None:
        raise Http404
    if not file.is_own:
        kind, inspection = Access.Kind.EVIDENCE, page.stated.inspection
        note_look(page.appraisal, page.sight, at=at, kind=kind, inspection=inspection)
    return file.row


def _readable_in_place(request, pk, n, at):
    step, row = file_at_step(request.user, pk, n, at=at)
    if row is None:
        raise Http404
    note_look_at_step(step, request.user, at=at, kind=Access.Kind.EVIDENCE)
    return row
