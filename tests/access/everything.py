"""An office in which there is a row behind every address: what a test posts to is there and could be changed."""

import io

from django.urls import reverse

from appraisal.actions import access as questions
from appraisal.actions import agenda, erasure, meeting, minutes
from appraisal.actions.hold import place_hold
from appraisal.actions.unit_rating import set_unit_rating
from appraisal.models import Committee, Evidence, Meeting, UnitRating
from audit.access.looking import look
from audit.exports.asking import ask_export
from audit.models import Access, SavedSearch
from audit.personal.asking import ask_copy
from audit.search.filters import Filter
from notifications.models import Notice
from organization.importing.jobs import upload
from tests import filed
from tests.access.matrix import scene
from tests.journeys.test_hr_access import PAGES, address
from tests.office import DAY, NOW, Office
from tests.people import hold as assign
from tests.people import make_post, make_user, override
from tests.staff_file import csv_of, staff
from tests.workflow.sitting import hold as sit
from tests.workflow.test_committees import cases_of
from workflow import beside, committees
from workflow.beside.inspecting import inspect_content
from workflow.beside.opening import record_print
from workflow.desk import bulk
from workflow.extending import ask_extension
from workflow.models import Step

AT = NOW + 9 * DAY
LATER = AT + DAY
SAID = {
    "statement": "pernyataan mandiri yang hanya dibaca para pihak",
    "reason": "alasan rating yang hanya dibaca para pihak",
    "evidence": "berkas yang hanya dibaca para pihak",
    "dissent": "pendapat berbeda yang hanya dibaca anggota",
}
LETTER = {"letter_no": "800/1"}


class Everything(Office):
    """Its own case stands at the objection's decision; beside it one is final and one is being voted on."""

    def __init__(self):
        super().__init__()
        self.other_inspector = make_user("Dame Manurung", roles=["inspector"])
        self.other_hr = make_user(
            "Tiurma Hutabarat", roles=["hr_admin"]
        )  # answers what is asked about a look of the first
        self._decide()
        self._object()
        self._vote()
        self._around_the_cases()
        self._around_the_log()
        self._around_the_people()

    def _decide(self):
        """A colleague's case goes through a meeting whose minutes are sealed; somebody voted otherwise."""
        own = self.employee, self.plan, self.indicators, self.appraisal
        self.employee, self.indicators = self.stranger, []
        self.appraisal = self.final = self.launch([self.stranger])[0]
        self._say()
        self.take("acknowledge")
        sat = sit(self, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
        text, by = SAID["dissent"], self.members[2]
        beside.dissent(self.final.pk, text=text, by=by, at=AT + DAY / 6)
        self.sealed = self._minutes(sat, signers=[1, 2, 0])
        self.employee, self.plan, self.indicators, self.appraisal = own
        self.printed = record_print(self.final.pk, purpose="", by=self.stranger, at=LATER)

    def _say(self):
        self._attach(self.employee)
        self.take("submit", self.data("self_assessment", "submit") | {"statement": SAID["statement"]})
        self.take("submit", self.data("supervisor_review", "submit") | {"reason": SAID["reason"]})

    def _attach(self, by):
        file = {"file": io.BytesIO(filed.pdf(str(self.appraisal.pk))), "name": SAID["evidence"]}
        beside.attach(self.appraisal.pk, **file, by=by, at=NOW)

    def _minutes(self, sat, signers=()):
        made = minutes.draw_up(sat.pk, number=f"BA-{sat.number}", place="Aula", by=self.hr, at=LATER)
        minutes.check(made.pk, seen=made.sha256, by=self.members[0], at=LATER)
        for n in signers:
            minutes.sign(made.pk, seen=made.sha256, by=self.members[n], at=LATER)
        made.refresh_from_db()
        return made

    def _object(self):
        self._say()
        for outcome in ("object", "submit"):
            self.take(outcome)

    def _vote(self):
        """Minutes that wait for signatures, a meeting that sits, one that is prepared, a vote, many votes at once."""
        [self.voted] = cases_of(self, ["dipilih"])
        self.waiting = self._minutes(sit(self, at=AT + DAY / 2))
        self.sitting = agenda.prepare(self.committee.pk, held_on=LATER.date(), by=self.hr, at=LATER)
        meeting.open_meeting(self.sitting.pk, by=self.members[0], at=LATER)
        other = Committee.objects.create(
            cycle=self.cycle, unit=self.unit, name="Komite lain", chair=self.members[0], letter_no="800/1/2026"
        )
        self.prepared = Meeting.objects.create(committee=other, number=1, held_on=LATER.date())
        votes = Step.objects.filter(case__appraisal=self.voted, owner=self.members[1], completed_at=None)
        self.bulk = bulk.begin(votes.select_related("case__appraisal"), act="endorse", key="x", by=self.members[1], at=LATER)  # fmt: skip

    def _around_the_cases(self):
        self.kin = committees.declare_kin(self.hr, "sibling", by=self.members[2], at=LATER)
        until = (LATER + 60 * DAY).date()
        step = self.step()
        self.asked = ask_extension(step.pk, until=until, reason="Dinas luar.", by=step.owner, at=LATER)
        facts = {"rating": "good", "reason": "x", "letter_no": "800/1"}
        set_unit_rating(self.cycle.pk, self.unit.pk, **facts, by=self.hr, at=LATER)

    def _around_the_log(self):
        stream = f"appraisal:{self.final.pk}"
        self.proposal = erasure.propose(stream, numbers=[1], basis="Putusan 12", **LETTER, by=self.hr, at=LATER)
        held = f"appraisal:{self.voted.pk}"
        self.hold = place_hold(held, reason="Gugatan.", **LETTER, by=self.other_inspector, at=LATER)
        self.inspection = inspect_content(self.final.pk, purpose="Surat tugas 1", by=self.inspector, at=LATER)
        facts = {"kind": "content", "stream": f"appraisal:{self.appraisal.pk}", "part": "hr"}
        look(viewer=self.hr, at=LATER, person=self.employee.pk, **facts)
        self.look = Access.objects.filter(viewer=self.hr, person=self.employee).latest("pk")
        asked = {"text": "Mengapa?", "by": self.employee, "at": LATER}
        self.question = questions.ask(self.look.pk, to="hr_admin", **asked)
        kept = {"filter": Filter().as_document(), "saved_at": LATER}
        self.saved = SavedSearch.objects.create(owner=self.inspector, name="Milik sendiri", **kept)
        self.saved_by_other = SavedSearch.objects.create(owner=self.other_inspector, name="Milik lain", **kept)
        asked = {"purpose": "Surat tugas 2", "format": "csv", "with_content": False}
        self.export = ask_export(Filter(), **asked, by=self.inspector, at=LATER)

    def _around_the_people(self):
        self.delegation = self.delegate(self.supervisor, self.stranger)
        self.override = override(self.employee, self.second_level)
        self.assignment = assign(self.employee, make_post("Analis", unit=self.unit))
        self.copied = ask_copy(by=self.employee, at=LATER)
        content = csv_of(staff())
        self.imported = upload(name="pegawai.csv", content=content, end_missing=False, by=self.hr, at=LATER)


def addresses(office):
    """[(name, path)] of every address there is, each with a row behind it; some with several."""
    found = {name: reverse(name, kwargs=wanted) for name, wanted in scene(office).items()}
    found |= {name: address(office, name) for name in PAGES}
    pairs = [(name, path) for name, path in found.items() if name not in {*_rows(office)}]
    return pairs + [(name, reverse(name, kwargs=one)) for name, several in _rows(office).items() for one in several]


def _rows(office):
    person, employee = {"pseudonym": office.supervisor.pseudonym}, {"pseudonym": office.employee.pseudonym}
    job = [{"pk": office.imported.pk}]
    minuted = [_of(one.meeting) for one in (office.sealed, office.waiting)]
    meetings = [_of(office.sitting), _of(office.prepared)]
    items = [one | {"place": 1} for one in meetings]
    cases = [{"pk": office.appraisal.pk}, {"pk": office.final.pk}, {"pk": office.voted.pk}]
    streams = [{"kind": "appraisal", "key": one.pk} for one in (office.final, office.appraisal, office.voted)]
    proposal, hold = [{"pk": office.proposal.pk}], [{"pk": office.hold.pk}]
    look, searches = [{"pk": office.look.pk}], [{"token": one.token} for one in (office.saved, office.saved_by_other)]
    export = [{"token": office.export.token}]
    return {
        **dict.fromkeys(["erasure", "erasure_agree", "erasure_oppose", "erasure_withdraw"], proposal),
        **dict.fromkeys(["hold", "hold_lift"], hold),
        **dict.fromkeys(["erasure_propose", "hold_place"], streams),
        **dict.fromkeys(["access_ask", "access_report"], look),
        **dict.fromkeys(["log-saved-open", "log-saved-forget"], searches),
        **dict.fromkeys(["log-export", "log-export-file"], export),
        **dict.fromkeys(["personal_copy", "personal_file"], [{"token": office.copied.token}]),
        **dict.fromkeys(
            ["import_run", "import_write", "import_columns", "import_discard", "import_errors", "import_undo"], job
        ),
        **dict.fromkeys(
            ["minutes", "minutes_draw_up", "minutes_check", "minutes_sign", "minutes_refuse", "minutes_unable",
             "minutes_print", "minutes_file"],
            minuted,
        ),
        **dict.fromkeys(["meeting", "meeting_agenda", "meeting_lead", "meeting_attend"], meetings),
        **dict.fromkeys(["meeting_item", "meeting_vote", "meeting_endorse"], items),
        **dict.fromkeys(["appraisal", "appraisal_print", "appraisal-purpose", "appraisal-dissent", "api-appraisal"], cases),
        **dict.fromkeys(["appraisal-evidence", "api-evidence"], cases),
        **dict.fromkeys(
            ["evidence-content", "evidence-withdraw", "evidence-reject", "api-evidence-content", "api-evidence-withdraw"],
            [{"pk": file.appraisal_id, "n": file.pk} for file in Evidence.objects.order_by("pk")],
        ),
        "appraisal_copy": [{"pk": office.final.pk, "n": office.printed.n}],
        "minutes_copy": [minuted[0] | {"n": 0}],
        "access_question": [{"pk": office.question.pk}],
        "inspection_close": [{"pk": office.inspection.pk}],
        "kin_withdraw": [{"pk": office.kin.pk}],
        "bulk": [{"pk": office.bulk.pk}],
        "delegation_end": [{"pk": office.delegation.pk}],
        "person_delegation_end": [person | {"pk": office.delegation.pk}],
        "override_end": [employee | {"pk": office.override.pk}],
        "assignment_end": [employee | {"pk": office.assignment.pk}],
        "notice-read": [{"pk": Notice.objects.latest("pk").pk}],
        "unit_rating": [{"pk": UnitRating.objects.get().pk}],
        "extension_decline": [{"pk": office.asked.pk}],
    }  # fmt: skip


def _of(one):
    return {"pk": one.committee_id, "number": one.number}
