"""Minutes as people use them: drawn up, checked, signed in order with one's password, printed, handed out."""

import json
import re
from hashlib import sha256

import pytest

from appraisal.actions import minutes as actions
from appraisal.models import Minutes, Seat, Signature
from audit.models import Access, Entry
from tests.counting import SESSION_AND_USER, statements
from tests.office import DAY, Office
from tests.workflow.sitting import AT, hold
from workflow import beside, committees

PASSWORD = "rahasia-panjang-sekali"
SAID = "Bukti kurang."
ROLES = ("hr", "inspector", "chair", "member", "employee", "supervisor", "stranger", "guest")
MEMBERS = {
    "hr": 200,
    "inspector": 200,
    "chair": 200,
    "member": 200,
    "employee": 404,
    "supervisor": 404,
    "stranger": 404,
    "guest": 302,
}
DRAWS = MEMBERS | {"inspector": 403, "member": 403}
LEADS_BACK = MEMBERS | dict.fromkeys(("hr", "inspector", "chair", "member"), 302)
PAGES = {  # while the minutes wait for the second member: what a GET answers
    "": MEMBERS, "draw-up/": DRAWS, "check/": LEADS_BACK, "sign/": LEADS_BACK | {"member": 200},
    "refuse/": LEADS_BACK | {"member": 200}, "unable/": LEADS_BACK | {"hr": 200}, "print/": MEMBERS,
    "print/0/": LEADS_BACK | dict.fromkeys(("hr", "inspector", "chair", "member"), 404),  # nobody printed that
    "file/": dict.fromkeys(ROLES, 405) | {"guest": 302},  # by POST, for it is recorded
}  # fmt: skip


@pytest.fixture
def office(db, time_machine):
    office = Office()
    office.bring_to("committee_vote")
    for member in office.members:
        member.set_password(PASSWORD)
        member.save()
    time_machine.move_to(AT + DAY, tick=False)
    office.page = f"/committees/{office.committee.pk}/meetings/1/minutes/"
    office.cast = {name: getattr(office, name) for name in ("hr", "inspector", "employee", "supervisor", "stranger")}
    office.cast |= {"chair": office.members[0], "member": office.members[1]}
    return office


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def as_(client, office, who):
    client.logout()
    if who != "guest":
        client.force_login(office.cast[who] if isinstance(who, str) else who)
    return client


def opened(office):
    meeting = hold(office, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
    made = actions.draw_up(meeting.pk, number="BA-1", place="Aula", by=office.hr, at=AT + DAY / 2)
    return actions.check(made.pk, seen=made.sha256, by=office.members[0], at=AT + DAY / 2)


def signing(minutes, **changes):
    return {"seen": minutes.sha256, "password": PASSWORD} | changes


def sealed(office):
    minutes = opened(office)
    for member in (office.members[1], office.members[2], office.members[0]):
        actions.sign(minutes.pk, seen=minutes.sha256, by=member, at=AT + DAY / 2)
    return Minutes.objects.get()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_what(client, office, role):
    opened(office)
    as_(client, office, role)
    found = {name: client.get(office.page + name).status_code for name in PAGES}
    assert found == {name: wanted[role] for name, wanted in PAGES.items()}


def test_there_are_none_before_the_meeting_is_closed(client, office):
    hold(office, close=False)
    for role in ("hr", "chair", "member"):
        assert as_(client, office, role).get(office.page).status_code == 404


def test_drawn_up_checked_and_signed_by_all(client, office):
    hold(office, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
    as_(client, office, "chair")
    assert "belum disusun" in text(client.get(office.page))
    page = client.post(f"{office.page}draw-up/", {"number": "BA-1", "place": "Aula"}, follow=True)
    assert "Draf" in text(page)
    assert "Suara: 2 mengesahkan, 1 mengembalikan." in text(page)
    assert "3 dari 3 anggota yang berhak hadir. Kuorum 2 tercapai." in text(page)
    minutes = Minutes.objects.get()
    assert minutes.sha256[:4] in text(client.get(f"{office.page}check/"))
    page = client.post(f"{office.page}check/", {"seen": minutes.sha256}, follow=True)
    assert "Giliran sekarang: Anggota 1" in text(page)
    for member in (office.members[1], office.members[2], office.members[0]):
        as_(client, office, member)
        assert minutes.sha256[:4] in text(client.get(f"{office.page}sign/"))
        page = client.post(f"{office.page}sign/", signing(minutes), follow=True)
        assert page.status_code == 200
    assert "Disegel" in text(page)
    assert Signature.objects.count() == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"number": ""}, "Nomor berita acara"), ({"place": " "}, "Tempat rapat"), ({"number": "x" * 81}, "Nomor")],
)
def test_wrong_input_keeps_what_was_typed(client, office, typed, said):
    hold(office)
    as_(client, office, "hr")
    page = client.post(f"{office.page}draw-up/", {"number": "BA-1", "place": "Aula"} | typed)
    assert page.status_code == 422
    assert said in text(page)
    assert not Minutes.objects.exists()


def test_a_wrong_password_signs_nothing(client, office):
    minutes = opened(office)
    as_(client, office, "member")
    for typed in ({"password": "salah"}, {"password": ""}):
        assert client.post(f"{office.page}sign/", signing(minutes, **typed)).status_code == 422
    assert not Signature.objects.exists()
    assert PASSWORD not in client.post(f"{office.page}sign/", signing(minutes, seen="0" * 64)).content.decode()


def test_guesses_are_counted(client, office):
    minutes = opened(office)
    as_(client, office, "member")
    pages = [client.post(f"{office.page}sign/", signing(minutes, password=f"salah-{n}")) for n in range(8)]
    assert "Terlalu banyak percobaan" in text(pages[-1])
    assert "Terlalu banyak percobaan" in text(client.post(f"{office.page}sign/", signing(minutes)))
    assert not Signature.objects.exists()


def test_out_of_order_and_twice_are_answered_by_name(client, office):
    minutes = opened(office)
    as_(client, office, office.members[2])
    page = client.post(f"{office.page}sign/", signing(minutes))
    assert (page.status_code, "giliran Anggota 1" in text(page)) == (409, True)
    as_(client, office, "member")
    assert client.post(f"{office.page}sign/", signing(minutes)).status_code == 302
    again = client.post(f"{office.page}sign/", signing(minutes))
    assert (again.status_code, "sudah memberi jawaban" in text(again)) == (409, True)
    assert Signature.objects.count() == 1


def test_another_text_than_the_page_showed_is_refused(client, office):
    minutes = opened(office)
    actions.draw_up(minutes.meeting_id, number="BA-2", place="Aula", by=office.hr, at=AT + DAY)
    fresh = Minutes.objects.get()
    actions.check(fresh.pk, seen=fresh.sha256, by=office.members[0], at=AT + DAY)
    as_(client, office, "member")
    page = client.post(f"{office.page}sign/", signing(minutes))
    assert (page.status_code, "disusun ulang" in text(page)) == (409, True)


def test_a_refusal_needs_a_reason_and_stands_on_the_page(client, office):
    minutes = opened(office)
    as_(client, office, "member")
    assert client.post(f"{office.page}refuse/", {"seen": minutes.sha256, "reason": ""}).status_code == 422
    page = client.post(f"{office.page}refuse/", {"seen": minutes.sha256, "reason": "Butir 1 keliru."}, follow=True)
    assert "menolak menandatangani" in text(page)
    assert "Butir 1 keliru." in text(page)
    assert "Giliran sekarang: Anggota 2" in text(page)


def test_hr_notes_who_cannot_sign_after_a_check_page(client, office):
    opened(office)
    as_(client, office, "hr")
    assert "Anggota yang berhalangan Anggota 1" in text(client.get(f"{office.page}unable/"))
    assert client.post(f"{office.page}unable/", {"reason": "Sakit.", "place": "1"}).status_code == 200
    assert not Signature.objects.exists()
    page = client.post(f"{office.page}unable/", {"reason": "Sakit.", "place": "1", "confirm": "1"}, follow=True)
    assert "berhalangan menandatangani" in text(page)


def test_the_note_is_shown_again_for_whose_turn_it_is_now(client, office):
    minutes = opened(office)
    actions.sign(minutes.pk, seen=minutes.sha256, by=office.members[1], at=AT + DAY / 2)
    as_(client, office, "hr")
    page = client.post(f"{office.page}unable/", {"reason": "Sakit.", "place": "1", "confirm": "1"})
    assert (page.status_code, "Giliran sudah berpindah" in text(page), "Sakit." in text(page)) == (409, True, True)
    assert "Anggota yang berhalangan Anggota 2" in text(page)
    assert 'name="place" value="2"' in page.content.decode()


def test_the_file_of_what_is_sealed_is_handed_out_on_record(client, office):
    minutes = sealed(office)
    as_(client, office, "member")
    file = client.post(f"{office.page}file/")
    assert sha256(file.content).hexdigest() == minutes.sealed_sha256
    assert file["Content-Disposition"] == f'attachment; filename="minutes-{office.committee.pk}-1.json"'
    entry = Entry.objects.select_related("payload").get(event="committee.minutes_handed_out")
    assert (entry.stream, entry.actor) == (f"committee:{office.committee.pk}", office.members[1].pseudonym)
    assert json.loads(entry.payload.data)["facts"] == {"number": 1, "sha256": minutes.sealed_sha256}
    client.logout()
    found = client.post("/verify/", {"fingerprint": minutes.sealed_sha256})
    assert "Cocok" in text(found)


def test_nothing_is_handed_out_before_the_seal(client, office):
    opened(office)
    assert as_(client, office, "member").post(f"{office.page}file/").status_code == 404
    assert not Entry.objects.filter(event="committee.minutes_handed_out").exists()


def test_each_print_has_a_number_in_the_log(client, office):
    minutes = sealed(office)
    as_(client, office, "member")
    preview = client.get(f"{office.page}print/")
    assert "Ini pratinjau" in text(preview)
    assert not Entry.objects.filter(event="committee.minutes_printed").exists()
    page = client.post(f"{office.page}print/", follow=True)
    entry = Entry.objects.get(event="committee.minutes_printed")
    assert (entry.stream, entry.actor) == (f"committee:{office.committee.pk}", office.members[1].pseudonym)
    assert f"Salinan nomor {entry.n} tercatat" in text(page)
    assert minutes.sealed_sha256 in page.content.decode()
    assert 'class="mark"' not in page.content.decode()
    copy = page.redirect_chain[-1][0]
    assert as_(client, office, "chair").get(copy).status_code == 404  # a copy is whoever's printed it


def test_a_draft_on_paper_says_so(client, office):
    opened(office)
    paper = as_(client, office, "hr").get(f"{office.page}print/")
    assert 'class="mark"' in paper.content.decode()


def test_a_member_in_conflict_reads_nothing_of_that_case(client, office):
    committees.declare_kin(office.employee, "sibling", by=office.members[2], at=AT - DAY)
    meeting = hold(office, votes=[(0, "endorse"), (1, "endorse")])
    minutes = actions.draw_up(meeting.pk, number="BA-1", place="Aula", by=office.hr, at=AT + DAY / 2)
    actions.check(minutes.pk, seen=minutes.sha256, by=office.members[0], at=AT + DAY / 2)
    for member in (office.members[1], office.members[2], office.members[0]):
        actions.sign(minutes.pk, seen=minutes.sha256, by=member, at=AT + DAY / 2)
    code = office.appraisal.code
    for name in ("", "print/"):
        assert code in text(as_(client, office, "member").get(office.page + name))
        hidden = text(as_(client, office, office.members[2]).get(office.page + name))
        assert code not in hidden
        assert "Anda tidak ikut dalam kasus ini" in hidden
        assert "Hasil:" not in hidden
        assert "Unduh berkas" not in hidden
    assert client.post(f"{office.page}file/").status_code == 403
    assert not Entry.objects.filter(event="committee.minutes_handed_out").exists()


def dissented(office):
    meeting = hold(office, votes=[(2, "return"), (0, "endorse"), (1, "endorse")])
    beside.dissent(office.appraisal.pk, text=SAID, by=office.members[2], at=AT + DAY / 2)
    return actions.draw_up(meeting.pk, number="BA-1", place="Aula", by=office.hr, at=AT + DAY / 2)


def looks_of(person):
    return list(Access.objects.filter(viewer=person).order_by("pk").values_list("stream", "kind", "part", "purpose"))


def test_a_dissent_is_read_in_them_and_each_reading_is_in_the_journal(client, office):
    dissented(office)
    assert SAID in text(as_(client, office, "member").get(office.page))
    [look] = Access.objects.filter(viewer=office.members[1])
    assert (look.stream, look.kind, look.part) == (f"appraisal:{office.appraisal.pk}", "content", "member")
    assert look.person == office.employee


def test_whoever_sat_there_goes_on_reading_them(client, office):
    dissented(office)
    Seat.objects.filter(member=office.members[1]).update(is_active=False)
    office.members[1].roles = ["hr_admin"]
    office.members[1].save()
    assert SAID in text(as_(client, office, "member").get(office.page))


@pytest.mark.parametrize("role", ["hr", "inspector"])
@pytest.mark.parametrize("name", ["", "print/"])
def test_an_office_reads_the_process_and_the_words_for_a_purpose(client, office, role, name):
    dissented(office)
    case = f"/appraisals/{office.appraisal.pk}/"
    page = as_(client, office, role).get(office.page + name)
    assert office.appraisal.code in text(page)
    assert "Suara: 2 mengesahkan, 1 mengembalikan." in text(page)
    assert "Pendapat berbeda Anggota 2" in text(page)
    assert "dengan tujuan yang dicatat" in text(page)
    assert SAID not in text(page)
    assert looks_of(office.cast[role]) == []
    client.post(f"{case}purpose/", {"purpose": "Aduan 12/2026"})
    assert SAID in text(client.get(office.page + name))
    assert looks_of(office.cast[role]) == [(f"appraisal:{office.appraisal.pk}", "content", role, "Aduan 12/2026")]
    if name:
        client.post(office.page + name, follow=True)
        assert looks_of(office.cast[role])[-1][1] == "print"


def test_what_an_inspection_defers_is_deferred_here_too(client, office):
    dissented(office)
    as_(client, office, "inspector")
    client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "Surat tugas 7", "deferred": "1"})
    assert SAID in text(client.get(office.page))
    assert Access.objects.get(viewer=office.inspector).deferred_until is not None


def test_no_purpose_opens_the_case_in_which_an_office_is_a_party(client, office):
    office.supervisor.roles = ["hr_admin"]
    office.supervisor.save()
    dissented(office)
    as_(client, office, "supervisor")
    client.post(f"/appraisals/{office.appraisal.pk}/purpose/", {"purpose": "Aduan 12/2026"})
    assert SAID not in text(client.get(office.page))


def test_the_next_signer_is_led_there_by_his_notice(client, office):
    opened(office)
    page = as_(client, office, "member").get("/notices/")
    assert "Tanda tangani berita acara" in text(page)
    assert office.page in page.content.decode()


def test_the_page_costs_the_same_for_any_number_of_signatures(client, office):
    counts = []
    minutes = opened(office)
    as_(client, office, "hr")
    for member in (None, office.members[1], office.members[2], office.members[0]):
        if member:
            actions.sign(minutes.pk, seen=minutes.sha256, by=member, at=AT + DAY)
        with statements() as found:
            client.get(office.page)
        counts.append(len(found))
    assert len(set(counts)) == 1
    assert counts[0] <= 14 + SESSION_AND_USER
