"""A look at one's appraisal that one asks about, or reports; and what became of the question."""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from appraisal.actions import access as actions
from appraisal.page_forms.access import Answer, Asked, Reported
from audit.access.selectors import look_at, question_seen_by
from audit.access.words import line_of
from audit.models import Question

from .acts import Page, act, posted

ABOUT = "audit/access_about.html"
ASK = Page(
    title=_("Tanyakan alasannya"),
    lead=_("Pengelola kinerja diminta menjelaskan mengapa berkas Anda dibuka."),
    submit=_("Kirim pertanyaan"),
    done=_("Pertanyaan terkirim. Anda diberi tahu begitu dijawab."),
    checked=True,
    consequences=(
        _("Pengelola kinerja diberi tahu dan diminta menjawab; bukan orang yang membuka berkas Anda."),
        _("Pertanyaan dan jawabannya tercatat, dan inspektorat dapat membacanya."),
    ),
    about=ABOUT,
)
REPORT = Page(
    title=_("Adukan ke inspektorat"),
    lead=_("Inspektorat memeriksa pengelola dan pejabat, dan tidak dapat mengubah apa pun di sini."),
    submit=_("Kirim aduan"),
    done=_("Aduan terkirim ke inspektorat."),
    checked=True,
    consequences=(
        _("Setiap inspektur diberi tahu. Pemeriksaannya berjalan di luar aplikasi ini."),
        _("Aduan tercatat dalam catatan Anda sendiri, bukan dalam berkas penilaian."),
    ),
    about=ABOUT,
)
PAGES = {"ask": (ASK, Asked, Question.To.HR), "report": (REPORT, Reported, Question.To.INSPECTORATE)}
ANSWER = Page(
    title=_("Jelaskan mengapa berkas dibuka"),
    lead=_("Pegawai yang bersangkutan membaca jawaban ini."),
    submit=_("Kirim jawaban"),
    done=_("Jawaban terkirim kepada pegawai."),
    checked=True,
    consequences=(_("Jawaban tidak dapat diubah setelah dikirim, dan tercatat atas nama Anda."),),
    about="audit/access_question_about.html",
)


@require_http_methods(["GET", "POST"])
def access_put(request, pk, name):
    """Ask, or report: one look, once each."""
    words, form, to = PAGES[name]
    look = look_at(request.user, pk, at=timezone.now())
    if look is None:
        raise Http404
    if (asked := next((one for one in look.questions.all() if one.to == to), None)) and request.method == "GET":
        return redirect("access_question", asked.pk)
    page = replace(
        words,
        back=reverse("accesses"),
        then=lambda question: reverse("access_question", args=[question.pk]),
        context={"line": line_of(look)},
    )
    return act(request, page, form(posted(request)), actions.ask, access_id=pk, to=to)


@require_http_methods(["GET", "POST"])
def access_question(request, pk):
    """What was asked, and its answer: for who asked, and for the role it was put to."""
    question = question_seen_by(request.user, pk)
    if question is None:
        raise Http404
    facts = {"question": question, "line": line_of(question.access), "at": timezone.now()}
    if not _may_answer(question, request.user):
        return render(request, "audit/access_question.html", facts)
    page = replace(ANSWER, back=reverse("access_question", args=[pk]), context=facts)
    return act(request, page, Answer(posted(request)), actions.answer, question_id=pk)


def _may_answer(question, user):
    is_asked = question.to == Question.To.HR and user.has_role(question.to)
    return is_asked and question.answered_at is None and question.access.person_id != user.pk
