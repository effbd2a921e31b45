"""The employee's answer to the result: accept it, object to it, or refuse to sign."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal import rules
from appraisal.actions.response import waiver
from appraisal.models import Value
from workflow.selectors import facts

from .form import Answer, Input, Reading, StepForm
from .objection import ObjectionFields


class ResponseForm(ObjectionFields, StepForm):
    template = "workflow/step_employee_response.html"
    forms = {"object": ObjectionFields.objection_template, "refuse": "workflow/step_reason.html"}

    @property
    def declarations(self):
        true = gettext_lazy("Isian ini saya tulis sendiri dan sesuai dengan yang terjadi.")
        return {"acknowledge": waiver(self.appraisal), "object": true, "refuse": true}

    @cached_property
    def feedback(self):
        return facts.feedback(self.appraisal)

    @property
    def value_feedback(self):
        texts = ((value, self.feedback.get(f"behaviour:{value}")) for value in Value)
        return [(value, text) for value, text in texts if text]

    def read(self, outcome):
        if outcome == "object":
            return self.read_objection()
        if outcome == "refuse":
            return Reading({"reason": self.text("refuse_reason")}, {"reason": Input("refuse_reason", _("Alasan"))})
        return Reading({})

    def labels(self, outcome):
        return self.objection_labels() | {"refuse_reason": _("Alasan menolak menandatangani")}

    def recorded(self):
        return self.objection_recorded() | super().recorded()

    def context(self):
        if not self.appraisal.received_at:  # nothing of the result, not even to the template
            today = rules.local_date(self.at, self.appraisal.zone)
            last = rules.last_day(self.appraisal.cycle, "response", today)
            return {"response_until": rules.end_of(last, self.appraisal.zone)}
        return {
            "contestable": self.contestable(),
            "ways": self.objection_steps(),
            "reason_field": self.field("refuse_reason"),
            "reason_hint": _("Mengapa Anda menolak menandatangani. Dibaca pejabat penilai dan atasannya."),
            "reason_means": self.consequences("refuse"),
        }

    def answers(self, outcome):
        if outcome == "object":
            return self.objection_answers()
        if outcome == "refuse":
            return [Answer(_("Alasan"), self.text("refuse_reason"), input="refuse_reason")]
        appraisal = self.appraisal
        return [
            Answer(_("Hasil kerja"), appraisal.get_results_rating_display()),
            Answer(_("Perilaku kerja"), appraisal.get_behaviour_rating_display()),
            Answer(_("Predikat"), appraisal.get_predicate_display()),
        ]

    def warnings(self, outcome):
        return [*self.forgotten_reasons(), *self.missing_evidence()] if outcome == "object" else []

    def consequences(self, outcome):
        if outcome == "object":
            return self.objection_consequences()
        if outcome == "refuse":
            return [
                _("Penolakan dicatat dengan alasannya. Tanda tangan Anda tidak dibuat oleh siapa pun."),
                _("Anda masih dapat mengajukan keberatan sampai masa keberatan habis."),
                _("Bila tidak, atasan pejabat penilai menetapkan hasilnya."),
            ]
        return [
            _("Anda melepaskan hak mengajukan keberatan atas hasil ini, walaupun masanya belum habis."),
            _("Pernyataan ini dicatat dan tidak dapat ditarik kembali."),
        ]

    def next_steps(self, outcome):
        if outcome == "object":
            return self.objection_steps()
        if outcome == "refuse":
            decider = self.appraisal.second_level or self.appraisal.supervisor
            return [
                (_("Anda masih dapat mengajukan keberatan"), _("Sampai masa keberatan Anda habis.")),
                (_("Lalu %(who)s menetapkan") % {"who": decider}, _("Selalu dengan alasan.")),
            ]
        return [
            (_("Komite mengesahkan atau mengembalikan"), _("Komite tidak mengubah rating.")),
            (_("Predikat menjadi final"), _("Anda mendapat dokumen evaluasi.")),
        ]
