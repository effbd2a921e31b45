"""The screens of those who rate, answer, decide and vote."""

import pytest

from appraisal.models import Feedback, Vote
from organization.models import SYSTEM
from tests.journeys.walking import Walker, faults
from tests.office import DAY, NOW, RATINGS, Office

ABOVE = {"results_rating": "above"}


# --- the supervisor's review ---
def test_the_employees_words_stand_beside_ones_own_feedback(office, as_):
    step = office.bring_to("supervisor_review")
    text = as_(step.owner).open(step).content.decode()
    assert "Semua tercapai." in text
    assert "selesai" in text
    assert f'id="feedback-indicator-{office.indicators[0].pk}"' in text


def test_the_suggestion_is_explained_step_by_step(office, as_):
    """87,5 of 10 counts as the cap, 120 %."""
    step = office.bring_to("supervisor_review")
    text = as_(step.owner).open(step).content.decode()
    assert "Jelaskan angka ini" in text
    assert "87,5 ÷ 10 layanan, dibatasi 120,00&nbsp;% oleh kebijakan" in text
    assert "Jumlah capaian 600,0000 ÷ 5 indikator" in text
    assert "Di atas ekspektasi." in text
    assert office.policy.sha256[:12] in text


def test_another_rating_than_suggested_asks_for_it_in_the_reason(office, as_):
    step = office.bring_to("supervisor_review")
    walker = as_(step.owner)
    walker.fill(step, "submit")
    text = walker.client.get(f"/tasks/{step.pk}/check/submit/").content.decode()
    assert "Saran sistem: Di atas ekspektasi." in text
    assert "Rating hasil kerja berbeda dari saran" in text
    assert "Baik" in text
    walker.fill(step, "submit", **ABOVE)
    text = walker.client.get(f"/tasks/{step.pk}/check/submit/").content.decode()
    assert "Rating hasil kerja berbeda dari saran" not in text


def test_both_ratings_and_the_reason_are_asked_for(office, as_):
    step = office.bring_to("supervisor_review")
    page = as_(step.owner).fill(step, "submit", results_rating=None, behaviour_rating="great", reason="")
    assert set(faults(page)) == {"results_rating", "behaviour_rating", "reason"}
    assert [fault.input for fault in page.context["form"].faults] == ["results_rating", "behaviour_rating", "reason"]


def test_feedback_is_kept_where_it_was_written(office, as_):
    step, pk = office.bring_to("supervisor_review"), office.indicators[0].pk
    given = {f"feedback-indicator-{pk}": "Bagus.", "feedback-behaviour-loyal": "Terus begitu."}
    as_(step.owner).take(step, "submit", **given)
    assert dict(Feedback.objects.values_list("subject", "text")) == {
        f"indicator:{pk}": "Bagus.",
        "behaviour:loyal": "Terus begitu.",
    }
    step = office.open_steps()[0]
    as_(office.employee).client.post(f"/tasks/{step.pk}/receive/")
    text = as_(office.employee).open(step).content.decode()
    assert "Bagus." in text
    assert "Terus begitu." in text


def test_a_repair_is_asked_for_on_a_page_of_its_own(office, as_):
    step = office.bring_to("supervisor_review")
    walker = as_(step.owner)
    answer = walker.fill(step, "submit", do="return", reason="Ini tetap ada")
    assert answer.url == f"/tasks/{step.pk}/?outcome=return"
    assert 'id="return_reason"' in walker.open(step, outcome="return").content.decode()
    assert set(faults(walker.fill(step, "return", return_reason=""))) == {"return_reason"}
    assert walker.fill(step, "return").status_code == 302
    assert "Ini tetap ada" in walker.open(step).content.decode()
    walker.take(step, "return")
    assert office.stage() == "self_assessment"


def test_an_employee_who_sent_nothing_is_said_so(office, as_, time_machine):
    late = NOW + 18 * DAY
    office.take("lapse", {}, by=SYSTEM, at=late)
    time_machine.move_to(late, tick=False)
    step = office.open_steps()[0]
    text = as_(step.owner).open(step).content.decode()
    assert "belum mengirim penilaian mandiri" in text
    assert "tidak ada saran" in text
    as_(step.owner).take(step, "submit")
    assert office.stage() == "employee_response"


def test_what_was_recalled_is_nobody_elses_to_read(office, as_):
    step = office.open_steps()[0]
    as_(office.employee).take(step, "submit", statement="Masih saya perbaiki")
    as_(office.employee).client.post(f"/tasks/{step.pk}/recall/")
    assert as_(office.supervisor).open(office.open_steps()[0]).status_code == 403
    assert as_(office.supervisor).open(step).status_code == 409


# --- the objection ---
def test_the_supervisor_reads_each_ground_and_answers(office, as_):
    step = office.bring_to("supervisor_statement")
    text = as_(step.owner).open(step).content.decode()
    assert "Rating hasil kerja" in text
    assert "Bukti RHK 2 belum dilihat." in text
    as_(step.owner).take(step, "submit", statement="Sudah dilihat.")
    text = as_(office.second_level).open(office.open_steps()[0]).content.decode()
    assert "Bukti RHK 2 belum dilihat." in text
    assert "Sudah dilihat." in text


def test_a_dismissal_waits_until_the_employee_could_reply(office, as_, time_machine):
    step = office.bring_to("objection_decision")
    walker = as_(step.owner)
    assert "5 Nov 2026, 23.59 WIB" in walker.open(step).content.decode()
    page = walker.fill(step, "dismiss", reason="Bukti sudah cukup")
    assert page.status_code == 422
    assert "Pegawai masih dapat menanggapi" in page.content.decode()
    assert "Bukti sudah cukup" in page.content.decode()
    time_machine.move_to(NOW + 4 * DAY, tick=False)
    as_(step.owner).take(step, "dismiss")
    assert office.stage() == "committee_vote"
    assert office.appraisal.is_determined


@pytest.mark.parametrize(
    ("ratings", "field"),
    [
        ({"results_rating": "below"}, "results_rating"),
        ({"results_rating": "above", "behaviour_rating": "above"}, "behaviour_rating"),
        (RATINGS, ""),
    ],
)
def test_a_change_may_only_raise_what_is_contested(office, as_, ratings, field):
    step = office.bring_to("objection_decision")
    page = as_(step.owner).fill(step, "change", **ratings)
    assert page.status_code == 422
    assert set(faults(page)) == {field}
    assert office.stage() == "objection_decision"


def test_a_question_goes_to_one_side_and_the_answer_comes_back(office, as_):
    step = office.bring_to("objection_decision")
    assert set(faults(as_(step.owner).fill(step, "ask", to=None, question=""))) == {"to", "question"}
    as_(step.owner).take(step, "ask", to="supervisor")
    step = office.open_steps()[0]
    assert step.owner == office.supervisor
    assert "Kapan uji dilakukan?" in as_(step.owner).open(step).content.decode()
    as_(step.owner).take(step, "submit", statement="Bulan September.")
    text = as_(office.second_level).open(office.open_steps()[0]).content.decode()
    assert "Bulan September." in text


def test_a_refusal_is_decided_without_grounds(office, as_, time_machine):
    office.bring_to("refusal_period")
    late = NOW + 16 * DAY
    office.take("lapse", {}, by=SYSTEM, at=late)
    time_machine.move_to(late, tick=False)
    step = office.open_steps()[0]
    assert "menolak menandatangani dan tidak mengajukan keberatan" in as_(step.owner).open(step).content.decode()
    as_(step.owner).take(step, "dismiss")
    assert office.appraisal.is_determined or office.stage() == "committee_vote"


# --- the committee ---
@pytest.mark.parametrize("outcome", ["endorse", "return", "abstain", "recuse"])
def test_each_vote_is_cast_with_its_meaning_in_words(office, as_, outcome):
    step = office.bring_to("committee_vote")
    text = as_(step.owner).open(step).content.decode()
    assert "Predikat baik diteruskan menjadi final." in text
    assert "Anda tidak dihitung dalam kuorum berkas ini." in text
    as_(step.owner).take(step, outcome)
    assert Vote.objects.get().choice == outcome


@pytest.mark.parametrize("outcome", ["return", "abstain", "recuse"])
def test_a_vote_that_does_not_endorse_gives_its_reason(office, as_, outcome):
    step = office.bring_to("committee_vote")
    page = as_(step.owner).fill(step, outcome, reason=" ")
    assert set(faults(page)) == {"reason"}
    assert f'value="{outcome}" checked' in page.content.decode()


def test_after_a_determination_a_return_names_the_missing_procedure(office, as_):
    office.bring_to("objection_decision")
    office.take("change")
    step = office.open_steps()[0]
    walker = as_(step.owner)
    assert 'id="procedure"' in walker.open(step).content.decode()
    assert set(faults(walker.fill(step, "return"))) == {"procedure"}
    walker.take(step, "return", procedure="employee_not_heard")
    assert Vote.objects.get().procedure == "employee_not_heard"


def test_a_second_vote_finds_the_first(office, as_):
    step = office.bring_to("committee_vote")
    as_(step.owner).take(step, "abstain")
    page = as_(step.owner).fill(step, "endorse")
    assert page.status_code == 409
    assert "Sudah diselesaikan oleh Anggota 0" in page.content.decode()


def test_at_the_top_of_the_tree_the_committee_recommends(db, client, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office(top=True)
    for outcome in ("submit", "submit", "object", "submit"):
        office.take(outcome)
    step = office.open_steps()[0]
    text = Walker(client, office, step.owner).open(step).content.decode()
    assert "Rekomendasi Anda" in text
    assert "Rekomendasi: rating ditinjau kembali." in text
