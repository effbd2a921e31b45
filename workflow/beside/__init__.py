"""The doors beside the one door: what may be done to a case without completing its open step.

Each locks as the door does, refuses, writes one recorded act and tells those concerned.
"""

from .attaching import attach, examine, withdraw_evidence
from .case import cancel, reassign, snapshot_of, supersede
from .claiming import ask_for, claim, release, unclaim
from .dissenting import dissent
from .hearing import admit_late_objection, reply, withdraw_objection
from .lateness import tell_late
from .recalling import may_recall, recall
from .receipt import dispute_delivery, mark_seen, receive_result, record_delivery
from .reminding import remind_now
from .revising import not_the_supervisor, revise, why_no_revision

__all__ = [
    "admit_late_objection",
    "ask_for",
    "attach",
    "cancel",
    "claim",
    "dispute_delivery",
    "dissent",
    "examine",
    "mark_seen",
    "may_recall",
    "not_the_supervisor",
    "reassign",
    "recall",
    "release",
    "receive_result",
    "record_delivery",
    "remind_now",
    "reply",
    "revise",
    "snapshot_of",
    "supersede",
    "tell_late",
    "unclaim",
    "why_no_revision",
    "withdraw_evidence",
    "withdraw_objection",
]
