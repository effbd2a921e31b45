"""Pages of steps: from the typed text of a form to the pinned `data` of an outcome, and back.

The shape and its refusals are those of `appraisal.forms` and of the door; nothing is decided here.
"""

from .assessment import SelfAssessmentForm
from .decision import DecisionForm
from .form import typed_in
from .objection import RefusalPeriodForm
from .response import ResponseForm
from .review import ReviewForm
from .statement import ClarificationForm, StatementForm
from .vote import VoteForm

FORMS = {
    "self_assessment": SelfAssessmentForm,
    "supervisor_review": ReviewForm,
    "employee_response": ResponseForm,
    "refusal_period": RefusalPeriodForm,
    "supervisor_statement": StatementForm,
    "objection_decision": DecisionForm,
    "clarification": ClarificationForm,
    "committee_vote": VoteForm,
}

__all__ = ["FORMS", "typed_in"]
