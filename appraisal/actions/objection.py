"""The objection: grounds, both sides heard, and the determination that is final (PP 30/2019 art. 59)."""

from appraisal import events, forms, rules
from appraisal.models import Determination, Ground, Objection, Statement

from .assessment import indicator_ids, rate, rated
from .response import mark_received

NOT_HEARD = {"decision_due_on": None, "reply_until": None}  # the next opening sets both anew


def file(act, data: forms.Objection):
    appraisal = act.subject
    rules.check_subjects([row.subject for row in data.grounds], indicator_ids(appraisal))
    objection = Objection(appraisal=appraisal, filed_at=act.at, filed_by=act.by)
    act.add(objection)
    for row in data.grounds:
        act.add(Ground(appraisal=appraisal, objection=objection, subject=row.subject, reason=row.reason))
    mark_received(act)
    act.change(appraisal, is_contested=True)
    act.record(events.OBJECTED)


def withdraw(act, objection, *, refused):
    """Before the determination the employee may take his objection back; a refusal to sign stands."""
    act.change(objection, withdrawn_at=act.at)
    act.change(act.subject, is_contested=refused, **NOT_HEARD)
    act.record(events.OBJECTION_WITHDRAWN)


def state(act, data: forms.Statement):
    act.subject.is_answered = True
    _say(act, Statement.Kind.STATEMENT, data.statement)
    act.record(events.STATEMENT_MADE)


def lapse_statement(act, data: forms.Nothing):
    act.subject.is_answered = True
    act.record(events.STATEMENT_LAPSED)


def recall_statement(act):
    """The words stay in the record; the supervisor makes his statement anew, the employee answers that one."""
    act.change(act.subject, **NOT_HEARD)
    act.record(events.SUBMIT_RECALLED)


def reply(act, *, text):
    """The employee answers the supervisor's statement while the decision is open."""
    _say(act, Statement.Kind.REPLY, text)
    act.record(events.REPLIED)


def ask(act, data: forms.Ask):
    rules.check_asked(data.to, is_top_of_tree=act.subject.is_top_of_tree)
    act.subject.asked = data.to
    act.add(
        Statement(
            appraisal=act.subject, kind=Statement.Kind.QUESTION, to=data.to, author=act.by,
            text=data.question, made_at=act.at,
        )
    )  # fmt: skip
    act.record(events.CLARIFICATION_ASKED)


def clarify(act, data: forms.Statement):
    _say(act, Statement.Kind.ANSWER, data.statement)
    act.record(events.CLARIFICATION_GIVEN)


def lapse_clarification(act, data: forms.Nothing):
    act.record(events.CLARIFICATION_LAPSED)


def open_decision(act):
    """The first opening fixes the due day and how long `dismiss` waits for the employee's reply."""
    appraisal = act.subject
    if appraisal.decision_due_on:
        return
    today = rules.local_date(act.at, appraisal.zone)
    reply_day = rules.last_day(appraisal.cycle, "reply", today)
    act.change(
        appraisal,
        decision_due_on=rules.last_day(appraisal.cycle, "decision", today),
        reply_until=rules.end_of(reply_day, appraisal.zone) if _objected(act) else None,
    )


def dismiss(act, data: forms.Reason):
    appraisal = act.subject
    replied = bool(appraisal.reply_until) and has_replied(appraisal)
    rules.check_heard(act.at, reply_until=appraisal.reply_until, replied=replied)
    _determine(act, Determination.Decision.DISMISSED, data.reason)
    act.record(events.OBJECTION_DISMISSED, **rated(appraisal))


def change(act, data: forms.Change):
    appraisal = act.subject
    contested = set(appraisal.grounds.filter(objection__withdrawn_at=None).values_list("subject", flat=True))
    rules.check_change(
        appraisal, data, contested or set(rules.CONTESTABLE), may_worsen=appraisal.policy.objection.may_worsen
    )
    rate(act, data)
    _determine(act, Determination.Decision.CHANGED, data.reason)
    act.record(events.RATING_CHANGED, **rated(appraisal))


def has_replied(appraisal):
    """Whether the employee has answered in the matter of the objection that stands."""
    filed = appraisal.objections.filter(withdrawn_at=None).order_by("-pk").values("filed_at")[:1]
    return appraisal.statements.filter(kind=Statement.Kind.REPLY, made_at__gte=filed).exists()


def _objected(act):
    """A refusal has no statement to reply to; nor has an objection that is withdrawn in this very act."""
    standing = act.subject.objections.filter(withdrawn_at=None)
    return act.subject.is_answered or any(filed not in act.changed for filed in standing)


def _determine(act, decision, reason):
    appraisal = act.subject
    act.add(
        Determination(
            appraisal=appraisal, decision=decision, reason=reason, decided_at=act.at, decided_by=act.by,
            results_rating=appraisal.results_rating, behaviour_rating=appraisal.behaviour_rating,
        )
    )  # fmt: skip
    act.change(appraisal, is_determined=True)


def _say(act, kind, text):
    act.add(Statement(appraisal=act.subject, kind=kind, author=act.by, text=text, made_at=act.at))
