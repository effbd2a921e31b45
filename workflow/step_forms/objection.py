"""Filing an objection: which lines are contested, and why each of them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.models import Rating
from appraisal.numbers import show_number, show_percent
from workflow.selectors import facts

from .form import Answer, Field, Input, Reading, StepForm


@dataclass(frozen=True)
class ContestableLine:
    """One line that may be contested: what it is, what was found, and the two fields of it."""

    subject: str
    label: str
    found: str
    chosen: Field
    reason: Field


class ObjectionFields:
    """What both steps share in which an employee may object."""

    objection_template = "workflow/step_object.html"

    def subjects(self):
        """{subject: (label, what was found)}: the two ratings, then every indicator."""
        appraisal = self.appraisal
        found = {
            "results_rating": (_("Rating hasil kerja"), _rated(appraisal.results_rating)),
            "behaviour_rating": (_("Rating perilaku kerja"), _rated(appraisal.behaviour_rating)),
        }
        for line in self.derivation.lines:
            found[line.subject] = (f"{line.number} {line.indicator.name}", _reached(line))
        return found

    def missing_evidence(self):
        if self.files.own_now:
            return []
        return [_("Anda belum melampirkan bukti. Keberatan tetap dapat dikirim tanpa bukti.")]

    def read_objection(self):
        reading = Reading({"grounds": []})
        for subject, (label, _found) in self.subjects().items():
            name = _name(subject)
            if not self.text(f"ground-{name}"):
                continue
            path = f"grounds.{len(reading.data['grounds'])}"
            reading.inputs[path] = Input(f"reason-{name}", label)
            reading.data["grounds"].append({"subject": subject, "reason": self.text(f"reason-{name}")})
        first = Input("ground-results_rating", _("Bagian yang dipersoalkan"))
        reading.inputs["grounds"] = first
        if not reading.data["grounds"]:
            reading.errors[first.name] = _("Pilih paling sedikit satu bagian.")
        return reading

    def objection_labels(self):
        found = {}
        for subject, (label, _found) in self.subjects().items():
            found[f"ground-{_name(subject)}"] = _("%(line)s dipersoalkan") % {"line": label}
            found[f"reason-{_name(subject)}"] = _("%(line)s, alasan") % {"line": label}
        return found

    def objection_recorded(self):
        """What was filed, as the fields of the page."""
        found = {}
        for ground in facts.grounds(self.appraisal):
            found |= {f"ground-{_name(ground.subject)}": "on", f"reason-{_name(ground.subject)}": ground.reason}
        return found

    def contestable(self):
        """The lines in two groups, ratings and indicators."""
        lines = {subject: self._line(subject, *told) for subject, told in self.subjects().items()}
        ratings = [line for subject, line in lines.items() if not subject.startswith("indicator:")]
        return {"ratings": ratings, "indicators": list(lines.values())[len(ratings) :]}

    def _line(self, subject, label, found):
        name = _name(subject)
        return ContestableLine(subject, label, found, self.field(f"ground-{name}"), self.field(f"reason-{name}"))

    def objection_answers(self):
        subjects = self.subjects()
        to = self.appraisal.second_level or self.appraisal.supervisor
        return [
            Answer(_("Ditujukan kepada"), str(to), _("Yang menetapkan keberatan, bersifat final.")),
            *(
                Answer(subjects[row["subject"]][0], row["reason"], subjects[row["subject"]][1],
                       f"reason-{_name(row['subject'])}")
                for row in self.read_objection().data["grounds"]
            ),
        ]  # fmt: skip

    def forgotten_reasons(self):
        """Reasons were typed for lines that are not chosen; they stay in the draft and are not sent."""
        return [
            _("Anda menulis alasan untuk “%(line)s” tetapi tidak memilihnya. Bagian itu tidak ikut dikirim.")
            % {"line": label}
            for subject, (label, _found) in self.subjects().items()
            if self.text(f"reason-{_name(subject)}").strip() and not self.text(f"ground-{_name(subject)}")
        ]

    def objection_consequences(self):
        return [
            _("Keberatan tidak dapat memperburuk rating Anda, dan rating yang tidak Anda persoalkan tidak disentuh."),
            _("Setelah dikirim isinya tidak dapat diubah, tetapi dapat Anda cabut sebelum ditetapkan."),
        ]

    def objection_steps(self):
        appraisal, limits = self.appraisal, self.appraisal.policy.deadlines
        speaks = (
            _("%(who)s memberi penjelasan") % {"who": appraisal.supervisor},
            _("Paling lama %(days)s hari. Anda langsung membacanya dan dapat menanggapi.") % {"days": limits.statement},
        )
        if appraisal.is_top_of_tree:
            return [
                speaks,
                (_("Komite memberi rekomendasi"), _("Karena tidak ada atasan pejabat penilai lain.")),
                (_("%(who)s menetapkan") % {"who": appraisal.supervisor}, _("Selalu dengan alasan.")),
            ]
        return [
            speaks,
            (
                _("%(who)s menetapkan") % {"who": appraisal.second_level},
                _("Paling lama %(days)s hari, selalu dengan alasan, bersifat final.") % {"days": limits.decision},
            ),
            (_("Komite memberi suara"), _("Hanya memeriksa tata cara, tidak mengubah penetapan.")),
        ]


class RefusalPeriodForm(ObjectionFields, StepForm):
    """Having refused to sign, the employee may still object until the fourteen days are over."""

    template = ObjectionFields.objection_template
    declarations = {"object": gettext_lazy("Isian ini saya tulis sendiri dan sesuai dengan yang terjadi.")}

    def read(self, outcome):
        return self.read_objection()

    def labels(self, outcome):
        return self.objection_labels()

    def recorded(self):
        return self.objection_recorded() | super().recorded()

    def context(self):
        return {"contestable": self.contestable(), "ways": self.objection_steps(), "has_refused": True}

    def answers(self, outcome):
        return self.objection_answers()

    def warnings(self, outcome):
        return [*self.forgotten_reasons(), *self.missing_evidence()]

    def consequences(self, outcome):
        return self.objection_consequences()

    def next_steps(self, outcome):
        return self.objection_steps()


def _rated(rating):
    return _("Ditetapkan: %(rating)s") % {"rating": Rating(rating).label.lower()} if rating else ""


def _reached(line):
    target = _("Target %(target)s %(unit)s") % {
        "target": show_number(line.indicator.target),
        "unit": line.indicator.unit,
    }
    if line.actual is None:
        return _("%(target)s, realisasi belum ada") % {"target": target}
    told = _("%(target)s, realisasi %(actual)s") % {"target": target, "actual": show_number(line.actual)}
    if line.percent is None:
        return told
    return _("%(told)s, capaian %(percent)s\u00a0%%") % {"told": told, "percent": show_percent(line.percent)}


def _name(subject):
    """`indicator:12` as the end of a field's name."""
    return subject.replace(":", "-")
