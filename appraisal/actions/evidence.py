"""Files that a party attaches to a case, takes back, and what the supervisor found of them."""

from dataclasses import dataclass

from appraisal import events, evidence_rules
from appraisal.models import Evidence
from appraisal.rules import CONTESTABLE

from .assessment import indicator_ids


@dataclass(frozen=True)
class File:
    """What was handed in; its bytes are kept under the digest before a row says so."""

    name: str
    size: int
    kind: str
    digest: str


def check(appraisal, file: File, *, about, by):
    """Asked before its bytes are kept, and once more under the lock. Raises RuleBroken."""
    if about:
        known = set(CONTESTABLE) | {f"indicator:{key}" for key in indicator_ids(appraisal)}
        evidence_rules.check_about(about, known)
    own = list(Evidence.objects.filter(appraisal=appraisal, added_by=by).values_list("withdrawn_at", flat=True))
    evidence_rules.check_room(standing=own.count(None), ever=len(own), limits=appraisal.policy.evidence)
    seen = Evidence.objects.visible_to(by).standing().filter(appraisal=appraisal, sha256=file.digest)
    evidence_rules.check_is_new(seen.exclude(name="").first())


def attach(act, file: File, *, part, about=(), note=""):
    """The caller holds the case and knows with which part it goes. Raises RuleBroken."""
    appraisal = act.subject
    check(appraisal, file, about=about, by=act.by)
    evidence = Evidence(
        appraisal=appraisal, given_with=part, about=list(about), name=file.name, size=file.size,
        media_type=file.kind, sha256=file.digest, note=note, added_by=act.by, added_at=act.at,
    )  # fmt: skip
    act.add(evidence)
    act.record(events.EVIDENCE_ATTACHED, sha256=file.digest)
    return evidence


def withdraw(act, evidence, *, part, reason):
    """Its reason stands in its own row: before it is sent nobody else reads it."""
    evidence_rules.check_withdrawal(evidence, person_id=act.by.pk, part=part)
    act.change(evidence, withdrawn_at=act.at, withdrawal_reason=reason)
    act.record(events.EVIDENCE_WITHDRAWN, sha256=evidence.sha256)


def examine(act, evidence, *, is_accepted, reason=""):
    evidence_rules.check_examination(
        evidence, employee_id=act.subject.employee_id, is_accepted=is_accepted, reason=reason
    )
    state = Evidence.State.ACCEPTED if is_accepted else Evidence.State.REJECTED
    act.change(evidence, state=state, examined_by=act.by, examined_at=act.at, examination=reason)
    event = events.EVIDENCE_ACCEPTED if is_accepted else events.EVIDENCE_REJECTED
    act.record(event, sha256=evidence.sha256)
