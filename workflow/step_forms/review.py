"""The supervisor's review: feedback where it helps, two ratings in three words, one reason for both."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import rules
from appraisal.models import Predicate, Rating, Value
from appraisal.models.words import GUIDANCE
from appraisal.policy_words import span
from appraisal.selectors.unit_rating import unit_rating_of_head
from workflow.selectors import facts
from workflow.wording import short_date

from .choices import rating_choices
from .form import Answer, Input, Reading, StepForm, section

REVIEW = ("results_rating", "behaviour_rating", "reason")


class ReviewForm(StepForm):
    template = "workflow/step_supervisor_review.html"
    forms = {"return": "workflow/step_reason.html"}
    declarations = {"submit": gettext_lazy("Rating ini saya tetapkan sendiri berdasarkan yang saya baca dan amati.")}

    @cached_property
    def _told(self):
        """What the employee noted, what was fed back before, the files: one statement."""
        return facts.words(self.appraisal, notes=True, texts=True, files_for=self.reader)

    @property
    def notes(self):
        return self._told[0]

    def file_rows(self):
        return self._told[2]

    @property
    def awaits_release(self):
        return rules.awaits_release(self.appraisal.cycle, self.appraisal.zone, self.at)

    @property
    def release_day(self):
        return short_date(self.appraisal.cycle.release_on)

    @property
    def earlier_feedback(self):
        return self._told[1]

    @cached_property
    def led_unit(self):
        """The achievement of the unit that the employee leads: his rating of results follows it. None for others."""
        return unit_rating_of_head(self.appraisal)

    @property
    def followed(self):
        """The rating that follows from it, or nothing."""
        if self.led_unit is None:
            return ""
        return Rating(self.appraisal.policy.guidance.results_rating_of_head(self.led_unit.rating))

    def initial(self):
        """What was rated before: a submit was recalled, or the committee returned the case; of a head what follows."""
        appraisal = self.appraisal
        typed = {
            "results_rating": appraisal.results_rating or str(self.followed),
            "behaviour_rating": appraisal.behaviour_rating,
            "reason": appraisal.rating_reason,
        }
        return typed | {_name(subject): text for subject, text in self.earlier_feedback.items()}

    def read(self, outcome):
        if outcome == "return":
            return Reading({"reason": self.text("return_reason")}, {"reason": Input("return_reason", _("Alasan"))})
        reading = Reading({name: self.text(name) for name in REVIEW} | {"feedback": []})
        for subject, label in self._subjects():
            text = self.text(_name(subject))
            path = f"feedback.{len(reading.data['feedback'])}"
            if text.strip():
                reading.data["feedback"].append({"subject": subject, "text": text})
                reading.inputs[path] = Input(_name(subject), label)
        named = {"results_rating": _("Hasil kerja"), "behaviour_rating": _("Perilaku kerja")}
        for name, label in named.items():
            reading.inputs[name] = Input(name, label)
            if not self.text(name):
                reading.errors[name] = _("Pilih satu rating.")
        reading.inputs["reason"] = Input("reason", _("Alasan kedua rating"))
        return reading

    def labels(self, outcome):
        told = {"results_rating": _("Hasil kerja"), "behaviour_rating": _("Perilaku kerja")}
        told |= {"reason": _("Alasan kedua rating"), "return_reason": _("Alasan meminta perbaikan")}
        return {_name(subject): label for subject, label in self._subjects()} | told

    def _subjects(self):
        """What feedback may be given on, in the order of the page."""
        for line in self.derivation.lines:
            yield line.subject, _("Umpan balik untuk %(number)s") % {"number": line.number}
        for value in Value:
            yield f"behaviour:{value}", _("Umpan balik untuk %(value)s") % {"value": value.label}

    def context(self):
        lines = self.derivation.groups
        return {
            "groups": [(g, [(line, self.field(_name(line.subject))) for line in g.lines]) for g in lines],
            "values": [
                (value, GUIDANCE[value], self.notes.get(value), self.field(_name(f"behaviour:{value}")))
                for value in Value
            ],
            "has_sent": self.appraisal.self_assessed_at is not None,
            "results_rating": self.field("results_rating"),
            "behaviour_rating": self.field("behaviour_rating"),
            "ratings": rating_choices(),
            "led_unit": self.led_unit,
            "followed": self.followed,
            "matrix": matrix(self.appraisal.policy.cells),
            "reason": self.field("reason"),
            "sections": self._sections(),
            "reason_field": self.field("return_reason"),
            "reason_hint": _("Dibaca pegawai. Sebut bagian mana dan apa yang kurang."),
            "reason_means": self.consequences("return"),
        }

    def _sections(self):
        errors = self.errors
        found = [
            section(
                f"rhk-{group.number}",
                _("RHK %(number)s") % {"number": group.number},
                told=any(self.text(_name(line.subject)).strip() for line in group.lines),
                faults=sum(_name(line.subject) in errors for line in group.lines),
                words=(_("Umpan balik Anda ada"), _("Belum ada umpan balik")),
            )
            for group in self.derivation.groups
        ]
        rated = all(self.text(name) for name in ("results_rating", "behaviour_rating"))
        faults = sum(name in errors for name in REVIEW)
        words = (_("Keduanya dipilih"), _("Belum lengkap"))
        return [*found, section("rating", _("Rating"), told=rated, faults=faults, words=words)]

    def answers(self, outcome):
        data = self.read(outcome).data
        if outcome == "return":
            return [Answer(_("Alasan"), data["reason"], input="return_reason")]
        results, behaviour = Rating(data["results_rating"]), Rating(data["behaviour_rating"])
        predicate = rules.predicate(self.appraisal.policy.cells, results.value, behaviour.value)
        labels = dict(self._subjects())
        return [
            Answer(_("Hasil kerja"), results.label, self._beside_suggestion(results), "results_rating"),
            Answer(_("Perilaku kerja"), behaviour.label, input="behaviour_rating"),
            Answer(_("Predikat sementara"), Predicate(predicate).label, _("Dari matriks dalam kebijakan.")),
            Answer(_("Alasan"), data["reason"], input="reason"),
            *(Answer(labels[row["subject"]], row["text"], input=_name(row["subject"])) for row in data["feedback"]),
        ]

    def _beside_suggestion(self, chosen):
        if not self.derivation.rating:
            return ""
        if chosen == self.derivation.rating:
            return _("Sama dengan saran sistem.")
        return _("Saran sistem: %(rating)s.") % {"rating": self.derivation.label}

    def warnings(self, outcome):
        suggested = self.derivation.rating
        if outcome == "return" or not suggested or self.text("results_rating") == suggested:
            return []
        return [_("Rating hasil kerja berbeda dari saran. Pastikan alasan Anda menjelaskan mengapa.")]

    def consequences(self, outcome):
        if outcome == "return":
            return [_("Berkas kembali kepada pegawai untuk diperbaiki. Ia membaca alasan Anda.")]
        if self.awaits_release:
            return [
                _(
                    "Hasil menunggu rilis bersama, %(day)s pukul 00.00. Sampai saat itu pegawai tidak melihat rating Anda."
                )
                % {"day": self.release_day},
                _(
                    "Anda tidak dapat menariknya kembali. Sampai dirilis Anda dapat mengubah rating dengan alasan, dan sesudah rilis pegawai membaca setiap perubahan itu."
                ),
            ]
        return [
            _("Hasil dirilis kepada pegawai. Ia membaca rating, alasan, dan umpan balik Anda."),
            _("Anda dapat menariknya kembali sampai pegawai membuka hasilnya."),
        ]

    def next_steps(self, outcome):
        employee = self.appraisal.employee
        if outcome == "return":
            return [(_("%(who)s memperbaiki isiannya") % {"who": employee}, _("Lalu berkas kembali kepada Anda."))]
        days = span(self.appraisal.policy, "response")
        waits = [(_("Hasil dirilis bersama"), self.release_day)] if self.awaits_release else []
        return [
            *waits,
            (_("%(who)s membuka hasilnya") % {"who": employee}, _("Tanggal bukanya menjadi tanda terima.")),
            (
                _("Ia menerima, keberatan, atau menolak menandatangani"),
                _("Paling lama %(days)s sejak membuka.") % {"days": days},
            ),
            (_("Komite mengesahkan atau mengembalikan"), _("Komite tidak mengubah rating.")),
        ]


def matrix(cells):
    """Rows of the nine cells as the page draws them: (results rating, [(behaviour rating, predicate)])."""
    order = (Rating.BELOW, Rating.MEETS, Rating.ABOVE)
    return [
        (results, [(behaviour, Predicate(cells[results, behaviour])) for behaviour in order])
        for results in reversed(order)
    ]


def _name(subject):
    """`indicator:12` as the name of a field."""
    return "feedback-" + subject.replace(":", "-")
