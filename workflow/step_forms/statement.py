"""Steps that ask for one text: the supervisor's statement, the answer to a question."""

from django.utils.translation import gettext as _

from appraisal.models import Statement
from workflow.selectors import facts

from .form import Answer, Input, Reading, StepForm


class OneText(StepForm):
    label = ""

    def read(self, outcome):
        return Reading({"statement": self.text("statement")}, {"statement": Input("statement", self.label)})

    def answers(self, outcome):
        return [Answer(self.label, self.text("statement"), input="statement")]


class StatementForm(OneText):
    template = "workflow/step_supervisor_statement.html"

    @property
    def label(self):
        return _("Penjelasan Anda")

    def initial(self):
        """A recalled statement stays in the record; it is offered to be said anew."""
        said = [row for row in facts.statements(self.appraisal) if row.kind == Statement.Kind.STATEMENT]
        return {"statement": said[-1].text if said else ""}

    def context(self):
        return {"statement": self.field("statement"), "grounds": told_grounds(self)}

    def consequences(self, outcome):
        return [
            _("Pegawai dan atasan Anda langsung membacanya. Pegawai dapat menanggapi."),
            _("Penjelasan ini tidak mengubah rating. Yang menetapkan adalah atasan pejabat penilai."),
        ]

    def next_steps(self, outcome):
        appraisal, limits = self.appraisal, self.appraisal.policy.deadlines
        if appraisal.is_top_of_tree:
            return [
                (_("Komite memberi rekomendasi"), _("Karena tidak ada atasan pejabat penilai lain.")),
                (_("Anda menetapkan"), _("Setelah rekomendasi komite, dengan alasan.")),
            ]
        return [
            (
                _("%(who)s dapat menanggapi") % {"who": appraisal.employee},
                _("Selama %(days)s hari penetapan menunggu tanggapannya.") % {"days": limits.reply},
            ),
            (
                _("%(who)s menetapkan") % {"who": appraisal.second_level},
                _("Paling lama %(days)s hari, bersifat final.") % {"days": limits.decision},
            ),
        ]


class ClarificationForm(OneText):
    template = "workflow/step_clarification.html"

    def recorded(self):
        told = [row for row in facts.statements(self.appraisal) if row.kind == Statement.Kind.ANSWER]
        return super().recorded() | {"statement": told[-1].text if told else ""}

    @property
    def label(self):
        return _("Jawaban Anda")

    def context(self):
        said = facts.statements(self.appraisal)
        questions = [row for row in said if row.kind == Statement.Kind.QUESTION]
        return {
            "statement": self.field("statement"),
            "question": questions[-1] if questions else None,
            "grounds": told_grounds(self),
            "said": said,
        }

    def consequences(self, outcome):
        return [_("Jawaban dibaca kedua pihak dan yang menetapkan. Setelah dikirim tidak dapat diubah.")]

    def next_steps(self, outcome):
        decider = self.appraisal.second_level or self.appraisal.supervisor
        return [(_("%(who)s menetapkan") % {"who": decider}, _("Dengan batas waktu yang semula."))]


def told_grounds(form):
    """The contested lines in words: (what, reason, filed at), for whoever has to answer them."""
    labels = {line.subject: f"{line.number} {line.indicator.name}" for line in form.derivation.lines}
    labels |= {"results_rating": _("Rating hasil kerja"), "behaviour_rating": _("Rating perilaku kerja")}
    return [(labels.get(row.subject, row.subject), row) for row in facts.grounds(form.appraisal)]
