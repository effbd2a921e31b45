"""Facts of appraisals, each with its history. No workflow, no messages."""

from .appraisal import Appraisal, Behaviour, Document, Fact, Feedback, Result
from .calendar import Calendar, DayOff
from .calibration import Justification, JustificationDraft, UnitRating
from .committee import Committee, Seat, Vote
from .conflict import Dissent, KinDeclaration, Recusal
from .cycle import Closing, Cycle, Policy
from .evidence import Evidence
from .extension import ExtensionRequest
from .meeting import AgendaItem, Attendance, Meeting
from .minutes import Minutes, Signature
from .objection import Delivery, Determination, Ground, Objection, Statement
from .plan import Indicator, Plan, PlannedResult
from .words import Predicate, Procedure, Rating, Stage, Value

__all__ = [
    "AgendaItem",
    "Appraisal",
    "Attendance",
    "Behaviour",
    "Calendar",
    "Closing",
    "Committee",
    "Cycle",
    "DayOff",
    "Delivery",
    "Determination",
    "Dissent",
    "Document",
    "Evidence",
    "ExtensionRequest",
    "Fact",
    "Feedback",
    "Ground",
    "Indicator",
    "Justification",
    "JustificationDraft",
    "KinDeclaration",
    "Meeting",
    "Minutes",
    "Objection",
    "Plan",
    "PlannedResult",
    "Policy",
    "Predicate",
    "Procedure",
    "Rating",
    "Recusal",
    "Result",
    "Seat",
    "Signature",
    "Stage",
    "Statement",
    "UnitRating",
    "Value",
    "Vote",
]
