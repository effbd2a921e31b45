"""More time for what had ended in silence: the step is open again, until the day of an extension.

Step by step (ADR 21), and only while nobody acted on what the silence opened:

- `self_assessment`: back from the review that waits. The supervisor may still send it back by himself.
- `employee_response`: back from the committee or from the wait for the date, while nobody has voted. Else whoever
  decides on objections may still admit a late one.
- `refusal_period`, `supervisor_statement`: back from the decision (or the recommendation), which opens anew with its
  own days; not once the employee has replied. Else the official may still ask.
- `clarification`: back from the decision, which keeps its day, as with any question.
- What does not lapse (`supervisor_review`, `objection_decision`) needs none of this, and a vote has its own machinery.

Acted on is: completed, voted, answered, called in a meeting, held by a delegate, or begun as a draft, which would be
lost without a word. Looking is not acting. What nobody may reopen goes on, and HR is told why.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import rules
from appraisal.actions import extension
from appraisal.models import AgendaItem, Stage, Statement
from audit.acts import write
from audit.models import Entry
from notifications.actions import post
from organization.models import SYSTEM

from . import notices
from .holding import begin, hold_step, open_seats, transaction_or_busy
from .models import Bulk, BulkItem, Claim, Draft, Step
from .moving import jump, set_last_day
from .nodes import LAPSE
from .permissions import refuse_all_but_hr
from .refusals import Conflict

MORE_TIME = "more_time"  # the outcome of a seat that closes because the step before it is open again
REOPEN = "reopen"  # the act of a run of many
STEPS = ("self_assessment", "employee_response", "refusal_period", "supervisor_statement", "clarification")
ASK = gettext_lazy("Pejabat yang menetapkan masih dapat meminta penjelasan.")
WAYS = {  # what is still open to whoever was silent: (step, stage) -> sentence
    ("self_assessment", Stage.SUPERVISOR_REVIEW): gettext_lazy("Pejabat penilai masih dapat mengembalikannya."),
    **{
        ("employee_response", stage): gettext_lazy("Atasan pejabat penilai masih dapat menerima keberatan terlambat.")
        for stage in (Stage.COMMITTEE_VOTE, Stage.AWAITING_DATE)
    },
    **{(step, Stage.OBJECTION_DECISION): ASK for step in STEPS[2:]},
}


@dataclass(frozen=True)
class Found:
    """A step that lapsed, and why it stays so; nothing where it may be open again."""

    step: Step
    why: str

    @property
    def sentence(self):
        """Why, and what is still possible, each on a line of its own; in the language of whoever asks."""
        way = WAYS.get((self.step.name, self.step.case.appraisal.stage), "")
        return "\n".join(str(part) for part in (self.why, way) if part) if self.why else ""


def lapsed_in(cases, name):
    """Steps of this name that ended in silence and have not come back since."""
    later = Step.objects.filter(case=OuterRef("case"), name=name, pk__gt=OuterRef("pk"))
    lapsed = Step.objects.filter(case__appraisal__in=cases, name=name, outcome=LAPSE)
    return lapsed.exclude(Exists(later)).order_by("pk")


def judged(lapsed, at):
    """[Found], two statements whatever their number; nothing is asked of a step that does not come back."""
    lapsed = lapsed.filter(name__in=STEPS)
    reply = Statement.objects.filter(
        appraisal=OuterRef("case__appraisal"), kind=Statement.Kind.REPLY, made_at__gte=OuterRef("completed_at")
    )
    called = AgendaItem.objects.filter(
        appraisal=OuterRef("case__appraisal"), round=OuterRef("case__appraisal__vote_round"),
        state=AgendaItem.State.DISCUSSED, meeting__closed_at=None,
    )  # fmt: skip
    steps = list(
        lapsed.annotate(is_answered=Exists(reply), is_called=Exists(called)).select_related("case__appraisal__employee")
    )
    after = _after(lapsed, at) if steps else {}
    return [Found(step, _why(step, [one for one in after.get(step.case_id, []) if one.pk > step.pk])) for step in steps]


def _after(lapsed, at):
    """{case: [what came after the silence]}."""
    draft = Draft.objects.filter(step=OuterRef("pk"))
    claim = Claim.objects.filter(step=OuterRef("pk"), until__gt=at)
    cases = {}
    steps = Step.objects.filter(case__in=lapsed.order_by().values("case"))
    for step in steps.annotate(is_begun=Exists(draft), is_claimed=Exists(claim)).order_by("pk"):
        cases.setdefault(step.case_id, []).append(step)
    return cases


def _why(step, after):
    stage = step.case.appraisal.stage
    if stage == Stage.FINAL:
        return gettext_lazy("Predikatnya sudah final.")
    if stage == Stage.CANCELLED:
        return gettext_lazy("Berkasnya sudah dihentikan.")
    done = [one for one in after if _was_done(one)]
    if any(one.name == Stage.COMMITTEE_VOTE for one in done):
        return gettext_lazy("Komite sudah memberi suara.")
    if done or len({one.task_id for one in after}) != 1:
        return gettext_lazy("Tahap berikutnya sudah dikerjakan.")
    if step.is_answered:
        return gettext_lazy("Pegawai sudah menanggapi bahwa penjelasan tidak ada.")
    if step.is_called:
        return gettext_lazy("Berkas sedang dibahas dalam rapat komite.")
    if any(one.is_begun for one in after):
        return gettext_lazy("Tahap berikutnya sudah punya draf, yang akan hilang bila ditutup.")
    return gettext_lazy("Tahap berikutnya sedang dipegang seseorang.") if any(one.is_claimed for one in after) else ""


def _was_done(step):
    """By a person: a seat that the system took from its member is no vote."""
    return step.completed_at is not None and step.by_id not in (None, SYSTEM.pk)


def reopen(step_id, *, until, letter_no, reason, by, at):
    """The step comes back to its owner, as a new one. Twice is once: returns whether it came back now."""
    with transaction_or_busy():
        lapsed, _fellows = hold_step(step_id, by)
        case = lapsed.case
        appraisal = case.appraisal
        refuse_all_but_hr(by, appraisal)
        if _came_back(lapsed, until):
            return False
        _refuse(lapsed, until, at)
        seats = open_seats(case)
        act = begin(case, by=by, at=at, reason=reason)
        before = rules.local_date(lapsed.due_at, appraisal.zone)
        extension.reopen(act, step=lapsed.name, until=until, before=before, letter_no=letter_no)
        jump(case, seats, lapsed.task.flow_task, MORE_TIME, act)
        [again] = case.opened
        set_last_day(again, until, act)
        write(act)
        post(notices.told_of_reopening(act, again, [seat.owner_id for seat in seats]))
        return True


def _came_back(lapsed, until):
    """By this letter or by one that gave as much; by one that gave less it is open, and moves like any other."""
    if not Step.objects.filter(case=lapsed.case, name=lapsed.name, pk__gt=lapsed.pk).exists():
        return False
    [day] = rules.extended_days(lapsed.case.appraisal, lapsed.name) or [None]
    if day is None or day < until:
        raise Conflict(_("Tahap ini sementara itu sudah kembali. Perpanjang sekali lagi bila perlu."))
    return True


def _refuse(lapsed, until, at):
    if rules.local_date(at, lapsed.case.appraisal.zone) > until:
        raise Conflict(_("Batas barunya sudah lewat."))
    found = judged(Step.objects.filter(pk=lapsed.pk, outcome=LAPSE), at)
    if not found:
        raise Conflict(_("Tahap ini tidak berakhir karena batasnya lewat."))
    if found[0].why:
        raise Conflict(found[0].sentence)


# --- many: rows are the truth, and the worker goes on with them ---


def ask(found, entry, *, by, at):
    """Beside the entry of the extension, in its transaction: each case that lapsed, those that stay with the reason."""
    if found:
        with as_in_the_source():
            _write_down(found, entry, by=by, at=at)


def as_in_the_source():
    """All of HR reads why a case stays: it is kept as catalogues know it, and the page says it in the reader's language."""
    return translation.override(settings.LANGUAGE_CODE)


def _write_down(found, entry, *, by, at):
    bulk = Bulk.objects.create(by=by, act=REOPEN, key=key_of(entry), asked_at=at)
    items = [
        BulkItem(
            bulk=bulk, step=one.step, version=one.step.case.appraisal.version, sentence=one.sentence,
            state=BulkItem.State.REFUSED if one.why else BulkItem.State.WAITING,
        )
        for one in sorted(found, key=lambda one: not one.why)
    ]  # fmt: skip
    BulkItem.objects.bulk_create(items, batch_size=1_000)


def key_of(entry):
    return f"{entry.stream}/{entry.n}"


def run_of(entry):
    """The run that an extension began, if anything had lapsed."""
    return Bulk.objects.select_related("by").filter(act=REOPEN, key=key_of(entry)).first()


def told_by(bulk):
    """(step, what `reopen` is told), as the entry of the extension keeps them: nothing is kept twice."""
    stream, _slash, n = bulk.key.partition("/")
    entry = Entry.objects.select_related("payload").get(stream=stream, n=int(n))
    told = json.loads(entry.payload.data)
    facts = told["facts"]
    until = rules.Date.fromisoformat(facts["until"])
    return facts["step"], {"until": until, "letter_no": facts["letter_no"], "reason": told["reason"]}
