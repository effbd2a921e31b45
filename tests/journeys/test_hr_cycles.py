"""Periods: prepared, changed while nobody was told, watched once they run."""

import datetime
import re

import pytest

from appraisal.models import Appraisal, Cycle, Policy
from organization.models import Unit, User
from tests.counting import statements
from tests.office import DAY, NOW, TODAY
from tests.people import make_user

DATES = {
    "starts_on": "2027-01-01", "ends_on": "2027-03-31", "self_assessment_on": "2027-04-12",
    "review_on": "2027-04-26", "meeting_on": "2027-05-20",
}  # fmt: skip


@pytest.fixture
def hr(client, office):
    client.force_login(office.hr)
    return office


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(office, **changes):
    return {"name": "Triwulan I 2027", "slug": "", "policy": office.policy.pk} | DATES | changes


def test_a_period_is_prepared_with_a_name_made_from_its_name(client, hr):
    assert client.get("/cycles/new/").status_code == 200
    answer = client.post("/cycles/new/", typed(hr))
    assert answer["Location"] == "/cycles/triwulan-i-2027/"
    made = Cycle.objects.get(slug="triwulan-i-2027")
    assert (made.state, made.review_on) == (Cycle.State.DRAFT, datetime.date(2027, 4, 26))
    page = text(client.get("/cycles/triwulan-i-2027/"))
    assert "Masih diterima sampai 19 Apr 2027" in page  # the grace of seven days
    assert "bila dibuka 26 Apr 2027, sampai 10 Mei 2027" in page
    assert "rapat diulang 27 Mei 2027" in page
    assert "belum ada komite" in page.lower()


WRONG = {
    "no name": ({"name": ""}, "Nama periode"),
    "ends before it starts": ({"ends_on": "2026-12-31"}, "Tanggal akhir tidak boleh sebelum tanggal mulai."),
    "review before self-assessment": ({"review_on": "2027-04-01"}, "tidak boleh sebelum batas penilaian mandiri"),
    "meeting before review": ({"meeting_on": "2027-04-20"}, "Rapat komite tidak boleh sebelum"),
    "no date": ({"meeting_on": "20-05-2027x"}, "Rapat komite"),
    "a name in use": ({"slug": "triwulan-iii-2026"}, "sudah dipakai"),
    "a name of ours": ({"slug": "new"}, "sudah dipakai"),
    "no such policy": ({"policy": "999"}, "Kebijakan penilaian"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_stays(client, hr, case):
    changes, sentence = WRONG[case]
    answer = client.post("/cycles/new/", typed(hr, starts_on="2027-01-02") | changes)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="2027-01-02"' in answer.content.decode()
    assert Cycle.objects.count() == 1


def test_a_draft_policy_is_not_offered(client, hr):
    draft = Policy.objects.create(
        slug="konsep", version=1, title="Konsep 2027", body=hr.policy.body, sha256=hr.policy.sha256, created_at=NOW
    )
    page = client.get("/cycles/new/").content.decode()
    assert f'<option value="{hr.policy.pk}"' in page
    assert f'<option value="{draft.pk}"' not in page
    assert client.post("/cycles/new/", typed(hr, policy=draft.pk)).status_code == 422


def test_without_an_adopted_policy_the_page_says_what_comes_first(client, db):
    client.force_login(make_user("Farida Hanum", roles=["hr_admin"]))
    assert "Belum ada kebijakan yang ditetapkan" in text(client.get("/cycles/new/"))


def test_only_what_nobody_was_told_is_changed(client, hr):
    client.post("/cycles/new/", typed(hr))
    page = "/cycles/triwulan-i-2027/change/"
    assert 'value="2027-04-12"' in client.get(page).content.decode()
    assert client.post(page, typed(hr, name="Triwulan satu")).status_code == 302
    assert Cycle.objects.get(slug="triwulan-i-2027").name == "Triwulan satu"
    wrong = client.post(page, typed(hr, meeting_on="2027-04-01"))
    assert wrong.status_code == 422
    running = f"/cycles/{hr.cycle.slug}/change/"
    assert client.get(running).status_code == 302
    refused = client.post(running, typed(hr))
    assert refused.status_code == 422
    assert "sudah dibuka tidak dapat diubah" in text(refused)


def test_dates_worth_a_second_look_are_named(client, hr):
    client.post("/cycles/new/", typed(hr, review_on="2027-05-01", meeting_on="2027-05-05"))
    page = text(client.get("/cycles/triwulan-i-2027/"))
    assert "Batas penilaian atasan jatuh pada hari Sabtu." in page
    assert "lebih awal dari akhir masa keberatan" in page


def test_progress_by_stage(client, hr):
    page = text(client.get(f"/cycles/{hr.cycle.slug}/"))
    assert "0 dari 1 penilaian sudah final" in page
    assert "Penilaian mandiri 1 100 %" in page
    assert client.get("/cycles/nothing/").status_code == 404


def test_results_that_nobody_opened_are_listed_with_the_way_to_hand_them_over(client, hr, time_machine):
    hr.bring_to("employee_response")
    page = f"/cycles/{hr.cycle.slug}/"
    assert "Tidak ada. Semua hasil" in text(client.get(page))
    time_machine.move_to(NOW + 15 * DAY, tick=False)
    client.force_login(hr.hr)
    late = client.get(page)
    assert "Siti Rahmawati" in text(late)
    assert f"/appraisals/{hr.appraisal.pk}/delivery/" in late.content.decode()


def test_units_are_paged_by_key(client, hr):
    for n in range(15):
        unit = Unit.objects.create(code=f"9.{n}", name=f"Bagian {n:02}")
        row = hr.unsaved(User.objects.create(username=f"of-{n}", name=f"Orang {n}"))
        row.unit, row.stage = unit, "final" if n > 13 else "committee_vote"
        Appraisal.objects.bulk_create([row])
    first = client.get(f"/cycles/{hr.cycle.slug}/")
    assert "Bagian 09" in text(first)
    assert "Bagian 10" not in text(first)
    after = re.search(r"unit=(\d+)", first.content.decode())[1]
    rest = text(client.get(f"/cycles/{hr.cycle.slug}/?unit={after}"))
    assert "Bagian 10" in rest
    assert "Bagian 09" not in rest


def more_appraisals(office, number, **facts):
    rows = []
    for n in range(number):
        user = User.objects.create(username=f"more-{n}", name=f"Pegawai {n:03}")
        row = office.unsaved(user)
        row.stage = "self_assessment"
        for name, value in facts.items():
            setattr(row, name, value)
        rows.append(row)
    Appraisal.objects.bulk_create(rows)


def test_the_pages_cost_the_same_for_any_number_of_cases(client, hr):
    pages = ("/cycles/", f"/cycles/{hr.cycle.slug}/")
    for page in pages:
        client.get(page)
    few, many = [], []
    for found in (few, many):
        for page in pages:
            with statements() as asked:
                client.get(page)
            found.append(len(asked))
        if found is few:
            released = {"stage": "employee_response", "released_at": NOW - 20 * DAY}
            more_appraisals(hr, 60, **released)
            for n in range(30):
                Cycle.objects.create(
                    slug=f"c-{n}", name=f"Periode {n}", policy=hr.policy, created_at=NOW,
                    **dict.fromkeys(DATES, TODAY),
                )  # fmt: skip
    assert many == few
    assert many[1] <= 8  # the budget of the cockpit, session and user included


def test_long_lists_are_paged_by_key(client, hr):
    more_appraisals(hr, 60, stage="employee_response", released_at=NOW - 20 * DAY)
    first = client.get(f"/cycles/{hr.cycle.slug}/")
    assert "Pegawai 024" in text(first)
    assert "Pegawai 025" not in text(first)
    after = re.search(r"after=(\d+)", first.content.decode())[1]
    assert "Pegawai 025" in text(client.get(f"/cycles/{hr.cycle.slug}/?after={after}"))
