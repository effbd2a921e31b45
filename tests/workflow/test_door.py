"""What the door refuses, with the right status and one clear sentence; and that asking twice is answered once."""

import pytest
from django.db import OperationalError

from appraisal.models import Objection, Vote
from audit.models import Entry
from notifications.models import Notice
from organization.models import SYSTEM
from tests.office import DAY, NOW, RATINGS, Office
from workflow.models import Step
from workflow.refusals import Busy, Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.steps import check_step, take_step, take_steps

from .walking import walk

REVIEW = RATINGS | {"reason": "Sesuai bukti."}


def everything():
    """How many rows there are of what a step writes."""
    return [model.objects.count() for model in (Step, Entry, Notice, Objection, Vote)]


# --- whose it is ---


def test_a_stranger_finds_nothing(office):
    for person in (office.stranger, office.members[0], office.second_level):
        with pytest.raises(NotFound) as refusal:
            office.take("submit", by=person)
        assert refusal.value.status == 404


def test_a_step_that_is_not_there_is_not_found(office):
    for pk in (0, -1, 999_999, 10**30):
        with pytest.raises(NotFound):
            take_step(pk, outcome="submit", data={}, by=office.employee, at=NOW)


@pytest.mark.parametrize("who", ["supervisor", "hr", "inspector"])
def test_a_reader_may_not_act_and_hears_whose_it_is(office, who):
    with pytest.raises(Forbidden, match=r"Tugas ini milik Siti Rahmawati \(pegawai\)") as refusal:
        office.take("submit", by=getattr(office, who), step=office.step())
    assert refusal.value.status == 403


def test_the_supervisor_finds_it_only_while_it_is_his(office):
    walk(office, "0 submit supervisor_review")
    with pytest.raises(Forbidden, match=r"milik Hasan Nauli \(pejabat penilai kinerja\)"):
        office.take("submit", REVIEW, by=office.employee, step=office.step())
    with pytest.raises(NotFound):  # before the release the second level sees nothing
        office.take("submit", REVIEW, by=office.second_level, step=office.step())


def test_silence_is_not_a_persons_to_choose(office):
    for outcome in ("lapse", "closed", "cancelled"):
        with pytest.raises(Invalid, match="bukan pilihan pada tahap Penilaian mandiri"):
            office.take(outcome, {})


def test_the_system_has_nothing_but_silence_and_not_before_it_is_due(office):
    with pytest.raises(Invalid, match="bukan pilihan"):
        office.take("submit", by=SYSTEM)
    with pytest.raises(Conflict, match="belum lewat"):
        office.take("lapse", {}, by=SYSTEM)
    walk(office, "0 submit supervisor_review")
    with pytest.raises(Invalid, match="bukan pilihan"):  # a review never lapses
        office.take("lapse", {}, by=SYSTEM, at=NOW + 900 * DAY)


def test_nobody_acts_for_the_system(office):
    """SYSTEM sees everything and owns nothing; to act on its behalf would open every step."""
    for person in (office.stranger, office.employee, office.hr):
        with pytest.raises(Forbidden, match="pendelegasian"):
            office.take("submit", by=person, on_behalf_of=SYSTEM)


# --- delegates ---


def test_a_delegate_acts_for_the_owner_and_the_record_says_so(office):
    walk(office, "0 submit supervisor_review")
    office.delegate(office.supervisor, office.stranger)
    step = office.step()
    office.take("submit", by=office.stranger, on_behalf_of=office.supervisor)
    step.refresh_from_db()
    assert (step.by, step.on_behalf_of, step.capacity) == (office.stranger, office.supervisor, "delegate")
    assert office.appraisal.history.first().history_user == office.stranger
    assert Entry.objects.latest("pk").actor == office.stranger.pseudonym


@pytest.mark.parametrize(("first", "last"), [(1, 30), (-30, -1)])
def test_a_delegation_holds_on_its_days_only(office, first, last):
    walk(office, "0 submit supervisor_review")
    office.delegate(office.supervisor, office.stranger, first=first, last=last)
    with pytest.raises(Forbidden, match="berlaku hari ini"):
        office.take("submit", by=office.stranger, on_behalf_of=office.supervisor)


def test_without_a_delegation_nobody_acts_for_another(office):
    walk(office, "0 submit supervisor_review")
    office.delegate(office.stranger, office.supervisor)  # the other way round
    for person in (office.stranger, office.hr, office.employee):
        with pytest.raises(Forbidden, match="pendelegasian"):
            office.take("submit", by=person, on_behalf_of=office.supervisor)


def test_a_delegate_of_one_is_no_delegate_of_another(office):
    walk(office, "0 submit supervisor_review")
    office.delegate(office.employee, office.stranger)
    with pytest.raises(Forbidden, match="milik Hasan Nauli"):
        office.take("submit", by=office.stranger, on_behalf_of=office.employee)


@pytest.mark.parametrize("delegate", ["employee", "second_level"])
def test_nobody_sits_on_both_sides(office, delegate):
    """Not even by letter does the employee rate himself, or rate who will decide on the objection."""
    walk(office, "0 submit supervisor_review")
    office.delegate(office.supervisor, getattr(office, delegate))
    with pytest.raises(Forbidden, match="Anda sendiri pihak"):
        office.take("submit", by=getattr(office, delegate), on_behalf_of=office.supervisor)


def test_no_member_votes_twice_by_delegation(office):
    office.bring_to("committee_vote")
    office.delegate(office.members[0], office.members[1])
    office.delegate(office.members[0], office.stranger)
    with pytest.raises(Forbidden, match="anggota komite"):
        office.take("endorse", step=office.step(), by=office.members[1], on_behalf_of=office.members[0])
    office.take("endorse", step=office.step(), by=office.stranger, on_behalf_of=office.members[0])
    assert Vote.objects.get().member == office.members[0]


def test_a_delegate_never_receives_a_result(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response")
    office.delegate(office.employee, office.stranger)
    for outcome in ("acknowledge", "object", "refuse"):
        with pytest.raises(Forbidden, match="Kuasa tidak dapat menerimanya"):
            office.take(outcome, by=office.stranger, on_behalf_of=office.employee, at=NOW + 3 * DAY)
    office.appraisal.refresh_from_db()
    assert office.appraisal.received_at is None
    walk(office, "3 open employee_response")
    office.take("object", by=office.stranger, on_behalf_of=office.employee, at=NOW + 4 * DAY)


# --- when ---


def test_done_is_done_and_says_by_whom_and_when(office):
    step = office.step()
    office.take("submit", at=NOW + DAY)
    with pytest.raises(Conflict, match="Sudah diselesaikan oleh Siti Rahmawati pada 3 Nov 2026 10.00 WIB") as refusal:
        office.take("submit", step=step, at=NOW + 2 * DAY)
    assert refusal.value.status == 409


@pytest.mark.parametrize(("zone", "clock"), [("Asia/Makassar", "11.00 WITA"), ("Asia/Jayapura", "12.00 WIT")])
def test_the_moment_is_told_in_the_zone_of_the_unit(db, zone, clock):
    office = Office(zone=zone)
    step = office.step()
    office.take("submit")
    with pytest.raises(Conflict, match=clock):
        office.take("submit", step=step)


def test_a_lapsed_step_was_done_by_the_system(office):
    step = office.step()
    walk(office, "18 lapse supervisor_review")
    with pytest.raises(Conflict, match="Sudah diselesaikan oleh Sistem"):
        office.take("submit", step=step)


def test_a_stale_page_is_refused(office):
    walk(office, "0 submit supervisor_review\n 1 return self_assessment")
    version = office.appraisal.version
    for stale in (version - 1, version + 1, 0):
        with pytest.raises(Conflict, match="sudah berubah"):
            office.take("submit", version=stale)
    office.take("submit", version=version)


def test_too_late_is_too_late(office):
    with pytest.raises(Invalid, match="sudah lewat .12 Nov 2026 23.59 WIB"):
        office.take("submit", at=NOW + 18 * DAY)


def test_within_the_grace_it_is_late_and_still_taken(office):
    walk(office, "16 submit supervisor_review")


# --- asked twice ---


def test_the_same_key_brings_the_same_receipt(office):
    step = office.step()
    first = office.take("submit", idempotency_key="k")
    before = everything()
    assert office.take("submit", step=step, idempotency_key="k", at=NOW + DAY) == first
    assert first["number"] == f"appraisal:{office.appraisal.pk}/1"
    assert everything() == before


def test_a_repeat_is_answered_where_the_act_moved_the_case_on(office):
    office.bring_to("committee_vote")
    office.take("return")
    step = office.step()
    first = office.take("return", step=step, idempotency_key="k")
    assert office.stage() == "supervisor_review"
    assert office.take("return", step=step, idempotency_key="k") == first
    for key in (None, "another"):
        with pytest.raises(Conflict):
            office.take("return", step=step, idempotency_key=key)


def test_a_repeat_is_answered_to_a_former_supervisor(office):
    from workflow.beside import reassign

    walk(office, "0 submit supervisor_review")
    step = office.step()
    first = office.take("return", idempotency_key="k")
    reassign(office.appraisal.pk, role="supervisor", to=office.stranger, reason="Sakit.", by=office.hr, at=NOW)
    assert office.take("return", step=step, idempotency_key="k") == first


@pytest.mark.parametrize(
    "change", [{"data": {"statement": "lain"}}, {"outcome": "lapse"}, {"on_behalf_of": "supervisor"}]
)
def test_the_same_key_with_another_body_is_refused(office, change):
    step = office.step()
    office.take("submit", idempotency_key="k")
    if "on_behalf_of" in change:
        change = {"on_behalf_of": office.supervisor}
    request = {"outcome": "submit", "data": office.data(step.name, "submit"), "by": office.employee, "at": NOW}
    with pytest.raises(Conflict, match="Kunci ini sudah dipakai"):
        take_step(step.pk, **(request | change), idempotency_key="k")


def test_the_same_key_for_another_step_is_refused(office):
    office.take("submit", idempotency_key="k")
    office.take("return")
    with pytest.raises(Conflict, match="Kunci ini sudah dipakai"):
        office.take("submit", idempotency_key="k")
    assert office.stage() == "self_assessment"
    office.take("submit", idempotency_key="k2")


def test_a_key_is_ones_own(office):
    """Somebody else may have thought of the same one."""
    office.take("submit", idempotency_key="k")
    office.take("submit", idempotency_key="k")
    assert office.stage() == "employee_response"


@pytest.mark.parametrize("key", ["", "x" * 81, "a\x00b", "a\nb", "\u202e"])
def test_a_strange_key_is_refused(office, key):
    with pytest.raises(Invalid) as refusal:
        office.take("submit", idempotency_key=key)
    assert list(refusal.value.fields) == ["idempotency_key"]
    assert office.stage() == "self_assessment"
    office.take("submit", idempotency_key="x" * 80)


def test_what_was_refused_may_be_asked_again_with_the_same_key(office):
    walk(office, "0 submit supervisor_review")
    with pytest.raises(Invalid):
        office.take("return", {"reason": ""}, idempotency_key="k")
    office.take("return", {"reason": "Lengkapi."}, idempotency_key="k")


# --- what ---


@pytest.mark.parametrize(
    ("outcome", "data", "field"),
    [
        ("submit", REVIEW | {"score": "1"}, "score"),
        ("submit", REVIEW | {"results_rating": "great"}, "results_rating"),
        ("submit", {"results_rating": "meets", "reason": "x"}, "behaviour_rating"),
        ("submit", REVIEW | {"feedback": [{"subject": "indicator:0", "text": "x"}]}, "feedback.0.subject"),
        ("submit", REVIEW | {"reason": "x" * 10_001}, "reason"),
        ("return", {"reason": " "}, "reason"),
        ("return", {"reason": "a\x00b"}, "reason"),
        ("return", {}, "reason"),
        ("approve", {}, "outcome"),
        ("", {}, "outcome"),
        (None, {}, "outcome"),
        (["submit"], {}, "outcome"),
        ("submit", [], ""),
        ("submit", None, ""),
        ("submit", "submit", ""),
    ],
)
def test_bad_input_names_its_field_and_nothing_is_written(office, outcome, data, field):
    walk(office, "0 submit supervisor_review")
    before = everything()
    with pytest.raises(Invalid) as refusal:
        take_step(office.step().pk, outcome=outcome, data=data, by=office.supervisor, at=NOW)
    assert list(refusal.value.fields) == [field]
    assert refusal.value.status == 400
    assert everything() == before


@pytest.mark.parametrize(
    "grounds", [[], [{"subject": "predicate", "reason": "x"}], [{"subject": "results_rating", "reason": " "}]]
)
def test_an_objection_without_grounds_is_none(office, grounds):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 3 open employee_response")
    with pytest.raises(Invalid) as refusal:
        office.take("object", {"grounds": grounds}, at=NOW + 4 * DAY)
    assert all(field.startswith("grounds") for field in refusal.value.fields)
    assert not Objection.objects.exists()


def test_another_employees_indicator_is_none_of_ours(office):
    from appraisal.models import Indicator, Plan, PlannedResult

    plan = Plan.objects.create(cycle=office.cycle, employee=office.stranger)
    result = PlannedResult.objects.create(plan=plan, text="Lain")
    foreign = Indicator.objects.create(planned_result=result, name="Lain", target="1", unit="x")
    with pytest.raises(Invalid) as refusal:
        office.take("submit", {"results": [{"indicator": foreign.pk, "actual": "1"}]})
    assert list(refusal.value.fields) == ["results.0.indicator"]


def test_markup_is_refused_and_nothing_written(office):
    with pytest.raises(Invalid) as refusal:
        office.take("submit", {"statement": "<script>alert(1)</script>"})
    assert list(refusal.value.fields) == ["statement"]
    assert office.stage() == "self_assessment"


def test_a_long_reason_is_kept_whole(office):
    walk(office, "0 submit supervisor_review")
    reason = "mengapa " * 1000
    office.take("return", {"reason": reason})
    assert office.appraisal.history.first().history_change_reason == reason.strip()


def test_ten_megabytes_are_refused_with_the_limit(office):
    with pytest.raises(Invalid) as refusal:
        office.take("submit", {"statement": "x" * 10_000_000})
    assert refusal.value.fields == {"statement": "Terlalu panjang: paling banyak 10000 huruf."}


# --- a database that is busy ---


@pytest.mark.parametrize("sentence", ["database is locked", "database table is locked: workflow_step"])
def test_a_locked_database_is_busy(office, monkeypatch, sentence):
    """SQLite has one writer; who waited too long for it may ask again."""
    monkeypatch.setattr("workflow.steps.hold_step", raising(OperationalError(sentence)))
    with pytest.raises(Busy, match="Tidak ada yang tersimpan") as refusal:
        office.take("submit")
    assert (refusal.value.status, refusal.value.retry_after) == (503, 5)


def test_another_error_of_the_database_is_an_error(office, monkeypatch):
    monkeypatch.setattr("workflow.steps.hold_step", raising(OperationalError("disk I/O error")))
    with pytest.raises(OperationalError):
        office.take("submit")


def raising(error):
    def hold(*args, **kwargs):
        raise error

    return hold


# --- many, and rehearsed ---


def test_many_steps_are_one_act_each_and_one_refusal_stops_nobody(office):
    other = office.launch([office.stranger])[0]
    steps = Step.objects.in_bulk()
    requests = [
        {"step_id": 999_999, "outcome": "submit", "data": {}},
        *[{"step_id": pk, "outcome": "submit", "data": {}} for pk in sorted(steps)],
    ]
    answers = take_steps(requests, by=office.stranger, at=NOW)
    assert [pk for pk, _answer in answers] == [999_999, *sorted(steps)]
    assert [getattr(answer, "status", 200) for _pk, answer in answers] == [404, 404, 200]
    other.refresh_from_db()
    assert (other.stage, office.stage()) == ("supervisor_review", "self_assessment")


def test_a_rehearsal_says_what_the_door_would_and_leaves_nothing(office):
    step, before = office.step(), everything()
    request = {"outcome": "submit", "data": office.data(step.name, "submit"), "by": office.employee, "at": NOW}
    check_step(step.pk, **request)
    assert everything() == before
    assert office.stage() == "self_assessment"
    with pytest.raises(Refused):
        check_step(step.pk, **(request | {"data": {"unknown": 1}}))
    office.take("submit", request["data"])
