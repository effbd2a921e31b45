"""One person as HR sees him, and what HR may do: each act has a page of its own, with its reason."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from audit.receipts import with_number
from organization import actions, selectors
from organization.forms import people as forms
from organization.models import Assignment, ReportingOverride
from organization.permissions import people_managers_only
from organization.roles import DESCRIPTIONS, Role
from organization.rules import RuleBroken

from .checking import CONFIRM, EDIT, in_words, kept


@dataclass(frozen=True)
class Page:
    """The words around one form."""

    title: Any
    lead: Any
    submit: Any
    done: Any
    is_grave: bool = False
    checked: bool = False  # what cannot be taken back is shown once more before it is done


def get_person(pseudonym):
    person = selectors.with_pseudonym(pseudonym)
    if person is None:
        raise Http404
    return person


@people_managers_only
@never_cache
def person(request, pseudonym):
    today = timezone.localdate()
    found = selectors.record_of(get_person(pseudonym), on=today)
    lines = selectors.ReportingLines(today)
    facts = {
        "person": found,
        "levels": selectors.superiors(lines, found.pk),
        "rates": len(lines.supervised_by(found.pk)),
        "roles": [(role, Role(role).label, DESCRIPTIONS[role]) for role in found.roles],
        "delegations": selectors.delegations_of(found, on=today),
        "is_own": found == request.user,
        "today": today,
    }
    return render(request, "organization/person.html", facts)


def act(request, person, form, action, page, /, back="", **fixed):
    """Check, one call, back; a refusal leaves everything typed in place."""
    if form.is_valid() and EDIT not in request.POST:
        if page.checked and CONFIRM not in request.POST:
            return _check(request, person, form, page, back or _back_from(person))
        at = timezone.now()
        try:
            made = action(**form.cleaned_data, **fixed, by=request.user, at=at)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, with_number(page.done, by=request.user, at=at))
            return redirect(back or reverse("person", args=[(person or made).pseudonym]))
    facts = {"form": form, "person": person, "page": page, "back": back or _back_from(person)}
    return render(request, "organization/person_act.html", facts, status=422 if form.errors else 200)


def _check(request, person, form, page, back):
    answers = [(bound.label, in_words(bound, form.cleaned_data[bound.name])) for bound in form.visible_fields()]
    facts = {"person": person, "page": page, "kept": kept(request), "answers": answers, "back": back}
    return render(request, "organization/person_check.html", facts)


def _back_from(person):
    return reverse("person", args=[person.pseudonym]) if person else reverse("people")


@people_managers_only
def override_set(request, pseudonym):
    person = get_person(pseudonym)
    if not hasattr(person, "employee"):
        raise Http404
    page = Page(
        _("Tetapkan pejabat penilai lain"),
        _(
            "Selama pengecualian berlaku, orang ini yang menilai, bukan pemegang jabatan di atasnya. "
            "Berkas yang sudah berjalan tidak ikut berpindah."
        ),
        _("Tetapkan pejabat penilai"),
        _("Pengecualian garis atasan tersimpan."),
    )
    form = forms.Override(request.POST or None, initial={"from_date": timezone.localdate()})
    return act(request, person, form, actions.set_override, page, person=person)


@people_managers_only
def override_end(request, pseudonym, pk):
    person = get_person(pseudonym)
    override = get_object_or_404(ReportingOverride.objects.select_related("supervisor"), pk=pk, employee=person.pk)
    page = Page(
        _("Akhiri pengecualian"),
        _("Sesudah hari terakhir, garis jabatan berlaku lagi."),
        _("Akhiri"),
        _("Pengecualian diakhiri."),
        checked=True,
    )
    return act(request, person, forms.End(request.POST or None), actions.end_override, page, override=override)


@people_managers_only
def acting_appoint(request, pseudonym):
    person = get_person(pseudonym)
    page = Page(
        _("Catat penugasan Plt. atau Plh."),
        _(
            "Catat sesuai surat perintah. Plt. mengisi jabatan kosong, Plh. mengganti pejabat yang berhalangan; "
            "keduanya dapat menilai."
        ),
        _("Catat penugasan"),
        _("Penugasan tersimpan."),
    )
    form = forms.Acting(request.POST or None, initial={"from_date": timezone.localdate()})
    return act(request, person, form, actions.appoint_acting, page, person=person)


@people_managers_only
def assignment_end(request, pseudonym, pk):
    person = get_person(pseudonym)
    assignment = get_object_or_404(Assignment.objects.select_related("post__unit"), pk=pk, holder=person)
    page = Page(
        _("Akhiri penugasan"),
        _("Sesudah hari terakhir, jabatan ini kosong sampai ada penggantinya."),
        _("Akhiri"),
        _("Penugasan diakhiri."),
        checked=True,
    )
    form = forms.End(request.POST or None)
    return act(request, person, form, actions.end_assignment, page, assignment=assignment)


@people_managers_only
@never_cache
def number_new(request, pseudonym):
    """A number is typed and sent by POST; neither address nor log holds it."""
    person = get_person(pseudonym)
    if not hasattr(person, "employee"):
        raise Http404
    page = Page(
        _("Nomor baru"),
        _(
            "Bila ia mendapat NIP atau NI PPPK lain, misalnya karena perjanjian baru. Nomor lama berakhir sehari "
            "sebelumnya dan tetap tercatat; ia masuk dengan nomor yang baru."
        ),
        _("Catat nomor"),
        _("Nomor baru tersimpan."),
    )
    form = forms.Number(request.POST or None, initial={"from_date": timezone.localdate()})
    return act(request, person, form, actions.succeed_number, page, person=person)


@people_managers_only
def role_grant(request, pseudonym):
    person = get_person(pseudonym)
    page = Page(
        _("Beri peran"),
        _("Peran membuka halaman yang tidak terbuka untuk semua pegawai. Pemberiannya tercatat."),
        _("Beri peran"),
        _("Peran diberikan."),
    )
    return act(request, person, forms.GrantRole(request.POST or None), actions.grant_role, page, person=person)


@people_managers_only
def role_revoke(request, pseudonym, role):
    person = get_person(pseudonym)
    if role not in person.roles:
        raise Http404
    page = Page(
        _("Cabut peran"),
        _("Halaman peran ini tertutup untuknya mulai sekarang."),
        _("Cabut peran"),
        _("Peran dicabut."),
        is_grave=True,
    )
    form = forms.Reason(request.POST or None)
    return act(request, person, form, actions.revoke_role, page, person=person, role=role)


@people_managers_only
def deactivate(request, pseudonym):
    person = get_person(pseudonym)
    page = Page(
        _("Nonaktifkan akun"),
        _(
            "Ia tidak dapat masuk lagi dan jabatannya dianggap kosong. Catatannya tetap ada. "
            "Tugas yang masih terbuka tidak pindah sendiri: alihkan dari halaman berkasnya."
        ),
        _("Nonaktifkan"),
        _("Akun dinonaktifkan."),
        is_grave=True,
    )
    return act(request, person, forms.Reason(request.POST or None), actions.deactivate, page, person=person)


@people_managers_only
def reactivate(request, pseudonym):
    person = get_person(pseudonym)
    page = Page(
        _("Aktifkan kembali akun"),
        _("Ia dapat masuk lagi dengan kata sandinya yang lama. Peran dan penugasannya tidak berubah."),
        _("Aktifkan kembali"),
        _("Akun aktif kembali."),
    )
    return act(request, person, forms.Reason(request.POST or None), actions.reactivate, page, person=person)


@people_managers_only
@never_cache
def sign_in_link(request, pseudonym):
    """The link is shown in the answer itself, this once: it is kept nowhere on our side."""
    person = get_person(pseudonym)
    back = reverse("people_unreachable") if request.GET.get("from") == "unreachable" else ""
    facts = {"person": person, "back": back or reverse("person", args=[pseudonym])}
    if request.method == "POST":
        now = timezone.now()
        try:
            path = actions.issue_sign_in_link(person=person, by=request.user, at=now)
        except RuleBroken as broken:
            facts["refusal"] = str(broken)
        else:
            facts |= {
                "is_issued": True,
                "link": path and request.build_absolute_uri(path),
                "expires_at": now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            }
    status = 422 if "refusal" in facts else 200
    return render(request, "organization/sign_in_link.html", facts, status=status)


@people_managers_only
def official(request):
    page = Page(
        _("Catat pejabat kota"),
        _(
            "Untuk pejabat yang bukan ASN dan tidak dinilai, seperti wali kota. "
            "Ia menjadi pejabat penilai bagi jabatan yang melapor kepadanya."
        ),
        _("Catat pejabat"),
        _("Pejabat tercatat. Buat tautan masuk dari halamannya."),
    )
    form = forms.Official(request.POST or None, initial={"from_date": timezone.localdate()})
    return act(request, None, form, actions.record_official, page)
