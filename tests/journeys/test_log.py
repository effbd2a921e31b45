"""An inspector at the log: he finds what happened, and of its content nothing without a purpose."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from audit import seal
from audit.access.looking import look
from audit.acts import record
from audit.models import Access, Entry, Export, Payload, SavedSearch
from audit.search import proving
from audit.status import note_run
from audit.tlog.note import SigningKey
from organization.events import PREFERENCES_CHANGED
from organization.models import SYSTEM, Identifier, Unit, User
from tests.counting import show, statements
from tests.flushing.guards import lifted
from tests.office import DAY, NOW
from tests.people import make_employee
from tests.workflow.walking import walk

NIP = "198609262015051001"
CONTESTED = """
    0   submit    supervisor_review
    1   submit    employee_response
    2   open      employee_response
    3   object    supervisor_statement
    4   submit    objection_decision
    8   change    committee_vote
"""
SECRETS = ["Sesuai bukti.", "Terbukti.", "di atas ekspektasi", "Di atas ekspektasi", "Semua tercapai.", "sering"]


@pytest.fixture
def inspector(client, office, time_machine):
    walk(office, CONTESTED)
    time_machine.move_to(NOW + 9 * DAY, tick=False)
    client.force_login(office.inspector)
    return client


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def searched(client, **typed):
    """The address that a search leads to."""
    answer = client.post("/audit/search/", typed)
    assert answer.status_code == 302, text_of(answer)[:600]
    return answer["Location"]


def entry_of(event):
    return Entry.objects.get(event=f"appraisal.{event}")


# --- searching ---


def test_the_log_tells_who_did_what_and_nothing_that_was_said(office, inspector):
    page = inspector.get("/audit/")
    told = text_of(page)
    assert "Siti Rahmawati mengajukan keberatan." in told
    assert "sebagai pejabat penilai kinerja" in told
    assert "Penilaian PN-" in told
    assert "Alasan: 2 kata" in told
    assert [secret for secret in SECRETS if secret in told] == []


def test_names_are_typed_and_stay_out_of_addresses(office, inspector):
    address = searched(inspector, who="siti rah", whom="Siti Rahmawati")
    assert parse_qs(urlsplit(address).query) == {
        "actor": [str(office.employee.pseudonym)],
        "person": [str(office.employee.pseudonym)],
    }
    page = inspector.get(address)
    assert page.context["form"].initial["who"] == "Siti Rahmawati"
    assert {row.entry.actor for row in page.context["rows"]} == {office.employee.pseudonym}


@pytest.mark.parametrize("number", [NIP, "19860926 201505 1 001", " 19860926 2015 "])
def test_a_number_is_typed_with_blanks_or_without(office, inspector, number):
    Identifier.objects.create(employee=office.employee.employee, kind="nip", number=NIP, from_date=NOW.date())
    address = searched(inspector, whom=number)
    assert str(office.employee.pseudonym) in address
    assert "1986" not in address


def test_the_system_is_searched_by_its_name(office, inspector):
    assert "actor=00000000-0000-0000-0000-000000000000" in searched(inspector, who="Sistem")


def test_namesakes_are_offered_to_choose_from_and_nothing_typed_is_lost(office, inspector):
    first, second = make_employee("Budi Santoso"), make_employee("Budi Santoso")
    answer = inspector.post("/audit/search/", {"who": "budi", "words": "keberatan"})
    assert answer.status_code == 422
    assert 'value="keberatan"' in answer.content.decode()
    offered = set(re.findall(r'name="who_choice" value="([^"]+)"', answer.content.decode()))
    assert offered == {str(first.pseudonym), str(second.pseudonym)}
    address = searched(inspector, who="budi", words="keberatan", who_choice=str(second.pseudonym))
    assert f"actor={second.pseudonym}" in address


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"who": "Tidak Ada"}, "Tidak ada yang cocok."),
        ({"who": "a"}, "Terlalu banyak yang cocok."),
        ({"unit": "Bulan"}, "Tidak ada yang cocok."),
        ({"since": "2026-11-20", "until": "2026-11-01"}, "“Sampai” mendahului “Dari”."),
        ({"old": "sesuai"}, "Pilih bidangnya"),
        ({"event": "nothing.happened"}, "Pilih salah satu dari daftar."),
        ({"since": "kemarin"}, "Tulis tanggalnya sebagai"),
        ({"since": "0206-11-30"}, "Tulis tanggalnya sebagai"),
    ],
)
def test_what_cannot_be_searched_is_said_at_its_field(office, inspector, typed, sentence):
    for n in range(9):
        make_employee(f"Ana {n}")
    answer = inspector.post("/audit/search/", typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Belum dicari" in text_of(answer)


def test_words_stay_in_the_session_and_another_is_told_so(office, inspector):
    address = searched(inspector, words="Rahasia Jabatan")
    assert re.fullmatch(r"/audit/\?t=[\w-]+", address)
    assert "“Rahasia Jabatan”" in text_of(inspector.get(address))
    assert searched(inspector, words="Rahasia Jabatan") == address
    other = Client()
    other.force_login(office.inspector)
    assert "Kata yang diketik tidak ikut dalam alamat ini" in text_of(other.get(address))


def test_words_that_are_lost_are_neither_exported_nor_kept(office, inspector):
    query = urlsplit(searched(inspector, words="Rahasia Jabatan")).query
    other = Client()
    other.force_login(office.inspector)
    for address, body in (
        ("exports", {"purpose": "Surat tugas 700/118", "format": "csv"}),
        ("saved", {"name": "Rahasia"}),
    ):
        answer = other.post(f"/audit/{address}/?{query}", body)
        assert answer.status_code == 422
        assert "tidak dikenal lagi dalam sesi ini" in text_of(answer)
    assert not Export.objects.exists()
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "?since=0001-01-01", "?until=0001-01-01", "?until=9999-12-31", "?unit=" + "9" * 20, "?stream=a:%00",
        "?after=2026-01-01T00:00:00~" + "9" * 23, "days/?until=0001-01-10", "accesses/?since=0001-01-01",
        "accesses/?until=9999-12-31", "accesses/?who=x&whom=y&kind=z",
    ],
)  # fmt: skip
def test_what_an_address_says_wrongly_is_as_if_it_were_not_there(office, inspector, address):
    assert inspector.get(f"/audit/{address}").status_code == 200


def test_a_unit_brings_its_zone(office, inspector):
    Unit.objects.create(code="9", name="Cabang Jayapura", zone="Asia/Jayapura")
    address = searched(inspector, unit="cabang")
    assert "zone=Asia%2FJayapura" in address
    assert "WIT" in text_of(inspector.get("/audit/?zone=Asia/Jayapura"))
    assert "zone=Asia%2FJakarta" in searched(inspector, unit="cabang", zone="Asia/Jakarta")  # or the city's, if chosen


def test_the_zone_of_the_city_is_nobody_s_choice(office, inspector):
    assert "zone" not in searched(inspector, event="appraisal.objected", zone="")
    assert re.search(r'<option value="" selected>\s*Zona unit atau kota', inspector.get("/audit/").content.decode())
    for zone, words in (("Asia/Jakarta", []), ("Asia/Jayapura", ["WIT"])):
        page = inspector.get(f"/audit/?zone={zone}")
        assert [chip.words for chip, _without in page.context["chips"]] == words


def test_each_thing_that_narrows_can_be_taken_away(office, inspector):
    address = searched(inspector, whom="Siti Rahmawati", event="appraisal.objected", since="2026-11-05")
    page = inspector.get(address)
    assert [(str(chip.label), chip.words) for chip, _without in page.context["chips"]] == [
        ("Tentang", "Siti Rahmawati"),
        ("Peristiwa", "Mengajukan keberatan"),
        ("Dari", "5 November 2026"),
    ]
    assert len(page.context["rows"]) == 1
    without_event = page.context["chips"][1][1]
    assert "event=" not in without_event
    assert len(inspector.get(without_event).context["rows"]) > 1


def test_older_entries_follow_by_key(office, inspector):
    office.launch([make_employee(f"Pegawai {n}") for n in range(60)])
    first = inspector.get("/audit/")
    assert "50 catatan ditampilkan, masih ada yang lebih lama." in text_of(first)
    second = inspector.get(first.context["older"])
    shown = [row.id for page in (first, second) for row in page.context["rows"]]
    assert len(shown) == len(set(shown)) == Entry.objects.count()
    assert "tidak ada yang lebih lama" in text_of(second)


def test_nothing_found_says_what_to_do(office, inspector):
    told = text_of(inspector.get(searched(inspector, whom="Lamhot Simbolon")))
    assert "Tidak ada catatan untuk saringan ini" in told
    assert "hapus salah satu saringan" in told


# --- content needs a purpose ---


def test_words_of_reasons_are_searched_for_a_purpose_which_is_logged(office, inspector):
    address = searched(inspector, words="terbukti")
    closed = inspector.get(address)
    assert closed.context["rows"] == []
    assert "Sekarang yang dicari hanya kalimat peristiwa." in text_of(closed)
    query = urlsplit(address).query
    answer = inspector.post(f"/audit/purpose/?{query}", {"purpose": "Surat tugas 700/118/2026"})
    assert answer["Location"] == address
    opened = inspector.get(address)
    assert [row.entry.event for row in opened.context["rows"]] == [
        "appraisal.committee_opened",
        "appraisal.rating_changed",
    ]
    assert "Terbukti." not in text_of(opened)  # found, not shown: that is for the entry's own page
    told = Payload.objects.get(entry__event="log.purpose_stated").data
    assert "700/118/2026" in told
    assert Entry.objects.get(event="log.purpose_stated").actor == office.inspector.pseudonym


def test_a_search_that_was_not_made_cannot_be_exported(office, inspector):
    """It would be an export of everything."""
    answer = inspector.post("/audit/search/", {"who": "zzzqq"})
    assert answer.status_code == 422
    assert "Ekspor pencarian ini" not in text_of(answer)
    assert "Pencarian ini belum dijalankan." in text_of(answer)


def test_each_purpose_on_the_page_has_a_label_of_its_own(office, inspector):
    """One for searching in the content, one for the export beside it."""
    html = inspector.get(searched(inspector, words="terbukti")).content.decode()
    assert html.count('name="purpose"') == 2
    ids = re.findall(r' id="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("purpose", ["", "  ", "cek"])
def test_a_purpose_that_says_nothing_is_refused(office, inspector, purpose):
    query = urlsplit(searched(inspector, words="terbukti")).query
    answer = inspector.post(f"/audit/purpose/?{query}", {"purpose": purpose})
    assert answer.status_code == 422
    assert "urat tugas" in text_of(answer)
    assert not Entry.objects.filter(event="log.purpose_stated").exists()


def test_a_field_of_the_content_is_not_searched_freely(office, inspector):
    address = searched(inspector, field="appraisal.results_rating", new="atas")
    assert inspector.get(address).context["rows"] == []
    assert "Sebutkan tujuan dahulu" in text_of(inspector.get(address))
    inspector.post(f"/audit/purpose/?{urlsplit(address).query}", {"purpose": "Surat tugas 700"})
    assert [row.entry.event for row in inspector.get(address).context["rows"]] == ["appraisal.rating_changed"]


def test_a_field_of_the_process_is(office, inspector):
    address = searched(inspector, field="appraisal.stage", new="keberatan")
    events = [row.entry.event for row in inspector.get(address).context["rows"]]
    assert events == ["appraisal.statement_made"]  # to “Penetapan keberatan”


def test_a_purpose_lasts_an_hour(office, inspector, time_machine):
    address = searched(inspector, words="terbukti")
    inspector.post(f"/audit/purpose/?{urlsplit(address).query}", {"purpose": "Surat tugas 700"})
    assert len(inspector.get(address).context["rows"]) == 2
    time_machine.shift(3601)
    assert inspector.get(address).context["rows"] == []


# --- one entry ---


def test_an_entry_hides_what_was_said_and_says_that_it_does(office, inspector):
    told = text_of(inspector.get(f"/audit/entries/{entry_of('rating_changed').pk}/"))
    assert "Rahmat Siregar menetapkan: rating diubah." in told
    assert "bidang tertutup bagi Anda: Putusan, Rating hasil kerja, Rating perilaku, Alasan." in told
    assert "1 kata, tertutup bagi Anda" in told
    assert "Isinya tertutup bagi Anda sampai Anda menyebut tujuan." in told
    assert "Tahap" in told  # the process is told
    assert [secret for secret in SECRETS if secret in told] == []


def test_a_purpose_opens_it_and_the_employee_reads_of_it(office, inspector):
    entry = entry_of("rating_changed")
    body = {"purpose": "Surat tugas 700/118/2026", "entry": entry.pk}
    answer = inspector.post(f"/audit/subjects/appraisal/{office.appraisal.pk}/purpose/", body)
    assert answer["Location"] == f"/audit/entries/{entry.pk}/"
    told = text_of(inspector.get(answer["Location"]))
    for shown in ("Terbukti.", "Di atas ekspektasi", "memberi predikat Baik", "Sebelumnya juga Baik", "on_behalf_of"):
        assert shown in told
    assert office.facts("content_opened") == {"purpose": "Surat tugas 700/118/2026"}
    kinds = Access.objects.filter(stream=f"appraisal:{office.appraisal.pk}").values_list("kind", "purpose", "person")
    assert set(kinds) == {("content", "Surat tugas 700/118/2026", office.employee.pk)}
    assert "Anda membuka isi berkas" in text_of(inspector.get(f"/appraisals/{office.appraisal.pk}/"))


def test_votes_stay_secret_while_they_are_cast(office, inspector):
    office.take("endorse", at=NOW + 9 * DAY)
    inspector.post(f"/audit/subjects/appraisal/{office.appraisal.pk}/purpose/", {"purpose": "Surat tugas 700"})
    told = text_of(inspector.get(f"/audit/entries/{entry_of('vote_cast').pk}/"))
    assert "Sahkan" not in told
    assert "bidang tertutup bagi Anda: Suara" in told


def test_nobody_opens_his_own_case_by_a_purpose(office, inspector):
    office.second_level.roles = ["inspector"]
    office.second_level.save_without_historical_record()
    inspector.force_login(office.second_level)
    answer = inspector.post(f"/audit/subjects/appraisal/{office.appraisal.pk}/purpose/", {"purpose": "Surat tugas"})
    assert answer.status_code == 403


def test_what_was_typed_comes_back_with_a_refusal(office, inspector):
    body = {"purpose": "cek", "entry": entry_of("objected").pk}
    answer = inspector.post(f"/audit/subjects/appraisal/{office.appraisal.pk}/purpose/", body)
    assert answer.status_code == 422
    assert 'value="cek"' in answer.content.decode()
    assert "Tujuan terlalu singkat." in text_of(answer)


def test_the_changes_of_an_act_are_told_with_each_of_its_events(office, inspector):
    told = text_of(inspector.get(f"/audit/entries/{entry_of('committee_opened').pk}/"))
    assert "yang membawa perubahannya" in told
    assert "Putaran suara komite" in told


def test_what_concerns_nobody_needs_no_purpose(office, inspector):
    from workflow.committees import move_meeting

    move_meeting(office.committee.pk, (NOW + 40 * DAY).date(), "Ruang dipakai.", by=office.hr, at=NOW + 9 * DAY)
    entry = Entry.objects.get(event="committee.meeting_moved")
    told = text_of(inspector.get(f"/audit/entries/{entry.pk}/"))
    assert "Ruang dipakai." in told
    assert "12 Desember 2026" in told
    assert "Isi tertutup" not in told


def test_each_link_of_the_proof_is_worked_out_anew(office, inspector, settings):
    from audit import key

    path = settings.AUDIT_KEY_FILE
    if not path.exists():
        key.make_key(path)
    entry = entry_of("objected")
    assert "masih menunggu segelnya" in text_of(inspector.get(f"/audit/entries/{entry.pk}/"))
    seal.seal_all(key.signing_key(), NOW)
    page = inspector.get(f"/audit/entries/{entry.pk}/")
    assert [link.state for link in page.context["links"]] == ["ok", "ok", "ok", "ok", "open"]
    proof = inspector.get(f"/audit/entries/{entry.pk}/proof/")
    assert proof.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert "attachment" in proof["Content-Disposition"]


@pytest.mark.parametrize(
    ("table", "changes", "link"),
    [
        ("entry", {"event": "appraisal.opened"}, 0),
        ("entry", {"leaf_hash": bytes(32)}, 0),
        ("payload", {"data": "{}"}, 1),
        ("payload", {"data": None, "salt": None}, 1),
        ("version", {"stage": "final"}, 1),
    ],
)
def test_a_link_that_does_not_hold_is_said(office, inspector, table, changes, link):
    entry = entry_of("statement_made")
    rows = {
        "entry": Entry.objects.filter(pk=entry.pk),
        "payload": Payload.objects.filter(pk=entry.pk),
        "version": office.appraisal.history.filter(history_date=entry.at),
    }[table]
    with lifted():
        rows.update(**changes)
    page = inspector.get(f"/audit/entries/{entry.pk}/")
    assert page.context["links"][link].state == "bad"
    assert "tidak cocok" in text_of(page)


def test_of_a_huge_act_the_page_checks_a_part_and_says_so(office, inspector, monkeypatch):
    monkeypatch.setattr(proving, "MOST_CHECKED", 1)
    entry = entry_of("self_assessed")
    page = inspector.get(f"/audit/entries/{entry.pk}/")
    assert page.context["links"][1].state == "open"
    assert "mencocokkan 1 dari" in text_of(page)


# --- a timeline, the state of the log ---


def test_a_timeline_tells_the_case_and_its_plan_from_the_beginning(office, inspector):
    record(PREFERENCES_CHANGED, subject=office.plan, by=office.employee, at=NOW)
    page = inspector.get(f"/audit/subjects/appraisal/{office.appraisal.pk}/")
    rows = page.context["told"].rows
    assert [row.line.at for row in rows] == sorted(row.line.at for row in rows)
    assert {row.stream for row in rows} == {f"appraisal:{office.appraisal.pk}", f"plan:{office.plan.pk}"}
    assert "4 hari kemudian" in text_of(page)
    own = inspector.get(f"/audit/subjects/appraisal/{office.appraisal.pk}/", {"actor": office.supervisor.pseudonym})
    assert {row.entry.actor for _days, row in own.context["shown"]} == {office.supervisor.pseudonym}
    none = inspector.get(f"/audit/subjects/appraisal/{office.appraisal.pk}/", {"event": "appraisal.refused"})
    assert "Tidak ada catatan untuk saringan ini" in text_of(none)


@pytest.mark.parametrize("path", ["appraisal/0", "appraisal/x", "nothing/1", "appraisal/99999999999999999999"])
def test_what_is_not_there_is_404(office, inspector, path):
    assert inspector.get(f"/audit/subjects/{path}/").status_code == 404
    assert inspector.get("/audit/entries/0/").status_code == 404
    assert inspector.get("/audit/entries/0/proof/").status_code == 404


def test_the_state_of_the_log_and_its_alarm(office, inspector):
    told = text_of(inspector.get("/audit/status/"))
    assert "Segel terlambat: lebih dari 60 detik." in told
    assert "Belum pernah diperiksa" in told
    note_run(at=NOW, ok=True, size=8, root="ab" * 32)
    note_run(at=NOW + DAY, ok=False, size=9, findings=["appraisal:1/3 is not what its hash says."])
    seal.seal_all(SigningKey("log.example/x", bytes(32)), NOW)
    told = text_of(inspector.get("/audit/status/"))
    assert "Segel terlambat" not in told
    assert "appraisal:1/3 is not what its hash says." in told
    assert "menemukan sesuatu" in text_of(inspector.get("/audit/"))
    note_run(at=NOW + 2 * DAY, ok=True, size=9)
    assert "Diperiksa seluruhnya Rab 4 Nov 2026, 10.00 WIB: utuh" in text_of(inspector.get("/audit/"))


def test_days_are_counted_for_the_search(office, inspector):
    days = inspector.get("/audit/days/", {"person": office.employee.pseudonym}).context["days"]
    assert {day.date.isoformat(): day.count for day in days.days if day.count} == {
        "2026-11-02": 2, "2026-11-03": 1, "2026-11-04": 1, "2026-11-05": 1, "2026-11-06": 1, "2026-11-10": 2,
    }  # fmt: skip
    part = inspector.get("/audit/days/", headers={"X-Part": "yes"}).content.decode()
    assert "<html" not in part
    assert "Paling ramai" in part
    assert "Tidak dihitung" in text_of(inspector.get("/audit/days/", {"field": "appraisal.stage"}))


# --- searches that are kept ---


def test_a_search_is_kept_under_a_name_and_shared_without_one(office, inspector):
    query = urlsplit(searched(inspector, whom="Siti Rahmawati", words="keberatan")).query
    assert inspector.post(f"/audit/saved/?{query}", {"name": "Kasus Siti"}).status_code == 302
    page = inspector.get("/audit/saved/")
    assert "Tentang: Siti Rahmawati" in text_of(page)
    [(row, _chips)] = page.context["listed"]
    address = f"/audit/saved/{row.token}/"
    assert "siti" not in address.lower()
    other = Client()
    other.force_login(User.objects.create(username="i2", name="Inspektur Dua", roles=["inspector"]))
    shown = other.get(other.get(address)["Location"])
    assert shown.context["asked"].words == "keberatan"
    assert "Kasus Siti" not in text_of(other.get("/audit/saved/"))
    other.post(f"/audit/saved/{row.token}/forget/")
    assert len(inspector.get("/audit/saved/").context["listed"]) == 1
    inspector.post(f"/audit/saved/{row.token}/forget/")
    assert inspector.get(address).status_code == 404


def test_a_name_is_needed_once_and_something_to_keep(office, inspector):
    query = "event=appraisal.objected"
    assert "Beri nama" in text_of(inspector.post(f"/audit/saved/?{query}", {"name": ""}))
    assert "Belum ada saringan untuk disimpan." in text_of(inspector.post("/audit/saved/", {"name": "Semua"}))
    inspector.post(f"/audit/saved/?{query}", {"name": "Keberatan"})
    again = inspector.post(f"/audit/saved/?{query}", {"name": "Keberatan"})
    assert again.status_code == 422
    assert "Anda sudah punya saringan dengan nama ini." in text_of(again)


# --- who looks is journaled; what it costs ---


def test_reading_the_log_is_journaled_once_an_hour(office, inspector, time_machine):
    for _ in range(3):
        inspector.get("/audit/")
    assert Access.objects.filter(viewer=office.inspector, stream="log", kind="log").count() == 1
    time_machine.shift(3600)
    inspector.get("/audit/")
    assert Access.objects.filter(viewer=office.inspector, stream="log").count() == 2


@pytest.mark.parametrize("path", ["/audit/", "/audit/days/", "/api/v1/log/"])
@pytest.mark.parametrize("name", ["person", "actor", "stream"])
def test_whom_a_search_names_sees_that_it_was_made_once_an_hour(office, inspector, path, name):
    pseudonym = str(office.employee.pseudonym)
    asked = {"person": pseudonym, "actor": pseudonym, "stream": f"appraisal:{office.appraisal.pk}"}
    other = {"person": str(office.supervisor.pseudonym)}
    for query in (asked, other, asked, {}, asked):
        given = {key: value for key, value in query.items() if key == name or query is other}
        assert inspector.get(path, given).status_code == 200
    looked = Access.objects.filter(viewer=office.inspector, kind="log").order_by("person")
    people = sorted([office.employee.pk, office.supervisor.pk])
    assert sorted(looked.exclude(person=None).values_list("person", flat=True)) == people
    assert looked.filter(person=None, stream="log").count() == 1
    inspector.force_login(office.employee)
    for address in ("/accesses/", f"/accesses/?of=appraisal:{office.appraisal.pk}"):
        said = text_of(inspector.get(address))
        assert said.count("Menelusuri jejak audit orang yang bersangkutan.") == 1
        assert office.inspector.name in said


def test_a_search_for_oneself_or_the_system_concerns_nobody_else(office, inspector):
    for person in (office.inspector.pseudonym, SYSTEM.pseudonym):
        inspector.get("/audit/", {"actor": str(person)})
    assert set(Access.objects.filter(viewer=office.inspector).values_list("stream", "person")) == {("log", None)}


def test_a_forged_cookie_hides_no_look(office, inspector):
    inspector.cookies["log_seen"] = f"{office.inspector.pk}:2026111103:False"
    inspector.get("/audit/")
    assert Access.objects.filter(viewer=office.inspector, stream="log").count() == 1


def cost_of(client, path, **query):
    with statements() as found:
        assert client.get(path, query).status_code == 200
    show(path, found)
    return len(found)  # with session and user


def test_a_page_of_the_log_costs_six_statements_at_any_size(office, inspector):
    assert cost_of(inspector, "/audit/") <= 6  # the look included
    given = {
        "actor": str(office.employee.pseudonym),
        "event": "appraisal.objected",
        "person": str(office.employee.pseudonym),
        "unit": str(office.unit.pk),
        "field": "appraisal.stage",
        "since": "2026-11-02",
    }
    inspector.get("/audit/", {"person": given["person"]})  # this hour's look is written
    small = {name: cost_of(inspector, "/audit/", **{name: value}) for name, value in given.items()}
    assert max(small.values()) <= 6, small
    office.launch([make_employee(f"Pegawai {n}") for n in range(300)])
    look(viewer=office.inspector, at=NOW, kind="log", stream="log")
    assert cost_of(inspector, "/audit/") <= 6
    assert {name: cost_of(inspector, "/audit/", **{name: value}) for name, value in given.items()} == small


def test_an_entry_costs_the_same_however_much_it_changed(office, inspector):
    few = cost_of(inspector, f"/audit/entries/{entry_of('self_assessed').pk}/")
    office.plan, office.indicators = office.make_plan(office.stranger, 60)
    office.employee = office.stranger
    office.appraisal = office.launch([office.stranger])[0]
    office.take("submit", at=NOW + 9 * DAY)
    many = Entry.objects.filter(event="appraisal.self_assessed").latest("pk")
    assert cost_of(inspector, f"/audit/entries/{many.pk}/") <= few + 1
