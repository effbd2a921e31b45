"""The objection: both sides heard, decided finally, and never at its author's cost (PP 30/2019 art. 59)."""

import pytest

from appraisal.models import Determination, Objection, Statement
from tests.agreement import agree
from tests.office import DAY, NOW, RATINGS
from workflow import beside
from workflow.refusals import Conflict, Forbidden, Invalid
from workflow.sweeper import sweep

from .walking import walk

RELEASED = """
    0   submit   supervisor_review
    2   submit   employee_response
    3   open     employee_response
"""
OBJECTED = f"{RELEASED}\n 5 object supervisor_statement"
STATED = f"{OBJECTED}\n 6 submit objection_decision"


def test_changed(office):
    walk(office, f"{STATED}\n 7 change committee_vote\n 30 endorse committee_vote\n 30 endorse final")
    assert office.events()[4:8] == ["objected", "statement_made", "rating_changed", "committee_opened"]
    document = office.document()
    assert (document["results_rating"], document["behaviour_rating"], document["is_contested"]) == (
        "above",
        "meets",
        True,
    )
    decided = Determination.objects.get()
    assert (decided.decision, decided.results_rating, decided.behaviour_rating) == ("changed", "above", "meets")
    assert (decided.decided_by, decided.decided_at, decided.reason) == (office.second_level, NOW + 7 * DAY, "Terbukti.")


def test_everyone_concerned_is_told(office):
    walk(office, f"{STATED}\n 10 dismiss committee_vote")
    assert office.told("objected") == {"supervisor", "second_level"}
    assert office.told("supervisor_statement") == {"supervisor"}
    assert office.told("statement_made") == {"employee"}
    assert office.told("objection_decision") == {"second_level"}
    assert office.told("objection_dismissed") == {"employee", "supervisor"}


def test_dismissed_once_three_days_have_passed(office):
    walk(office, STATED)
    with pytest.raises(Invalid, match="masih dapat menanggapi"):
        office.take("dismiss", at=NOW + 9 * DAY)
    midnight = (NOW + 9 * DAY).replace(hour=17)  # local midnight that ends the third day, WIB
    with pytest.raises(Invalid):
        office.take("dismiss", at=midnight - DAY / 86_400)
    assert office.stage() == "objection_decision"
    office.take("dismiss", at=midnight)
    agree(office.appraisal)
    decided = Determination.objects.get()
    assert (decided.decision, decided.results_rating) == ("dismissed", "meets")


def test_dismissed_at_once_after_the_employee_replied(office):
    walk(office, f"{STATED}\n 6.5 reply objection_decision\n 6.6 dismiss committee_vote")
    assert office.told("replied") == {"supervisor", "second_level"}
    assert [row.kind for row in Statement.objects.order_by("pk")] == ["statement", "reply"]


def test_the_employee_replies_once_and_nobody_for_him(office):
    walk(office, STATED)
    for person in (office.supervisor, office.second_level, office.hr):
        with pytest.raises(Forbidden, match="Hanya pegawai"):
            beside.reply(office.appraisal.pk, text="Saya.", by=person, at=NOW + 7 * DAY)
    walk(office, "7 reply objection_decision")
    with pytest.raises(Conflict, match="sudah menanggapi"):
        walk(office, "7 reply objection_decision")


def test_there_is_nothing_to_reply_to_before_and_after(office):
    walk(office, OBJECTED)
    with pytest.raises(Conflict, match="tidak terbuka"):
        walk(office, "5 reply supervisor_statement")
    walk(office, "6 submit objection_decision\n 10 dismiss committee_vote")
    with pytest.raises(Conflict, match="tidak terbuka"):
        walk(office, "11 reply committee_vote")


@pytest.mark.parametrize("to", ["employee", "supervisor"])
def test_asked(office, to):
    walk(office, STATED)
    due = office.step().due_at
    office.take("ask", {"to": to, "question": "Kapan uji dilakukan?"}, at=NOW + 7 * DAY)
    agree(office.appraisal)
    question = office.step()
    assert (question.name, question.owner) == ("clarification", getattr(office, to))
    assert office.told("clarification") == {to}
    assert question.due_at == (NOW + 10 * DAY).replace(hour=16, minute=59, second=59)
    walk(office, "8 submit objection_decision")
    assert office.step().due_at == due  # the original due date
    assert [(row.kind, row.to) for row in Statement.objects.order_by("pk")][1:] == [("question", to), ("answer", "")]
    walk(office, "10 change committee_vote")


def test_a_question_not_answered_comes_back_with_the_original_due_date(office):
    walk(office, f"{STATED}\n 7 ask clarification")
    due = NOW.replace(day=22, hour=16, minute=59, second=59)  # 14 days after the decision opened
    walk(office, "10.3 waits clarification\n 11 lapse objection_decision")
    assert office.step().due_at == due
    assert office.told("clarification_lapsed") == {"employee", "supervisor"}
    walk(office, "40 waits objection_decision\n 41 change committee_vote")  # late, it never decides by itself


def test_the_reply_is_still_open_while_a_question_is_out(office):
    walk(office, f"{STATED}\n 7 ask clarification\n 7 reply clarification\n 8 submit objection_decision")
    walk(office, "8 dismiss committee_vote")


def test_a_statement_not_made_goes_on_without_it_and_says_so(office):
    walk(office, f"{OBJECTED}\n 12 waits supervisor_statement\n 13 lapse objection_decision")
    assert office.events()[-1] == "statement_lapsed"
    assert office.told("statement_lapsed") == {"employee", "supervisor"}
    assert not Statement.objects.exists()
    with pytest.raises(Invalid, match="masih dapat menanggapi"):
        office.take("dismiss", at=NOW + 14 * DAY)


@pytest.mark.parametrize(
    ("ratings", "field"),
    [
        ({"results_rating": "below"}, "results_rating"),  # worse
        ({"results_rating": "above", "behaviour_rating": "above"}, "behaviour_rating"),  # not contested
        ({"results_rating": "above", "behaviour_rating": "below"}, "behaviour_rating"),
    ],
)
def test_what_an_objection_may_not_bring(office, ratings, field):
    walk(office, STATED)
    with pytest.raises(Invalid) as refusal:
        office.take("change", RATINGS | ratings | {"reason": "Begitu."}, at=NOW + 10 * DAY)
    assert list(refusal.value.fields) == [field]
    office.appraisal.refresh_from_db()
    assert (office.appraisal.results_rating, office.appraisal.behaviour_rating) == ("meets", "meets")
    assert not Determination.objects.exists()


def test_to_change_nothing_is_to_dismiss(office):
    walk(office, STATED)
    with pytest.raises(Invalid, match="Tolak keberatan"):
        office.take("change", RATINGS | {"reason": "Tetap."}, at=NOW + 10 * DAY)


def test_the_objection_in_the_last_microsecond_is_in_time(office):
    walk(office, RELEASED)
    midnight = NOW.replace(day=19, hour=17)  # received on the 5th, WIB
    with pytest.raises(Invalid, match="sudah lewat.*19 Nov 2026 23.59 WIB"):
        office.take("object", at=midnight)
    office.take("object", at=midnight - DAY / 86_400_000_000)
    assert office.stage() == "supervisor_statement"


def test_between_midnight_and_the_sweep_it_is_late_all_the_same(office):
    walk(office, RELEASED)
    after = NOW.replace(day=19, hour=17, minute=5)
    assert sweep(after) == 0
    for outcome in ("object", "acknowledge", "refuse"):
        with pytest.raises(Invalid, match="sudah lewat"):
            office.take(outcome, at=after)


def test_an_objection_withdrawn_goes_on_as_if_there_were_none(office):
    walk(office, f"{STATED}\n 7 withdraw committee_vote\n 30 endorse committee_vote\n 30 endorse final")
    assert Objection.objects.get().withdrawn_at == NOW + 7 * DAY
    assert office.events()[6:8] == ["objection_withdrawn", "committee_opened"]
    assert office.told("objection_withdrawn") == {"supervisor", "second_level"}
    assert office.document()["is_contested"] is False


@pytest.mark.parametrize(
    "way",
    [
        "",  # at the statement
        "6 submit objection_decision",
        "6 submit objection_decision\n 6 ask clarification",
    ],
)
def test_it_may_be_withdrawn_until_it_is_determined(office, way):
    walk(office, f"{OBJECTED}\n{way}")
    with pytest.raises(Forbidden):
        beside.withdraw_objection(office.appraisal.pk, by=office.supervisor, at=NOW + 7 * DAY)
    walk(office, "7 withdraw committee_vote")
    with pytest.raises(Conflict, match="Tidak ada keberatan"):
        walk(office, "7 withdraw committee_vote")


def test_what_is_determined_cannot_be_withdrawn(office):
    walk(office, f"{STATED}\n 7 change committee_vote")
    with pytest.raises(Conflict):
        walk(office, "8 withdraw committee_vote")


def test_a_second_objection_is_a_matter_of_its_own(office):
    """What was replied to the first does not count as an answer to the second."""
    walk(office, f"{STATED}\n 7 reply objection_decision\n 8 withdraw committee_vote\n 9 return committee_vote")
    walk(office, "9 return supervisor_review\n 10 submit employee_response\n 11 object supervisor_statement")
    walk(office, "12 submit objection_decision")
    assert office.step().due_at == NOW.replace(day=28, hour=16, minute=59, second=59)
    with pytest.raises(Invalid, match="masih dapat menanggapi"):
        office.take("dismiss", at=NOW + 12 * DAY)
    walk(office, "12 reply objection_decision\n 12 dismiss committee_vote")


def test_late_after_an_outage(office):
    walk(office, f"{RELEASED}\n 18 lapse committee_vote\n 19 endorse committee_vote")
    walk(office, "20 admit employee_response")
    assert office.events()[-1] == "late_objection_admitted"
    assert office.told("late_objection_admitted") == {"employee", "supervisor"}
    assert office.step().due_at == NOW.replace(day=29, hour=16, minute=59, second=59)  # seven days
    entry = office.appraisal.history.first()
    assert (entry.history_user, entry.history_change_reason) == (office.second_level, "Sistem tidak dapat dibuka.")
    walk(office, "25 object supervisor_statement\n 26 submit objection_decision\n 27 change committee_vote")
    walk(office, "30 endorse committee_vote\n 30 endorse final")


def test_what_is_admitted_late_may_lapse_again(office):
    walk(office, f"{RELEASED}\n 18 lapse committee_vote\n 20 admit employee_response")
    walk(office, "27.3 waits employee_response\n 28 lapse committee_vote\n 29 admit employee_response")


def test_only_silence_is_reopened_and_only_by_the_second_level(office):
    walk(office, f"{RELEASED}\n 18 lapse committee_vote")
    for person in (office.employee, office.supervisor, office.hr):
        with pytest.raises(Forbidden, match="atasan pejabat penilai"):
            beside.admit_late_objection(office.appraisal.pk, ground="Gangguan.", by=person, at=NOW + 19 * DAY)
    walk(office, "19 endorse committee_vote\n 19 endorse final")
    with pytest.raises(Conflict):
        walk(office, "20 admit final")


def test_who_answered_has_answered(office):
    walk(office, f"{RELEASED}\n 5 acknowledge committee_vote")
    with pytest.raises(Conflict, match="tanpa tanggapan"):
        walk(office, "6 admit committee_vote")


def test_an_earlier_silence_is_no_ground_for_a_later_answer(office):
    walk(office, f"{RELEASED}\n 18 lapse committee_vote\n 19 return committee_vote\n 19 return supervisor_review")
    walk(office, "20 submit employee_response\n 21 acknowledge committee_vote")
    with pytest.raises(Conflict, match="tanpa tanggapan"):
        walk(office, "22 admit committee_vote")
