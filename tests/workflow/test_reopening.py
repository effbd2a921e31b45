"""More time after the end: what went on in silence comes back, where nobody acted on it, and may lapse once more."""

import pytest

from appraisal.models import AgendaItem, Appraisal, ExtensionRequest, Meeting
from audit.acts import Act, write
from audit.key import make_key, signing_key
from audit.models import Entry
from audit.seal import seal_all
from audit.verification import verify
from notifications.models import Notice
from notifications.wording import tell
from organization.models import User
from tests.agreement import agree
from tests.counting import statements
from tests.office import DAY, NOW, TODAY, Office
from workflow import beside, drafts
from workflow.desk import bulk
from workflow.extending import Affected, Scope, ask_extension, extend
from workflow.models import Bulk, BulkItem, Claim, Step
from workflow.refusals import Busy, Conflict, Forbidden, Invalid
from workflow.reopening import STEPS, judged, reopen, run_of
from workflow.sweeper import sweep

from .walking import walk

SENT = "0 submit supervisor_review"
RESULT = f"{SENT}\n 1 submit employee_response"
OBJECTED = f"{RESULT}\n 2 object supervisor_statement"
LETTER = {"letter_no": "800/9/2026", "reason": "Dirawat di rumah sakit."}
SILENT = {  # step -> how it lapsed, and on which day
    "self_assessment": ("18 lapse supervisor_review", 18),
    "employee_response": (f"{RESULT}\n 2 open employee_response\n 17 lapse committee_vote", 17),
    "refusal_period": (f"{RESULT}\n 2 refuse refusal_period\n 17 lapse objection_decision", 17),
    "supervisor_statement": (f"{OBJECTED}\n 10 lapse objection_decision", 10),
    "clarification": (
        f"{OBJECTED}\n 3 submit objection_decision\n 4 ask clarification\n 8 lapse objection_decision", 8
    ),
}  # fmt: skip
ANSWERS = {
    "self_assessment": "submit supervisor_review",
    "employee_response": "object supervisor_statement",
    "refusal_period": "object supervisor_statement",
    "supervisor_statement": "submit objection_decision",
    "clarification": "submit objection_decision",
}
GRACE = {"self_assessment": 7}


def silent(office, step):
    """Taken to the silence of a step; the day of it."""
    walk(office, SILENT[step][0])
    return SILENT[step][1]


def more(office, step, days, *, on, **scope):
    """An extension on a day, and what it brings back, as page and worker do it."""
    at = NOW + on * DAY
    entry = extend(office.cycle.pk, step=step, until=TODAY + days * DAY, **LETTER, by=office.hr, at=at, **scope)
    bulk.run_waiting(at)
    return entry


def items(entry):
    return [(item.state, item.sentence) for item in run_of(entry).items.order_by("pk")]


@pytest.fixture
def findings(settings, tmp_path):
    """What `audit_verify` says now; the scene itself was not made by acts, so it says a few things from the start."""
    settings.AUDIT_KEY_FILE = tmp_path / "audit-key"
    make_key(settings.AUDIT_KEY_FILE)
    key = signing_key()

    def find(at):
        seal_all(key, at)
        return {str(one) for one in verify([key.verifier], at=at).findings}

    return find


def again(office):
    """The step that came back."""
    [step] = office.open_steps()
    return step


# --- each step: back, answered in time ---


@pytest.mark.parametrize("step", STEPS)
def test_what_lapsed_is_open_again_and_answered_in_time(office, step, findings):
    on = silent(office, step)
    known = findings(NOW + on * DAY)
    entry = more(office, step, on + 10, on=on + 1, appraisal=office.appraisal)
    assert items(entry) == [("done", "")]
    assert office.stage() == step
    agree(office.appraisal)
    assert again(office).due_at.date() == TODAY + (on + 10) * DAY
    assert office.facts("step_reopened")["until"] == str(TODAY + (on + 10) * DAY)
    walk(office, f"{on + 10} {ANSWERS[step]}")
    assert findings(NOW + (on + 11) * DAY) == known


@pytest.mark.parametrize("step", STEPS)
def test_it_lapses_again_at_the_new_day_not_earlier_and_once(office, step, findings):
    on = silent(office, step)
    known = findings(NOW + on * DAY)
    leads_to = office.stage()
    more(office, step, on + 10, on=on + 1, unit=office.unit)
    ends = again(office).lapse_at
    assert ends.isoformat() == f"{TODAY + (on + 10 + GRACE.get(step, 0)) * DAY}T17:00:00+00:00"
    assert sweep(ends - DAY) == 0
    assert [sweep(ends + DAY), sweep(ends + DAY)] == [1, 0]
    assert office.stage() == leads_to
    agree(office.appraisal)
    assert Step.objects.filter(case__appraisal=office.appraisal, name=step, outcome="lapse").count() == 2
    assert findings(ends + DAY) == known


@pytest.mark.parametrize("step", STEPS)
def test_the_old_day_written_back_lets_nothing_lapse(office, step, caplog):
    """The rows that the log keeps say the new day, whatever somebody wrote into the step."""
    on = silent(office, step)
    more(office, step, on + 20, on=on + 1, appraisal=office.appraisal)
    Step.objects.filter(completed_at=None).update(due_at=NOW, lapse_at=NOW + DAY)
    assert sweep(NOW + (on + 19) * DAY) == 0
    assert "would lapse at" in caplog.text


def test_the_day_of_the_case_follows(office):
    silent(office, "employee_response")
    more(office, "employee_response", 30, on=18, appraisal=office.appraisal)
    office.appraisal.refresh_from_db()
    assert office.appraisal.response_due_on == TODAY + 30 * DAY
    assert office.appraisal.received_at == NOW + 2 * DAY  # he had it all the time
    walk(office, "29 refuse refusal_period")
    assert again(office).due_at.date() == TODAY + 30 * DAY
    walk(office, "30 object supervisor_statement")


def test_the_decision_opens_anew_with_its_own_days(office):
    silent(office, "supervisor_statement")
    more(office, "supervisor_statement", 20, on=11, appraisal=office.appraisal)
    office.appraisal.refresh_from_db()
    assert (office.appraisal.decision_due_on, office.appraisal.reply_until) == (None, None)
    walk(office, "19 submit objection_decision")
    assert again(office).due_at.date() == TODAY + 33 * DAY


def test_a_question_comes_back_to_whom_it_was_put_and_the_decision_keeps_its_day(office):
    silent(office, "clarification")
    due_on = again(office).due_at
    more(office, "clarification", 12, on=9, appraisal=office.appraisal)
    assert again(office).owner == office.employee
    walk(office, "11 submit objection_decision")
    assert again(office).due_at == due_on


def test_a_new_supervisor_answers_the_question(office):
    walk(office, f"{OBJECTED}\n 3 submit objection_decision")
    office.take("ask", {"to": "supervisor", "question": "Di mana buktinya?"}, at=NOW + 4 * DAY)
    walk(office, "8 lapse objection_decision")
    told = {"role": "supervisor", "to": office.stranger, "reason": "Mutasi.", "by": office.hr, "at": NOW + 9 * DAY}
    beside.reassign(office.appraisal.pk, **told)
    more(office, "clarification", 12, on=9, appraisal=office.appraisal)
    assert again(office).owner == office.stranger


def test_before_the_date_without_a_committee(db):
    office = Office(committee={"scope": "flagged"})
    walk(office, f"{RESULT}\n 2 open employee_response\n 17 lapse awaiting_date")
    more(office, "employee_response", 25, on=18, unit=office.unit)
    walk(office, "24 object supervisor_statement")
    assert office.told("step_reopened") == {"supervisor", "second_level"}  # the system has no inbox


def test_at_the_top_of_the_tree(db):
    office = Office(top=True)
    walk(office, f"{OBJECTED}\n 10 lapse committee_vote")
    more(office, "supervisor_statement", 20, on=11, unit=office.unit)
    walk(office, "19 submit committee_vote\n 20 endorse:0 committee_vote\n 20 endorse:1 objection_decision")


def test_it_may_be_given_again_and_again(office):
    silent(office, "self_assessment")
    more(office, "self_assessment", 20, on=18, appraisal=office.appraisal)
    walk(office, "28 lapse supervisor_review")
    more(office, "self_assessment", 30, on=28, appraisal=office.appraisal)
    more(office, "self_assessment", 35, on=29, appraisal=office.appraisal)  # open: it moves
    walk(office, "34 submit supervisor_review")
    names = [name for name in office.events() if name in ("step_reopened", "deadline_extended")]
    assert names == ["step_reopened", "step_reopened", "deadline_extended"]


# --- what stays ---


def refusal(office, step, on, **scope):
    """The same for the check page, the door and the extension of one case, which then does nothing."""
    [found] = Affected.of(Scope(office.cycle, step), TODAY + 60 * DAY, NOW + on * DAY).lapsed
    stage, told = office.stage(), {**LETTER, "until": TODAY + 60 * DAY, "by": office.hr, "at": NOW + on * DAY}
    with pytest.raises(Conflict) as refused:
        reopen(found.step.pk, **told)
    assert str(refused.value) == found.sentence
    with pytest.raises(Invalid, match="Tidak ada berkas"):
        extend(office.cycle.pk, step=step, unit=office.unit, **told)
    assert (office.stage(), Bulk.objects.count(), Step.objects.filter(outcome="more_time").count()) == (stage, 0, 0)
    agree(office.appraisal)
    return found.sentence


def test_what_was_rated_stays(office):
    silent(office, "self_assessment")
    walk(office, "19 submit employee_response")
    assert refusal(office, "self_assessment", 20) == "Tahap berikutnya sudah dikerjakan."


def test_what_has_a_draft_stays_and_the_draft_with_it(office):
    silent(office, "self_assessment")
    drafts.keep(office.step(), author=office.supervisor, typed={"reason": "Baik"}, at=NOW + 18 * DAY)
    sentence = refusal(office, "self_assessment", 19)
    assert sentence.startswith("Tahap berikutnya sudah punya draf")
    assert sentence.endswith("Pejabat penilai masih dapat mengembalikannya.")
    assert office.step().drafts.count() == 1


def test_what_a_delegate_holds_stays(office):
    silent(office, "self_assessment")
    at = NOW + 19 * DAY
    Claim.objects.create(step=office.step(), holder=office.stranger, since=at, until=at + DAY / 48)
    assert "sedang dipegang" in refusal(office, "self_assessment", 19)
    more(office, "self_assessment", 30, on=20, unit=office.unit)  # he let it go
    assert office.stage() == "self_assessment"


def test_where_one_has_voted_it_stays(office):
    silent(office, "employee_response")
    walk(office, "18 endorse:1 committee_vote")
    sentence = "Komite sudah memberi suara.\nAtasan pejabat penilai masih dapat menerima keberatan terlambat."
    assert refusal(office, "employee_response", 19) == sentence


def test_where_the_meeting_is_at_it_it_stays(office):
    silent(office, "employee_response")
    office.appraisal.refresh_from_db()
    who = {"opened_by": office.hr, "opened_at": NOW}
    meeting = Meeting(committee=office.committee, number=1, held_on=TODAY, **who)
    act = Act(office.committee, by=office.hr, at=NOW)
    item = AgendaItem(
        meeting=meeting, position=1, kind="case", appraisal=office.appraisal, round=office.appraisal.vote_round,
        state="discussed",
    )  # fmt: skip
    act.add(meeting, item)
    act.record(__import__("appraisal.committee_events").committee_events.MEETING_OPENED, number=1)
    write(act)
    assert "sedang dibahas" in refusal(office, "employee_response", 19)


def test_where_the_employee_answered_the_silence_it_stays(office):
    silent(office, "supervisor_statement")
    walk(office, "11 reply objection_decision")
    assert refusal(office, "supervisor_statement", 12).startswith("Pegawai sudah menanggapi")


@pytest.mark.parametrize("step", ["refusal_period", "supervisor_statement", "clarification"])
def test_what_was_decided_stays(office, step):
    on = silent(office, step)
    walk(office, f"{on + 6} dismiss committee_vote")
    assert refusal(office, step, on + 7) == "Tahap berikutnya sudah dikerjakan."


def test_what_is_final_stays(office):
    silent(office, "employee_response")
    walk(office, "18 endorse:1 committee_vote\n 18 endorse:2 final")
    assert refusal(office, "employee_response", 19) == "Predikatnya sudah final."


def test_what_was_ended_stays(office):
    silent(office, "self_assessment")
    walk(office, "19 cancel cancelled")
    assert refusal(office, "self_assessment", 20) == "Berkasnya sudah dihentikan."


def test_to_look_is_not_to_act(office):
    silent(office, "self_assessment")
    beside.mark_seen(office.step().pk, by=office.supervisor, at=NOW + 18 * DAY)
    more(office, "self_assessment", 30, on=19, unit=office.unit)
    assert office.stage() == "self_assessment"


def test_what_came_back_by_another_way_is_no_silence_any_more(office):
    silent(office, "employee_response")
    walk(office, "18 admit employee_response")
    assert not Scope(office.cycle, "employee_response").lapsed().exists()
    office_again = Step.objects.get(outcome="lapse")
    with pytest.raises(Conflict, match="sudah kembali"):
        reopen(office_again.pk, until=TODAY + 60 * DAY, **LETTER, by=office.hr, at=NOW + 19 * DAY)


def test_what_did_not_lapse_and_what_comes_too_late(office):
    step = office.step()
    walk(office, SENT)
    told = {**LETTER, "until": TODAY + 5 * DAY, "by": office.hr}
    with pytest.raises(Conflict, match="tidak berakhir karena"):
        reopen(step.pk, **told, at=NOW + DAY)
    with pytest.raises(Conflict, match="sudah lewat"):
        reopen(step.pk, **told, at=NOW + 6 * DAY)


def test_only_hr_and_none_for_himself(office):
    silent(office, "self_assessment")
    lapsed = Step.objects.get(outcome="lapse")
    told = {**LETTER, "until": TODAY + 30 * DAY, "at": NOW + 19 * DAY}
    for person in (office.supervisor, office.employee):
        with pytest.raises(Forbidden):
            reopen(lapsed.pk, **told, by=person)
    User.objects.filter(pk=office.employee.pk).update(roles=["hr_admin"])
    office.hr = User.objects.get(pk=office.employee.pk)
    entry = more(office, "self_assessment", 30, on=19, unit=office.unit)
    [(state, sentence)] = items(entry)
    assert (state, "pihak" in sentence) == ("refused", True)
    assert office.stage() == "supervisor_review"


# --- who hears of it ---


def test_its_owner_has_a_task_and_the_others_news(office):
    silent(office, "self_assessment")
    Notice.objects.all().delete()
    more(office, "self_assessment", 25, on=19, appraisal=office.appraisal)
    assert office.told() == {
        ("employee", "task", "more_time.self_assessment"), ("supervisor", "info", "step_reopened"),
    }  # fmt: skip
    mine, theirs = tell(list(Notice.objects.select_related("to").order_by("-kind")))
    assert str(mine.title) == "Anda mendapat waktu lagi: Isi penilaian mandiri"
    assert (mine.lead.note, mine.lead.is_open) == ("Batas 27 Nov 2026 23.59 WIB", True)
    assert str(theirs.title) == "Batas waktu diperpanjang, tahap dibuka kembali"
    assert theirs.lead.note == "Batas 27 Nov 2026 23.59 WIB. Tugas Siti Rahmawati (pegawai)."


def test_members_whose_vote_closed_are_told(office):
    silent(office, "employee_response")
    more(office, "employee_response", 25, on=19, appraisal=office.appraisal)
    members = {member.username for member in office.members}
    assert office.told("step_reopened") == members | {"supervisor", "second_level"}
    assert office.told("more_time.employee_response") == {"employee"}


def test_whoever_asked_in_time_is_granted_it(office):
    step = office.step()
    ask_extension(step.pk, until=TODAY + 25 * DAY, reason="Sakit.", by=office.employee, at=NOW + 9 * DAY)
    silent(office, "self_assessment")
    more(office, "self_assessment", 25, on=19, appraisal=office.appraisal)
    asked = ExtensionRequest.objects.get()
    assert (asked.is_granted, asked.answered_by, asked.answer) == (True, office.hr, LETTER["reason"])


# --- many ---


def several(office, count):
    """The office's own case and others, all silent since the eighteenth day."""
    people = User.objects.bulk_create([User(username=f"p{n}", name=f"P {n}") for n in range(count)])
    cases = office.launch(people)
    assert sweep(NOW + 18 * DAY) == count + 1
    return cases


def test_a_whole_period_and_the_date_of_it(office):
    others = several(office, 3)
    kept = Step.objects.get(case__appraisal=others[0], completed_at=None)
    drafts.keep(kept, author=office.supervisor, typed={"reason": "x"}, at=NOW + 18 * DAY)
    found = Affected.of(Scope(office.cycle, "self_assessment"), TODAY + 19 * DAY, NOW + 18 * DAY)
    assert (found.cases, found.reopened, [len(cases) for cases in found.stays.values()]) == (0, 3, [1])
    entry = more(office, "self_assessment", 19, on=18)
    assert [state for state, _sentence in items(entry)] == ["refused", "done", "done", "done"]
    office.cycle.refresh_from_db()
    assert office.cycle.self_assessment_on == TODAY + 19 * DAY
    assert Step.objects.filter(name="self_assessment", completed_at=None).count() == 3
    for case in (office.appraisal, *others):
        agree(case)


def test_a_unit_and_nobody_else(office):
    [other] = several(office, 1)
    unit = type(office.unit).objects.create(code="2", name="Dinas Lain")
    Appraisal.objects.filter(pk=other.pk).update(unit=unit)
    more(office, "self_assessment", 25, on=18, unit=unit)
    assert Appraisal.objects.get(pk=other.pk).stage == "self_assessment"
    assert office.stage() == "supervisor_review"


def test_open_ones_move_at_once_and_lapsed_ones_come_back(office):
    silent(office, "self_assessment")
    late = office.launch([office.stranger], at=NOW + 18 * DAY)[0]
    at = NOW + 19 * DAY
    entry = extend(
        office.cycle.pk, step="self_assessment", until=TODAY + 30 * DAY, **LETTER, by=office.hr, at=at, unit=office.unit
    )
    assert Step.objects.get(case__appraisal=late).due_at.date() == TODAY + 30 * DAY
    assert office.stage() == "supervisor_review"  # nothing long happens in the request's transaction
    assert items(entry) == [("waiting", "")]
    assert bulk.run_waiting(at) == 1
    assert office.stage() == "self_assessment"


def test_a_run_that_was_cut_off_goes_on_and_does_nothing_twice(office):
    several(office, 2)
    entry = more(office, "self_assessment", 25, on=18, unit=office.unit)
    run = run_of(entry)
    BulkItem.objects.filter(bulk=run).update(state="waiting")  # as if killed before they were marked
    Bulk.objects.update(ended_at=None)
    count = Entry.objects.count()
    assert bulk.run_waiting(NOW + 19 * DAY) == 1
    assert items(entry) == [("done", "")] * 3
    assert Entry.objects.count() == count


def test_a_run_that_comes_too_late_says_so(office):
    silent(office, "self_assessment")
    at = NOW + 18 * DAY
    told = {"until": TODAY + 20 * DAY, **LETTER, "by": office.hr, "unit": office.unit}
    entry = extend(office.cycle.pk, step="self_assessment", at=at, **told)
    bulk.run_waiting(NOW + 21 * DAY)  # no worker for days
    assert items(entry) == [("refused", "Batas barunya sudah lewat.")]
    assert office.stage() == "supervisor_review"


def test_who_acts_before_the_worker_comes_wins(office):
    silent(office, "self_assessment")
    at = NOW + 18 * DAY
    told = {"until": TODAY + 25 * DAY, **LETTER, "by": office.hr, "unit": office.unit}
    entry = extend(office.cycle.pk, step="self_assessment", at=at, **told)
    walk(office, "18 submit employee_response")
    bulk.run_waiting(at)
    assert items(entry) == [("refused", "Tahap berikutnya sudah dikerjakan.")]


def test_a_case_that_somebody_holds_waits_for_the_next_round(office, monkeypatch):
    silent(office, "self_assessment")
    at = NOW + 18 * DAY
    told = {"until": TODAY + 25 * DAY, **LETTER, "by": office.hr, "unit": office.unit}
    entry = extend(office.cycle.pk, step="self_assessment", at=at, **told)

    def held(*_args, **_facts):
        raise Busy("")

    with monkeypatch.context() as patched:
        patched.setattr("workflow.reopening.hold_step", held)
        assert bulk.run_waiting(at) == 0
    assert items(entry) == [("waiting", "")]
    assert bulk.run_waiting(at) == 1


def test_the_cost_of_asking_is_that_of_one(office):
    counts = []
    for size in (1, 60):
        people = User.objects.bulk_create([User(username=f"x{size}-{n}", name="P") for n in range(size)])
        office.launch(people)
        sweep(NOW + 18 * DAY)
        told = {"until": TODAY + (19 if size == 1 else 20) * DAY, **LETTER, "by": office.hr, "at": NOW + 18 * DAY}
        with statements() as found:
            extend(office.cycle.pk, step="self_assessment", unit=office.unit, **told)
        counts.append(len(found))
        bulk.run_waiting(NOW + 18 * DAY)
        sweep(NOW + 40 * DAY)
    assert counts[0] == counts[1] <= 16


def test_one_that_comes_back_costs_as_much_as_a_step(office):
    silent(office, "employee_response")
    lapsed = Step.objects.get(outcome="lapse")
    with statements() as found:
        reopen(lapsed.pk, until=TODAY + 30 * DAY, **LETTER, by=office.hr, at=NOW + 18 * DAY)
    assert len(found) <= 22


def test_what_does_not_come_back_is_judged_for_nobody(office):
    silent(office, "employee_response")
    with statements() as found:
        assert judged(Step.objects.filter(name="committee_vote"), NOW) == []
    assert len(found) == 1
