"""One step as its page needs it: who it belongs to, what the viewer may do with it, what he typed."""

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils import timezone

from appraisal.models import Appraisal
from organization.models import Delegation
from workflow.models import Step


def step_open_to(user, pk, *, at):
    """The step with its appraisal and people, or None outside the viewer's sight; one statement.

    Sight is that of the appraisal, and of whoever owns, took or stands in for the owner of the step.
    `draft_body` is what the viewer typed and has not sent, `is_delegated` that he may act for the owner.
    """
    delegation = Delegation.objects.on(timezone.localdate(at)).filter(delegate=user)
    steps = Step.objects.filter(pk=pk).annotate(
        is_delegated=Exists(delegation.filter(principal=OuterRef("owner"))),
        is_shared=Exists(Delegation.objects.on(timezone.localdate(at)).filter(principal=OuterRef("owner"))),
        is_in_sight=Exists(Appraisal.objects.visible_to(user).filter(pk=OuterRef("case__appraisal"))),
        draft=FilteredRelation("drafts", condition=Q(drafts__author=user)),
        draft_body=F("draft__body"),
        draft_saved_at=F("draft__saved_at"),
    )
    mine = Q(owner=user) | Q(by=user) | Q(is_delegated=True)
    people = ("employee", "supervisor", "second_level", "committee", "unit", "cycle__policy", "plan")
    return (
        steps.filter(mine | Q(is_in_sight=True))
        .select_related(
            "owner", "by", "on_behalf_of", "claim__holder", *(f"case__appraisal__{name}" for name in people)
        )
        .first()
    )


def open_seats(case_id):
    """Who has the case now; several where a committee votes."""
    return list(Step.objects.filter(case=case_id, completed_at=None).select_related("owner").order_by("pk"))
