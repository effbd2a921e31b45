"""The pages of calibration: who sees what, the arithmetic, the sandbox that writes nothing, numbers that tell of nobody."""

import re
from html import unescape

import pytest
from django.urls import reverse

from appraisal.actions import unit_rating as actions
from appraisal.models import Appraisal, Committee, Cycle, Justification, JustificationDraft, Predicate, Seat, UnitRating
from appraisal.selectors.calibration import calibration_of, distribution_of
from audit.models import Access, Entry
from notifications.models import Notice
from organization.models import Unit
from tests.calibrated import Calibrated
from tests.counting import statements
from tests.office import NOW
from tests.people import hold, make_post, make_unit, make_user

TEXT = "Sepuluh layanan memenuhi target triwulan ini tanpa tambahan pegawai."


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def office(db, clock):
    """3 very good, 8 good, 1 needs improvement: 12, of whom at most 70 % may be good."""
    return Calibrated([2, 9, 1, 0, 0], waits=True)


def rate(office, rating="good", unit=None):
    where = (office.cycle.pk, (unit or office.unit).pk)
    return actions.set_unit_rating(
        *where, rating=rating, reason="Target tercapai.", letter_no="800/1", by=office.hr, at=NOW
    )


def text(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def board(office):
    return reverse("calibration", args=[office.cycle.slug])


def page_of(office, unit=None):
    return reverse("calibration_unit", args=[office.cycle.slug, (unit or office.unit).pk])


def see(client, person, address, **query):
    client.force_login(person)
    return client.get(address, query)


# --- the table -----------------------------------------------------------------------------------
def test_units_stand_beside_their_guidance(client, office):
    rate(office)
    page = text(see(client, office.hr, board(office)))
    assert "1 unit melewati panduan" in page
    assert "9 75,0 %" in page.replace("\xa0", " ")
    assert "1 peringatan" in page
    assert "Belum ada penjelasan" in page


def test_a_unit_without_achievement_waits_for_it(client, office):
    page = text(see(client, office.hr, board(office)))
    assert "Menunggu capaian" in page
    assert "1 belum ditetapkan capaiannya" in page


def test_farthest_from_guidance_comes_first_and_filters_narrow(client, office):
    for name, counts, rating in (("Bidang A", [0, 12, 0, 0, 0], "good"), ("Bidang B", [0, 7, 3, 0, 1], "good")):
        unit = make_unit(name, parent=office.city)
        office.rate_people(counts, unit=unit)
        rate(office, rating, unit=unit)
    rate(office)
    names = [row.name for row in calibration_of(office.cycle).rows]
    assert names == ["Bidang A", "Dinas Kominfo", "Bidang B"]
    assert "Bidang B" not in text(see(client, office.hr, board(office), hasil="over"))
    within = text(see(client, office.hr, board(office), hasil="within"))
    assert "Bidang B" in within
    assert "Bidang A" not in within
    assert "Tidak ada unit yang cocok" in text(see(client, office.hr, board(office), capaian="poor"))
    by_name = see(client, office.hr, board(office), urut="nama").content.decode()
    assert by_name.index("Bidang A") < by_name.index("Bidang B") < by_name.index("Dinas Kominfo")


def test_a_small_unit_is_not_tested_and_read_with_the_one_above(client, office):
    small = make_unit("Seksi Layanan", parent=office.unit)
    office.rate_people([9, 0, 0, 0, 0], unit=small)
    rate(office)
    page = text(see(client, office.hr, board(office)))
    assert "Kurang dari 10 pegawai dinilai, jadi tidak diuji. Dibaca bersama Dinas Kominfo." in page
    inside = see(client, office.hr, page_of(office, small))
    assert "Terlalu sedikit untuk diuji" in text(inside)
    assert "<rect" not in inside.content.decode()
    share = distribution_of(office.cycle, small.pk)
    assert (share.state, share.counts, share.read_with.name) == ("small", {}, "Dinas Kominfo")


def test_no_rest_of_one_is_told_by_subtraction(client, office):
    """The head's own unit has 13 people, 12 of them in an office: what is left would be he."""
    alone = make_unit("Badan", parent=office.city)
    desk = make_unit("Bidang", parent=alone)
    office.rate_people([0, 1, 0, 0, 0], unit=alone)
    office.rate_people([0, 10, 2, 0, 0], unit=desk)
    found = calibration_of(office.cycle).shares
    assert (found[alone.pk].is_shown, found[desk.pk].is_shown) == (True, False)
    assert "Angkanya tidak ditampilkan" in text(see(client, office.hr, page_of(office, desk)))


def test_who_is_not_counted_and_why(client, office):
    rate(office)
    rows = list(Appraisal.objects.filter(stage="awaiting_release").order_by("pk")[:2])
    Appraisal.objects.filter(pk=rows[0].pk).update(stage="objection_decision", is_contested=True)
    Appraisal.objects.filter(pk=rows[1].pk).update(stage="cancelled")
    page = text(see(client, office.hr, page_of(office)))
    assert "n = 10, dari 14 pegawai aktif" in page
    assert "1 belum dinilai, 1 keberatan belum diputus, 1 berkasnya dihentikan, 1 tidak ikut periode ini" in page


# --- one unit ------------------------------------------------------------------------------------
def test_the_arithmetic_is_shown_and_the_bars_are_a_table_too(client, office):
    rate(office)
    page = text(see(client, office.hr, page_of(office))).replace("\xa0", " ")
    assert "70 % × 12 = 8,4, dibulatkan ke bawah 8; usulan 9." in page
    assert "Lebih 1 orang" in page
    assert "Lihat sebagai tabel" in page
    assert "maks 70 %" in page
    assert "Baik kelompok terbesar" in page


def test_the_story_of_the_item(client, office):
    rate(office)
    rate(office, "excellent")
    page = text(see(client, office.hr, page_of(office)))
    assert "Riwayat butir ini (2)" in page
    assert "mencatat perubahan capaian unit dari Baik menjadi Istimewa, surat 800/1" in page


def test_a_head_who_was_rated_before_is_pointed_out(client, office):
    appraisal = office.unsaved(office.head)
    appraisal.supervisor, appraisal.second_level = office.mayor, None
    [made] = office.launch_these([appraisal])
    office.rated(made, "very_good").save()
    rate(office)
    assert "ia dinilai sebelum capaiannya ditetapkan" in text(see(client, office.hr, page_of(office)))
    rate(office, "excellent")
    assert "ia dinilai sebelum" not in text(see(client, office.hr, page_of(office)))


# --- setting and explaining ----------------------------------------------------------------------
def test_the_leader_above_sets_it_by_page(client, office):
    client.force_login(office.mayor)
    address = page_of(office) + "rate/"
    assert "Tetapkan capaian unit" in text(client.get(address))
    typed = {"version": 0, "rating": "good", "reason": "Target tercapai."}
    assert "Periksa sebelum melanjutkan" in text(client.post(address, typed))
    assert client.post(address, typed | {"confirm": "1"})["Location"] == page_of(office)
    assert UnitRating.objects.get().set_by == office.mayor
    again = client.post(address, typed | {"rating": "poor", "confirm": "1"})
    assert again.status_code == 409
    assert "Target tercapai." in again.content.decode()


def test_hr_needs_the_letter(client, office):
    client.force_login(office.hr)
    typed = {"version": 0, "rating": "good", "reason": "Surat.", "letter_no": ""}
    page = client.post(page_of(office) + "rate/", typed)
    assert page.status_code == 422
    assert "Surat." in page.content.decode()
    assert client.post(page_of(office) + "rate/", typed | {"letter_no": "1", "confirm": "1"}).status_code == 302


@pytest.mark.parametrize("who", ["head", "inspector"])
def test_whoever_sees_the_unit_and_may_not_set_it_is_told_who_could(client, office, who):
    answer = see(client, getattr(office, who), page_of(office) + "rate/")
    assert answer.status_code == 403
    assert "pimpinan di atas unit" in text(answer)


def test_an_explanation_is_kept_as_a_draft_and_sent(client, office):
    rate(office)
    client.force_login(office.head)
    address = page_of(office) + "explain/"
    assert "Penjelasan diperlukan sebelum rapat komite" in text(client.get(page_of(office)))
    client.post(address, {"text": "Baru separuh", "save": "1"})
    assert "Baru separuh" in client.get(page_of(office)).content.decode()
    assert "Baru separuh" not in see(client, office.mayor, page_of(office)).content.decode()
    client.force_login(office.head)
    refused = client.post(address, {"text": "Terlalu pendek"})
    assert refused.status_code == 422
    assert "Terlalu pendek" in refused.content.decode()
    assert "paling sedikit 40 huruf" in text(refused)
    assert client.post(address, {"text": TEXT}).status_code == 302
    assert Justification.objects.get().author == office.head
    assert not JustificationDraft.objects.exists()
    assert TEXT in text(see(client, office.hr, page_of(office)))
    assert "Penjelasan dikirim" in text(see(client, office.members[0], board(office)))


def test_of_two_windows_the_second_is_told_and_loses_nothing(client, office):
    rate(office)
    client.force_login(office.head)
    address = page_of(office) + "explain/"
    assert client.post(address, {"text": TEXT, "seen": ""}).status_code == 302  # the first window
    answer = client.post(address, {"text": TEXT + " Kedua.", "seen": ""})
    assert answer.status_code == 409
    assert "Penjelasan unit ini sudah dikirim atau diubah" in text(answer)
    assert "Kedua." in answer.content.decode()
    assert Justification.objects.get().text == TEXT
    seen = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())[1]
    assert client.post(address, {"text": TEXT + " Kedua.", "seen": seen}).status_code == 302
    assert Justification.objects.get().text.endswith("Kedua.")


def test_who_may_not_explain_loses_nothing_and_is_told_who_may(client, office):
    rate(office)
    client.force_login(office.hr)
    assert client.post(page_of(office) + "explain/", {"text": TEXT}).status_code == 403
    assert not Justification.objects.exists()
    assert not JustificationDraft.objects.exists()


def test_hr_and_the_chair_ask_to_look_again(client, office):
    rate(office)
    assert see(client, office.members[1], page_of(office) + "ask/").status_code == 403
    client.force_login(office.members[0])  # the chair
    done = client.post(page_of(office) + "ask/", {"reason": "Bukti layanan 3.", "confirm": "1"})
    assert done.status_code == 302
    notice = Notice.objects.get(about="unitrating.review_asked")
    assert notice.to == office.supervisor
    inbox = text(see(client, office.supervisor, reverse("notices")))
    assert "Anda diminta meninjau usulan" in inbox


# --- who sees what -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("hr", 200), ("inspector", 200), ("head", 200), ("mayor", 200), ("second_level", 403), ("employee", 403),
     ("stranger", 403), ("supervisor", 302)],
)  # fmt: skip
def test_who_sees_the_table(client, office, who, status):
    assert see(client, getattr(office, who), board(office)).status_code == status


def test_outside_ones_reach_a_unit_is_not_there(client, office):
    other = make_unit("Dinas Lain", parent=office.city)
    office.rate_people([0, 12, 0, 0, 0], unit=other)
    for who in (office.head, office.supervisor, office.employee):
        assert see(client, who, page_of(office, other)).status_code == 404
    assert see(client, office.mayor, page_of(office, other)).status_code == 200  # he leads the city
    assert "Dinas Lain" not in text(see(client, office.head, board(office)))
    assert see(client, office.hr, page_of(office, make_unit("Kosong"))).status_code == 404


def test_a_member_sees_the_branch_of_his_committee(client, office):
    other = make_unit("Dinas Lain", parent=office.city)
    office.rate_people([0, 12, 0, 0, 0], unit=other)
    member = make_user("Anggota cabang")
    made = Committee.objects.create(cycle=office.cycle, unit=other, name="Komite", chair=member, letter_no="1")
    Seat.objects.create(committee=made, member=member)
    page = text(see(client, member, board(office)))
    assert "Dinas Lain" in page
    assert "Dinas Kominfo" not in page
    assert see(client, member, page_of(office)).status_code == 404
    assert see(client, office.members[0], page_of(office, other)).status_code == 200  # of the whole city


def download(client, person, office):
    client.force_login(person)
    return client.post(board(office) + "units.csv")


def test_no_name_of_anybody_rated_is_on_the_pages_of_numbers(client, office):
    rate(office)
    names = set(Appraisal.objects.filter(stage="awaiting_release").values_list("employee__name", flat=True))
    pages = [see(client, office.hr, address) for address in (board(office), page_of(office))]
    for page in (*pages, download(client, office.hr, office)):
        page = page.content.decode()
        assert not [name for name in names if re.search(rf"\b{name}\b", page)]


def test_the_download_holds_no_more_than_the_page_and_is_recorded(client, office):
    small = make_unit("Seksi", parent=office.unit)
    office.rate_people([1, 0, 0, 0, 0], unit=small)
    rate(office)
    rows = download(client, office.hr, office).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("Dinas Kominfo;Baik;13;3;9;1;0;0;")
    assert rows[2].startswith("Seksi;;;;;;;;Tidak diuji")
    assert Entry.objects.filter(event="cycle.calibration_exported").count() == 1
    assert download(client, office.employee, office).status_code == 403


def test_a_period_that_is_being_prepared_has_no_calibration(client, office):
    Cycle.objects.filter(pk=office.cycle.pk).update(state="draft", launched_at=None, launched_by=None)
    assert see(client, office.hr, board(office)).status_code == 404


@pytest.mark.parametrize(("who", "shown"), [("hr", True), ("supervisor", True), ("head", True), ("employee", False)])
def test_periods_are_chosen_among_ones_own(client, office, who, shown):
    page = text(see(client, getattr(office, who), reverse("calibrations")))
    assert (office.cycle.name in page) == shown


# --- the sandbox ---------------------------------------------------------------------------------
def everything():
    columns = ("pk", "results_rating", "behaviour_rating", "predicate", "rating_reason", "stage", "version")
    return list(Appraisal.objects.order_by("pk").values_list(*columns)), Entry.objects.exclude(
        event="user.signed_in"
    ).count()


def test_the_supervisor_tries_other_ratings_and_nothing_is_written(client, office):
    rate(office)
    other = make_user("Penilai lain")
    office.rate_people([0, 6, 0, 0, 0], supervisor=other)
    mine = Appraisal.objects.filter(supervisor=office.supervisor, predicate="good").first()
    before = everything()
    client.force_login(office.supervisor)
    address = board(office) + "own/"
    with statements() as found:
        page = client.post(address, {f"results-{mine.pk}": "below", f"behaviour-{mine.pk}": "meets"})
    assert not [sql for sql in found if not sql.lstrip("(").startswith("SELECT")]
    assert everything() == before
    told = text(page).replace("\xa0", " ")
    assert "9 → 8 15 → 14" in told
    assert "Baik → Butuh perbaikan" in told
    assert "70 % × 18 = 12,6, dibulatkan ke bawah 12; usulan 14." in told


def test_others_people_are_not_told_by_ones_own(client, office):
    """He rated 12 of 13: the unit's numbers would tell him the thirteenth."""
    rate(office)
    office.rate_people([0, 0, 0, 0, 1], supervisor=make_user("Penilai lain"))
    page = text(see(client, office.supervisor, board(office) + "own/"))
    assert "Angka seluruh unit tidak ditampilkan" in page
    assert "Seluruh unit" not in page


def test_nobody_tries_the_people_of_another(client, office):
    rate(office)
    some = Appraisal.objects.filter(predicate="good").first()
    for who in (office.hr, office.head, office.members[0], office.second_level):
        client.force_login(who)
        page = client.post(board(office) + "own/", {f"results-{some.pk}": "above", f"behaviour-{some.pk}": "above"})
        assert "Tidak ada usulan yang menunggu rilis" in text(page)
        assert some.employee.name not in text(page)


def test_what_is_released_is_tried_no_more(client, db):
    office = Calibrated([2, 9, 1, 0, 0])
    assert "Tidak ada usulan" in text(see(client, office.supervisor, board(office) + "own/"))


def test_nonsense_in_the_sandbox_is_as_if_nothing_was_chosen(client, office):
    mine = Appraisal.objects.filter(predicate="good").first()
    client.force_login(office.supervisor)
    page = client.post(board(office) + "own/", {f"results-{mine.pk}": "best", "results-999999": "above"})
    assert page.status_code == 200
    assert "→" not in text(page).replace("Tekan →", "")


def test_hr_moves_numbers_only(client, office):
    rate(office)
    before = everything()
    numbers = {predicate: 0 for predicate in Predicate.values} | {"very_good": 3, "good": 8, "needs_improvement": 1}
    page = text(see(client, office.hr, page_of(office), **numbers)).replace("\xa0", " ")
    assert "70 % × 12 = 8,4, dibulatkan ke bawah 8; usulan 8." in page
    assert everything() == before
    odd = text(see(client, office.hr, page_of(office), **numbers | {"good": 20}))
    assert "Jumlahnya 24, sedangkan yang dinilai 12" in odd
    assert "Coba dengan angka lain" not in text(see(client, office.members[0], page_of(office)))


# --- statistics of raters ------------------------------------------------------------------------
def test_statistics_are_for_hr_alone_and_every_look_is_kept(client, office):
    office.rate_people([0, 3, 0, 0, 0], supervisor=make_user("Penilai baru"))
    address = board(office) + "supervisors/"
    page = text(see(client, office.hr, address))
    assert "terlalu sedikit untuk dibaca" in page
    assert "Urut nama: ini bukan peringkat" in page
    assert "n ÷ (n + k)" in page or "tidak lebih besar daripada kebetulan" in page
    assert set(Access.objects.filter(viewer=office.hr).values_list("person__name", flat=True)) == {
        office.supervisor.name, "Penilai baru",
    }  # fmt: skip
    for who in ("supervisor", "head", "mayor", "inspector", "employee"):
        assert see(client, getattr(office, who), address).status_code == 403


# --- few statements at any size ------------------------------------------------------------------
LIMIT = 10


def count(client, person, address, method="get", data=None):
    client.force_login(person)
    client.get(reverse("calibrations"))  # content types and the like
    with statements() as found:
        assert getattr(client, method)(address, data or {}).status_code == 200
    return len(found)


def grow(office):
    """Forty more units with people, each with its own head and achievement."""
    for n in range(40):
        unit = make_unit(f"Bidang {n}", parent=office.unit)
        post = make_post("Kepala", unit=unit, superior=office.head_post, kind="administrator")
        hold(make_user(f"Kepala {n}"), post)
        office.rate_people([2, 9, 1, 0, 0], unit=unit, supervisor=make_user(f"Penilai {n}"))
        rate(office, unit=unit)


def test_pages_cost_few_statements_at_any_size(client, office):
    rate(office)
    actions.justify(UnitRating.objects.get().pk, text=TEXT, by=office.head, at=NOW)
    asked = {
        "table": ("hr", board(office)),
        "table of a member": ("member", board(office)),
        "table of a leader": ("head", board(office)),
        "unit": ("hr", page_of(office)),
        "unit of a member": ("member", page_of(office)),
        "unit of its head": ("head", page_of(office)),
        "own": ("supervisor", board(office) + "own/"),
        "statistics": ("hr", board(office) + "supervisors/"),
        "periods": ("head", reverse("calibrations")),
    }
    office.member = office.members[1]
    small = {name: count(client, getattr(office, who), address) for name, (who, address) in asked.items()}
    grow(office)
    large = {name: count(client, getattr(office, who), address) for name, (who, address) in asked.items()}
    assert large == small
    assert max(small.values()) <= LIMIT, small
    assert Unit.objects.count() > 40
