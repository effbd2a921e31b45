"""What of an appraisal a viewer may see. Page, API and print ask here; no query is made (design §3)."""

from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext as _

from organization.roles import Role

from . import deadline_events, event_words, events
from .models import Evidence, Recusal, Seat, Stage


class Part(TextChoices):
    """What somebody is in one case; the same person may be several."""

    EMPLOYEE = "employee", event_words.EMPLOYEE
    SUPERVISOR = "supervisor", event_words.SUPERVISOR
    SECOND_LEVEL = "second_level", event_words.SECOND_LEVEL
    MEMBER = "member", event_words.MEMBER
    HR = "hr", event_words.HR
    INSPECTOR = "inspector", event_words.INSPECTOR


PARTIES = {Part.EMPLOYEE, Part.SUPERVISOR, Part.SECOND_LEVEL}
OFFICES = {Part.HR, Part.INSPECTOR}  # see the process; the content only with a purpose
OF_THE_PROCESS = {
    events.CANCELLED,
    events.STEP_REASSIGNED,
    events.STEP_UNCLAIMED,
    events.CONTENT_OPENED,
    events.INSPECTION_DISCLOSED,
    events.SUPERSEDED,
    events.LATE_OBJECTION_ADMITTED,
    deadline_events.STEP_REOPENED,
}
TELLS_RATINGS = {
    events.REVIEW_RELEASED,
    events.REVIEW_SUBMITTED,
    events.RATING_REVISED,
    events.RESULTS_RELEASED,
    events.OBJECTION_DISMISSED,
    events.RATING_CHANGED,
    events.FINALIZED,
    events.SUPERSEDED,
}


@dataclass(frozen=True)
class Sight:
    """The answer for one viewer and one appraisal as it stands."""

    viewer: object
    parts: frozenset
    purpose: str  # stated in this session by HR or an inspector
    has_content: bool  # some right to what is said in the case, not only to its process
    sees_ratings: bool  # ratings, their reason, feedback, predicate
    sees_self_assessment: bool
    sees_statements: bool  # grounds, statements, questions, determination
    sees_files: bool  # in the records of the log, which do not tell what was sent from what was not
    sees_votes: bool  # each member's vote; one's own is always seen
    is_whole: bool  # nothing is closed to him: neither votes that are being cast nor a rating that is not released
    is_unopened: bool  # the employee himself, before he received the result
    may_state_purpose: bool
    may_print: bool

    @property
    def sees_history(self):
        return bool(self.parts)

    def has(self, part):
        return part in self.parts

    def shows_detail(self, event, *, is_own):
        """Whether the second sentence of an entry, its content, may be read."""
        if event is events.VOTE_CAST:
            return self.sees_votes or is_own
        return self.sees_ratings if event in TELLS_RATINGS else self.has_content

    def shows_reason(self, event, *, is_own):
        """Whether the reason that was given may be quoted."""
        if event in OF_THE_PROCESS or is_own:
            return self.sees_history
        return self.shows_detail(event, is_own=is_own)


def sight_of(appraisal, viewer, *, has_seat=False, purpose=""):
    """The sight of a viewer; `has_seat` as annotated with `seat_of`, `purpose` as stated in this session."""
    parts = _parts(appraisal, viewer, has_seat)
    is_employee, is_supervisor = Part.EMPLOYEE in parts, Part.SUPERVISOR in parts
    is_office = bool(parts & OFFICES) and viewer.pk not in appraisal.party_ids()
    told = bool(is_office and purpose)
    has_content = bool(parts - OFFICES) or told
    is_received = appraisal.is_released and appraisal.received_at is not None
    waits_for_receipt = is_employee or (parts - OFFICES == {Part.MEMBER} and not told)
    sees_ratings = is_received if waits_for_receipt else is_supervisor or (has_content and appraisal.is_released)
    is_voted = appraisal.stage != Stage.COMMITTEE_VOTE
    sees_votes = has_content and (is_voted or _is_open_vote(appraisal, parts, told))
    return Sight(
        viewer=viewer,
        parts=parts,
        purpose=purpose if told else "",
        has_content=has_content,
        sees_ratings=sees_ratings,
        sees_self_assessment=is_employee or (has_content and appraisal.self_assessed_at is not None),
        sees_statements=has_content,
        sees_files=told and appraisal.stage not in Evidence.Part.values,
        sees_votes=sees_votes,
        is_whole=sees_votes and (sees_ratings or not appraisal.results_rating),
        is_unopened=is_employee and appraisal.is_released and not is_received,
        may_state_purpose=is_office and not has_content,
        may_print=appraisal.is_final and sees_ratings and (bool(parts & PARTIES) or told),
    )


def _is_open_vote(appraisal, parts, told):
    """While a round is open nobody reads its votes, but members where the policy does not vote blind."""
    return Part.MEMBER in parts and not told and not appraisal.policy.committee.blind_first


def seat_of(viewer):
    """To annotate appraisals with: whether the viewer sits in the committee and is not kept out of this vote."""
    seat = Seat.objects.filter(committee=OuterRef("committee"), member=viewer, is_active=True)
    kept_out = Recusal.objects.filter(appraisal=OuterRef("pk"), round=OuterRef("vote_round"), member=viewer)
    return Q(Exists(seat), ~Exists(kept_out))


def _parts(appraisal, viewer, has_seat):
    held = {
        Part.EMPLOYEE: viewer.pk == appraisal.employee_id,
        Part.SUPERVISOR: viewer.pk == appraisal.supervisor_id,
        Part.SECOND_LEVEL: viewer.pk == appraisal.second_level_id and appraisal.is_released,
        Part.MEMBER: has_seat and appraisal.vote_round > 0 and viewer.pk not in appraisal.party_ids(),
        Part.HR: viewer.is_hr_admin,
        Part.INSPECTOR: viewer.is_inspector,
    }
    return frozenset(part for part, is_held in held.items() if is_held)


def for_roles(*roles):
    """For the pages of an office; everybody else is told which role could."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            require_role(request.user, *roles)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def require_role(user, *roles):
    if not any(user.has_role(role) for role in roles):
        named = " / ".join(str(role.label) for role in roles)
        raise PermissionDenied(_("Halaman ini untuk peran %(role)s.") % {"role": named})


hr_only = for_roles(Role.HR_ADMIN)
