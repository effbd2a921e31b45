"""What a person does who does not see why somebody looked at his appraisal: ask HR, or report it to the inspectorate.

It is recorded in his own stream and not in that of the case, which whoever looked may read.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appraisal import events
from appraisal.notices import told_of_question
from appraisal.rules import RuleBroken
from audit.acts import Act, write
from audit.models import Access, Question
from notifications.actions import post
from organization.models import User
from organization.selectors import holders_of

ASKED = {Question.To.HR: events.ACCESS_QUESTIONED, Question.To.INSPECTORATE: events.ACCESS_REPORTED}


@transaction.atomic
def ask(access_id, *, to, text, by, at):
    """Put one look to a role, once; a second click finds the first question."""
    person = _held(by)
    look = _look_at(person, access_id, at)
    if earlier := Question.objects.filter(access=look, to=to).first():
        return earlier
    told = [one for one in holders_of(to) if one.pk not in (look.viewer_id, person.pk)]
    _refuse_unheard(told)
    question = Question(access=look, to=to, text=text, asked_at=at)
    act = Act(person, by=person, at=at, reason=text)
    act.add(question)
    act.record(ASKED[to], **_facts(look))
    write(act)
    post(told_of_question(act, question, told))
    return question


@transaction.atomic
def answer(question_id, *, text, by, at):
    """HR says why, once; nobody answers for his own look. The person who asked is told."""
    question = _as_it_is(question_id)
    person = _held(question.access.person)
    by, question = User.objects.get(pk=by.pk), _as_it_is(question_id)
    _refuse_answer(question, by)
    act = Act(person, by=by, at=at, reason=text)
    act.change(question, answer=text, answered_at=at, answered_by=by)
    act.record(events.ACCESS_EXPLAINED, **_facts(question.access))
    write(act)
    post(told_of_question(act, question, [person]))
    return question


def _as_it_is(question_id):
    return Question.objects.select_related("access__viewer", "access__person").get(pk=question_id)


def _facts(look):
    return {"viewer": str(look.viewer.pseudonym), "on": timezone.localtime(look.at).date().isoformat()}


def _refuse_unheard(told):
    if not told:
        raise RuleBroken(_("Belum ada pejabat lain yang dapat menjawab ini. Pilih jalur yang lain."))


def _refuse_answer(question, by):
    """Only HR is asked to explain; what is reported to the inspectorate is dealt with outside the system."""
    if question.to not in by.roles or question.to != Question.To.HR:
        raise RuleBroken(_("Pertanyaan ini dijawab oleh pengelola kinerja."))
    if by.pk in (question.access.viewer_id, question.access.person_id):
        raise RuleBroken(_("Pembukaan ini menyangkut Anda sendiri. Minta pengelola kinerja lain menjawab."))
    if question.answered_at:
        raise RuleBroken(_("Pertanyaan ini sudah dijawab."))


def _held(person):
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _look_at(person, access_id, at):
    """Raises Access.DoesNotExist where it concerns somebody else or may not be told yet."""
    return Access.objects.visible_to(person, at=at).select_related("viewer").get(pk=access_id, person=person)
