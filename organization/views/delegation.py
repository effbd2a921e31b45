"""Who takes my tasks while I cannot: given and ended by oneself, or recorded by HR on the page of a person."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organization import actions
from organization.forms import people as forms
from organization.models import Delegation
from organization.permissions import people_managers_only
from organization.views.person import Page, act, get_person

GIVING = Page(
    _("Delegasikan tugas"),
    _(
        "Selama masa ini penerima delegasi dapat mengerjakan tugas itu; catatannya menyebut nama keduanya. "
        "Ia tidak dapat membuka hasil penilaian orang lain, dan tidak bertindak dalam berkas yang ia sendiri pihaknya."
    ),
    _("Delegasikan tugas"),
    _("Pendelegasian tersimpan."),
)
ENDING = Page(
    _("Akhiri pendelegasian"),
    _("Berlaku seketika. Yang sudah dikerjakan atas dasar surat ini tetap sah dan tercatat."),
    _("Akhiri sekarang"),
    _("Pendelegasian diakhiri."),
    is_grave=True,
)
WITH_PEOPLE = Delegation.objects.select_related("principal", "delegate")


def own_give(request):
    return _give(request, request.user, back=reverse("profile"))


def own_end(request, pk):
    mine = Q(principal=request.user) | Q(delegate=request.user)
    return _end(request, request.user, get_object_or_404(WITH_PEOPLE, mine, pk=pk), back=reverse("profile"))


@people_managers_only
def give(request, pseudonym):
    return _give(request, get_person(pseudonym))


@people_managers_only
def end(request, pseudonym, pk):
    person = get_person(pseudonym)
    return _end(request, person, get_object_or_404(WITH_PEOPLE, pk=pk, principal=person))


def _give(request, person, back=""):
    form = forms.Delegation(request.POST or None)
    return act(request, person, form, actions.delegate_tasks, GIVING, back=back, principal=person)


def _end(request, person, delegation, back=""):
    form = forms.Reason(request.POST or None)
    return act(request, person, form, actions.end_delegation, ENDING, back=back, delegation=delegation)
