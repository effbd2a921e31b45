"""What a member declares about himself: who is his kin."""

from appraisal import committee_events, rules


def declare(act):
    declaration = act.subject
    rules.check_kin(declaration.member, declaration.relative)
    act.add(declaration)
    act.record(committee_events.KIN_DECLARED)


def withdraw(act):
    act.change(act.subject, withdrawn_at=act.at)
    act.record(committee_events.KIN_WITHDRAWN)
