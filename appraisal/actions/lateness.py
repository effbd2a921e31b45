"""A deadline that decides nothing by itself has passed: the owner is reminded, those above him are told.

Being told widens nobody's sight of the case (design: who sees what).
"""

from appraisal import deadline_events
from appraisal.notices import hr_of


def review(act, owner, *, due_on, superior_of):
    """The second-level supervisor is told; HR where there is none, or where an account is no longer in use."""
    act.record(deadline_events.REVIEW_LATE, owner=str(owner.pseudonym), due=due_on.isoformat())
    told = _tell(act, act.subject.second_level, "second_level")
    return told if told and owner.is_active else told + _tell_hr(act)


def decision(act, owner, *, due_on, superior_of):
    """HR is told, and the superior of whoever decides, if he has one who is no party. Nothing is decided."""
    act.record(deadline_events.DECISION_LATE, owner=str(owner.pseudonym), due=due_on.isoformat())
    superior = superior_of(owner.pk)
    is_party = superior is not None and superior.pk in act.subject.party_ids()
    return _tell(act, None if is_party else superior, "superior") + _tell_hr(act)


def _tell(act, person, role):
    if person is None or not person.is_active:
        return []
    act.record(deadline_events.LATENESS_TOLD, role=role, to=str(person.pseudonym))
    return [person.pk]


def _tell_hr(act):
    told = hr_of(act.subject)
    if told:
        act.record(deadline_events.LATENESS_TOLD_TO_HR, count=len(told))
    return told
