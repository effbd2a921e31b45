"""What inboxes begin with, for each role; HR sets it, and whoever chose himself is not asked."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.permissions import hr_only
from appraisal.rules import RuleBroken
from appraisal.views.acts import Page, act, posted
from organization.forms.controls import Form
from workflow.desk.beginning import drop_role_view, set_role_view
from workflow.models import RoleView
from workflow.refusals import Refused
from workflow.selectors.inbox import FIRST, Role
from workflow.view_forms import Beginning, words_of

NO = (Refused, RuleBroken)
ROLES = {  # who begins with it
    Role.EMPLOYEE: _("Pegawai"),
    Role.SUPERVISOR: _("Pejabat penilai kinerja"),
    Role.DECIDER: _("Atasan pejabat penilai"),
    Role.MEMBER: _("Anggota komite"),
}
REACH = (
    _("Yang memilih tampilan awalnya sendiri tidak terpengaruh."),
    _("Di atas daftar tertulis berapa tugas tidak ditampilkan; “Semua tugas” selalu satu klik."),
)


@hr_only
@require_safe
def inbox_beginnings(request):
    """The four roles and what each begins with."""
    kept = RoleView.objects.in_bulk()
    rows = [(role, ROLES[role], kept.get(role), words_of(kept[role].query) if role in kept else []) for role in ROLES]
    return render(request, "workflow/hr_beginnings.html", {"rows": rows, "first": [ROLES[role] for role in FIRST]})


@hr_only
@require_http_methods(["GET", "POST"])
def inbox_beginning(request, role):
    role = _role(role)
    page = Page(
        title=format_lazy("{}: {}", _("Tampilan awal"), ROLES[role]),
        lead=_("Saringan yang dipakai kotak tugas bila dibuka, untuk orang yang punya tugas dalam peran ini."),
        submit=_("Tetapkan"),
        done=_("Tampilan awal ditetapkan."),
        consequences=REACH,
        back=reverse("inbox-beginnings"),
        under=_("Tampilan awal"),
        checked=True,
    )
    form = Beginning(posted(request), role=role, kept=RoleView.objects.filter(role=role).first())
    return act(request, page, form, set_role_view, says_no=NO, role=role.value)


@hr_only
@require_http_methods(["GET", "POST"])
def inbox_beginning_drop(request, role):
    role = _role(role)
    page = Page(
        title=_("Cabut tampilan awal"),
        lead=ROLES[role],
        submit=_("Cabut"),
        done=_("Tampilan awal dicabut."),
        consequences=(_("Kotak tugas mereka mulai lagi dengan semua tugas."),),
        back=reverse("inbox-beginnings"),
        under=_("Tampilan awal"),
    )
    return act(request, page, Form(posted(request)), drop_role_view, says_no=NO, role=role.value)


def _role(name):
    found = next((role for role in ROLES if role.value == name), None)
    if found is None:
        raise Http404
    return found
