"""What holds for the pages of every step: who stands before them, drafts, checks, receipts, refusals."""

import pytest
from django.utils.html import escape

from organization.models import Delegation
from tests.counting import statements
from tests.journeys.walking import faults, hidden, typed
from tests.office import DAY, NOW
from workflow.beside import receive_result
from workflow.drafts import forget
from workflow.models import Draft, Step
from workflow.step_forms import FORMS

WAY = [  # (stage, outcome that leads on), contested and back again
    ("self_assessment", "submit"),
    ("supervisor_review", "return"),
    ("self_assessment", "submit"),
    ("supervisor_review", "submit"),
    ("employee_response", "refuse"),
    ("refusal_period", "object"),
    ("supervisor_statement", "submit"),
    ("objection_decision", "ask"),
    ("clarification", "submit"),
    ("objection_decision", "change"),
    ("committee_vote", "endorse"),
    ("committee_vote", "endorse"),
]
UNCONTESTED = ("self_assessment", "supervisor_review", "employee_response")


def bring_to(office, stage):
    step = office.bring_to(stage)
    if stage == "employee_response":
        receive_result(step.pk, by=office.employee, at=NOW)
    return step


def test_an_appraisal_goes_from_launch_to_final_through_pages_alone(office, as_):
    for stage, outcome in WAY:
        assert office.stage() == stage
        step = office.open_steps()[0]
        if stage == "employee_response":
            as_(step.owner).client.post(f"/tasks/{step.pk}/receive/")
        page = as_(step.owner).take(step, outcome)
        assert page.status_code == 200
        step.refresh_from_db()
        assert step.receipt["number"] in page.content.decode()
        assert step.receipt["leaf"] in page.content.decode()
    assert office.stage() == "final"
    assert office.appraisal.results_rating == "above"
    forget(NOW)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("stage", FORMS)
def test_opening_a_step_costs_little(office, as_, stage):
    step = bring_to(office, stage)
    walker = as_(step.owner)
    with statements() as found:
        page = walker.open(step)
    assert page.status_code == 200
    assert len(found) <= (10 if stage in UNCONTESTED else 13), "\n".join(found)


@pytest.mark.parametrize("stage", FORMS)
def test_only_the_owner_finds_a_form(office, as_, stage):
    """HR and inspector see every case, so they are told whose it is; a stranger finds nothing."""
    step = bring_to(office, stage)
    assert as_(office.members[2]).open(step).status_code in ((200, 403) if stage == "committee_vote" else (404,))
    for person in (office.hr, office.inspector):
        page = as_(person).open(step)
        assert page.status_code == 403
        assert str(step.owner) in page.content.decode()
    answer = as_(office.hr).client.post(f"/tasks/{step.pk}/", {"outcome": "submit", "do": "check"})
    assert answer.status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize("stage", FORMS)
def test_the_owner_has_seen_it_once_he_opened_it(office, as_, stage):
    step = bring_to(office, stage)
    as_(step.owner).open(step)
    step.refresh_from_db()
    assert step.first_seen_at == NOW


def test_guests_sign_in_first(office, client):
    for path in ("", "check/submit/", "receipt/"):
        answer = client.get(f"/tasks/{office.open_steps()[0].pk}/{path}")
        assert answer.status_code == 302
        assert answer.url.startswith("/login/")


@pytest.mark.parametrize("stage", FORMS)
def test_an_empty_form_says_what_is_missing_and_keeps_the_draft(office, as_, stage):
    step = bring_to(office, stage)
    outcome = {"employee_response": "object", "refusal_period": "object", "objection_decision": "change"}
    outcome = outcome.get(stage, "return" if stage == "committee_vote" else "submit")
    given = dict.fromkeys(typed(office, step, outcome), "")
    page = as_(step.owner).fill(step, outcome, **given, **{"mark-of-the-test": "tetap ada"})
    assert page.status_code == 422
    assert faults(page)
    assert "errsum" in page.content.decode()
    for name in faults(page):
        assert f'id="{name}"' in page.content.decode()
    assert Draft.objects.get().body["mark-of-the-test"] == "tetap ada"
    assert Step.objects.get(pk=step.pk).is_open


@pytest.mark.parametrize("stage", ["objection_decision", "committee_vote"])
def test_a_decision_has_to_be_chosen(office, as_, stage):
    step = bring_to(office, stage)
    page = as_(step.owner).fill(step, "", reason="Sudah ditulis.")
    assert page.status_code == 422
    assert "outcome" in faults(page)
    assert "Sudah ditulis." in page.content.decode()


def test_a_draft_is_kept_without_a_script_and_comes_back(office, as_):
    step = office.bring_to("supervisor_statement")
    walker = as_(step.owner)
    answer = walker.fill(step, "submit", statement="Baru setengah", do="save")
    assert answer.status_code == 302
    page = walker.client.get(answer.url)
    assert "Baru setengah" in page.content.decode()
    assert "Draf tersimpan" in page.content.decode()
    assert Draft.objects.get().author == office.supervisor


def test_a_draft_is_kept_while_typing_and_is_nobody_elses(office, as_):
    step = office.bring_to("supervisor_statement")
    answer = as_(step.owner).client.post(f"/tasks/{step.pk}/draft/", {"statement": "Sambil mengetik\0"})
    assert answer.status_code == 200
    assert answer.json()["saved_at"]
    assert Draft.objects.get().body["statement"].startswith("Sambil mengetik")
    for person, status in ((office.members[0], 404), (office.hr, 403)):
        assert as_(person).client.post(f"/tasks/{step.pk}/draft/", {"statement": "x"}).status_code == status
    assert "Sambil mengetik" not in as_(office.employee).client.get(f"/tasks/{step.pk}/").content.decode()


def test_typing_after_the_session_ended_is_told_so_in_json(office, client):
    answer = client.post(f"/tasks/{office.open_steps()[0].pk}/draft/", {}, headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["title"]


def test_the_check_page_needs_a_draft_that_could_be_sent(office, as_):
    step = office.bring_to("supervisor_statement")
    answer = as_(step.owner).client.get(f"/tasks/{step.pk}/check/submit/")
    assert (answer.status_code, answer.url) == (302, f"/tasks/{step.pk}/")
    assert as_(step.owner).client.get(f"/tasks/{step.pk}/check/no-outcome/").status_code == 404
    assert as_(step.owner).client.get(f"/tasks/{step.pk}/check/lapse/").status_code == 404


def test_the_rehearsal_leaves_nothing_behind(office, as_):
    step = office.bring_to("supervisor_review")
    assert as_(step.owner).fill(step, "submit").status_code == 302
    assert office.stage() == "supervisor_review"
    assert office.appraisal.results_rating == ""
    assert office.appraisal.version == Step.objects.get(pk=step.pk).case.appraisal.version


def test_a_declaration_has_to_be_ticked(office, as_):
    step = office.bring_to("supervisor_review")
    walker = as_(step.owner)
    walker.fill(step, "submit")
    page = walker.confirm(step, "submit", declared="")
    assert page.status_code == 422
    assert "Centang pernyataan ini" in page.content.decode()
    assert Step.objects.get(pk=step.pk).is_open


def test_a_second_click_finds_the_receipt_of_the_first(office, as_):
    step = office.bring_to("supervisor_review")
    walker = as_(step.owner)
    walker.fill(step, "submit")
    path = f"/tasks/{step.pk}/check/submit/"
    body = hidden(walker.client.get(path)) | {"declared": "on"}
    answers = [walker.client.post(path, body) for _click in range(2)]
    assert [answer.url for answer in answers] == [f"/tasks/{step.pk}/receipt/"] * 2
    assert office.stage() == "employee_response"


def test_what_was_shown_is_what_is_sent(office, as_):
    step = office.bring_to("supervisor_statement")
    walker = as_(step.owner)
    walker.fill(step, "submit", statement="Yang diperiksa")
    body = hidden(walker.client.get(f"/tasks/{step.pk}/check/submit/"))
    walker.client.post(f"/tasks/{step.pk}/draft/", {"statement": "Dari tab lain", "outcome": "submit"})
    assert walker.client.post(f"/tasks/{step.pk}/check/submit/", body).status_code == 302
    assert office.appraisal.statements.get().text == "Yang diperiksa"


@pytest.mark.parametrize(
    ("data", "status"),
    [("", 422), ("{", 422), ("[]", 422), ('{"statement": "a", "more": 1}', 422), ('{"x": 1.5}', 422)],
)
def test_a_check_page_that_was_tampered_with_sends_nothing(office, as_, data, status):
    step = office.bring_to("supervisor_statement")
    walker = as_(step.owner)
    walker.fill(step, "submit", statement="Jangan hilang")
    page = walker.confirm(step, "submit", data=data)
    assert page.status_code == status
    assert "Jangan hilang" in page.content.decode()
    assert Step.objects.get(pk=step.pk).is_open


@pytest.mark.parametrize(
    ("outcome", "budget"), [("submit", 22), ("return", 16), ("endorse", 30), ("object", 20), ("statement", 16)]
)
def test_sending_costs_no_more_than_the_door(office, as_, outcome, budget):
    """Session and user included (design §8)."""
    stages = {
        "submit": "self_assessment",
        "return": "supervisor_review",
        "endorse": "committee_vote",
        "object": "employee_response",
        "statement": "supervisor_statement",
    }
    step = bring_to(office, stages[outcome])
    outcome = "submit" if outcome == "statement" else outcome
    walker = as_(step.owner)
    walker.fill(step, outcome)
    path = f"/tasks/{step.pk}/check/{outcome}/"
    body = hidden(walker.client.get(path)) | {"declared": "on"}
    with statements() as found:
        assert walker.client.post(path, body).status_code == 302
    assert len(found) <= budget, "\n".join(found)


def test_a_stale_form_says_so_and_keeps_what_was_typed(office, as_):
    step = office.bring_to("supervisor_statement")
    page = as_(step.owner).fill(step, "submit", statement="Sudah panjang lebar", version="0")
    assert page.status_code == 409
    assert "sudah berubah sejak" in page.content.decode()
    assert "Siti Rahmawati</b> mengajukan keberatan." in page.content.decode()  # what happened last
    assert "Sudah panjang lebar" in page.content.decode()


def test_a_step_that_is_done_says_who_did_it_and_when(office, as_):
    step = office.open_steps()[0]
    office.take("submit")
    page = as_(office.employee).open(step)
    assert page.status_code == 409
    assert "Siti Rahmawati pada 2 Nov 2026 10.00 WIB" in page.content.decode()
    assert f"/appraisals/{office.appraisal.pk}/" in page.content.decode()
    page = as_(office.employee).fill(step, "submit", statement="Ditulis di tab lama")
    assert page.status_code == 409
    assert "Ditulis di tab lama" in page.content.decode()
    assert as_(office.employee).client.get(f"/tasks/{step.pk}/check/submit/").status_code == 409
    assert as_(office.employee).client.post(f"/tasks/{step.pk}/draft/", {}).status_code == 409


def test_after_the_deadline_the_page_is_to_read(office, as_, time_machine):
    step = office.bring_to("supervisor_statement")
    time_machine.move_to(NOW + 8 * DAY, tick=False)
    page = as_(step.owner).open(step)
    assert page.status_code == 200
    assert "Batas waktu sudah lewat (9 Nov 2026 23.59 WIB)" in page.content.decode()
    assert "Periksa sebelum mengirim" not in page.content.decode()
    page = as_(step.owner).fill(step, "submit", statement="Terlambat")
    assert page.status_code == 422
    assert "Batas waktu tugas ini sudah lewat" in page.content.decode()
    assert "Terlambat" in page.content.decode()


def test_a_held_case_asks_to_try_again(office, as_, monkeypatch):
    from workflow import refusals
    from workflow.views import check

    step = office.bring_to("supervisor_statement")
    walker = as_(step.owner)
    walker.fill(step, "submit", statement="Tidak hilang")

    def busy(*args, **kwargs):
        raise refusals.Busy("Berkas ini sedang dikerjakan orang lain.")

    monkeypatch.setattr(check, "take_step", busy)
    page = walker.confirm(step, "submit")
    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert "sedang dikerjakan orang lain" in page.content.decode()
    assert "Tidak hilang" in page.content.decode()


@pytest.mark.parametrize("text", ["a < b > c", "{{ appraisal }}", 'O\'Brien & "Siti"'])
def test_text_is_shown_as_it_was_typed(office, as_, text):
    step = office.bring_to("supervisor_statement")
    walker = as_(step.owner)
    walker.fill(step, "submit", statement=text)
    page = walker.client.get(f"/tasks/{step.pk}/check/submit/").content.decode()
    assert escape(text) in page
    walker.confirm(step, "submit")
    assert office.appraisal.statements.get().text == text


def test_markup_is_refused_in_words_and_stays_on_the_page_as_text(office, as_):
    step = office.bring_to("supervisor_statement")
    page = as_(step.owner).fill(step, "submit", statement="<script>alert(1)</script>")
    assert page.status_code == 422
    assert "tanpa kode HTML" in faults(page)["statement"]
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.content.decode()


@pytest.mark.parametrize("text", ["tersembunyi\x07", "\0", "x" * 10_001])
def test_text_that_cannot_be_kept_is_refused_in_words_beside_its_field(office, as_, text):
    step = office.bring_to("supervisor_statement")
    page = as_(step.owner).fill(step, "submit", statement=text)
    assert page.status_code == 422
    assert set(faults(page)) == {"statement"}


def test_ten_megabytes_are_refused_in_a_sentence_and_stay_on_the_page(office, as_):
    step = office.bring_to("supervisor_statement")
    walker, typed = as_(step.owner), "x" * 10_000_000
    walker.fill(step, "submit", statement="Sudah tersimpan", do="save")
    page = walker.client.post(f"/tasks/{step.pk}/", {"statement": typed, "outcome": "submit", "do": "check"})
    assert page.status_code == 422
    assert set(faults(page)) == {"statement"}
    assert typed in page.content.decode()
    assert Draft.objects.get().body["statement"] == "Sudah tersimpan"


def test_a_delegate_acts_in_the_name_of_his_principal(office, as_):
    step, delegate = office.bring_to("supervisor_statement"), office.members[0]
    Delegation.objects.create(
        principal=office.supervisor, delegate=delegate, from_date=NOW, to_date=NOW, letter_no="800/5/2026"
    )
    walker = as_(delegate)
    assert "Anda bertindak atas nama <b>Hasan Nauli</b>" in walker.open(step).content.decode()
    step.refresh_from_db()
    assert step.first_seen_at is None
    page = walker.take(step, "submit")
    assert "atas nama Hasan Nauli" in page.content.decode()
    step.refresh_from_db()
    assert (step.by, step.on_behalf_of, step.capacity) == (delegate, office.supervisor, "delegate")
    page = as_(office.supervisor).open(step)
    assert page.status_code == 409
    assert "Anggota 0" in page.content.decode()
    assert as_(office.supervisor).client.get(f"/tasks/{step.pk}/receipt/").status_code == 200


@pytest.mark.parametrize("who", ["member_0", "supervisor"])
def test_what_a_delegate_sent_is_recalled_from_the_receipt(office, as_, who):
    step, delegate = office.bring_to("supervisor_statement"), office.members[0]
    office.delegate(office.supervisor, delegate)
    as_(delegate).take(step, "submit")
    walker = as_(getattr(office, who))
    page = walker.client.get(f"/tasks/{step.pk}/receipt/").content.decode()
    assert "Tarik kembali" in page
    assert ("Penerima belum membukanya" in page) == (who == "member_0")  # a delegate sees the step, not the case
    answer = walker.client.post(f"/tasks/{step.pk}/recall/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/tasks/{office.step().pk}/"
    assert "ditarik kembali" in answer.content.decode()
    assert office.stage() == "supervisor_statement"


def test_a_principal_recalls_on_the_page_of_the_case(office, as_):
    step = office.bring_to("supervisor_statement")
    office.delegate(office.supervisor, office.members[0])
    as_(office.members[0]).take(step, "submit")
    page = as_(office.supervisor).client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()
    assert f"/tasks/{step.pk}/recall/" in page


def test_a_receipt_is_for_whoever_acted(office, as_):
    step = office.open_steps()[0]
    as_(office.employee).take(step, "submit")
    answer = as_(office.supervisor).client.get(f"/tasks/{step.pk}/receipt/")
    assert (answer.status_code, answer.url) == (302, f"/tasks/{step.pk}/")
    assert as_(office.members[0]).client.get(f"/tasks/{step.pk}/receipt/").status_code == 404


def test_a_submit_is_recalled_until_the_next_person_has_opened_it(office, as_):
    step = office.open_steps()[0]
    page = as_(office.employee).take(step, "submit", statement="Terlalu cepat")
    assert "Tarik kembali" in page.content.decode()
    answer = as_(office.employee).client.post(f"/tasks/{step.pk}/recall/")
    again = office.open_steps()[0]
    assert answer.url == f"/tasks/{again.pk}/"
    assert again.name == "self_assessment"
    text = as_(office.employee).open(again).content.decode()
    assert "Terlalu cepat" in text
    assert "87,5" in text


def test_what_was_opened_is_not_recalled(office, as_):
    step = office.open_steps()[0]
    as_(office.employee).take(step, "submit")
    as_(office.supervisor).open(office.open_steps()[0])
    page = as_(office.employee).client.get(f"/tasks/{step.pk}/receipt/")
    assert "Tarik kembali" not in page.content.decode()
    answer = as_(office.employee).client.post(f"/tasks/{step.pk}/recall/", follow=True)
    assert "Hasan Nauli sudah membuka kiriman Anda" in answer.content.decode()
    assert office.stage() == "supervisor_review"
    assert as_(office.members[0]).client.post(f"/tasks/{step.pk}/recall/").status_code == 404
