"""The self-assessment: an actual and a note for each indicator, a note for each value, a statement."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.models import Plan, Value
from appraisal.models.words import GUIDANCE
from appraisal.numbers import read_number, show_number, write_number
from appraisal.policy_words import span
from workflow.derivation import Line
from workflow.selectors import facts

from .form import Answer, Field, Input, Reading, StepForm, section

TOLD, UNTOLD = "told", "untold"


@dataclass(frozen=True)
class IndicatorFields:
    line: Line
    actual: Field
    note: Field
    none: Field
    may_skip: bool  # what was told before cannot be untold

    @property
    def has_error(self):
        return bool(self.actual.error or self.note.error)

    @property
    def state(self):
        return TOLD if self.actual.value or self.none.value else UNTOLD


@dataclass(frozen=True)
class ValueFields:
    value: Value
    guidance: list
    note: Field
    none: Field
    is_next: bool  # the first that is not told yet stands open

    @property
    def state(self):
        return TOLD if self.note.value.strip() or self.none.value else UNTOLD


class SelfAssessmentForm(StepForm):
    template = "workflow/step_self_assessment.html"
    declarations = {"submit": gettext_lazy("Isian ini saya tulis sendiri dan sesuai dengan yang terjadi.")}

    @cached_property
    def earlier_notes(self):
        """Told before: the supervisor asked for a repair, or the submit was recalled."""
        return facts.behaviours(self.appraisal)

    def initial(self):
        typed = {"statement": self.appraisal.statement}
        for line in self.derivation.lines:
            pk = line.indicator.pk
            typed |= {f"actual-{pk}": write_number(line.actual), f"note-{pk}": line.note}
        for value, note in self.earlier_notes.items():
            typed |= {f"value-{value}": note, f"no-value-{value}": "" if note else "on"}
        return typed

    def read(self, outcome):
        reading = Reading({"results": [], "behaviours": [], "statement": self.text("statement")})
        for line in self.derivation.lines:
            self._read_line(line, reading)
        for value in Value:
            self._read_value(value, reading)
        reading.inputs["statement"] = Input("statement", _("Pernyataan"))
        return reading

    def labels(self, outcome):
        found = {}
        for line in self.derivation.lines:
            pk, label = line.indicator.pk, _("Indikator %(number)s") % {"number": line.number}
            found[f"actual-{pk}"] = label
            found[f"no-actual-{pk}"] = _("%(label)s, angkanya belum ada") % {"label": label}
            found[f"note-{pk}"] = _("%(label)s, catatan") % {"label": label}
        for value in Value:
            found[f"value-{value}"] = value.label
            found[f"no-value-{value}"] = _("%(label)s, tidak ada catatan") % {"label": value.label}
        return found | {"statement": _("Pernyataan")}

    def _read_line(self, line, reading):
        pk, actual = line.indicator.pk, self.text(f"actual-{line.indicator.pk}").strip()
        label = _("Indikator %(number)s") % {"number": line.number}
        path, note = f"results.{len(reading.data['results'])}", self.text(f"note-{pk}")
        reading.inputs[f"{path}.actual"] = reading.inputs[path] = Input(f"actual-{pk}", label)
        reading.inputs[f"{path}.note"] = Input(f"note-{pk}", _("%(label)s, catatan") % {"label": label})
        if not actual and self.text(f"no-actual-{pk}") and line.actual is None:
            if note.strip():
                reading.errors[f"actual-{pk}"] = _("Catatan dikirim bersama angkanya. Isi realisasi.")
            return
        if not actual:
            reading.errors[f"actual-{pk}"] = _("Isi realisasi, atau tandai bahwa angkanya belum ada.")
        reading.data["results"].append({"indicator": pk, "actual": read_number(actual), "note": note})

    def _read_value(self, value, reading):
        note, name = self.text(f"value-{value}"), f"value-{value}"
        path = f"behaviours.{len(reading.data['behaviours'])}"
        reading.inputs[f"{path}.note"] = reading.inputs[path] = Input(name, value.label)
        if not note.strip() and not self.text(f"no-value-{value}"):
            reading.errors[name] = _("Isi catatan, atau pilih “Tidak ada catatan”.")
        reading.data["behaviours"].append({"value": value.value, "note": note})

    def context(self):
        groups = [(group, [self._fields(line) for line in group.lines]) for group in self.derivation.groups]
        untold = next((value for value in Value if not self._is_told(value)), None)
        values = [self._value_fields(value, is_next=value == untold) for value in Value]
        return {
            "groups": groups,
            "values": values,
            "values_told": sum(row.state == TOLD for row in values),
            "sections": self._sections(groups, values),
            "statement": self.field("statement"),
            "may_declare": self._may_declare(),
        }

    def _may_declare(self):
        """Without an agreed plan the employee names his own results, where the policy lets him."""
        appraisal = self.appraisal
        is_own = appraisal.plan is None or appraisal.plan.state == Plan.State.DECLARED
        return is_own and not appraisal.policy.plan_required and self.viewer.pk == appraisal.employee_id

    def _sections(self, groups, values):
        words = (_("Terisi"), _("Belum lengkap"))
        found = [
            section(
                f"rhk-{group.number}",
                _("RHK %(number)s") % {"number": group.number},
                told=all(row.state == TOLD for row in rows),
                faults=sum(row.has_error for row in rows),
                words=words,
            )
            for group, rows in groups
        ]
        told, faults = all(row.state == TOLD for row in values), sum(bool(row.note.error) for row in values)
        said = bool(self.text("statement").strip())
        return [
            *found,
            section("values", _("Perilaku"), told=told, faults=faults, words=words),
            section("closing", _("Pernyataan"), told=said, words=(_("Terisi"), _("Boleh kosong"))),
        ]

    def _fields(self, line):
        pk = line.indicator.pk
        named = (self.field(f"{name}-{pk}") for name in ("actual", "note", "no-actual"))
        return IndicatorFields(line, *named, may_skip=line.actual is None)

    def _value_fields(self, value, *, is_next):
        note, none = self.field(f"value-{value}"), self.field(f"no-value-{value}")
        return ValueFields(value, GUIDANCE[value], note, none, is_next)

    def _is_told(self, value):
        return bool(self.text(f"value-{value}").strip() or self.text(f"no-value-{value}"))

    def answers(self, outcome):
        reading = self.read(outcome)
        told = {row["indicator"]: row for row in reading.data["results"]}
        found = [self._answer(line, told.get(line.indicator.pk)) for line in self.derivation.lines]
        for row in reading.data["behaviours"]:
            note = row["note"].strip() or _("Tidak ada catatan")
            found.append(Answer(Value(row["value"]).label, note, input=f"value-{row['value']}"))
        statement = reading.data["statement"].strip() or _("Tidak ada pernyataan")
        return [*found, Answer(_("Pernyataan"), statement, input="statement")]

    def _answer(self, line, row):
        indicator = line.indicator
        label = f"{line.number} {indicator.name}"
        if row is None:
            return Answer(label, _("Angka belum ada"), input=f"actual-{indicator.pk}")
        told = _("%(actual)s dari target %(target)s %(unit)s") % {
            "actual": show_number(row["actual"]),
            "target": show_number(indicator.target),
            "unit": indicator.unit,
        }
        return Answer(label, told, row["note"], f"actual-{indicator.pk}")

    def warnings(self, outcome):
        """Missing evidence is no wall: not everything leaves a file."""
        bare = self.files.without([line.subject for line in self.derivation.lines])
        if not bare:
            return []
        told = {"lines": ", ".join(bare)}
        return [_("Belum ada bukti untuk indikator %(lines)s. Anda tetap dapat mengirim.") % told]

    def consequences(self, outcome):
        return [
            _("Isian Anda menjadi bahan bagi pejabat penilai. Isian ini bukan rating."),
            _("Anda dapat menariknya kembali sampai pejabat penilai membukanya."),
        ]

    def next_steps(self, outcome):
        supervisor = self.appraisal.supervisor
        return [
            (
                _("%(who)s membaca dan memberi rating") % {"who": supervisor},
                _("Ia dapat meminta perbaikan dengan menyebut alasannya."),
            ),
            (
                _("Anda membuka hasilnya"),
                _("Sejak Anda membukanya, Anda punya %(days)s untuk menanggapi.")
                % {"days": span(self.appraisal.policy, "response")},
            ),
        ]
