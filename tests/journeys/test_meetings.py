"""A meeting as people hold it: prepared, opened, followed, voted in, closed; refused to others."""

import re

import pytest

from appraisal.actions import agenda, unit_rating
from appraisal.models import Appraisal, Meeting, Stage, UnitRating, Vote
from audit.models import Access
from tests.calibrated import Calibrated
from tests.counting import statements
from tests.journeys.test_inbox import make_colleagues
from tests.office import DAY, NOW, RATINGS, TODAY, Office
from tests.workflow.walking import walk
from workflow.models import Step

LIST = "/committees/meetings/"
SAID = "Sepuluh layanan memenuhi target triwulan ini tanpa tambahan pegawai."
BUDGET = 13  # statements of the page, session and user included


def contested(office):
    walk(office, "0 submit supervisor_review\n 1 submit employee_response\n 2 object supervisor_statement")
    walk(office, "3 submit objection_decision\n 8 dismiss committee_vote")


@pytest.fixture
def table(db, time_machine):
    """Five members before whom a contested case lies, nine days later."""
    time_machine.move_to(NOW, tick=False)
    office = Office(seats=5)
    contested(office)
    time_machine.move_to(NOW + 9 * DAY, tick=False)
    office.chair, *office.others = office.members
    return office


@pytest.fixture
def prepared(table):
    made = agenda.prepare(table.committee.pk, held_on=TODAY + 10 * DAY, by=table.hr, at=NOW + 9 * DAY)
    table.page = f"/committees/{table.committee.pk}/meetings/1/"
    table.code = table.appraisal.code
    return made


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def press(client, table, where, **typed):
    version = Meeting.objects.get().version
    return client.post(f"{table.page}{where}/", {"version": version} | typed)


@pytest.fixture
def opened(client, table, prepared):
    """The chair has opened it and called the first item."""
    client.force_login(table.chair)
    press(client, table, "lead", do="open")
    press(client, table, "lead", do="call", item=prepared.items.get().pk)
    return prepared


def hidden(page):
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def vote(client, table, who, outcome, reason="", **typed):
    client.force_login(who)
    table.appraisal.refresh_from_db()
    asked = {"outcome": outcome, "reason": reason, "version": table.appraisal.version, "do": "check"} | typed
    check = client.post(f"{table.page}items/1/vote/", asked)
    if check.status_code != 200 or "key" not in check.context:
        return check
    sent = hidden(check) | {"reason": reason, "do": "confirm"}
    return client.post(f"{table.page}items/1/vote/", sent, follow=True)


# --- preparing ---


def test_the_chair_sets_the_day_and_finds_the_agenda_proposed(client, table):
    client.force_login(table.chair)
    assert "Susun acara rapat" in text(client.get(LIST))
    form = client.get(f"/committees/{table.committee.pk}/meetings/new/")
    assert form.context["form"].initial["held_on"] == table.cycle.meeting_on
    page = client.post(f"/committees/{table.committee.pk}/meetings/new/", {"held_on": "2026-11-25"}, follow=True)
    assert "Acara rapat ke-1" in text(page)
    assert table.appraisal.code in text(page)
    assert "Siti Rahmawati" not in text(page)
    assert "rapat ke-1" in text(client.get(LIST))
    again = client.get(f"/committees/{table.committee.pk}/meetings/new/")
    assert again.headers["Location"].endswith("/meetings/1/")


def test_a_day_that_is_over_is_refused_and_stays_typed(client, table):
    client.force_login(table.hr)
    page = client.post(f"/committees/{table.committee.pk}/meetings/new/", {"held_on": "2026-11-01"})
    assert page.status_code == 422
    assert "Pilih hari ini atau hari sesudahnya" in text(page)
    assert 'value="2026-11-01"' in page.content.decode()


def test_the_agenda_is_changed_with_buttons(client, table, prepared):
    make_colleagues(table, 1)
    bring_colleague(table)
    client.force_login(table.hr)
    press(client, table, "agenda", do="missing")
    assert text(client.get(table.page)).count("Naik") == 1
    unit = prepared.items.get(kind="unit")
    press(client, table, "agenda", do="up", item=unit.pk)
    unit.refresh_from_db()
    assert unit.position == 1
    press(client, table, "agenda", do="remove", item=unit.pk)
    assert prepared.items.count() == 1
    colleague = Appraisal.objects.latest("pk")
    done = client.post(f"{table.page}agenda/", {"do": "add", "code": colleague.code.lower()}, follow=True)
    assert "Kasus ditambahkan" in text(done)
    assert colleague.code in text(done)


def bring_colleague(table):
    told = {"results": [], "behaviours": [], "statement": "Semua tercapai."}
    rated = RATINGS | {"reason": "Sesuai.", "feedback": []}
    for outcome, data in (("submit", told), ("submit", rated), ("acknowledge", {})):
        for step in Step.objects.filter(completed_at=None).exclude(name="committee_vote").order_by("pk"):
            table.take(outcome, data, step=step, by=step.owner, at=NOW + 9 * DAY)


@pytest.mark.parametrize("code", ["", "K-", "siapa", "999999", "K-99999999999999999999"])
def test_a_code_that_is_none_is_refused_and_stays_typed(client, table, prepared, code):
    client.force_login(table.chair)
    page = press(client, table, "agenda", do="add", code=code)
    assert page.status_code == 422
    assert f'value="{code}"' in page.content.decode()


def test_members_read_the_agenda_and_change_nothing(client, table, prepared):
    client.force_login(table.others[0])
    page = client.get(table.page)
    assert table.code in text(page)
    assert "Naik" not in text(page)
    assert "Buka rapat" not in text(page)
    for where, do in (("agenda", "missing"), ("lead", "open")):
        assert press(client, table, where, do=do).status_code == 403


def test_an_older_page_is_told_so(client, table, prepared):
    client.force_login(table.chair)
    page = press(client, table, "agenda", do="remove", item=prepared.items.get().pk, version=7)
    assert page.status_code == 409
    assert "sudah bergerak" in text(page)
    assert prepared.items.exists()


# --- who sees it ---


@pytest.mark.parametrize("who", ["employee", "supervisor", "second_level", "stranger"])
def test_nobody_else_knows_of_the_meeting(client, table, prepared, who):
    client.force_login(getattr(table, who))
    assert client.get(table.page).status_code == 404
    assert client.get(f"{table.page}items/1/").status_code == 404
    assert press(client, table, "lead", do="open").status_code == 404
    assert press(client, table, "items/1/vote", outcome="endorse").status_code == 404
    page = client.get(LIST)
    assert "Belum ada rapat" in text(page)
    assert 'href="/committees/meetings/"' not in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("who", ["hr", "inspector"])
def test_offices_see_the_meeting_and_no_content(client, table, opened, who):
    client.force_login(getattr(table, who))
    page = client.get(table.page)
    assert table.code in text(page)
    assert "Sesuai ekspektasi" not in text(page)
    assert "Isi kasus dibaca oleh anggota komite" in text(page)
    assert press(client, table, "attend", do="here").status_code == 403
    assert press(client, table, "lead", do="close").status_code == 403


def test_a_party_sees_neither_the_case_nor_its_code(client, time_machine, db):
    office = Office(members=["member_0", "second_level", "member_1", "member_2"])
    contested(office)
    office.page, office.chair = f"/committees/{office.committee.pk}/meetings/1/", office.members[0]
    made = agenda.prepare(office.committee.pk, held_on=TODAY + 20 * DAY, by=office.chair, at=NOW)
    client.force_login(office.second_level)
    assert office.appraisal.code not in text(client.get(office.page))
    client.force_login(office.chair)
    press(client, office, "lead", do="open")
    press(client, office, "lead", do="call", item=made.items.get().pk)
    assert "3 anggota yang berhak hadir. Kuorum 2 belum tercapai" in text(client.get(office.page))
    client.force_login(office.second_level)
    for address in (office.page, f"{office.page}items/1/"):
        page = client.get(address)
        assert office.appraisal.code not in text(page)
        assert "Siti Rahmawati" not in text(page)
    assert "Butir yang tertutup bagi Anda" in text(client.get(office.page))
    assert client.post(f"{office.page}items/1/vote/", {"outcome": "endorse"}).status_code == 404


# --- the meeting ---


def test_the_chair_opens_calls_and_everybody_follows(client, table, opened):
    client.force_login(table.others[0])
    page = text(client.get(table.page))
    assert f"Butir 1 dari 1: {table.code}" in page
    assert "1 dari 5 anggota yang berhak hadir. Kuorum 3 belum tercapai." in page
    assert "Nama tertutup." in page
    assert "Siti Rahmawati" not in page


def test_presence_makes_the_quorum(client, table, opened):
    for one in table.others[:2]:
        client.force_login(one)
        page = client.post(f"{table.page}attend/", {"do": "here"}, follow=True)
    assert "3 dari 5 anggota yang berhak hadir. Kuorum 3 tercapai." in text(page)
    page = client.post(f"{table.page}attend/", {"do": "gone"}, follow=True)
    assert "2 dari 5 anggota" in text(page)


def test_the_chair_notes_absence_with_a_reason(client, table, opened):
    seat = table.seats[4]
    client.force_login(table.chair)
    page = press(client, table, "lead", do="absent", seat=seat.pk, reason=" ")
    assert (page.status_code, "Tulis alasan tidak hadir" in text(page)) == (422, True)
    page = press(client, table, "lead", do="absent", seat=seat.pk, reason="a" * 201)
    assert page.status_code == 422
    assert "a" * 201 in page.content.decode()
    press(client, table, "lead", do="absent", seat=seat.pk, reason="Dinas luar, surat tugas 090/331")
    assert "Tidak hadir: Dinas luar, surat tugas 090/331" in text(client.get(table.page))


def test_a_vote_is_checked_sent_and_shown_back_while_others_stay_secret(client, table, opened):
    done = text(vote(client, table, table.others[0], "return", "Bukti RHK 2 belum ada.", procedure="reason_missing"))
    assert f"Suara Anda untuk {table.code} tercatat: Kembalikan." in done
    assert "Suara masuk: 1 dari 5." in done
    assert "Bukti RHK 2 belum ada." in done
    client.force_login(table.others[1])
    page = text(client.get(table.page))
    assert "Suara masuk: 1 dari 5." in page
    assert "Bukti RHK 2 belum ada." not in page
    assert Vote.objects.get().choice == "return"


def test_a_second_click_finds_the_first_receipt(client, table, opened):
    client.force_login(table.others[0])
    asked = {"outcome": "endorse", "version": table.appraisal.version, "do": "check"}
    sent = hidden(client.post(f"{table.page}items/1/vote/", asked)) | {"do": "confirm"}
    for _click in range(2):
        assert client.post(f"{table.page}items/1/vote/", sent).status_code == 302
    assert Vote.objects.count() == 1
    late = client.post(f"{table.page}items/1/vote/", asked)
    assert (late.status_code, "sudah tercatat" in text(late)) == (409, True)


@pytest.mark.parametrize(("outcome", "sentence"), [("", "Pilih salah satu suara"), ("return", "Wajib diisi")])
def test_a_vote_that_lacks_something_loses_nothing(client, table, opened, outcome, sentence):
    client.force_login(table.others[0])
    typed = {"outcome": outcome, "reason": "" if outcome else "Sudah saya tulis.", "procedure": "reason_missing"}
    page = client.post(f"{table.page}items/1/vote/", typed | {"do": "check"})
    assert page.status_code == 422
    assert sentence in text(page)
    assert ("Sudah saya tulis." in text(page)) == (not outcome)


def test_edit_brings_the_typed_text_back(client, table, opened):
    client.force_login(table.others[0])
    typed = {"outcome": "abstain", "reason": "Menunggu bukti.", "do": "edit"}
    page = client.post(f"{table.page}items/1/vote/", typed)
    assert "Menunggu bukti." in page.content.decode()
    assert 'value="abstain" checked' in page.content.decode()


def test_recusing_oneself_removes_the_item_and_counts_anew(client, table, opened):
    done = text(vote(client, table, table.others[0], "", "Kerabat pegawai.", do="recuse"))
    assert "Anda menarik diri" in done
    assert table.code not in done
    assert "Butir yang tertutup bagi Anda" in done
    client.force_login(table.others[1])
    page = text(client.get(table.page))
    assert "1 dari 4 anggota yang berhak hadir. Kuorum 3 belum tercapai." in page
    assert "1 anggota menarik diri atau dikecualikan; kuorum dihitung ulang." in page
    assert "Suara masuk: 0 dari 4." in page


def test_once_decided_the_votes_are_shown_and_the_chair_closes(client, table, opened):
    for one in table.others[:3]:
        vote(client, table, one, "return", "Prosedur belum lengkap.", procedure="reason_missing")
    client.force_login(table.others[3])
    page = text(client.get(table.page))
    assert "Dikembalikan." in page
    assert page.count("Prosedur belum lengkap.") == 3
    assert vote(client, table, table.others[3], "endorse").status_code in (409, 404)
    client.force_login(table.chair)
    press(client, table, "lead", do="close_item", item=opened.items.get().pk)
    assert opened.items.get().verdict == "returned"
    page = press(client, table, "lead", do="close")
    assert "Ditutup" in text(client.get(table.page))


def test_closing_makes_up_no_vote_and_says_so(client, table, opened):
    vote(client, table, table.others[0], "endorse")
    client.force_login(table.chair)
    page = client.post(f"{table.page}lead/", {"do": "close", "version": Meeting.objects.get().version}, follow=True)
    assert "Yang belum diputus tetap terbuka" in text(page)
    table.appraisal.refresh_from_db()
    assert (table.appraisal.stage, Vote.objects.count()) == (Stage.COMMITTEE_VOTE, 1)
    assert opened.items.get().verdict == "left_open"
    late = vote(client, table, table.others[1], "endorse")
    assert (late.status_code, "sudah ditutup" in text(late)) == (409, True)
    assert "Kasus ini belum diputus dan tetap terbuka" in text(client.get(f"{table.page}items/1/"))
    assert Step.objects.filter(owner=table.others[1], completed_at=None).exists()  # from the inbox he still can


def test_two_clicks_that_disagree_are_decided(client, table, prepared):
    make_colleagues(table, 1)
    bring_colleague(table)
    client.force_login(table.chair)
    press(client, table, "agenda", do="missing")
    press(client, table, "lead", do="open")
    first, second = prepared.items.order_by("position")
    seen = Meeting.objects.get().version
    answers = [press(client, table, "lead", do="call", item=one.pk, version=seen) for one in (first, second)]
    assert [one.status_code for one in answers] == [302, 409]
    assert "Tidak ada yang berubah. Periksa, lalu tekan lagi." in text(answers[1])
    assert Meeting.objects.get().current == first


def test_looking_around_leads_back_to_the_chair(client, table, prepared):
    make_colleagues(table, 1)
    bring_colleague(table)
    client.force_login(table.chair)
    press(client, table, "agenda", do="missing")
    press(client, table, "lead", do="open")
    press(client, table, "lead", do="call", item=prepared.items.get(position=1).pk)
    client.force_login(table.others[0])
    page = client.get(f"{table.page}items/2/")
    assert "Anda melihat-lihat" in text(page)
    assert f'href="{table.page}"' in page.content.decode()
    assert "Ikuti ketua di butir 1" in text(page)


def test_what_an_item_does_not_know_is_not_found(client, table, opened):
    client.force_login(table.chair)
    assert press(client, table, "lead", do="call", item=99).status_code == 404
    assert press(client, table, "lead", do="dance").status_code == 404
    assert press(client, table, "lead", do="absent", seat=99, reason="x").status_code == 404
    assert client.get(f"{table.page}items/77/").status_code == 200  # nothing there, and the way back


# --- the consent list ---


@pytest.fixture
def consent(request, client, table, prepared):
    make_colleagues(table, getattr(request, "param", 3))
    bring_colleague(table)
    client.force_login(table.chair)
    press(client, table, "agenda", do="missing")
    press(client, table, "lead", do="open")
    item = prepared.items.get(kind="unit")
    press(client, table, "lead", do="call", item=item.pk)
    return item


def test_uncontested_cases_are_endorsed_from_the_list_one_recorded_vote_each(client, table, consent):
    client.force_login(table.others[0])
    page = client.get(table.page)
    assert "3 kasus tanpa keberatan" in text(page)
    assert "Rekan" not in text(page)
    assert table.code in text(page)  # beside the list: what is discussed by itself
    ids = re.findall(r'name="id" value="(\d+)"', page.content.decode())
    where = f"{table.page}items/{consent.position}/endorse/"
    check = client.post(where, {"id": ids[:2]})
    assert "2 kasus tanpa keberatan. Setiap kasus dicatat" in text(check)
    sent = {"id": ids[:2], "key": check.context["key"], "do": "confirm"}
    for _click in range(2):
        done = client.post(where, sent, follow=True)
    assert "2 suara tercatat." in text(done)
    assert Vote.objects.filter(member=table.others[0], choice="endorse").count() == 2
    assert client.post(where, {"id": ids[:2]}).status_code == 422


def test_without_cases_outside_the_pattern_the_page_says_so(client, table, consent):
    table.appraisal.agenda_items.all().delete()
    assert "Tidak ada kasus di luar pola." in text(client.get(table.page))


# --- the unit beside its guidance ---


@pytest.fixture
def guided(client, db, time_machine):
    """A unit of thirteen, one of whom waits for the committee; its leader has explained the nine who are good."""
    time_machine.move_to(NOW, tick=False)
    office = Calibrated([2, 9, 1, 0, 0])
    office.bring_to("committee_vote")
    time_machine.move_to(NOW + 9 * DAY, tick=False)
    where = {"by": office.hr, "at": NOW + 9 * DAY}
    unit_rating.set_unit_rating(office.cycle.pk, office.unit.pk, rating="good", reason="x", letter_no="800/1", **where)
    unit_rating.justify(UnitRating.objects.get().pk, text=SAID, by=office.head, at=NOW + 9 * DAY)
    made = agenda.prepare(office.committee.pk, held_on=TODAY + 10 * DAY, **where)
    office.chair, *office.others = office.members
    office.page = f"/committees/{office.committee.pk}/meetings/1/"
    client.force_login(office.chair)
    press(client, office, "lead", do="open")
    press(client, office, "lead", do="call", item=made.items.get(kind="unit").pk)
    return office


def test_members_see_the_unit_beside_its_guidance_and_what_its_leader_said(client, guided):
    client.force_login(guided.others[0])
    with statements() as found:
        page = client.get(guided.page)
    assert len(found) <= BUDGET + 3, "\n".join(found)  # three for the distribution
    said = text(page).replace("\xa0", " ")
    assert "Baik paling banyak 70 %" in said
    assert "n = 13" in said
    assert SAID in said
    assert '<svg class="chart"' in page.content.decode()


def test_offices_see_no_distribution_in_the_meeting(client, guided):
    client.force_login(guided.inspector)
    page = text(client.get(guided.page))
    assert "Sebaran dibaca oleh anggota komite." in page
    assert SAID not in page


def test_a_unit_too_small_to_be_told_shows_only_what_waits(client, table, consent):
    client.force_login(table.others[0])
    page = client.get(table.page)
    assert "Sebaran predikat usulan" in text(page)
    assert '<svg class="chart"' not in page.content.decode()


# --- names ---


def test_opening_a_name_is_in_the_access_journal(client, table, opened):
    item = opened.items.get()
    client.force_login(table.inspector)
    client.get(table.page)
    looks = Access.objects.filter(viewer=table.inspector, person=table.employee)
    assert not looks.exists()
    page = client.get(f"{table.page}?name={item.pk}")
    assert "Siti Rahmawati" in text(page)
    assert looks.count() == 1
    client.force_login(table.others[0])
    client.get(table.page)  # what is said in a case is read, with or without the name
    assert Access.objects.filter(viewer=table.others[0], person=table.employee).count() == 1
    assert "Siti Rahmawati" not in text(client.get(f"{table.page}?name={item.pk + 1}"))


# --- statements ---


def test_the_page_of_a_contested_case_has_a_fixed_number_of_statements(client, table, opened):
    for who in (table.others[0], table.chair):
        client.force_login(who)
        with statements() as found:
            assert client.get(table.page).status_code == 200
        assert len(found) <= BUDGET, "\n".join(found)


@pytest.mark.parametrize("consent", [1, 8], indirect=True)
def test_the_page_of_a_consent_list_has_a_fixed_number_of_statements(client, table, consent):
    client.force_login(table.others[0])
    with statements() as found:
        assert client.get(table.page).status_code == 200
    assert len(found) <= BUDGET, found


def test_the_agenda_has_a_fixed_number_of_statements(client, table, prepared):
    client.force_login(table.chair)
    with statements() as found:
        assert client.get(table.page).status_code == 200
    assert len(found) <= BUDGET, found
