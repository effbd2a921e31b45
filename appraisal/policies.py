"""A policy is a typed document: canonical JSON, hashed, versioned, pinned by every cycle that uses it.

Numbers that no readable source fixes are settings with a cited default, so that a city's legal
office can change them without code.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer, model_validator

from audit.canonical import canonical

from .patterns import Guidance, Part, PredicateCode, RatingCode, is_usual_guidance

PRESETS = Path(__file__).parent / "presets"
Days = Annotated[int, Field(ge=0, le=366)]
Percent = Annotated[Decimal, Field(ge=0, le=1000, max_digits=7, decimal_places=2)]


class Cell(Part):
    results: RatingCode
    behaviour: RatingCode
    predicate: PredicateCode


IMMEDIATE, TOGETHER = "immediate", "together"
Counted = Literal[
    "self_assessment_grace", "response", "statement", "decision", "clarification", "reply", "delivery", "late_objection"
]


def is_empty(value) -> bool:
    return not value


def in_order(days):
    return tuple(sorted(set(days)))


def is_usual(reminders) -> bool:
    return reminders == Reminders()


def is_at_once(release) -> bool:
    return release == IMMEDIATE


Ladder = Annotated[tuple[Annotated[int, Field(ge=1, le=60)], ...], Field(max_length=10), AfterValidator(in_order)]


class Deadlines(Part):
    """In calendar days of the unit's zone, but for those named in `working`; a day ends at local midnight."""

    self_assessment_grace: Days = 7
    response: Annotated[int, Field(ge=14, le=366)] = 14  # PP 30/2019 art. 59: never fewer
    statement: Days = 7
    decision: Days = 14
    clarification: Days = 3
    reply: Days = 3
    delivery: Days = 7  # after a paper handover was recorded
    receipt_grace: Days = 14  # released and not opened: HR's list
    late_objection: Days = 7
    sweep_after_minutes: Annotated[int, Field(ge=0, le=1440)] = 15
    # counted in working days; left out where none is, so that documents frozen before keep their bytes
    working: Annotated[frozenset[Counted], PlainSerializer(sorted)] = Field(frozenset(), exclude_if=is_empty)


class Reminders(Part):
    """When the owner of an open step is reminded, in days before and after its deadline; never outside these hours."""

    before: Ladder = (1, 3, 7)
    on_day: bool = True
    after: Ladder = (1, 3, 7)
    from_hour: Annotated[int, Field(ge=5, le=20)] = 8  # of the unit's zone
    to_hour: Annotated[int, Field(ge=6, le=21)] = 18
    escalate_after: Annotated[int, Field(ge=0, le=60)] = 0  # days until those above are told that it is late

    @model_validator(mode="after")
    def by_day(self):
        if self.from_hour >= self.to_hour:
            raise ValueError("from_hour < to_hour")
        return self

    @property
    def rungs(self) -> list[int]:
        """Days after the deadline, negative before it, in their order."""
        return sorted([-days for days in self.before] + [0] * self.on_day + [*self.after])


Conflict = Literal["kin", "own_unit", "named"]
RECUSED = frozenset({"kin", "own_unit"})


def is_recused(conflicts) -> bool:
    return conflicts == RECUSED


def is_true(value) -> bool:
    return value


def is_three(value) -> bool:
    return value == 3


class CommitteeRules(Part):
    """What came later is left out at its default, so that documents frozen before keep their bytes."""

    scope: Literal["all", "contested", "flagged"] = "all"
    postpone_days: Annotated[int, Field(ge=1, le=60)] = 7
    # parties never vote (design); which other conflicts recuse by themselves, too
    conflicts: Annotated[frozenset[Conflict], PlainSerializer(sorted)] = Field(RECUSED, exclude_if=is_recused)
    blind_first: bool = Field(True, exclude_if=is_true)  # nobody reads a vote before the round is decided
    dissent_days: Annotated[int, Field(ge=0, le=60)] = Field(3, exclude_if=is_three)  # where there are no minutes


class EvidenceRules(Part):
    """How much may be attached: a file's size, and how many files of each side stand at a time."""

    mebibytes: Annotated[int, Field(ge=1, le=50)] = 10
    files: Annotated[int, Field(ge=1, le=100)] = 20


def is_usual_evidence(rules) -> bool:
    return rules == EvidenceRules()


class ObjectionRules(Part):
    may_worsen: bool = False


class Suggestion(Part):
    """How indicators suggest a rating; the supervisor sets it."""

    cap: Percent = Decimal("120.00")
    meets_from: Percent = Decimal("90.00")
    above_from: Percent = Decimal("110.00")

    @model_validator(mode="after")
    def in_order(self):
        if not self.meets_from < self.above_from <= self.cap:
            raise ValueError("meets_from < above_from <= cap")
        return self


class Citation(Part):
    subject: str
    source: str
    verified: bool


class PolicyDocument(Part):
    """Everything a cycle is held to."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    matrix: list[Cell]
    plan_required: bool = False
    deadlines: Deadlines = Deadlines()
    reminders: Reminders = Field(Reminders(), exclude_if=is_usual)  # so do these
    committee: CommitteeRules = CommitteeRules()
    objection: ObjectionRules = ObjectionRules()
    suggestion: Suggestion = Suggestion()
    # whether a result is released as it is rated, or with all others on the day of the cycle; left out as these are
    release: Literal["immediate", "together"] = Field(IMMEDIATE, exclude_if=is_at_once)
    guidance: Guidance = Field(Guidance(), exclude_if=is_usual_guidance)
    evidence: EvidenceRules = Field(EvidenceRules(), exclude_if=is_usual_evidence)
    citations: list[Citation] = []

    @model_validator(mode="after")
    def nine_cells(self):
        if len(self.matrix) != 9 or len(self.cells) != 9:
            raise ValueError("The matrix needs each of the nine cells once.")
        return self

    @property
    def is_released_together(self) -> bool:
        return self.release == TOGETHER

    @property
    def cells(self) -> dict[tuple[str, str], str]:
        return {(cell.results, cell.behaviour): cell.predicate for cell in self.matrix}


def preset(name: str) -> PolicyDocument:
    """A preset that ships with Timbang; raises FileNotFoundError for an unknown name."""
    return PolicyDocument.model_validate_json((PRESETS / f"{name}.json").read_text())


def preset_names() -> list[str]:
    return sorted(path.stem for path in PRESETS.glob("*.json"))


def body_of(document: PolicyDocument) -> str:
    """The canonical text that is stored and hashed."""
    return canonical(json.loads(document.model_dump_json())).decode()


def digest_of(body: str) -> str:
    return sha256(body.encode()).hexdigest()


def read(body: str) -> PolicyDocument:
    return PolicyDocument.model_validate_json(body)


_known: dict[str, PolicyDocument] = {}


def known(sha256: str, body: Callable[[], str]) -> PolicyDocument:
    """The document with this digest, parsed once a process; `body` is asked for only the first time."""
    if sha256 not in _known:
        _known[sha256] = read(body())
    return _known[sha256]
