"""The minutes of a meeting: draft, order of signing, seal, paper and file."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal import minutes_words as words
from appraisal.actions import minutes as actions
from appraisal.models import Minutes
from appraisal.rules import RuleBroken
from appraisal.selectors import minutes as selectors
from appraisal.selectors.meeting import meeting_of
from appraisal.views.acts import Page, act, posted
from audit.models import Access
from audit.sentences import by_fours
from workflow.minutes_forms import Head, Refusing, Seen, Signing, Unable
from workflow.minutes_reading import read_out, words_in

DRAW_UP = Page(
    title=gettext_lazy("Susun berita acara"),
    lead=gettext_lazy("Dari apa yang tercatat selama rapat: kehadiran, suara, putusan, dan pendapat berbeda."),
    submit=gettext_lazy("Susun berita acara"),
    done=gettext_lazy("Berita acara tersusun."),
    consequences=(gettext_lazy("Dapat disusun ulang selama belum ada yang menandatangani."),),
)
CHECK = Page(
    title=gettext_lazy("Buka untuk ditandatangani"),
    lead=gettext_lazy("Ketua sudah membaca isinya sampai akhir."),
    submit=gettext_lazy("Isinya benar, buka untuk ditandatangani"),
    done=gettext_lazy("Berita acara menunggu tanda tangan."),
    consequences=(gettext_lazy("Anggota yang hadir menandatangani berurutan menurut kursinya; ketua terakhir."),),
)
SIGN = Page(
    title=gettext_lazy("Tanda tangani berita acara"),
    lead=gettext_lazy("Anda menandatangani isi yang sidiknya tertera di sini."),
    submit=gettext_lazy("Tanda tangani"),
    done=gettext_lazy("Tanda tangan Anda tercatat."),
    consequences=(gettext_lazy("Tanda tangan tidak dapat ditarik kembali."),),
)
REFUSE = Page(
    title=gettext_lazy("Tolak menandatangani"),
    lead=gettext_lazy("Penolakan tercatat dengan alasannya, dan urutan berlanjut."),
    submit=gettext_lazy("Tolak menandatangani"),
    done=gettext_lazy("Penolakan Anda tercatat."),
    consequences=(gettext_lazy("Putusan rapat tetap berlaku. Penolakan tidak dapat ditarik kembali."),),
    is_grave=True,
)
UNABLE = Page(
    title=gettext_lazy("Catat halangan menandatangani"),
    lead=gettext_lazy("Untuk anggota yang gilirannya tiba tetapi tidak dapat menandatangani."),
    submit=gettext_lazy("Catat halangan"),
    done=gettext_lazy("Halangan tercatat, dan urutan berlanjut."),
    consequences=(gettext_lazy("Catatan ini tertera di bawah berita acara dan tidak dapat ditarik kembali."),),
    checked=True,
    is_grave=True,
)
CRUMB = "workflow/minutes_crumb.html"


@never_cache
@require_safe
def minutes(request, pk, number):
    meeting = _meeting(request, pk, number)
    found = selectors.minutes_of(meeting)
    return render(request, "workflow/minutes.html", _facts(request, meeting, found))


@never_cache
@require_http_methods(["GET", "POST"])
def minutes_draw_up(request, pk, number):
    meeting = _meeting(request, pk, number)
    found = selectors.minutes_of(meeting)
    initial = {"number": found.number, "place": found.place} if found else {}
    page = _page(DRAW_UP, meeting)
    if not (request.user.is_hr_admin or request.user.pk == meeting.committee.chair_id):
        raise PermissionDenied(_("Berita acara disusun oleh ketua komite atau pengelola kinerja."))
    return act(request, page, Head(posted(request), initial=initial), actions.draw_up, meeting_id=meeting.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def minutes_check(request, pk, number):
    meeting, found = _known(request, pk, number)
    form = Seen(posted(request), initial={"seen": found.sha256})
    return _answer(request, CHECK, meeting, found, form, actions.check, may=_may(request, meeting, found)["check"])


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def minutes_sign(request, pk, number):
    meeting, found = _known(request, pk, number)
    form = Signing(posted(request), request=request, initial={"seen": found.sha256})
    return _answer(request, SIGN, meeting, found, form, _sign, may=_may(request, meeting, found)["sign"])


def _sign(*, password, **facts):
    """The form has checked the password."""
    return actions.sign(**facts)


@never_cache
@require_http_methods(["GET", "POST"])
def minutes_refuse(request, pk, number):
    meeting, found = _known(request, pk, number)
    form = Refusing(posted(request), initial={"seen": found.sha256})
    return _answer(request, REFUSE, meeting, found, form, actions.refuse, may=_may(request, meeting, found)["sign"])


@never_cache
@require_http_methods(["GET", "POST"])
def minutes_unable(request, pk, number):
    meeting, found = _known(request, pk, number)
    order = selectors.order_of(found)
    turn = next((place for place in order if place.is_turn), None)
    form = Unable(posted(request), initial={"place": turn and turn.position})
    may = _may(request, meeting, found, order)["unable"]
    return _answer(request, UNABLE, meeting, found, form, actions.note_unable, may=may, turn=turn)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def minutes_print(request, pk, number):
    """Looking is a preview; a printed copy has a number in the log."""
    meeting, found = _known(request, pk, number)
    if request.method == "POST":
        entry = actions.record_print(found.pk, by=request.user, at=timezone.now())
        return redirect("minutes_copy", pk, number, entry.n)
    return render(request, "workflow/minutes_print.html", _facts(request, meeting, found))


@never_cache
@require_safe
def minutes_copy(request, pk, number, n):
    """One's own numbered copy; the browser may print it as often as paper jams."""
    meeting, found = _known(request, pk, number)
    entry = selectors.print_of(found, n, by=request.user)
    if entry is None:
        raise Http404
    facts = _facts(request, meeting, found, kind=Access.Kind.PRINT)
    return render(request, "workflow/minutes_print.html", facts | {"copy": entry})


@never_cache
@require_POST
def minutes_file(request, pk, number):
    """The very bytes that the log states, by POST, for it is recorded."""
    _meeting_of, found = _known(request, pk, number)
    if not found.is_sealed:
        raise Http404
    try:
        file = actions.hand_out(found.pk, by=request.user, at=timezone.now())
    except RuleBroken as refused:
        raise PermissionDenied(str(refused)) from refused
    response = HttpResponse(file, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="minutes-{pk}-{number}.json"'
    return response


def _meeting(request, pk, number):
    """A closed meeting that the viewer may see: as a member, for an office, or because he signed."""
    request.menu = "meetings"
    found = meeting_of(request.user, pk, number)
    if found is None:
        signed = Minutes.objects.visible_to(request.user).filter(meeting__committee=pk, meeting__number=number)
        own = signed.select_related("meeting__committee__cycle", "meeting__committee__chair").first()
        found = own and own.meeting
    if found is None or found.closed_at is None:
        raise Http404
    return found


def _known(request, pk, number):
    meeting = _meeting(request, pk, number)
    found = selectors.minutes_of(meeting)
    if found is None:
        raise Http404
    return meeting, found


def _page(page, meeting, **context):
    committee = meeting.committee
    facts = {"meeting": meeting, "committee": committee, "cycle": committee.cycle, "crumb": CRUMB} | context
    return replace(page, back=reverse("minutes", args=[committee.pk, meeting.number]), context=facts)


def _answer(request, page, meeting, found, form, action, *, may, turn=None):
    """A page that is not one's own leads back on GET; a click gets the sentence of the rule."""
    if request.method == "GET" and not may:
        return redirect("minutes", meeting.committee_id, meeting.number)
    about = {"minutes": found, "digest": by_fours(found.sha256), "turn": turn}
    page = replace(_page(page, meeting, **about), about="workflow/minutes_about.html")
    return act(request, page, form, action, minutes_id=found.pk)


def _may(request, meeting, found, order=None):
    """What is offered to the viewer; the action decides again."""
    by, committee = request.user, meeting.committee
    leads = by.pk == committee.chair_id
    if found is None:
        return {"draw_up": leads or by.is_hr_admin}
    order = selectors.order_of(found) if order is None else order
    turn = next((place for place in order if place.is_turn), None)
    is_unsigned = not found.is_sealed and not any(place.signature for place in order)
    return {
        "draw_up": is_unsigned and (leads or by.is_hr_admin),
        "check": found.is_draft and leads,
        "sign": turn is not None and turn.person == by,
        "unable": turn is not None and by.is_hr_admin and turn.person != by,
    }


def _facts(request, meeting, found, *, kind=Access.Kind.CONTENT):
    committee = meeting.committee
    order = selectors.order_of(found) if found else []
    facts = {"meeting": meeting, "committee": committee, "cycle": committee.cycle, "minutes": found, "order": order}
    facts["may"] = _may(request, meeting, found, order)
    if found:
        content, hidden = found.content, selectors.hidden_from(request.user, found)
        opened_at, closed_at = words.moments(content)
        facts |= {
            "content": content,
            "took_place_on": words.took_place_on(content),
            "opened_at": opened_at,
            "closed_at": closed_at,
            "members": words.members(content, selectors.absences_in(found)),
            "attendance": words.attendance_in_words(content),
            "items": _items(request, found, kind, hidden),
            "has_whole": not hidden,
            "digest": by_fours(found.sha256),
            "sealed_digest": by_fours(found.sealed_sha256),
            "turn": next((place for place in order if place.is_turn), None),
        }
    return facts


def _items(request, found, kind, hidden):
    """Process for whoever may see the minutes; the words of a case are in the access journal as they are shown."""
    at = timezone.now()
    cases = words_in(found, request.user, request.session, hidden=hidden, at=at)
    texts = read_out(cases, at=at, kind=kind) | selectors.justifications_in(found)
    closed = {case.code for case in cases if not case.is_open}
    return words.items(found.content, hidden=hidden, closed=closed, texts=texts)
