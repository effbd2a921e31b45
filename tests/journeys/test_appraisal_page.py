"""The page of one appraisal: who reads what, whose turn it is, what silence does; what may be done beside the steps."""

import datetime
import re

import pytest
from django.utils import translation

from appraisal import events
from appraisal.models import Appraisal
from audit.models import Entry
from notifications.models import Notice
from tests.counting import statements
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from tests.workflow.walking import walk
from workflow import beside
from workflow.committees import appoint_substitute
from workflow.models import Step

SECRETS = ("Baik", "Sesuai ekspektasi", "Sesuai bukti.", "good", "meets")


@pytest.fixture
def see(client, office):
    """Return `see(user, …)`: the page as that person reads it, as text."""

    def see(user, path="", status=200):
        client.force_login(user)
        answer = client.get(f"/appraisals/{office.appraisal.pk}/{path}")
        assert answer.status_code == status
        return answer.content.decode()

    return see


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


# --- who sees what ---


def test_strangers_find_nothing(see, office):
    see(office.stranger, status=404)
    see(office.second_level, status=404)
    see(office.members[0], status=404)


def test_an_unopened_result_is_nowhere_on_the_page(see, office):
    office.bring_to("employee_response")
    page = see(office.employee)
    assert not [secret for secret in SECRETS if secret in page]
    assert "Buka hasil" in page
    assert f'action="/tasks/{office.step().pk}/receive/"' in page
    assert "Sesuai bukti." in see(office.supervisor)


def test_looking_is_not_receiving(see, office):
    step = office.bring_to("employee_response")
    see(office.employee)
    office.appraisal.refresh_from_db()
    step.refresh_from_db()
    assert office.appraisal.received_at is None
    assert step.first_seen_at is None


def test_an_opened_result_says_what_and_why_and_by_when(see, office):
    step = office.bring_to("employee_response")
    beside.receive_result(step.pk, by=office.employee, at=NOW)
    page = words(see(office.employee))
    for told in ("Baik", "Sesuai ekspektasi", "Sesuai bukti.", "Giliran Anda", "Bila Anda tidak berbuat apa-apa",
                 "16 Nov 2026", "Itu bukan persetujuan", "Yang terjadi selanjutnya"):  # fmt: skip
        assert told in page


def test_the_supervisor_reads_no_unsent_self_assessment(see, office):
    assert "Semua tercapai." not in see(office.supervisor)
    office.take("submit")
    assert "Semua tercapai." in see(office.supervisor)


def test_a_recalled_self_assessment_is_no_longer_read(see, office):
    office.take("submit")
    done = Step.objects.get(name="self_assessment", outcome="submit")
    beside.recall(done.pk, by=office.employee, at=NOW)
    page = see(office.supervisor)
    assert "Semua tercapai." not in page
    assert "87,5" not in page


def test_the_supervisors_look_at_the_page_ends_the_time_to_recall(see, office):
    office.take("submit")
    assert "Tarik kembali kiriman" in see(office.employee)
    see(office.supervisor)
    assert office.step().first_seen_at == NOW
    assert "Tarik kembali kiriman" not in see(office.employee)


def test_members_read_from_committee_on_and_votes_stay_secret(see, office):
    office.bring_to("committee_vote")
    office.take("abstain", by=office.members[0])
    assert "Ada alasannya." in see(office.members[0])
    assert "Ada alasannya." not in see(office.members[1])
    office.take("endorse", by=office.members[1])
    office.take("endorse", by=office.members[2])
    assert "Ada alasannya." in see(office.employee)


def test_a_member_keeps_seeing_a_case_that_was_stopped(see, office, client):
    office.bring_to("committee_vote")
    step = office.step()
    beside.cancel(office.appraisal.pk, reason="Pegawai berhenti.", by=office.hr, at=NOW)
    assert "menghentikan berkas ini" in see(office.members[0])
    page = client.get(f"/tasks/{step.pk}/")
    assert page.status_code == 409
    assert "dihentikan pada" in page.content.decode()


def test_a_member_follows_what_the_committee_sent_back(see, office):
    """The new ratings he reads when the employee has them."""
    office.bring_to("committee_vote")
    for member in office.members[:2]:
        office.take("return", by=member)
    see(office.members[2])
    office.take("submit", RATINGS | {"reason": "Dinilai ulang."})
    assert "Dinilai ulang." not in see(office.members[2])
    office.take("acknowledge")
    assert "Dinilai ulang." in see(office.members[2])


def test_a_member_who_was_replaced_sees_nothing_more(see, office):
    office.bring_to("committee_vote")
    letter = {"letter_no": "1", "reason": "Pindah.", "by": office.hr, "at": NOW}
    appoint_substitute(office.seats[2].pk, office.stranger, **letter)
    see(office.members[2], status=404)
    see(office.stranger)


def test_a_second_level_with_a_seat_sees_no_more_than_a_second_level(db, client):
    office = Office(members=["second_level", "member_0", "member_1"])
    office.bring_to("committee_vote")
    client.force_login(office.second_level)
    assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 200
    for step in office.open_steps():
        office.take("return", step=step)
    assert office.stage() == "supervisor_review"
    assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 404


def test_a_case_that_needed_no_vote_is_not_before_the_members(db, client):
    office = Office(committee={"scope": "flagged"})
    walk(office, "0 submit supervisor_review\n 30 submit employee_response\n 30.9 acknowledge final")
    client.force_login(office.members[0])
    assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 404


# --- the content, with a purpose ---


@pytest.mark.parametrize("who", ["hr", "inspector"])
def test_content_opens_with_a_purpose_that_is_logged_first(see, office, client, who, time_machine):
    office.bring_to("employee_response")
    viewer = getattr(office, who)
    page = see(viewer)
    assert not [secret for secret in SECRETS if secret in page]
    assert "Isi berkas tertutup" in page
    answer = client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "Aduan 12/2026"})
    assert answer.status_code == 302
    assert "Sesuai bukti." in see_again(client, office)
    assert office.events()[-1] == "content_opened"
    assert "membuka isi berkas untuk: Aduan 12/2026" in words(see_as(client, office, office.employee))
    client.force_login(viewer)


def test_a_purpose_lasts_an_hour_of_this_session(see, office, client, time_machine):
    office.bring_to("employee_response")
    client.force_login(office.hr)
    client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "Aduan 12/2026"})
    time_machine.move_to(NOW + datetime.timedelta(minutes=59), tick=False)
    assert "Sesuai bukti." in see_again(client, office)
    time_machine.move_to(NOW + datetime.timedelta(minutes=61), tick=False)
    assert "Sesuai bukti." not in see_again(client, office)


@pytest.mark.parametrize("purpose", ["", "   ", "x" * 301, "a\x00b"])
def test_a_purpose_that_says_nothing_opens_nothing(office, client, purpose):
    client.force_login(office.hr)
    answer = client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": purpose})
    assert answer.status_code == 422
    assert b'role="alert"' in answer.content
    assert office.events() == ["opened"]


def test_parties_state_no_purpose(office, client):
    office.employee.roles = ["hr_admin"]
    office.employee.save()
    office.bring_to("employee_response")
    for person in (office.employee, office.supervisor):
        client.force_login(person)
        assert client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "x"}).status_code == 403
    page = see_as(client, office, office.employee)
    assert not [secret for secret in SECRETS if secret in page]


# --- whose turn, silence, what next ---


@pytest.mark.parametrize(
    ("stage", "turn", "silent", "onward"),
    [
        ("self_assessment", "employee", "berkas diteruskan ke pejabat penilai", "memberi rating dengan alasan"),
        ("supervisor_review", "supervisor", "tidak lewat dengan sendirinya", "membuka hasil, lalu menanggapi"),
        ("refusal_period", "employee", "penolakan", "menetapkan, bersifat final"),
        ("supervisor_statement", "supervisor", "tanpa penjelasan", "menetapkan, bersifat final"),
        ("objection_decision", "second_level", "Terlambat tidak berarti ditolak", "Komite memberi suara"),
        ("clarification", "employee", "tanpa jawaban", "Komite memberi suara"),
        ("committee_vote", "member_0", "suara yang ada dihitung", "Predikat menjadi final"),
    ],
)
def test_each_stage_says_whose_turn_it_is_and_what_silence_does(see, office, stage, turn, silent, onward):
    office.bring_to(stage)
    owner = words(see(getattr(office, turn)))
    assert "Bila Anda tidak berbuat apa-apa" in owner
    assert silent in owner
    other = words(see(office.hr))
    assert "Bila tidak ada yang berbuat apa-apa" in other
    assert silent in other
    assert onward in other


def test_a_case_without_committee_waits_for_its_date(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office(committee={"scope": "contested"})
    office.take("submit")
    office.take("submit")
    office.take("acknowledge")
    page = words(see_as(client, office, office.employee))
    assert "predikat menjadi final dengan sendirinya" in page
    assert "Menunggu tanggal" in page


def test_the_top_of_the_tree_hears_the_committee_first(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office(top=True)
    office.bring_to("supervisor_statement")
    page = words(see_as(client, office, office.employee))
    assert page.index("Rekomendasi komite") < page.index("Penetapan")


def test_a_cancelled_case_says_who_and_why(see, office):
    beside.cancel(office.appraisal.pk, reason="Pensiun.", by=office.hr, at=NOW)
    for person in (office.employee, office.inspector):
        page = words(see(person))
        assert "Farida Hanum Siregar menghentikan berkas ini." in page
        assert "Pensiun." in page


def test_a_case_stopped_before_its_result_was_opened_still_tells_nothing(see, office):
    office.bring_to("employee_response")
    beside.cancel(office.appraisal.pk, reason="Pensiun.", by=office.hr, at=NOW)
    page = see(office.employee)
    assert not [secret for secret in SECRETS if secret in page]
    assert "Buka hasil<" not in page


def test_editions_are_linked_both_ways(see, office, client):
    office.bring_to("final")
    later = beside.supersede(
        office.appraisal.pk, results_rating="above", behaviour_rating="meets", authority="Wali Kota",
        letter_no="800/9/2026", reason="Salah tulis.", by=office.hr, at=NOW,
    )  # fmt: skip
    assert f'href="/appraisals/{later.pk}/"' in see(office.employee)
    client.force_login(office.employee)
    page = client.get(f"/appraisals/{later.pk}/").content.decode()
    assert f'href="/appraisals/{office.appraisal.pk}/"' in page
    assert "800/9/2026" in page
    assert client.get(f"/appraisals/{later.pk}/print/").status_code == 200


def test_the_page_is_whole_in_english(office, client):
    office.employee.language = "en"
    office.employee.save()
    office.bring_to("objection_decision")
    with translation.override("en"):
        assert see_as(client, office, office.employee)


# --- acts beside the steps ---


def act(client, office, name, text=None):
    """Write, check, send; returns the receipt."""
    path = f"/appraisals/{office.appraisal.pk}/{name}/"
    if text is not None:
        check = client.post(path, {"text": text, "do": "check"})
        assert check.status_code == 200, check.content.decode()
        assert "Periksa sebelum mengirim" in check.content.decode()
    sent = client.post(path, {"text": text or "", "do": "send"})
    assert sent.status_code == 302, sent.content.decode()
    return client.get(sent.url)


def test_the_employee_answers_the_statement_once(see, office, client, time_machine):
    office.bring_to("objection_decision")
    assert "Tanggapi penjelasan" in see(office.employee)
    receipt = act(client, office, "reply", "Rekap itu belum lengkap.")
    assert "menanggapi penjelasan" in receipt.content.decode()
    assert f"PN-{office.appraisal.pk}-" in receipt.content.decode()
    page = see(office.second_level)
    assert "Rekap itu belum lengkap." in page
    assert "/reply/" not in see(office.employee)
    path = f"/appraisals/{office.appraisal.pk}/reply/"
    client.force_login(office.employee)
    assert client.post(path, {"text": "Rekap itu belum lengkap.", "do": "send"}).url == receipt.wsgi_request.path
    time_machine.move_to(NOW + datetime.timedelta(hours=2), tick=False)
    later = client.post(path, {"text": "Satu hal lagi.", "do": "send"})
    assert later.status_code == 409
    assert "Satu hal lagi." in later.content.decode()


@pytest.mark.parametrize("text", ["", "a\x00b", "x" * 10_001])
def test_what_was_typed_stays_when_it_is_refused(office, client, text):
    office.bring_to("objection_decision")
    client.force_login(office.employee)
    for do in ("check", "send"):
        answer = client.post(f"/appraisals/{office.appraisal.pk}/reply/", {"text": text, "do": do})
        assert answer.status_code == 422
        assert answer.context["text"] == text
        assert "Galat:" in answer.content.decode()
    assert "replied" not in office.events()


def test_back_from_the_check_page_nothing_is_lost(office, client):
    office.bring_to("objection_decision")
    client.force_login(office.employee)
    answer = client.post(f"/appraisals/{office.appraisal.pk}/reply/", {"text": "Isi saya", "do": "edit"})
    assert "Isi saya</textarea>" in answer.content.decode()


def test_an_objection_is_withdrawn_after_a_check(office, client):
    office.bring_to("supervisor_statement")
    client.force_login(office.employee)
    assert "Artinya" in client.get(f"/appraisals/{office.appraisal.pk}/withdraw/").content.decode()
    act(client, office, "withdraw")
    assert office.stage() == "committee_vote"
    assert "/withdraw/" not in see_again(client, office)


def test_a_delivery_is_disputed(office, client):
    office.bring_to("employee_response")
    beside.record_delivery(
        office.appraisal.pk, handed_over_on=TODAY, witness="Saksi", letter_no="1/2026", by=office.hr, at=NOW
    )
    client.force_login(office.employee)
    assert "Bantah catatan penyerahan" in see_again(client, office)
    act(client, office, "dispute", "Saya sedang cuti.")
    page = see_again(client, office)
    assert "Saya sedang cuti." in page
    assert "/dispute/" not in page


@pytest.mark.parametrize("name", ["reply", "withdraw", "dispute"])
def test_others_do_none_of_it(office, client, name):
    office.bring_to("objection_decision")
    path = f"/appraisals/{office.appraisal.pk}/{name}/"
    client.force_login(office.supervisor)
    assert client.get(path).status_code == 302
    assert client.post(path, {"text": "x", "do": "send"}).status_code == 403
    client.force_login(office.stranger)
    assert client.post(path, {"text": "x", "do": "send"}).status_code == 404


def test_a_conflict_keeps_the_text_and_says_why(office, client):
    office.bring_to("supervisor_statement")
    client.force_login(office.employee)
    answer = client.post(f"/appraisals/{office.appraisal.pk}/reply/", {"text": "Terlalu dini", "do": "send"})
    assert answer.status_code == 409
    assert "Terlalu dini" in answer.content.decode()


# --- the document ---


def test_looking_is_a_preview_and_printing_is_logged(office, client):
    office.bring_to("final")
    client.force_login(office.employee)
    path = f"/appraisals/{office.appraisal.pk}/print/"
    preview = client.get(path).content.decode()
    assert "Pratinjau" in preview
    assert "printed" not in office.events()
    copy = client.post(path)
    assert office.events()[-1] == "printed"
    page = client.get(copy.url).content.decode()
    assert "Pratinjau" not in page
    for told in ("Siti Rahmawati", "Hasan Nauli", office.policy.sha256, "<svg", "Predikat kinerja pegawai"):
        assert told in page
    assert "style=" not in page
    assert "data:" not in page
    client.force_login(office.supervisor)
    assert client.get(copy.url).status_code == 404  # that copy is not his


def test_the_document_waits_for_the_end_and_for_the_right_reader(office, client):
    path = f"/appraisals/{office.appraisal.pk}/print/"
    client.force_login(office.employee)
    assert client.get(path).status_code == 404
    office.bring_to("final")
    client.force_login(office.hr)
    assert client.get(path).status_code == 403
    assert client.post(path).status_code == 403
    client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "Salinan untuk arsip"})
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302
    client.force_login(office.members[0])
    assert client.get(path).status_code == 403


# --- few statements ---


@pytest.mark.parametrize(("seats", "indicators"), [(3, 5), (15, 200)])
@pytest.mark.parametrize(
    ("stage", "budget"),
    [("supervisor_review", 10), ("employee_response", 10), ("committee_vote", 10), ("final", 10),
     ("objection_decision", 13), ("clarification", 13)],
)  # fmt: skip
def test_opening_an_appraisal_costs_the_same_at_any_size(client, db, time_machine, seats, indicators, stage, budget):
    time_machine.move_to(NOW, tick=False)
    office = Office(seats=seats, indicators=indicators)
    step = office.bring_to(stage)
    if stage == "employee_response":
        beside.receive_result(step.pk, by=office.employee, at=NOW)
    for person in (office.employee, office.supervisor, office.second_level, office.members[0], office.hr):
        client.force_login(person)
        with statements() as made:
            answer = client.get(f"/appraisals/{office.appraisal.pk}/")
        assert answer.status_code == 404 or len(made) <= budget, "\n".join(sql[:150] for sql in made)


def test_a_contested_case_that_was_voted_on_stays_within_its_budget(office, client):
    for outcome in ("submit", "submit", "object", "submit"):
        office.take(outcome)
    beside.reply(office.appraisal.pk, text="Tanggapan.", by=office.employee, at=NOW)
    for outcome in ("ask", "submit", "change", "endorse"):
        office.take(outcome)
    for person in (office.employee, office.supervisor, office.second_level, office.members[2]):
        client.force_login(person)
        with statements() as made:
            assert client.get(f"/appraisals/{office.appraisal.pk}/").status_code == 200
        assert len(made) <= 13, "\n".join(sql[:150] for sql in made)


# --- the lists ---


def test_each_sees_his_own_tabs(office, client):
    office.bring_to("committee_vote")
    expected = {
        office.employee: "Triwulan III 2026",
        office.supervisor: "Siti Rahmawati",
        office.second_level: "Siti Rahmawati",
        office.members[0]: "Siti Rahmawati",
        office.hr: "Siti Rahmawati",
        office.stranger: "Belum ada penilaian atas nama Anda.",
    }
    for person, told in expected.items():
        client.force_login(person)
        assert told in client.get("/appraisals/").content.decode(), person


def test_a_list_reveals_no_unopened_result_and_nothing_to_hr(office, client):
    office.bring_to("employee_response")
    client.force_login(office.employee)
    assert "Hasil belum dibuka" in client.get("/appraisals/").content.decode()
    for outcome in ("acknowledge", "endorse", "endorse"):
        office.take(outcome)
    client.force_login(office.hr)
    assert "Baik" not in client.get("/appraisals/?tab=all").content.decode()
    client.force_login(office.employee)
    assert "Baik" in client.get("/appraisals/").content.decode()


def test_hr_searches_without_a_name_in_any_address(office, client):
    client.force_login(office.hr)
    answer = client.post("/appraisals/search/", {"q": "rahma siti", "tab": "all"})
    assert "rahma" not in answer.url
    assert "Siti Rahmawati" in client.get(answer.url).content.decode()
    client.post("/appraisals/search/", {"q": "tidak ada", "tab": "all"})
    assert "Tidak ada penilaian untuk saringan ini." in client.get("/appraisals/?tab=all").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("stage=employee_response", True), ("stage=final", False), ("unit=kominfo", True), ("unit=kesehatan", False),
     ("attention=unopened", True), ("attention=late", False), ("stage=nonsense&before=x", True)],
)  # fmt: skip
def test_hr_narrows_the_list(office, client, time_machine, query, found):
    office.bring_to("employee_response")
    time_machine.move_to(NOW + 15 * DAY, tick=False)
    client.force_login(office.hr)
    assert ("Siti Rahmawati" in client.get(f"/appraisals/?tab=all&{query}").content.decode()) == found


def test_the_list_is_paged_by_key(office, client):
    people = [office.stranger, *office.members, office.supervisor][:1]
    office.launch(people)
    first = Appraisal.objects.order_by("pk").first()
    client.force_login(office.inspector)
    page = client.get(f"/appraisals/?tab=all&before={first.pk + 1}").content.decode()
    assert "Siti Rahmawati" in page
    assert "Lamhot Simbolon" not in page
    with statements() as made:
        client.get("/appraisals/?tab=all")
    assert len(made) <= 7


def see_again(client, office):
    return client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()


def see_as(client, office, user):
    client.force_login(user)
    return see_again(client, office)


def test_nothing_here_writes_but_what_it_says(office, client):
    """Reading leaves no entry of the case and no notice."""
    entries = Entry.objects.exclude(stream__startswith="signin:")
    before = entries.count(), Notice.objects.count()
    for person in (office.employee, office.supervisor, office.hr, office.inspector):
        see_as(client, office, person)
    assert (entries.count(), Notice.objects.count()) == before
    assert events.CONTENT_OPENED.name not in office.events()
