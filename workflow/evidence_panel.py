"""The files of a case as one viewer sees them: line by line, with what he may do to each."""

from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appraisal import evidence_kinds
from appraisal.models import Evidence

from .beside.attaching import find_part, may_examine

GENERAL = ""  # of the case as a whole
ICONS = {
    evidence_kinds.PNG: "file-image", evidence_kinds.JPEG: "file-image", evidence_kinds.WEBP: "file-image",
    evidence_kinds.XLSX: "file-spreadsheet", evidence_kinds.ODS: "file-spreadsheet",
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """One file for one viewer."""

    row: Evidence
    is_own: bool
    is_open: bool  # its content may be opened
    may_withdraw: bool
    may_examine: bool
    about: str  # the lines it speaks of, in words

    @property
    def icon(self):
        return ICONS.get(self.row.media_type, "file-text")

    @property
    def kind(self):
        return evidence_kinds.ending_of(self.row.media_type)[1:].upper()

    @property
    def short_digest(self):
        return f"{self.row.sha256[:4]}…{self.row.sha256[-4:]}"

    @property
    def is_shown(self):
        """By the browser itself; the others are saved."""
        return self.row.media_type in evidence_kinds.SHOWN


@dataclass(frozen=True)
class FileList:
    """The files about one line of the page."""

    subject: str
    files: list = field(default_factory=list)

    @property
    def anchor(self):
        return "files-" + (self.subject.replace(":", "-") or "general")

    @property
    def standing(self):
        return [file for file in self.files if file.row.withdrawn_at is None]


class Panel:
    """`part` is that with which the viewer may attach now; `reader` is in whose place he reads, if not in his own."""

    def __init__(self, appraisal, viewer, rows, *, lines, part="", examines=False, is_office=False):
        self.appraisal, self.part, self.examines = appraisal, part, examines
        self.labels = {line.subject: line.number for line in lines}
        self.labels |= {"results_rating": _("rating hasil kerja"), "behaviour_rating": _("rating perilaku")}
        self.files = [self._file(row, viewer, is_office) for row in rows]

    def _file(self, row, viewer, is_office):
        is_own, stands = row.added_by_id == viewer.pk, row.withdrawn_at is None
        return File(
            row=row,
            is_own=is_own,
            is_open=not row.is_erased and (stands or is_own or is_office),
            may_withdraw=is_own and stands and bool(self.part),
            may_examine=self.examines and stands and row.added_by_id == self.appraisal.employee_id,
            about=", ".join(str(self.labels.get(subject, subject)) for subject in row.about),
        )

    @property
    def limits(self):
        return self.appraisal.policy.evidence

    @property
    def accepted(self):
        return evidence_kinds.ACCEPTED

    @cached_property
    def lists(self):
        """{subject: its files}; a file about several stands at each, one about none of these in general."""
        found = {subject: FileList(subject) for subject in (GENERAL, *self.labels)}
        for file in self.files:
            for subject in [one for one in file.row.about if one in self.labels] or [GENERAL]:
                found[subject].files.append(file)
        return found

    @property
    def general(self):
        return self.lists[GENERAL]

    @property
    def standing(self):
        return [file for file in self.files if file.row.withdrawn_at is None]

    @property
    def withdrawn_by_other(self):
        """What the other side took back after it was sent."""
        return [file for file in self.files if file.row.withdrawn_at and not file.is_own]

    @property
    def own_only(self):
        """The same with nothing but the viewer's own files, all in one list."""
        return Own(self)

    @property
    def own_now(self):
        """What stands of what the viewer attached for the part that is open."""
        return [file for file in self.standing if file.is_own and file.row.given_with == self.part]

    def without(self, subjects):
        """The labels of those lines that no standing file of the viewer is about."""
        told = {subject for file in self.standing if file.is_own for subject in file.row.about}
        return [str(self.labels[subject]) for subject in subjects if subject not in told]


class Own:
    """A panel's own files in one list, beside which the others are shown apart."""

    def __init__(self, panel):
        self.part, self.limits, self.accepted = panel.part, panel.limits, panel.accepted
        self.lists = {GENERAL: FileList(GENERAL, [file for file in panel.files if file.is_own])}


def panel_of_step(step, rows, *, viewer, at, lines):
    """At the page of a step; only its owner himself attaches and examines, whoever stands in for him reads."""
    appraisal = step.case.appraisal
    part = find_part(appraisal, [step], viewer, at)
    examines = may_examine(appraisal, [step], viewer, at)
    return Panel(appraisal, viewer, rows, lines=lines, part=part, examines=examines)


def answers_of(panel):
    """(how many, their names) of what is sent with the part that is open, for the check page; or None."""
    own = panel.own_now
    if not own:
        return None
    count = ngettext("%(n)s berkas", "%(n)s berkas", len(own)) % {"n": len(own)}
    return count, "\n".join(file.row.name for file in own)
