"""Erasure on pages: HR proposes and checks, an inspector answers, everybody concerned reads what became of it."""

import json
from zipfile import ZipFile

import pytest
from django.utils import timezone
from knox.models import AuthToken
from post_office.models import STATUS, Email
from rest_framework.test import APIClient

from appraisal.actions import erasure as actions
from appraisal.actions.hold import place_hold
from audit.exports.asking import ask_export
from audit.exports.writing import run_exports
from audit.models import Entry, ErasureProposal, LegalHold
from audit.personal.asking import ask_copy
from audit.personal.making import run_copies
from audit.search.filters import Filter
from config import daily, worker
from config.retention import GOES
from organization.models import User
from tests.audit.erasure.ended import LETTER, SAID, Ended
from tests.counting import statements
from tests.office import DAY, NOW

ERASED = "isi dihapus berdasarkan surat 800/1"


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW + DAY, tick=False)
    return Ended()


@pytest.fixture
def go(client, office):
    """go(person, path) reads as that person; go(person, path, {...}) posts."""

    def go(person, path, typed=None, status=200):
        client.force_login(person)
        answer = client.get(path) if typed is None else client.post(path, typed)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode() if status != 302 else answer.url

    return go


def path_of(office):
    return f"/erasures/new/appraisal/{office.appraisal.pk}/"


def typed(office, *events, **more):
    return {"numbers": office.numbers(*(events or ["objected"])), **LETTER} | more


def proposed(office, *events):
    numbers = office.numbers(*(events or ["objected"]))
    return actions.propose(office.stream, numbers=numbers, **LETTER, by=office.hr, at=timezone.now())


def erased(office, *events):
    proposal = proposed(office, *events)
    actions.answer(proposal.pk, agrees=True, by=office.inspector, at=timezone.now())
    assert worker.run_once(timezone.now(), names=["erasures"]) == []
    proposal.refresh_from_db()
    assert proposal.state == "done"
    return proposal


# --- HR proposes ---


def test_hr_finds_the_person_and_what_concerns_him(office, go):
    person = f"/erasures/people/{office.employee.pseudonym}/"
    assert person in go(office.hr, f"/people/{office.employee.pseudonym}/")
    html = go(office.hr, person)
    assert path_of(office) in html
    assert path_of(office) in go(office.hr, f"/appraisals/{office.appraisal.pk}/")
    assert "Tahan" in go(office.inspector, person)


def test_hr_chooses_entries_in_words_without_reading_the_words(office, go):
    html = go(office.hr, path_of(office))
    assert "Siti Rahmawati mengirim penilaian mandiri." in html
    assert [words for words in SAID.values() if words in html] == []


def test_the_check_page_says_what_goes_and_what_stays(office, go):
    html = go(office.hr, path_of(office), typed(office, "self_assessed"))
    for told in ("pernyataan pegawai", "catatan pegawai", "alasan dan keterangan catatan", "rating dan predikat",
                 "Belum ada yang tersimpan", "Cadangan basis data", LETTER["letter_no"]):  # fmt: skip
        assert told in html
    assert not ErasureProposal.objects.exists()


def test_entries_that_quote_the_same_reason_come_along(office, go):
    html = go(office.hr, path_of(office), typed(office, "rating_changed"))
    assert "komite" in html
    go(office.hr, path_of(office), typed(office, "rating_changed", confirm="1"), status=302)
    assert ErasureProposal.objects.get().numbers == office.numbers("rating_changed", "committee_opened")


def test_everything_can_be_chosen_at_once(office, go):
    everything = office.numbers()
    go(office.hr, path_of(office), typed(office) | {"numbers": "all", "confirm": "1"}, status=302)
    assert ErasureProposal.objects.get().numbers == everything


def test_what_is_missing_is_said_and_nothing_typed_is_lost(office, go):
    html = go(office.hr, path_of(office), {"basis": "Putusan 12"}, status=422)
    assert "Pilih paling sedikit satu catatan" in html
    assert "Putusan 12</textarea>" in html
    assert "errsum" in html


def test_hr_sends_it_and_gets_a_receipt(office, go):
    url = go(office.hr, path_of(office), typed(office, confirm="1"), status=302)
    html = go(office.hr, url)
    entry = Entry.objects.get(event="erasure.proposed")
    assert f"PN-{office.appraisal.pk}-{entry.n}" in html
    assert "Menunggu jawaban inspektorat" in html
    assert "Usulan terkirim" in html
    again = go(office.hr, path_of(office), typed(office, confirm="1"), status=422)
    assert "Sudah ada usulan" in again
    assert ErasureProposal.objects.count() == 1


def test_what_concerns_nobody_or_is_not_there_has_no_page(office, go):
    for path in ("cycle/1", "appraisal/999999", "nothing/1", f"unit/{office.unit.pk}"):
        go(office.hr, f"/erasures/new/{path}/", status=404)
        go(office.inspector, f"/holds/new/{path}/", status=404)


def test_a_case_under_way_says_why_not(db, client, time_machine):
    from tests.office import Office

    time_machine.move_to(NOW, tick=False)
    office = Office()
    client.force_login(office.hr)
    html = client.get(path_of(office)).content.decode()
    assert "belum berakhir" in html
    assert 'name="letter_no"' not in html


# --- an inspector answers ---


def test_an_inspector_agrees_and_the_worker_erases(office, go):
    proposal = proposed(office)
    assert f"/erasures/{proposal.pk}/agree/" in go(office.inspector, f"/erasures/{proposal.pk}/")
    html = go(office.inspector, f"/erasures/{proposal.pk}/agree/")
    assert "tidak dapat dikembalikan" in html
    assert "mengajukan keberatan" in html
    go(office.inspector, f"/erasures/{proposal.pk}/agree/", {}, status=302)
    assert "dalam beberapa detik" in go(office.hr, f"/erasures/{proposal.pk}/")
    worker.run_once(timezone.now(), names=["erasures"])
    for person in (office.hr, office.inspector, office.employee):
        html = go(person, f"/erasures/{proposal.pk}/")
        assert "Urutan, sidik, dan bukti catatan tetap sah" in html
        assert ERASED in html


def test_an_inspector_opposes_with_a_reason(office, go):
    proposal = proposed(office)
    path = f"/erasures/{proposal.pk}/oppose/"
    assert "errsum" in go(office.inspector, path, {}, status=422)
    go(office.inspector, path, {"text": "Masih diperiksa."})
    go(office.inspector, path, {"text": "Masih diperiksa.", "confirm": "1"}, status=302)
    for person in (office.hr, office.employee):
        assert "Masih diperiksa." in go(person, f"/erasures/{proposal.pk}/")


def test_hr_withdraws(office, go):
    proposal = proposed(office)
    go(office.hr, f"/erasures/{proposal.pk}/withdraw/", {}, status=302)
    assert "Dicabut" in go(office.hr, f"/erasures/{proposal.pk}/")
    go(office.inspector, f"/erasures/{proposal.pk}/agree/", status=302)  # nothing to answer any more
    assert "dijawab atau dicabut" in go(office.inspector, f"/erasures/{proposal.pk}/agree/", {}, status=422)


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("hr", {"agree": 403, "oppose": 403, "withdraw": 200}),
        ("inspector", {"agree": 200, "oppose": 200, "withdraw": 403}),
        ("employee", {"agree": 403, "oppose": 403, "withdraw": 403}),
        ("supervisor", {"": 404, "agree": 404, "oppose": 404, "withdraw": 404}),
    ],
)
def test_who_may_do_what_to_a_proposal(office, go, who, answers):
    proposal = proposed(office)
    for name, status in answers.items():
        path = f"/erasures/{proposal.pk}/{name}/" if name else f"/erasures/{proposal.pk}/"
        go(getattr(office, who), path, status=status)
    if 200 not in answers.values():
        for name in ("agree", "oppose", "withdraw"):
            go(getattr(office, who), f"/erasures/{proposal.pk}/{name}/", {"text": "x"}, status=answers[name])
    assert ErasureProposal.objects.get().state == "proposed"


# --- holds ---


def test_an_inspector_holds_and_lifts_by_letter(office, go):
    proposal = proposed(office)
    path = f"/holds/new/user/{office.employee.pk}/"
    letter = {"reason": "Gugatan di PTUN", "letter_no": "W1/2026"}
    assert "surel yang dikirim kepadanya" in go(office.inspector, path, letter)
    url = go(office.inspector, path, letter | {"confirm": "1"}, status=302)
    assert "Gugatan di PTUN" in go(office.inspector, url)
    for person in (office.hr, office.inspector):
        assert "W1/2026" in go(person, f"/erasures/{proposal.pk}/")
        assert "W1/2026" in go(person, "/erasures/")
    assert "W1/2026" in go(office.hr, path_of(office))
    assert go(office.inspector, path, status=302) == url  # it is held already
    go(office.hr, f"{url}lift/", status=403)
    go(office.inspector, f"{url}lift/", {"reason": "Putusan tetap", "letter_no": "W2", "confirm": "1"}, status=302)
    assert "W2" in go(office.hr, url)
    assert not LegalHold.objects.get().stands


def test_whoever_agrees_while_a_hold_stands_is_promised_nothing(office, go):
    proposal, letter = proposed(office), {"reason": "Gugatan di PTUN", "letter_no": "W1/2026", "confirm": "1"}
    go(office.inspector, f"/holds/new/user/{office.employee.pk}/", letter, status=302)
    path = f"/erasures/{proposal.pk}/agree/"
    for html in (go(office.inspector, path), go(office.inspector, go(office.inspector, path, {}, status=302))):
        assert "dalam beberapa detik" not in html
        assert "penahanan berakhir" in html


def test_a_hold_is_offered_where_an_inspector_reads_a_stream(office, go):
    html = go(office.inspector, f"/audit/subjects/appraisal/{office.appraisal.pk}/")
    assert f"/holds/new/appraisal/{office.appraisal.pk}/" in html
    assert "/holds/new/" not in go(office.inspector, f"/audit/subjects/cycle/{office.cycle.pk}/")


# --- empty, long, counted ---


def test_an_empty_page_says_what_will_be_there(office, go):
    for person in (office.hr, office.inspector):
        html = go(person, "/erasures/")
        assert "Belum ada usulan penghapusan" in html
        assert "Tidak ada penahanan" in html
    html = go(office.hr, f"/erasures/people/{User.objects.get(username='inspector2').pseudonym}/")
    assert "Belum ada catatan" in html


def test_the_list_costs_the_same_for_one_and_for_many(office, client):
    client.force_login(office.hr)
    add_ended(office, 1)
    client.get("/erasures/")
    with statements() as few:
        client.get("/erasures/")
    add_ended(office, 30)
    with statements() as many:
        html = client.get("/erasures/").content.decode()
    assert len(many) == len(few) <= 8
    assert "Berikutnya" in html
    last = ErasureProposal.objects.order_by("-pk")[24].pk
    assert "Yang sedang ditahan" not in client.get(f"/erasures/?before={last}").content.decode()


def add_ended(office, count):
    row = {"stream": office.stream, "numbers": [0], **LETTER, "state": "withdrawn", "ended_at": NOW}
    for _ in range(count):
        ErasureProposal.objects.create(**row, proposed_at=NOW, proposed_by=office.hr)


# --- everywhere it was shown ---


def test_the_case_says_what_was_erased(office, go):
    erased(office, *SAID)
    path = f"/appraisals/{office.appraisal.pk}/"
    for person in (office.employee, office.supervisor, office.second_level):
        html = go(person, path)
        assert [words for words in SAID.values() if words in html] == []
        assert "dihapus berdasarkan surat 800/1" in html
        assert ERASED in html
    assert "[dihapus atas perintah]" in go(office.employee, path)


def test_a_vote_keeps_its_choice(office, go):
    """An order takes why somebody voted so, as the page of the order says, not how."""
    path = f"/appraisals/{office.appraisal.pk}/"
    before = [vote for vote in ("Suara: Abstain.", "Suara: Sahkan.") if vote in go(office.employee, path)]
    erased(office, "vote_cast")
    html = go(office.employee, path)
    assert [vote for vote in ("Suara: Abstain.", "Suara: Sahkan.") if vote in html] == before != []
    assert SAID["vote_cast"] not in html
    assert "Suara: [dihapus" not in html  # nor in the history, which names the letter


def test_nobody_states_a_purpose_to_open_what_is_gone(office, go):
    path = f"/audit/entries/{Entry.objects.get(event='appraisal.objected').pk}/"
    assert "Isi tertutup" in go(office.inspector, path)
    erased(office)
    assert "Isi tertutup" not in go(office.inspector, path)


def test_the_document_says_what_was_erased(office, go):
    erased(office, "objected", "rating_changed")
    html = go(office.employee, f"/appraisals/{office.appraisal.pk}/print/")
    assert "[dihapus atas perintah]" in html
    assert SAID["statement_made"] in html
    erased(office, "finalized")
    html = go(office.employee, f"/appraisals/{office.appraisal.pk}/print/", status=410)
    assert "dihapus berdasarkan surat 800/1" in html


def test_the_log_says_what_was_erased(office, go):
    erased(office)
    entry = Entry.objects.get(event="appraisal.objected")
    order = Entry.objects.get(event="payload.erased")
    assert ERASED in go(office.inspector, f"/audit/?stream={office.stream}")
    assert ERASED in go(office.inspector, f"/audit/subjects/appraisal/{office.appraisal.pk}/")
    html = go(office.inspector, f"/audit/entries/{entry.pk}/")
    assert "Dihapus berdasarkan surat 800/1: Putusan PTUN 12/G/2026." in html
    assert f"/audit/entries/{order.pk}/" in html
    assert "Isinya dihapus berdasarkan surat 800/1. Daun dan buktinya tetap sah." in html
    html = go(office.inspector, f"/audit/entries/{order.pk}/")
    assert f"Isi catatan nomor {entry.n + 1} dihapus" in html
    assert "atas nama" not in html or "Farida" in html


def test_an_entry_whose_versions_lost_words_to_another_is_still_proven(office, go):
    """The supervisor's entry also tells of a version that repeated the employee's statement."""
    erased(office, "self_assessed")
    entry = Entry.objects.get(event="appraisal.review_released")
    html = go(office.inspector, f"/audit/entries/{entry.pk}/")
    assert "dihapus atas perintah kemudian" in html
    assert "berubah atau hilang" not in html


def test_programs_are_told(office, go):
    erased(office)
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {AuthToken.objects.create(office.employee)[1]}")
    told = api.get(f"/api/v1/appraisals/{office.appraisal.pk}/").json()
    objected = next(event for event in told["events"] if event["event"] == "appraisal.objected")
    assert objected["sentence"].endswith(f"[{ERASED}]")
    assert SAID["objected"] not in json.dumps(told)
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {AuthToken.objects.create(office.inspector)[1]}")
    found = api.get("/api/v1/log/", {"event": "appraisal.objected"}).json()["results"]
    assert found[0]["sentence"].endswith(f"[{ERASED}]")


def test_exports_and_copies_are_told(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    erased(office)
    facts = {"purpose": "Surat tugas 700", "format": "csv", "with_content": True, "by": office.inspector}
    export = ask_export(Filter(event="appraisal.objected"), **facts, at=timezone.now())
    copy = ask_copy(by=office.employee, at=timezone.now())
    run_exports(timezone.now()), run_copies(timezone.now())
    for row, name in ((export, "log.csv"), (copy, "timbang/log.jsonl")):
        row.refresh_from_db()
        with row.file.open() as file, ZipFile(file) as archive:
            text = archive.read(name).decode()
            assert ERASED in text
            assert SAID["objected"] not in "".join(archive.read(one).decode() for one in archive.namelist())
    with copy.file.open() as file, ZipFile(file) as archive:
        [told] = json.loads(archive.read("timbang/erasures.json"))
    assert (told["state"], told["letter_no"], told["answered_by"]) == ("done", "800/1", "Togar Panjaitan")


def test_the_person_finds_it_among_his_data(office, go):
    assert "Penghapusan menurut perintah" not in go(office.employee, "/personal/")
    proposal = erased(office)
    assert f"/erasures/{proposal.pk}/" in go(office.employee, "/personal/")
    assert f"/erasures/{proposal.pk}/" in go(office.employee, "/notices/")
    assert f"/erasures/{proposal.pk}/" not in go(office.supervisor, "/personal/")


def test_the_search_does_not_find_what_is_gone(office, go, client):
    erased(office)
    client.force_login(office.inspector)
    client.post("/audit/purpose/", {"purpose": "Surat tugas 700"})
    answer = client.post("/audit/search/", {"words": SAID["objected"]})
    entry = Entry.objects.get(event="appraisal.objected")
    assert f"/audit/entries/{entry.pk}/" not in client.get(answer.url).content.decode()


# --- how long what is kept ---


def test_the_page_names_every_chore_that_removes_something(office, go):
    removing = {name for name in worker.CHORES if name.startswith("old")} | {"drafts", "snoozes"}
    assert {row.chore for row in GOES} == removing <= set(worker.CHORES)
    html = go(office.employee, "/retention/")
    assert "90 hari" in html
    assert "tidak pernah dihapus karena lama" in html


def test_the_page_says_what_this_city_does(office, go, settings):
    settings.MAIL_KEEP_DAYS = 0
    assert "Tidak dihapus di kota ini" in go(office.employee, "/retention/")


def test_mail_to_a_held_person_stays(office, settings):
    settings.MAIL_KEEP_DAYS = 30
    for person in (office.employee, office.supervisor):
        Email.objects.create(from_email="a@kota.example", to=[person.email], status=STATUS.sent)
    Email.objects.update(last_updated=NOW - 99 * DAY)
    User.objects.get(pk=office.employee.pk).save()  # his address is in his history
    letter = {"reason": "Gugatan", "letter_no": "W1", "by": office.inspector, "at": NOW}
    place_hold(f"user:{office.employee.pk}", **letter)
    daily.DAILY["old mail"](NOW)
    assert [mail.to for mail in Email.objects.filter(last_updated__lt=NOW - DAY)] == [[office.employee.email]]
