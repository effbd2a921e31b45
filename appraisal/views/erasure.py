"""Erasure by order: HR proposes, an inspector answers; who is concerned reads along."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions import erasure as actions
from appraisal.page_forms.erasure import Nothing, Opposition, Proposal
from appraisal.permissions import Part, for_roles, hr_only, require_role
from appraisal.selectors import erasure as selectors
from audit import purposes
from audit.access.looking import look
from audit.erasure.holds import hold_on, people_of, person_of
from audit.models import Access, ErasureProposal
from audit.permissions import LogSight
from audit.registry import subjects
from audit.search.streams import Names
from audit.sentences import story
from organization import selectors as people
from organization.roles import Role

from .acts import Page, act, posted
from .paging import Pages, number_in

PAGE = 25
OFFICES = (Role.HR_ADMIN, Role.INSPECTOR)
PROPOSE = Page(
    title=_("Usulkan penghapusan isi"),
    lead=_("Hanya menurut perintah yang sah. Pilih catatannya; yang dihapus adalah kata-katanya, bukan peristiwanya."),
    submit=_("Kirim usulan"),
    done=_("Usulan terkirim ke inspektorat."),
    checked=True,
    is_grave=True,
    consequences=(
        _("Sesudah inspektorat setuju, isinya dihapus dan tidak dapat dikembalikan."),
        _("Yang tetap: siapa berbuat apa dan kapan, rating dan predikat, sidik, dan semua bukti."),
        _("Catatan lain dari tindakan yang sama ikut dihapus isinya, karena mengutip alasan yang sama."),
        _("Orang yang bersangkutan diberi tahu sekarang, dan sekali lagi sesudah dihapus."),
        _("Cadangan basis data masih memuat isinya sampai masa simpan cadangan itu habis."),
    ),
    about="appraisal/erasure_about.html",
)
AGREE = Page(
    title=_("Setujui penghapusan"),
    lead=_(
        "Anda menyatakan bahwa perintahnya sah dan tidak ada yang menghalangi. Anda sendiri tidak menghapus apa pun."
    ),
    submit=_("Setujui"),
    done=_("Persetujuan tercatat. Isinya dihapus dalam beberapa detik."),
    checked=False,
    is_grave=True,
    consequences=(
        _("Isinya dihapus dalam beberapa detik, atas usulan pengelola kinerja, dan tidak dapat dikembalikan."),
        _("Persetujuan Anda tercatat dalam berkas ini dan tidak dapat dihapus."),
    ),
    about="appraisal/erasure_going.html",
)
HELD = {  # what is said where a hold stands
    "agree": replace(
        AGREE,
        done=_("Persetujuan tercatat. Isinya baru dihapus sesudah penahanan berakhir."),
        consequences=(
            _("Isinya dihapus begitu penahanan berakhir, dan tidak dapat dikembalikan."),
            _("Persetujuan Anda tercatat dalam berkas ini dan tidak dapat dihapus."),
        ),
    )
}
OPPOSE = Page(
    title=_("Tolak penghapusan"),
    lead=_("Tidak ada yang dihapus. Pengelola kinerja dapat mengusulkan lagi dengan dasar yang lain."),
    submit=_("Tolak"),
    done=_("Penolakan tercatat."),
    checked=True,
    consequences=(_("Penolakan dan alasannya tercatat atas nama Anda."),),
    about="appraisal/erasure_going.html",
)
WITHDRAW = Page(
    title=_("Cabut usulan"),
    lead=_("Tidak ada yang dihapus. Usulan dan pencabutannya tetap tercatat."),
    submit=_("Cabut usulan"),
    done=_("Usulan dicabut."),
    about="appraisal/erasure_going.html",
)
ANSWERS = {  # name of the address -> (words, form, who, action, what is fixed)
    "agree": (AGREE, Nothing, Role.INSPECTOR, actions.answer, {"agrees": True}),
    "oppose": (OPPOSE, Opposition, Role.INSPECTOR, actions.answer, {"agrees": False}),
    "withdraw": (WITHDRAW, Nothing, Role.HR_ADMIN, actions.withdraw, {}),
}


@for_roles(*OFFICES)
@never_cache
@require_safe
def erasures(request):
    """What was proposed, the latest first, and the holds that stand."""
    request.menu = "erasures"
    before = number_in(request, "before")
    pages = Pages.of(selectors.proposals(before=before)[: PAGE + 1], PAGE, first=before is None)
    holds = list(selectors.standing_holds()) if before is None else []
    names = Names(streams={one.stream for one in [*pages.rows, *holds]})
    facts = {
        "pages": pages,
        "rows": [(one, names.about(one.stream)) for one in pages.rows],
        "holds": [(one, names.about(one.stream)) for one in holds],
    }
    return render(request, "appraisal/erasures.html", facts)


@for_roles(*OFFICES)
@never_cache
@require_safe
def erasure_person(request, pseudonym):
    """Everything that concerns a person, to choose from."""
    request.menu = "erasures"
    person = people.with_pseudonym(str(pseudonym))
    if person is None:
        raise Http404
    rows = [(one, *one.stream.split(":"), hold_on(one.stream)) for one in selectors.streams_of(person)]
    return render(request, "appraisal/erasure_person.html", {"person": person, "rows": rows})


@hr_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_propose(request, kind, key):
    stream = stream_in(kind, key)
    request.menu = "erasures"
    note_look(request, stream)
    choices = selectors.choices_of(stream, request.user)
    facts = about(stream) | {"why_not": selectors.why_not(stream)}
    page = replace(PROPOSE, back=_person_page(facts["about"]), then=_page_of, context=facts)
    form = Proposal(posted(request), stream=stream, choices=choices)
    if (facts["why_not"] or not choices) and request.method != "POST":
        return render(request, "appraisal/act.html", {"page": page, "form": None, **facts})
    return act(request, page, form, actions.propose, stream=stream)


@never_cache
@require_safe
def erasure(request, pk):
    """One proposal: for HR, inspectors, and whom it concerns."""
    proposal = _seen_by(request.user, pk)
    request.menu = "erasures" if _is_office(request.user) else "personal"
    note_look(request, proposal.stream)
    facts = going(proposal, request.user) | {
        "lines": selectors.lines_of(proposal.stream, request.user, since=proposal.proposed_at, until=proposal.ended_at),
        "may_answer": proposal.is_waiting and request.user.is_inspector,
        "may_withdraw": proposal.is_open and request.user.is_hr_admin,
        "is_office": _is_office(request.user),
    }
    return render(request, "appraisal/erasure.html", facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_answer(request, pk, name):
    words, form, role, action, fixed = ANSWERS[name]
    proposal = _seen_by(request.user, pk)
    require_role(request.user, role)
    request.menu = "erasures"
    back = _page_of(proposal)
    if not proposal.is_open and request.method != "POST":
        return redirect(back)
    note_look(request, proposal.stream)
    facts = going(proposal, request.user)
    if facts["standing"]:
        words = HELD.get(name, words)
    page = replace(words, back=back, context=facts)
    return act(request, page, form(posted(request)), action, proposal_id=pk, **fixed)


def note_look(request, stream):
    """These pages show an office what is recorded of somebody; whom it concerns reads it as his own business."""
    at, viewer = timezone.now(), request.user
    if not _is_office(viewer):
        return
    stated = purposes.stated(request.session, stream, at=at)
    facts = {"part": Part.INSPECTOR if viewer.is_inspector else Part.HR, "purpose": stated.purpose}
    facts |= {"person": person_of(stream), "inspection": stated.inspection}
    look(viewer=viewer, at=at, kind=Access.Kind.LOG, stream=stream, **facts)


def stream_in(kind, key):
    """The stream that an address names; 404 where it concerns nobody, or nothing is there."""
    stream = f"{kind}:{key}"
    if not selectors.is_erasable(stream):
        raise Http404
    return stream


def about(stream):
    """What the pages say of a stream."""
    kind, _colon, key = stream.partition(":")
    facts = {"about": Names(streams=[stream]).about(stream), "number": subjects[kind].number(int(key))}
    return facts | {"stream": stream, "standing": hold_on(stream)}


def going(proposal, viewer):
    """A proposal with its entries in words, as far as the process goes."""
    lines = {line.n: line for line in story(proposal.stream, LogSight(viewer))}
    facts = {"proposal": proposal, "entries": [lines[n] for n in proposal.numbers]}
    return about(proposal.stream) | facts | {"why_not": selectors.why_not(proposal.stream) if proposal.is_open else ""}


def _person_page(about):
    """Where one chose the stream, to choose another."""
    return reverse("erasure_person", args=[about.pseudonym]) if about.pseudonym else reverse("erasures")


def _seen_by(user, pk):
    proposal = ErasureProposal.objects.select_related("proposed_by", "answered_by").filter(pk=pk).first()
    if proposal is None or not (_is_office(user) or user.pk in people_of(proposal.stream)):
        raise Http404
    return proposal


def _is_office(user):
    return any(user.has_role(role) for role in OFFICES)


def _page_of(proposal):
    return reverse("erasure", args=[proposal.pk])
