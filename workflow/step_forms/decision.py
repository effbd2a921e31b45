"""The determination: dismiss, change, or ask first. Final, and always with a reason."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import rules
from appraisal.models import Predicate, Rating, Statement
from appraisal.policy_words import span
from workflow.selectors import facts

from .choices import rating_choices
from .form import Answer, Input, Reading, StepForm
from .review import matrix
from .statement import told_grounds


class DecisionForm(StepForm):
    template = "workflow/step_objection_decision.html"
    final = gettext_lazy("Saya telah membaca yang disampaikan kedua pihak. Penetapan ini milik saya.")
    declarations = {"dismiss": final, "change": final}

    @cached_property
    def said(self):
        return facts.statements(self.appraisal)

    @cached_property
    def grounds(self):
        return told_grounds(self)

    def initial(self):
        """Ratings as they stand, so that what is not contested needs no second choice."""
        appraisal = self.appraisal
        return {
            "results_rating": appraisal.results_rating,
            "behaviour_rating": appraisal.behaviour_rating,
        }

    def read(self, outcome):
        if outcome == "ask":
            reading = Reading({"to": self.text("to"), "question": self.text("question")})
            reading.inputs = {"to": Input("to", _("Kepada")), "question": Input("question", _("Pertanyaan"))}
            if not self.text("to"):
                reading.errors["to"] = _("Pilih siapa yang Anda tanya.")
            return reading
        names = ("reason",) if outcome == "dismiss" else ("results_rating", "behaviour_rating", "reason")
        labels = {
            "results_rating": _("Hasil kerja"),
            "behaviour_rating": _("Perilaku kerja"),
            "reason": _("Alasan"),
        }
        return Reading({name: self.text(name) for name in names}, {name: Input(name, labels[name]) for name in names})

    def labels(self, outcome):
        return {
            "results_rating": _("Hasil kerja"),
            "behaviour_rating": _("Perilaku kerja"),
            "reason": _("Alasan"),
            "to": _("Kepada"),
            "question": _("Pertanyaan"),
        }

    def recorded(self):
        told, asked = facts.determination(self.appraisal), [row for row in self.said if row.to]
        found = {"reason": told.reason} if told else {}
        if self.step.outcome == "ask" and asked:
            found |= {"to": asked[-1].to, "question": asked[-1].text}
        return found | super().recorded()

    def context(self):
        return {
            "grounds": self.grounds,
            "said": self.said,
            "is_refusal": not self.grounds,
            "waits_until": self.waits_until,
            "fixed": self.fixed,
            "ratings": rating_choices(),
            "matrix": matrix(self.appraisal.policy.cells),
            **{name: self.field(name) for name in ("reason", "results_rating", "behaviour_rating", "to", "question")},
            "outcome_field": self.field("outcome"),
        }

    @property
    def waits_until(self):
        """Until when a dismissal waits for the employee's reply; None once he replied or the days passed."""
        until = self.appraisal.reply_until
        replied = any(row.kind == Statement.Kind.REPLY for row in self.said)
        return until if until and self.at < until and not replied else None

    @property
    def fixed(self):
        """The ratings that nobody contests, as they stand; a refusal contests both."""
        subjects = {row.subject for _label, row in self.grounds} or set(rules.CONTESTABLE)
        touched = {"behaviour_rating" if subject == "behaviour_rating" else "results_rating" for subject in subjects}
        return {name: getattr(self.appraisal, name) for name in rules.CONTESTABLE if name not in touched}

    def answers(self, outcome):
        data, appraisal = self.read(outcome).data, self.appraisal
        if outcome == "ask":
            to = Statement.To(data["to"]).label
            return [
                Answer(_("Kepada"), to, str(getattr(appraisal, data["to"])), "to"),
                Answer(_("Pertanyaan"), data["question"], input="question"),
            ]
        reason = Answer(_("Alasan"), data["reason"], input="reason")
        if outcome == "dismiss":
            return [Answer(_("Rating"), _("Tetap"), self._standing()), reason]
        results, behaviour = Rating(data["results_rating"]), Rating(data["behaviour_rating"])
        predicate = rules.predicate(appraisal.policy.cells, results.value, behaviour.value)
        was = _("Semula: %(rating)s")
        return [
            Answer(_("Hasil kerja"), results.label,
                   was % {"rating": appraisal.get_results_rating_display().lower()}, "results_rating"),
            Answer(_("Perilaku kerja"), behaviour.label,
                   was % {"rating": appraisal.get_behaviour_rating_display().lower()}, "behaviour_rating"),
            Answer(_("Predikat"), Predicate(predicate).label,
                   was % {"rating": appraisal.get_predicate_display().lower()}),
            reason,
        ]  # fmt: skip

    def _standing(self):
        appraisal = self.appraisal
        return _("Hasil kerja %(results)s, perilaku %(behaviour)s, predikat %(predicate)s.") % {
            "results": appraisal.get_results_rating_display().lower(),
            "behaviour": appraisal.get_behaviour_rating_display().lower(),
            "predicate": appraisal.get_predicate_display().lower(),
        }

    def consequences(self, outcome):
        if outcome == "ask":
            return [
                _("Yang ditanya menjawab paling lama %(days)s. Batas waktu penetapan tidak berubah.")
                % {"days": span(self.appraisal.policy, "clarification")}
            ]
        return [
            _("Penetapan bersifat final. Kedua pihak langsung membaca keputusan dan alasannya."),
            _("Komite hanya dapat mengembalikannya satu kali, bila ada prosedur yang belum dijalankan."),
        ]

    def next_steps(self, outcome):
        if outcome == "ask":
            return [(_("Jawaban masuk"), _("Tugas penetapan kembali kepada Anda."))]
        if self.appraisal.is_top_of_tree:
            return [(_("Predikat menjadi final"), _("Komite sudah memberi rekomendasi."))]
        return [
            (_("Komite memberi suara"), _("Hanya memeriksa tata cara, tidak mengubah penetapan.")),
            (_("Predikat menjadi final"), _("Pegawai mendapat dokumen evaluasi.")),
        ]
