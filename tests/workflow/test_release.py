"""Results that wait for each other: rated, changed with a reason until the day, then released as everywhere."""

import json

import pytest

from appraisal.models import Appraisal
from audit.models import Entry
from organization.models import User
from tests.agreement import agree
from tests.counting import SESSION_AND_USER, statements
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from workflow import beside
from workflow.beside import revise
from workflow.extending import extend
from workflow.models import Step
from workflow.pausing import pause, resume
from workflow.refusals import Conflict, Forbidden, Invalid, NotFound
from workflow.releasing import move_release, release_now
from workflow.sweeper import sweep

from .walking import walk

WAITING = "0 submit supervisor_review\n 2 submit awaiting_release"
ABOVE = RATINGS | {"results_rating": "above", "reason": "Bukti kedua belum saya hitung."}
HOUR = DAY / 24


@pytest.fixture
def office(db):
    return Office(release=25)


def changed(office, data=ABOVE, *, at=NOW + 3 * DAY, by=None, **more):
    return revise(office.appraisal.pk, data=data, by=by or office.supervisor, at=at, **more)


def test_the_whole_way(office):
    walk(office, WAITING)
    assert office.appraisal.released_at is None
    assert office.told() == {("employee", "task", "self_assessment"), ("supervisor", "task", "supervisor_review")}
    assert [step.owner_id for step in office.open_steps()] == [0]
    walk(office, "24 waits awaiting_release\n 25 lapse employee_response")
    assert office.appraisal.released_at == NOW + 25 * DAY
    assert office.told("employee_response") == {"employee"}
    walk(
        office,
        "26 open employee_response\n 27 acknowledge committee_vote\n 30 endorse committee_vote\n 30 endorse final",
    )
    assert office.events()[:4] == ["opened", "self_assessed", "review_submitted", "results_released"]
    assert office.appraisal.predicate == "good"


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)])
def test_the_day_of_the_release_begins_at_local_midnight(db, zone, hour):
    office = Office(zone=zone, release=25)
    walk(office, WAITING)
    begins = NOW.replace(day=26, hour=hour)  # the evening before the 27th, by UTC
    assert (office.step().lapse_at, office.step().due_at) == (begins, begins - DAY / 86_400)
    changed(office, at=begins - DAY / 86_400)
    assert sweep(begins + HOUR / 4 - DAY / 86_400) == 0  # fifteen minutes of courtesy, less a second
    assert sweep(begins + HOUR / 4) == 1
    assert office.stage() == "employee_response"


def test_what_is_rated_after_the_day_is_released_at_once(office):
    walk(office, "0 submit supervisor_review\n 25 submit employee_response")
    assert office.events()[-1] == "review_released"
    walk(office, "26 acknowledge committee_vote\n 27 return:0 committee_vote\n 27 return:1 supervisor_review")
    walk(office, "28 submit employee_response")


def test_a_policy_that_releases_at_once_is_as_it_was(db):
    walk(Office(), "0 submit supervisor_review\n 2 submit employee_response")


def test_thrice_revised_and_each_is_kept(office):
    walk(office, WAITING)
    for day, results, behaviour in ((3, "above", "meets"), (4, "above", "above"), (5, "below", "above")):
        data = {"results_rating": results, "behaviour_rating": behaviour, "reason": f"Alasan hari ke-{day}."}
        receipt = changed(office, data, at=NOW + day * DAY)
        assert (receipt["outcome"], receipt["step"]) == ("revise", "awaiting_release")
        agree(office.appraisal)
    appraisal = Appraisal.objects.get()
    assert (appraisal.predicate, appraisal.rating_reason) == ("needs_improvement", "Alasan hari ke-5.")
    told = [
        json.loads(row.payload.data) for row in Entry.objects.filter(event="appraisal.rating_revised").order_by("n")
    ]
    assert [(t["facts"]["predicate_before"], t["facts"]["predicate"], t["reason"]) for t in told] == [
        ("good", "good", "Alasan hari ke-3."),
        ("good", "very_good", "Alasan hari ke-4."),
        ("very_good", "needs_improvement", "Alasan hari ke-5."),
    ]
    kept = appraisal.history.order_by("history_id").values_list("results_rating", "rating_reason").distinct()
    assert [row for row in kept if row[0]] == [
        ("meets", "Sesuai bukti."),
        ("above", "Alasan hari ke-3."),
        ("above", "Alasan hari ke-4."),
        ("below", "Alasan hari ke-5."),
    ]
    walk(office, "25 lapse employee_response")
    assert office.facts("results_released")["predicate"] == "needs_improvement"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("employee", Forbidden),
        ("hr", Forbidden),
        ("inspector", Forbidden),
        ("second_level", NotFound),
        ("member_0", NotFound),
        ("stranger", NotFound),
    ],
)
def test_nobody_but_the_supervisor_changes_a_rating(office, who, refusal):
    walk(office, WAITING)
    with pytest.raises(refusal):
        changed(office, by=getattr(office, who))
    assert Appraisal.objects.get().results_rating == "meets"


def test_a_former_supervisor_and_a_delegate(office):
    walk(office, WAITING)
    office.delegate(office.supervisor, office.stranger, last=5)
    changed(office, by=office.stranger, on_behalf_of=office.supervisor)
    entry = Entry.objects.get(event="appraisal.rating_revised")
    assert json.loads(entry.payload.data)["capacity"] == "delegate"
    with pytest.raises(Forbidden, match="pendelegasian"):
        changed(office, RATINGS | {"reason": "x"}, by=office.stranger, on_behalf_of=office.supervisor, at=NOW + 9 * DAY)
    reassigned = {
        "role": "supervisor",
        "to": office.stranger,
        "reason": "Mutasi.",
        "by": office.hr,
        "at": NOW + 4 * DAY,
    }
    beside.reassign(office.appraisal.pk, **reassigned)
    with pytest.raises(NotFound):
        changed(office, RATINGS | {"reason": "x"})
    changed(office, RATINGS | {"reason": "Pejabat baru."}, by=office.stranger, at=NOW + 5 * DAY)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (RATINGS | {"reason": "Sama saja."}, "sama"),
        (ABOVE | {"reason": "  "}, "diperbaiki"),
        (ABOVE | {"results_rating": "wonderful"}, "diperbaiki"),
        (ABOVE | {"predicate": "good"}, "diperbaiki"),
        ({}, "diperbaiki"),
        (None, "diperbaiki"),
    ],
)
def test_what_is_no_revision_is_refused(office, data, words):
    walk(office, WAITING)
    with pytest.raises(Invalid, match=words):
        changed(office, data)
    assert "rating_revised" not in office.events()


def test_a_stale_page_and_a_repeated_request(office):
    walk(office, WAITING)
    version = Appraisal.objects.get().version
    first = changed(office, version=version, idempotency_key="k1")
    assert changed(office, version=version, idempotency_key="k1") == first
    with pytest.raises(Conflict, match="Kunci"):
        changed(office, ABOVE | {"reason": "Lain."}, idempotency_key="k1")
    with pytest.raises(Conflict, match="sudah berubah"):
        changed(office, RATINGS | {"reason": "Kembali."}, version=version)
    walk(office, "25 lapse employee_response")
    assert changed(office, idempotency_key="k1", at=NOW + 26 * DAY) == first
    assert office.events().count("rating_revised") == 1


@pytest.mark.parametrize(
    ("way", "day", "words"),
    [
        ("0 submit supervisor_review", 1, "tidak sedang menunggu"),
        (WAITING, 25, "sudah tiba"),
        (f"{WAITING}\n 25 lapse employee_response", 25, "sudah dirilis"),
        (f"{WAITING}\n 25 lapse employee_response\n 26 acknowledge committee_vote", 27, "sudah dirilis"),
        (f"{WAITING}\n 3 cancel cancelled", 4, "tidak sedang menunggu"),
    ],
)
def test_outside_its_time_it_is_refused_in_a_sentence(office, way, day, words):
    walk(office, way)
    with pytest.raises(Conflict, match=words):
        changed(office, at=NOW + day * DAY)


def test_a_submit_that_waits_is_revised_and_not_recalled(office):
    walk(office, WAITING)
    done = Step.objects.get(name="supervisor_review")
    with pytest.raises(Conflict, match="Ubah ratingnya"):
        beside.recall(done.pk, by=office.supervisor, at=NOW + 3 * DAY)
    walk(office, "25 lapse employee_response")
    with pytest.raises(Conflict):
        beside.recall(done.pk, by=office.supervisor, at=NOW + 25 * DAY)


def test_a_pause_moves_the_day_and_what_waits_for_it(office):
    walk(office, "0 submit supervisor_review")
    pause(office.cycle.pk, reason="Padam.", by=office.hr, at=NOW + 5 * DAY)
    walk(office, "28 submit awaiting_release\n 60 waits awaiting_release")
    changed(office, at=NOW + 35 * DAY)
    resume(office.cycle.pk, reason="Pulih.", by=office.hr, at=NOW + 35 * DAY)
    office.cycle.refresh_from_db()
    assert office.cycle.release_on == NOW.date() + 55 * DAY
    walk(office, "54.3 waits awaiting_release\n 55 lapse employee_response")


def test_a_pause_after_the_release_leaves_its_day(office):
    walk(office, f"{WAITING}\n 25 lapse employee_response")
    pause(office.cycle.pk, reason="Padam.", by=office.hr, at=NOW + 26 * DAY)
    resume(office.cycle.pk, reason="Pulih.", by=office.hr, at=NOW + 28 * DAY)
    office.cycle.refresh_from_db()
    assert office.cycle.release_on == NOW.date() + 25 * DAY


def test_the_costs(office):
    walk(office, "0 submit supervisor_review")
    with statements() as found:
        office.take("submit", at=NOW + 2 * DAY)
    assert len(found) + SESSION_AND_USER <= 18
    with statements() as found:
        changed(office, idempotency_key="k1")
    assert len(found) + SESSION_AND_USER <= 16
    with statements() as found:
        sweep(NOW + 26 * DAY)
    assert len(found) <= 16 + SESSION_AND_USER


# --- another day ---


def moved(office, day, *, at=NOW + 3 * DAY, by=None):
    entry = move_release(
        office.cycle.pk, release_on=TODAY + day * DAY, reason="Rapat pindah.", by=by or office.hr, at=at
    )
    office.cycle.refresh_from_db()
    agree(office.appraisal)
    return entry


@pytest.mark.parametrize("day", [23, 28])
def test_the_day_moves_with_everything_that_waits(office, day):
    walk(office, WAITING)
    entry = moved(office, day)
    assert (entry.event, office.cycle.release_on) == ("cycle.release_moved", TODAY + day * DAY)
    assert office.facts("release_moved") == {"before": "2026-11-27", "on": str(TODAY + day * DAY)}
    assert office.told("cycle.release_moved") == {"employee", "supervisor"}
    walk(office, f"{day - 1} waits awaiting_release\n {day} lapse employee_response")


def test_today_is_released_by_the_next_sweep(office):
    walk(office, WAITING)
    entry = release_now(office.cycle.pk, reason="Semua dinilai.", by=office.hr, at=NOW + 13 * DAY)
    assert entry.event == "cycle.release_moved"
    with pytest.raises(Conflict, match="sudah tiba"):
        changed(office, at=NOW + 13 * DAY)
    assert sweep(NOW + 13 * DAY) == 1
    assert office.stage() == "employee_response"
    office.appraisal = office.launch([office.stranger])[0]  # who comes later is released at once
    office.take("submit", {"statement": "x"}, at=NOW + 13 * DAY)
    office.take("submit", RATINGS | {"reason": "x"}, at=NOW + 14 * DAY)
    assert office.stage() == "employee_response"


def test_a_late_day_is_no_trap_for_a_step_that_kept_the_early_one(office):
    """Moved behind the flow's back: the sweep waits for the day of the period."""
    walk(office, WAITING)
    type(office.cycle).objects.update(release_on=TODAY + 28 * DAY)
    walk(office, "26 waits awaiting_release\n 28 lapse employee_response")


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [
        (2, 3, "masa lalu"),
        (25, 3, "yang sekarang"),
        (31, 3, "rapat komite"),
        (10, 3, "penilaian mandiri"),
        (19, 3, "belum dinilai"),
    ],
)
def test_a_day_that_is_no_day_is_refused(office, day, at, words):
    walk(office, WAITING)
    office.launch([office.stranger])  # somebody is still to be rated
    with pytest.raises(Invalid, match=words):
        moved(office, day, at=NOW + at * DAY)


def test_only_hr_while_it_runs_and_before_it_is_over(office):
    walk(office, WAITING)
    for who in (office.employee, office.supervisor, office.inspector):
        with pytest.raises(Forbidden):
            moved(office, 28, by=who)
    pause(office.cycle.pk, reason="Padam.", by=office.hr, at=NOW + 4 * DAY)
    with pytest.raises(Conflict, match="dijeda"):
        moved(office, 28, at=NOW + 4 * DAY)
    resume(office.cycle.pk, reason="Pulih.", by=office.hr, at=NOW + 4 * DAY)
    with pytest.raises(Conflict, match="sudah dirilis"):
        moved(office, 28, at=NOW + 25 * DAY)


def test_there_is_nothing_to_move_where_results_are_released_at_once(db):
    with pytest.raises(Conflict, match="langsung"):
        moved(Office(), 28)


def test_to_move_a_hundred_costs_what_one_does(office):
    counts = []
    for size in (1, 100):
        people = User.objects.bulk_create([User(username=f"p{size}-{n}", name="P") for n in range(size)])
        cases = office.launch(people)
        Appraisal.objects.filter(pk__in=[case.pk for case in cases]).update(stage="awaiting_release")
        Step.objects.filter(case__appraisal__in=cases).update(name="awaiting_release", owner=0)
        with statements() as found:
            move_release(office.cycle.pk, release_on=TODAY + (26 + size % 2) * DAY, reason="x", by=office.hr, at=NOW)
        counts.append(len(found))
    assert counts[1] <= counts[0] + 2  # SQLite splits a long INSERT


def test_more_time_for_reviews_waits_for_the_release_to_move(office):
    more = {"step": "supervisor_review", "letter_no": "1", "reason": "x", "by": office.hr}
    with pytest.raises(Invalid, match="sesudah batas penilaian atasan"):
        extend(office.cycle.pk, until=TODAY + 25 * DAY, at=NOW, **more)
    moved(office, 28)
    extend(office.cycle.pk, until=TODAY + 25 * DAY, at=NOW, **more)
