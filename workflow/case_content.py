"""What is said in one appraisal, as far as the sight of the viewer allows: nothing else is even asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import events
from appraisal.models import Predicate, Rating, UnitRating, Value
from appraisal.permissions import Part
from appraisal.selectors.conflict import dissents
from audit.sentences import ERASED

from .beside.attaching import may_examine
from .derivation import derive
from .evidence_panel import Panel
from .selectors import facts
from .step_forms.statement import told_grounds

SHORT = {  # as the matrix is headed, worst first
    Rating.BELOW: gettext_lazy("Di bawah"),
    Rating.MEETS: gettext_lazy("Sesuai"),
    Rating.ABOVE: gettext_lazy("Di atas"),
}


@dataclass(frozen=True)
class Said:
    """What one side said."""

    author: str
    role: str
    at: datetime
    about: str
    text: str
    is_employee: bool


class CaseContent:
    """Needs `appraisal`, `sight`, `steps` and `story`; each property asks the database once."""

    @cached_property
    def derivation(self):
        """The plan, with what was reached once it was sent. A later edition refers to the first."""
        appraisal, sight = self.appraisal, self.sight
        if not sight.has_content or appraisal.supersedes_id:
            return derive([], appraisal.policy.suggestion)
        found = facts.derivation(appraisal)
        if sight.sees_self_assessment:
            return found
        indicators = [line.indicator for line in found.lines]
        for indicator in indicators:
            indicator.actual = indicator.note = None
        return derive(indicators, appraisal.policy.suggestion)

    @property
    def behaviours(self):
        return self._words[0]

    @property
    def feedback(self):
        return self._words[1]

    @cached_property
    def _words(self):
        sight = self.sight
        files_for = self.viewer if sight.has_content and self.tells_of_files else None
        notes, texts = sight.sees_self_assessment, sight.sees_ratings
        return facts.words(self.appraisal, notes=notes, texts=texts, files_for=files_for)

    @cached_property
    def values(self):
        """[(value, the employee's note, the supervisor's feedback)] for the values either spoke of."""
        rows = [(value.label, self.behaviours.get(value), self.feedback.get(f"behaviour:{value}")) for value in Value]
        return [row for row in rows if row[1] is not None or row[2]]

    @property
    def achievement(self):
        """What the unit reached, told beside the result and to nobody before."""
        code = self.sight.sees_ratings and getattr(self.appraisal, "unit_rating", "")
        return UnitRating.Word(code).label if code else ""

    @property
    def head_follows(self):
        """The rating of results that the leader of a unit has by its achievement, in words."""
        if not (self.achievement and self.appraisal.leads_unit):
            return ""
        guidance = self.appraisal.policy.guidance
        return Rating(guidance.results_rating_of_head(self.appraisal.unit_rating)).label

    @property
    def matrix_head(self):
        return [(SHORT[rating], rating == self.appraisal.behaviour_rating) for rating in SHORT]

    @property
    def matrix(self):
        """[(rating of results, whether it is ours, [(predicate, whether it is ours)])], best row first."""
        appraisal, cells = self.appraisal, self.appraisal.policy.cells
        ours = (appraisal.results_rating, appraisal.behaviour_rating)
        return [
            (
                SHORT[row],
                row == ours[0],
                [(_short(Predicate(cells[row, column]).label), (row, column) == ours) for column in SHORT],
            )
            for row in reversed(SHORT)
        ]

    @cached_property
    def is_heard(self):
        """Whether there was ever an objection or a refusal; else nothing of it is asked."""
        return self.appraisal.is_contested or any(step.outcome in ("object", "refuse") for step in self.steps)

    @cached_property
    def grounds(self):
        return told_grounds(self) if self.is_heard and self.sight.sees_statements else []

    @cached_property
    def said(self):
        """Both sides in the order they spoke; without words that were taken back."""
        return sorted([*self._ratings_reason(), *self._self_assessment(), *self._statements()], key=lambda row: row.at)

    @cached_property
    def determination(self):
        if not (self.is_heard and self.sight.sees_statements):
            return None
        return facts.determination(self.appraisal)

    @cached_property
    def erased(self):
        """{letter: [entry]} of what an order erased in this case."""
        found = {}
        for line in self.story[::-1]:
            if line.letter_no:
                found.setdefault(line.letter_no, []).append(line)
        return found

    @cached_property
    def votes(self):
        """Entries of votes whose choice the viewer may read, oldest first."""
        lines = [line for line in self.story[::-1] if line.event is events.VOTE_CAST and self._may_read(line)]
        return self._with_choices(lines) if any(line.letter_no for line in lines) else lines

    def _may_read(self, line):
        return self.sight.shows_detail(line.event, is_own=line.is_own)

    def _with_choices(self, lines):
        """An order takes the words of a vote; what it was stays in its record."""
        choices = {}
        for vote in facts.votes(self.appraisal):
            choices.setdefault(vote.cast_at, []).append(vote.get_choice_display())
        return [replace(line, detail=line.detail or _vote_in_words(choices.get(line.at, []))) for line in lines]

    @cached_property
    def dissents(self):
        """Asked only where the log tells of one."""
        is_told = any(line.event is events.DISSENTED for line in self.story)
        return dissents(self.appraisal) if is_told and self.sight.sees_votes else []

    @property
    def tells_of_files(self):
        """Whether the log tells of one; else none is asked for."""
        return any(line.event is events.EVIDENCE_ATTACHED for line in self.story)

    @cached_property
    def evidence(self):
        """The files of the case for this viewer."""
        return Panel(
            self.appraisal,
            self.viewer,
            self._words[2],
            lines=self.derivation.lines,
            part=self.attaches_to,
            examines=may_examine(self.appraisal, self.seats, self.viewer, self.at),
            is_office=bool(self.sight.purpose),
        )

    @cached_property
    def _spoken(self):
        if not (self.is_heard and self.sight.sees_statements):
            return []
        taken_back = {step.opened_at for step in self.steps if step.outcome == "recalled"}
        return [row for row in facts.statements(self.appraisal) if row.made_at not in taken_back]

    def _statements(self):
        employee_id = self.appraisal.employee_id
        for row in self._spoken:
            is_employee = row.author_id == employee_id
            about = row.get_kind_display()
            if row.to:
                about = _("%(about)s kepada %(to)s") % {"about": about, "to": row.get_to_display().lower()}
            text = row.text or str(ERASED)
            yield Said(row.author.full_name, "", row.made_at, about.lower(), text, is_employee)

    def _self_assessment(self):
        appraisal = self.appraisal
        if self.sight.sees_self_assessment and appraisal.statement and appraisal.self_assessed_at:
            about, role = _("penilaian mandiri"), Part.EMPLOYEE.label
            name = appraisal.employee.full_name
            yield Said(name, role, appraisal.self_assessed_at, about, appraisal.statement, True)

    def _ratings_reason(self):
        appraisal = self.appraisal
        if self.sight.sees_ratings and appraisal.rating_reason and appraisal.released_at:
            about, role = _("alasan rating yang dirilis"), Part.SUPERVISOR.label
            name = appraisal.supervisor.full_name
            yield Said(name, role, appraisal.released_at, about, appraisal.rating_reason, False)


def _short(label):
    """The first word of a label such as `Kurang/misconduct`, for a narrow cell."""
    return str(label).partition("/")[0]


def _vote_in_words(choices):
    """Of the one vote that was cast at that moment; of several nobody can tell here which was whose."""
    choice = choices[0] if len(set(choices)) == 1 else ERASED
    return str(events.VOTE_CAST.detail).format(choice=choice)
