"""A committee member's vote: endorse, return, abstain, recuse. The committee never re-rates."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appraisal.models import Procedure, Vote
from appraisal.selectors.conflict import named_in
from workflow.selectors import facts

from .form import Answer, Input, Reading, StepForm
from .statement import told_grounds


class VoteForm(StepForm):
    template = "workflow/step_committee_vote.html"
    own = gettext_lazy("Ini suara saya sendiri.")
    declarations = dict.fromkeys(("endorse", "return", "abstain", "recuse"), own)

    @cached_property
    def votes(self):
        return facts.votes(self.appraisal)

    @cached_property
    def _named(self):
        """Whose name stands in the case: of its owner, and for the chair of any member; the words name, nobody accuses."""
        asked = [self.step.owner, *(self.members if self.is_chair else ())]
        return named_in(self.appraisal, {person.pk: person for person in asked}.values())

    @cached_property
    def members(self):
        """Whoever knows them already says so."""
        return facts.members(self.appraisal)

    @property
    def is_named(self):
        return self.step.owner in self._named

    @property
    def no_relation_field(self):
        return self.field("no_relation")

    @property
    def is_chair(self):
        return self.appraisal.committee.chair_id == self.step.owner_id

    @property
    def is_recommendation(self):
        """What is contested and not determined (top of the tree): the committee speaks before the decision."""
        return self.appraisal.is_contested and not self.appraisal.is_determined

    def read(self, outcome):
        told = "note" if outcome == "endorse" else "reason"
        reading = Reading({told: self.text("reason")}, {told: Input("reason", _("Alasan"))})
        if outcome == "return" and self.appraisal.is_determined:
            reading.data["procedure"] = self.text("procedure") or None
            reading.inputs = {"procedure": Input("procedure", _("Prosedur")), **reading.inputs}
        if outcome != "recuse":
            reading.inputs = {"no_relation": Input("no_relation", _("Hubungan")), **reading.inputs}
            if self.text("no_relation"):
                reading.data["no_relation"] = True
        return reading

    def labels(self, outcome):
        return {
            "outcome": _("Suara"), "no_relation": _("Hubungan"), "reason": _("Alasan"), "procedure": _("Prosedur"),
        }  # fmt: skip

    def recorded(self):
        own = [vote for vote in self.votes if vote.member_id == self.step.owner_id]
        told = {"reason": own[-1].reason, "procedure": own[-1].procedure} if own else {}
        return super().recorded() | told

    @property
    def may_return(self):
        return not (self.appraisal.is_determined and self.appraisal.is_returned_once)

    # --- what the page of a meeting shows of it ---
    @property
    def votable(self):
        """[(choice, meaning)] of the ballot; recusing oneself is a button of its own."""
        found = [choice for choice in Vote.Choice if choice != Vote.Choice.RECUSE]
        return [(one, self.meaning_of(one)) for one in found if one != Vote.Choice.RETURN or self.may_return]

    @property
    def asks_procedure(self):
        return self.appraisal.is_determined and self.may_return

    @property
    def reason_field(self):
        return self.field("reason")

    @property
    def procedure_field(self):
        return self.field("procedure")

    @property
    def procedures(self):
        return Procedure.choices

    def context(self):
        appraisal = self.appraisal
        return {
            "choices": [(choice, self.meaning_of(choice)) for choice in Vote.Choice],
            "outcome_field": self.field("outcome"),
            "reason": self.field("reason"),
            "procedure": self.field("procedure"),
            "procedures": self.procedures,
            "grounds": told_grounds(self) if appraisal.is_contested else [],
            "said": facts.statements(appraisal) if appraisal.is_contested else [],
            "determination": facts.determination(appraisal),
            "earlier": [vote for vote in self.votes if vote.round < appraisal.vote_round and vote.reason],
            "has_voted": sum(vote.round == appraisal.vote_round for vote in self.votes),
            "is_recommendation": self.is_recommendation,
            "is_chair": self.is_chair,
            "is_named": self.is_named,
            "named": [person for person in self._named if person != self.step.owner],
            "no_relation": self.no_relation_field,
            "cast": self._cast_now(),
            "may_return": self.may_return,
        }

    def _cast_now(self):
        """What colleagues voted in this round, where the policy does not vote blind."""
        if self.appraisal.policy.committee.blind_first:
            return []
        return [vote for vote in self.votes if vote.round == self.appraisal.vote_round]

    def meaning_of(self, choice):
        """The consequence of each choice, in words."""
        appraisal = self.appraisal
        if choice == Vote.Choice.ABSTAIN:
            return _("Dihitung hadir, tidak memihak. Sebutkan alasannya.")
        if choice == Vote.Choice.RECUSE:
            return _("Anda tidak dihitung dalam kuorum berkas ini. Sebutkan alasannya.")
        if self.is_recommendation:
            return {
                Vote.Choice.ENDORSE: _("Rekomendasi: rating dipertahankan. Penetapan menyusul."),
                Vote.Choice.RETURN: _("Rekomendasi: rating ditinjau kembali. Penetapan menyusul."),
            }[choice]
        if choice == Vote.Choice.ENDORSE:
            return _("Predikat %(predicate)s diteruskan menjadi final.") % {
                "predicate": appraisal.get_predicate_display().lower()
            }
        if appraisal.is_determined:
            return _("Penetapan kembali satu kali, hanya karena prosedur yang belum dijalankan.")
        return _("Pejabat penilai melengkapi alasan; hasil dirilis baru dan masa keberatan mulai lagi.")

    def answers(self, outcome):
        data = self.read(outcome).data
        said = data.get("reason", data.get("note", "")).strip()
        found = [Answer(_("Suara"), Vote.Choice(outcome).label, self.meaning_of(outcome), "outcome")]
        if data.get("procedure"):
            found.append(Answer(_("Prosedur"), Procedure(data["procedure"]).label, input="procedure"))
        if data.get("no_relation") and self.is_named:
            found.append(Answer(_("Hubungan"), _("Tidak ada hubungan dengan para pihak"), input="no_relation"))
        label = _("Catatan") if outcome == "endorse" else _("Alasan")
        return [*found, Answer(label, said or _("Tidak ada catatan"), input="reason")]

    def consequences(self, outcome):
        return [
            _("Suara tidak dapat diubah setelah dikirim."),
            _("Komite tidak mengubah rating. Keputusan menurut suara terbanyak; bila seri, suara ketua."),
        ]

    def next_steps(self, outcome):
        return [
            (
                _("Suara dihitung"),
                _("Begitu sisa suara tidak lagi dapat mengubah hasil, putusan jatuh dengan sendirinya."),
            )
        ]
