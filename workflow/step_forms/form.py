"""What the screen of every step has in common: what was typed, the `data` it means, and the way back."""

from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appraisal.models import Procedure, Rating, Statement
from workflow.drafts import PAGE
from workflow.evidence_panel import answers_of, panel_of_step
from workflow.merging import marks_of, merge
from workflow.refusals import Invalid
from workflow.selectors import facts
from workflow.selectors.evidence import files_of
from workflow.steps import check_step
from workflow.wording import outcome_label

APART = ("return_reason", "refuse_reason")  # typed on a page of their own, beside the form of the step
CONTROL = ("csrfmiddlewaretoken", "do", "version", "opened", "began", PAGE)  # of the form, not of what is said in it
CODED = {"results_rating": Rating, "behaviour_rating": Rating, "to": Statement.To, "procedure": Procedure}


@dataclass(frozen=True)
class Input:
    """Where a part of the data was typed, and what the page calls it."""

    name: str
    label: str


@dataclass
class Reading:
    """What was typed, as the `data` of an outcome; `inputs` leads from a path of the door to its field."""

    data: dict
    inputs: dict[str, Input] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # input name -> what the page itself asks for

    def input_of(self, path):
        """The field of a path such as `results.0.actual`, or that of the nearest part around it."""
        while path not in self.inputs and "." in path:
            path = path.rpartition(".")[0]
        return self.inputs.get(path)


@dataclass(frozen=True)
class Field:
    """One field of a page: its value as typed, and its error."""

    name: str
    value: str
    error: str


@dataclass(frozen=True)
class Answer:
    """One line of the check page: what was answered, and where to change it."""

    label: str
    text: str
    detail: str = ""
    input: str = ""


@dataclass(frozen=True)
class Fault:
    """One line of the error summary."""

    sentence: str
    input: str = ""


@dataclass(frozen=True)
class Difference:
    """One field of two versions of a form, in words."""

    name: str
    label: str
    mine: str
    theirs: str

    @property
    def is_same(self):
        return self.mine == self.theirs


@dataclass(frozen=True)
class Section:
    """A part of a long page in the list at its side: what state it is in, by mark and word."""

    anchor: str
    title: str
    state: str  # the class of its mark: ok, err-s or nothing
    icon: str
    words: str


def section(anchor, title, *, told, words, faults=0):
    """`words` are what to say when it is told and when it is not."""
    if faults:
        said = ngettext("%(n)s galat", "%(n)s galat", faults) % {"n": faults}
        return Section(anchor, title, "err-s", "circle-alert", said)
    if told:
        return Section(anchor, title, "ok", "circle-check", words[0])
    return Section(anchor, title, "", "circle", words[1])


class StepForm:
    """One step's screen. `facts` below are read once and only where a screen asks for them."""

    template = ""
    declarations = {}  # outcome -> what is declared before an act that cannot be taken back
    forms = {}  # outcome -> template of its own page, where the screen offers it as a link

    def __init__(self, step, *, viewer, at, typed=None):
        self.step, self.appraisal, self.viewer, self.at = step, step.case.appraisal, viewer, at
        self._typed, self.errors, self.faults = typed, {}, []

    @cached_property
    def derivation(self):
        return facts.derivation(self.appraisal)

    @cached_property
    def typed(self):
        """What was typed, or what the fields begin with where only the other page was used."""
        typed = {name: text for name, text in (self._typed or {}).items() if name != PAGE}
        return typed if set(typed) - {*APART, "outcome"} else self.initial() | typed

    # --- what each step says for itself ---
    def initial(self):
        """What the fields hold before anybody typed: as a rule nothing."""
        return {}

    def read(self, outcome):
        raise NotImplementedError

    def answers(self, outcome):
        raise NotImplementedError

    def context(self):
        return {}

    def labels(self, outcome):
        """{field: what the page calls it}, in the order of the page."""
        return {place.name: place.label for place in self.read(outcome).inputs.values()}

    def recorded(self):
        """The fields of the step as it was completed; what belongs to nobody's record is missing."""
        return self.initial() | {"outcome": self.step.outcome}

    def warnings(self, outcome):
        """What may be overlooked: said on the check page, refused by nobody."""
        return []

    def consequences(self, outcome):
        """What the act means and gives up, in words."""
        return []

    def next_steps(self, outcome):
        """[(who does what, by when or how)] once it is sent."""
        return []

    # --- what they share ---
    def text(self, name):
        return self.typed.get(name, "")

    @cached_property
    def revisions(self):
        """Each change before the release; the pages that ask show the result itself."""
        return facts.revisions(self.appraisal)

    @cached_property
    def files(self):
        """The evidence of the case, as whoever has the step sees it."""
        return panel_of_step(self.step, self.file_rows(), viewer=self.viewer, at=self.at, lines=self.derivation.lines)

    @property
    def reader(self):
        """As whom the viewer sees what belongs to the case: as its owner, where he stands in for him."""
        return self.viewer if self.viewer.pk == self.step.owner_id else self.step.owner

    def file_rows(self):
        return files_of(self.appraisal, self.reader)

    def evidence_answers(self):
        """What is sent along, for the check page."""
        told = answers_of(self.files) if self.files.part else None
        return [Answer(_("Bukti"), *told, "files-general")] if told else []

    def field(self, name):
        return Field(name, self.text(name), self.errors.get(name, ""))

    @property
    def marks(self):
        """What the fields of this page hold, for the page to carry; see `workflow.merging`."""
        return marks_of(self.typed)

    def meet(self, mine, began, *, only=()):
        """What another window wrote and what this one did, in one: (fields, names that both changed).

        `only` are the fields of a page of their own; the others stay as they are.
        """
        theirs = {name: text for name, text in self.typed.items() if not only or name in only}
        merged, both = merge({name: text for name, text in mine.items() if not only or name in only}, theirs, began)
        return mine | merged, both

    def differences(self, mine, theirs, names, outcome):
        """The fields of those names, side by side."""
        labels = {"outcome": _("Keputusan")} | self.labels(outcome)
        order = {name: n for n, name in enumerate(labels)}
        return [
            Difference(name, labels.get(name, name), self._said(name, mine), self._said(name, theirs))
            for name in sorted(names, key=lambda name: order.get(name, len(order)))
        ]

    def _said(self, name, fields):
        value = fields.get(name, "").replace("\r\n", "\n").strip()
        if name == "outcome" and value:
            return str(outcome_label(self.step.name, value))
        if name in CODED and value in CODED[name].values:
            return str(CODED[name](value).label)
        return _("Ditandai") if value == "on" else value

    def check(self, outcome, **request):
        """Whether the door would take it; if not, `faults` and `errors` say what to do. Other refusals pass."""
        reading = self.read(outcome)
        found = dict(reading.errors)
        try:
            check_step(self.step.pk, outcome=outcome, data=reading.data, **request)
        except Invalid as invalid:
            self._place(reading, invalid, found)
        self._explain(reading, found)
        return not self.faults

    def refuse(self, outcome, invalid):
        """Show what the door said to an act that had passed the check before."""
        reading, found = self.read(outcome), {}
        self._place(reading, invalid, found)
        self._explain(reading, found)

    def ask_for(self, name, sentence):
        """What the page itself misses before the door could be asked."""
        self.errors, self.faults = {name: sentence}, [Fault(sentence, name)]

    def _place(self, reading, invalid, found):
        placed = {path: reading.input_of(path) for path in invalid.fields}
        for path, place in placed.items():
            if place:
                found.setdefault(place.name, invalid.fields[path])
        if not any(placed.values()) and not found:
            found[""] = str(invalid)

    def _explain(self, reading, found):
        """In the order of the page; what belongs to no field comes first."""
        labels = {place.name: place.label for place in reading.inputs.values()}
        order = ["", *labels]
        self.errors = found
        self.faults = [
            Fault(_("%(label)s: %(sentence)s") % {"label": labels[name], "sentence": found[name]}, name)
            if name in labels
            else Fault(found[name], name)
            for name in sorted(found, key=lambda name: order.index(name) if name in order else len(order))
        ]


def typed_in(post, before=None):
    """What was typed into a posted form, together with what stands on the other page of the step."""
    typed, before = {name: value for name, value in post.items() if name not in CONTROL}, before or {}
    if any(name in typed for name in APART):
        return before | typed
    return typed | {name: before[name] for name in APART if name in before}
