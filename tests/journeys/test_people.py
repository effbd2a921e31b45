"""HR finds people, keeps their lines, and is refused in a sentence."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from organization.models import SYSTEM, Assignment, Post, User
from organization.roles import Role
from organization.selectors import ReportingLines
from tests.people import hold, make_employee, make_post, make_unit, make_user, override

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"
DAY = timedelta(days=1)


@pytest.fixture
def rina(client):
    person = make_employee("Rina Harahap", roles=[Role.HR_ADMIN])
    client.force_login(person)
    return person


@pytest.fixture
def dinas():
    return make_unit("Dinas Kesehatan", code="2.02")


@pytest.fixture
def chief_post(dinas):
    head = make_post("Kepala Dinas", unit=dinas, kind=Post.Kind.JPT)
    return make_post("Kepala Seksi Gizi", superior=head, kind=Post.Kind.PENGAWAS)


@pytest.fixture
def siti(chief_post):
    return make_employee("Siti Rahmawati", nip=NIP, post=make_post("Nutrisionis", superior=chief_post))


@pytest.fixture
def hasan(chief_post):
    return make_employee("Hasan Nauli", post=chief_post)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page_of(person, *rest):
    return "/".join(("/people", str(person.pseudonym), *rest)) + "/"


def names_on(response):
    return [person.name for person, _gap in response.context["rows"]]


class TestSearch:
    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("rahma", ["Siti Rahmawati"]),
            ("siti RAHMA", ["Siti Rahmawati"]),
            (NIP, ["Siti Rahmawati"]),
            ("19860926 201505 1 001", ["Siti Rahmawati"]),
            ("19860926", ["Siti Rahmawati"]),
            ("198609270", []),
            ("zzz", []),
            ("", ["Hasan Nauli", "Rina Harahap", "Siti Rahmawati"]),
        ],
    )
    def test_by_name_or_number_and_neither_gets_into_the_address(self, client, rina, siti, hasan, q, found):
        sent = client.post("/people/", {"q": q, "unit": "", "only": ""})
        assert sent["Location"] == "/people/"
        page = client.get(sent["Location"])
        assert names_on(page) == found
        assert "?" not in "".join(re.findall(r'href="(/people/[^"]*)"', page.content.decode())).replace("?only", "")

    def test_a_search_that_finds_nobody_says_so_and_can_be_cleared(self, client, rina):
        client.post("/people/", {"q": "zzz"})
        assert "Tidak ada yang cocok" in text_of(client.get("/people/"))
        client.post("/people/", {"q": ""})
        assert names_on(client.get("/people/")) == ["Rina Harahap"]

    def test_a_number_in_the_address_is_not_searched(self, client, rina, siti):
        assert len(names_on(client.get("/people/", {"q": NIP}))) == 2

    @pytest.mark.parametrize("unit", ["kesehatan", "2.02", "DINAS"])
    def test_by_unit_with_its_branches(self, client, rina, siti, dinas, unit):
        branch = make_unit("Puskesmas Sadabuan", parent=dinas)
        make_employee("Budi", post=make_post("Perawat", unit=branch))
        make_employee("Citra", post=make_post("Guru", unit=make_unit("SDN 1")))
        assert names_on(client.get("/people/", {"unit": unit})) == ["Budi", "Siti Rahmawati"]

    def test_by_acting(self, client, rina, siti, hasan, chief_post):
        hold(siti, chief_post, "plh", timezone.localdate(), timezone.localdate())
        hold(hasan, chief_post, "plt", timezone.localdate() - 9 * DAY, timezone.localdate() - DAY)
        assert names_on(client.get("/people/", {"only": "acting"})) == ["Siti Rahmawati"]

    def test_without_supervisor_with_the_reason(self, client, rina, siti):
        page = client.get("/people/", {"only": "without-supervisor"})
        assert names_on(page) == ["Rina Harahap", "Siti Rahmawati"]
        assert "Kepala Seksi Gizi" in text_of(page)

    def test_pages_follow_by_key_and_nobody_is_missed_or_shown_twice(self, client, rina):
        for number in range(120):
            make_user(f"Sama {number // 3:03}")  # equal names at every edge
        seen, address = [], "/people/"
        while address:
            page = client.get(address)
            seen += [person.pk for person, _gap in page.context["rows"]]
            address = page.context["more"]
        assert len(seen) == len(set(seen)) == 121

    def test_addresses_hold_neither_names_nor_row_numbers(self, client, rina):
        for number in range(60):
            make_user(f"Sama {number}")
        more = client.get("/people/").context["more"]
        assert re.fullmatch(r"/people/\?after=[0-9a-f-]{36}", more)

    @pytest.mark.parametrize("after", ["zzz", "00000000-0000-0000-0000-000000000000"])
    def test_a_broken_address_starts_at_the_beginning(self, client, rina, after):
        assert client.get("/people/", {"after": after}).status_code == 200

    def test_the_system_is_nobody(self, client, rina):
        User.objects.bulk_create([SYSTEM], ignore_conflicts=True)
        assert "Sistem" not in names_on(client.get("/people/"))
        assert client.get(page_of(SYSTEM)).status_code == 404

    def test_fifty_people_cost_no_more_statements_than_three(self, client, rina, siti, django_assert_max_num_queries):
        for number in range(60):
            make_employee(f"Orang {number:02}", post=siti.assignments.get().post)
        with django_assert_max_num_queries(8):
            client.get("/people/")


class TestWithoutSupervisor:
    def test_by_cause_with_the_vacant_post(self, client, rina, siti):
        for number in range(7):
            make_employee(f"Orang {number}", post=siti.assignments.get().post)
        page = client.get("/people/without-supervisor/")
        text = text_of(page)
        assert "Kepala Seksi Gizi" in text
        assert "Dinas Kesehatan" in text
        assert page.context["total"] == 9
        causes = [(gap.reason, len(named), rest) for gap, named, rest in page.context["causes"]]
        assert causes[0] == ("vacant", 5, 3)

    def test_a_cause_leads_to_its_people(self, client, rina, siti):
        gap = client.get("/people/without-supervisor/").context["causes"][0][0]
        page = client.get("/people/", {"only": "without-supervisor", "gap": gap.key})
        assert len(names_on(page)) == 1

    def test_a_vacancy_above_the_supervisor_is_listed_as_such(self, client, rina, siti, hasan, chief_post):
        Post.objects.filter(pk=chief_post.pk).update(superior=make_post("Sekretaris", kind="administrator"))
        text = text_of(client.get("/people/without-supervisor/"))
        assert "Di atas pejabat penilainya: Sekretaris" in text
        assert "Siti Rahmawati" in text

    def test_what_is_above_a_post_of_somebody_unknown_is_not_known(self, client, rina, siti, hasan, chief_post):
        Post.objects.filter(pk=chief_post.pk).update(title=Post.OF_UNKNOWN, superior=None)
        text = text_of(client.get("/people/without-supervisor/"))
        assert "Di atas pejabat penilainya: Belum diketahui jabatan apa di atasnya" in text
        assert "catat pejabat kota di atas jabatan itu" in text
        assert "Belum diketahui jabatan apa di atasnya." in text_of(client.get(page_of(siti)))

    def test_when_nobody_lacks_one_it_says_so(self, client, rina):
        head = make_post("Wali Kota", kind=Post.Kind.OFFICIAL)
        hold(make_user("Letnan"), head)
        hold(rina, make_post("Sekda", superior=head))
        assert "Semua pegawai punya pejabat penilai dan atasannya" in text_of(client.get("/people/without-supervisor/"))


class TestPerson:
    def test_the_line_is_explained(self, client, rina, siti, hasan):
        text = text_of(client.get(page_of(siti)))
        assert "Hasan Nauli" in text
        assert "Kepala Seksi Gizi" in text
        assert "19860926 201505 1 001" in text
        assert "Jabatan Kepala Dinas, Dinas Kesehatan, kosong" in text  # the second level

    def test_a_vacancy_is_named(self, client, rina, siti):
        assert "Kepala Seksi Gizi" in text_of(client.get(page_of(siti)))

    def test_an_override_is_explained_by_its_reason(self, client, rina, siti, hasan):
        override(siti, make_employee("Budi Santoso"), reason="Diperbantukan ke panitia HUT kota")
        text = text_of(client.get(page_of(siti)))
        assert "Budi Santoso" in text
        assert "Diperbantukan ke panitia HUT kota" in text

    def test_on_ones_own_page_there_is_nothing_to_press(self, client, rina):
        html = client.get(page_of(rina)).content.decode()
        assert page_of(rina, "roles", "grant") not in html
        assert page_of(rina, "deactivate") not in html

    def test_an_official_cannot_be_overridden(self, client, rina):
        mayor = make_user("Letnan")
        assert client.get(page_of(mayor)).status_code == 200
        assert client.get(page_of(mayor, "override")).status_code == 404


class TestNumber:
    def test_a_new_number_is_typed_and_shown_beside_the_old(self, client, rina, siti):
        assert page_of(siti, "number") in client.get(page_of(siti)).content.decode()
        typed = {
            "kind": "ni_pppk",
            "number": "19860926 2026 21 1 001",
            "from_date": "2026-11-01",
            "reason": "800/4/2026",
        }
        sent = client.post(page_of(siti, "number"), typed)
        assert sent["Location"] == page_of(siti)
        text = text_of(client.get(page_of(siti)))
        assert "Nomor baru tersimpan." in text
        assert "NI PPPK 19860926 202621 1 001 NIP (lama) 19860926 201505 1 001" in text
        assert siti.employee.identifiers.get(to_date=None).number == "198609262026211001"

    def test_a_refusal_leaves_what_was_typed(self, client, rina, siti):
        typed = {"kind": "nip", "number": NIP, "from_date": "2026-11-01", "reason": "800/4/2026"}
        answer = client.post(page_of(siti, "number"), typed)
        assert answer.status_code == 422
        assert "sudah tercatat bagi orang ini" in text_of(answer)
        assert NIP in answer.content.decode()
        assert siti.employee.identifiers.get().to_date is None

    def test_an_official_has_none_and_nobody_renumbers_himself(self, client, rina):
        assert client.get(page_of(make_user("Letnan"), "number")).status_code == 404
        assert page_of(rina, "number") not in client.get(page_of(rina)).content.decode()


class TestOverride:
    facts = {"from_date": "2026-11-22", "to_date": "", "reason": "Diperbantukan"}

    def test_set_by_name_and_ended(self, client, rina, siti, hasan):
        budi = make_employee("Budi Santoso")
        sent = client.post(page_of(siti, "override"), self.facts | {"supervisor": "budi"})
        assert sent["Location"] == page_of(siti)
        row = siti.employee.overrides.get()
        assert row.supervisor == budi
        end = page_of(siti, "override", str(row.pk), "end")
        assert client.get(end).status_code == 200
        typed = {"to_date": "2026-12-31", "reason": "Selesai"}
        check = client.post(end, typed).content.decode()
        assert "Periksa sebelum melanjutkan" in check
        assert "Kamis, 31 Desember 2026" in check
        row.refresh_from_db()
        assert row.to_date is None
        assert 'value="2026-12-31"' in client.post(end, typed | {"edit": "1"}).content.decode()
        done = client.post(end, typed | {"confirm": "1"}, follow=True).content.decode()
        entry = Entry.objects.get(event="user.override_ended")
        assert f"Pengecualian diakhiri. Nomor catatan: {entry.stream}/{entry.n}." in done
        row.refresh_from_db()
        assert row.to_date == date(2026, 12, 31)

    def test_of_several_one_is_chosen_and_nothing_typed_is_lost(self, client, rina, siti):
        first, second = make_employee("Budi Santoso"), make_employee("Budi Harahap")
        typed = self.facts | {"supervisor": "budi"}
        asked = client.post(page_of(siti, "override"), typed)
        html = asked.content.decode()
        assert asked.status_code == 422
        assert str(first.pseudonym) in html
        assert "Diperbantukan" in html
        assert 'value="2026-11-22"' in html
        client.post(page_of(siti, "override"), typed | {"supervisor_choice": str(second.pseudonym)})
        assert siti.employee.overrides.get().supervisor == second

    def test_a_choice_that_was_not_offered_counts_for_nothing(self, client, rina, siti, hasan):
        make_employee("Budi Santoso"), make_employee("Budi Harahap")
        typed = self.facts | {"supervisor": "budi", "supervisor_choice": str(hasan.pseudonym)}
        assert client.post(page_of(siti, "override"), typed).status_code == 422

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"supervisor": "zzz"}, "Tidak ada yang cocok"),
            ({"supervisor": "siti"}, "menilai dirinya sendiri"),
            ({"supervisor": "hasan", "reason": "<b>x</b>"}, "teks biasa"),
            ({"supervisor": "hasan", "to_date": "2026-11-21"}, "sebelum tanggal mulai"),
            ({"supervisor": ""}, "Isi bagian ini."),
        ],
    )
    def test_it_is_refused_in_a_sentence(self, client, rina, siti, hasan, typed, sentence):
        refused = client.post(page_of(siti, "override"), self.facts | typed)
        assert refused.status_code == 422
        assert sentence in text_of(refused)
        assert not siti.employee.overrides.exists()

    def test_a_circle_is_refused(self, client, rina, siti, hasan):
        refused = client.post(page_of(hasan, "override"), self.facts | {"supervisor": "siti"})
        assert (refused.status_code, "bukan bawahannya" in text_of(refused)) == (422, True)

    def test_too_many_ask_for_more_words(self, client, rina, siti):
        for number in range(9):
            make_employee(f"Budi {number}")
        refused = client.post(page_of(siti, "override"), self.facts | {"supervisor": "budi"})
        assert "Tulis lebih lengkap" in text_of(refused)

    def test_somebody_elses_override_is_not_found_here(self, client, rina, siti, hasan):
        row = override(hasan, make_employee("Budi"))
        assert client.get(page_of(siti, "override", str(row.pk), "end")).status_code == 404


class TestActing:
    facts = {"kind": "plt", "letter_no": "800/7/2026", "from_date": "2026-11-22", "to_date": "2027-02-20"}

    def test_by_letter_and_ended(self, client, rina, siti, chief_post):
        budi = make_employee("Budi")
        sent = client.post(page_of(budi, "acting"), self.facts | {"post": "seksi gizi"})
        assert sent.status_code == 302
        held = budi.assignments.get()
        assert (held.post, held.kind, held.letter_no) == (chief_post, "plt", "800/7/2026")
        assert ReportingLines(date(2026, 11, 22)).supervisor_of(siti.pk).user_id == budi.pk
        end = page_of(budi, "assignments", str(held.pk), "end")
        client.post(end, {"to_date": "2026-12-01", "reason": "Pejabat dilantik", "confirm": "1"})
        held.refresh_from_db()
        assert held.to_date == date(2026, 12, 1)

    def test_not_over_a_holder(self, client, rina, siti, hasan):
        refused = client.post(page_of(siti, "acting"), self.facts | {"post": "seksi gizi"})
        assert (refused.status_code, "masih dipegang Hasan Nauli" in text_of(refused)) == (422, True)


class TestOfficial:
    def test_the_mayor_is_recorded_above_the_top_posts(self, client, rina, hasan, dinas, chief_post):
        top = chief_post.superior
        head = make_employee("Kepala", post=top)
        assert "Kepala Dinas" in text_of(client.get("/people/official/"))
        sent = client.post(
            "/people/official/",
            {
                "name": "Letnan Dalimunthe",
                "post_title": "Wali Kota",
                "unit": "2.02",
                "from_date": "2026-11-22",
                "letter_no": "131/2026",
                "subordinates": [top.pk],
            },
        )
        mayor = User.objects.get(name="Letnan Dalimunthe")
        assert sent["Location"] == page_of(mayor)
        assert ReportingLines(date(2026, 11, 22)).supervisor_of(head.pk).user_id == mayor.pk
        assert "Wali Kota" in text_of(client.get(page_of(mayor)))


class TestAccount:
    def test_a_role_is_granted_and_revoked(self, client, rina, siti):
        client.post(page_of(siti, "roles", "grant"), {"role": "inspector", "reason": "SK 1"})
        siti.refresh_from_db()
        assert siti.roles == ["inspector"]
        client.post(page_of(siti, "roles", "inspector", "revoke"), {"reason": "Pindah"})
        siti.refresh_from_db()
        assert siti.roles == []

    def test_nobody_grants_himself_a_role(self, client, rina):
        refused = client.post(page_of(rina, "roles", "grant"), {"role": "inspector", "reason": "SK"})
        assert (refused.status_code, "catatan Anda sendiri" in text_of(refused)) == (422, True)
        rina.refresh_from_db()
        assert rina.roles == ["hr_admin"]

    def test_a_role_that_is_not_held_cannot_be_revoked(self, client, rina, siti):
        assert client.get(page_of(siti, "roles", "inspector", "revoke")).status_code == 404

    def test_deactivated_and_back(self, client, rina, siti):
        assert client.post(page_of(siti, "deactivate"), {"reason": ""}).status_code == 422
        client.post(page_of(siti, "deactivate"), {"reason": "Pensiun"})
        siti.refresh_from_db()
        assert not siti.is_active
        assert "Nonaktif" in text_of(client.get(page_of(siti)))
        client.post(page_of(siti, "reactivate"), {"reason": "Salah orang"})
        siti.refresh_from_db()
        assert siti.is_active

    def test_a_link_is_shown_once_and_kept_nowhere(self, client, rina, siti):
        address = page_of(siti, "sign-in-link")
        before = client.get(address)
        assert "/password/new/" not in before.content.decode()
        done = Entry.objects.filter(stream=f"user:{siti.pk}")
        assert not done.exists()
        shown = client.post(address)
        link = re.search(r"http://testserver/password/new/[^\"<\s]+", shown.content.decode())[0]
        assert shown["Cache-Control"].startswith("max-age=0") or "no-store" in shown["Cache-Control"]
        assert link not in client.get(address).content.decode()
        assert done.get().event == "user.sign_in_link_issued"
        guest = client.__class__()
        where = guest.get(link.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
        guest.post(where, {"new_password1": "ulos-ragidup-12", "new_password2": "ulos-ragidup-12"})
        assert guest.session["_auth_user_id"] == str(siti.pk)

    def test_no_link_for_oneself(self, client, rina):
        assert client.post(page_of(rina, "sign-in-link")).status_code == 422


def hr_pages(person):
    held = Assignment.objects.filter(holder=person).first()
    return [
        "/people/",
        "/people/without-supervisor/",
        "/people/official/",
        page_of(person),
        page_of(person, "override"),
        page_of(person, "override", str(person.employee.overrides.get().pk), "end"),
        page_of(person, "acting"),
        page_of(person, "assignments", str(held.pk), "end"),
        page_of(person, "roles", "grant"),
        page_of(person, "roles", "inspector", "revoke"),
        page_of(person, "deactivate"),
        page_of(person, "reactivate"),
        page_of(person, "sign-in-link"),
    ]


ROLES = {"guest": 302, "employee": 403, "inspector": 403, "hr": 200}


@pytest.mark.parametrize("number", range(13))
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_hr_is_for_hr_only(client, siti, hasan, role, number):
    override(siti, hasan)
    User.objects.filter(pk=siti.pk).update(roles=["inspector"])
    page = hr_pages(siti)[number]
    roles = {"inspector": [Role.INSPECTOR], "hr": [Role.HR_ADMIN]}.get(role, [])
    if role != "guest":
        client.force_login(make_employee("Somebody", roles=roles))
    for answer in (client.get(page), client.post(page)):
        if role == "hr":
            assert answer.status_code in (200, 302, 422)
        else:
            assert answer.status_code == ROLES[role]
        if role in ("employee", "inspector"):
            assert "Pengelola kinerja" in text_of(answer)
        if role == "guest":
            assert answer["Location"].startswith("/login/")


OPEN = ["/login/", "/password/reset/", "/password/reset/sent/"]
SIGNED_IN = ["/profile/", "/password/change/"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", OPEN + SIGNED_IN)
def test_every_other_page(client, role, page):
    roles = {"inspector": [Role.INSPECTOR], "hr": [Role.HR_ADMIN]}.get(role, [])
    if role != "guest":
        client.force_login(make_employee("Somebody", roles=roles))
    answer = client.get(page)
    if role == "guest":
        assert answer.status_code == (200 if page in OPEN else 302)
    else:
        assert answer.status_code == (302 if page == "/login/" else 200)
