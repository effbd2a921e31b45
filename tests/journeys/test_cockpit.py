"""The cockpit: who is late by unit, when it will be done, and what HR does about it, each with check and receipt."""

import re

import pytest

from appraisal.models import Appraisal, Cycle, ExtensionRequest
from audit.models import Entry
from organization.models import Post, Unit, User
from tests.counting import statements
from tests.office import DAY, NOW, TODAY
from tests.people import hold, make_post
from workflow.models import Launch, Round, Step
from workflow.selectors.cockpit import Forecast, cockpit_of, working_days_until

SLUG = "triwulan-iii-2026"
COCKPIT = f"/cycles/{SLUG}/cockpit/"
BUDGET = 10


@pytest.fixture
def hr(client, office):
    client.force_login(office.hr)
    return office


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def later(client, clock, days, person):
    """Sessions end with time: he signs in anew."""
    clock.move_to(NOW + days * DAY, tick=False)
    client.force_login(person)


def crowd(office, size, *, unit=None):
    people = User.objects.bulk_create([User(username=f"c{unit}-{n}", name="P") for n in range(size)])
    made = office.launch(people)
    if unit:
        Appraisal.objects.filter(pk__in=[case.pk for case in made]).update(unit=unit)
    return made


# --- what it shows ---


def test_before_any_period_is_open(client, hr):
    Cycle.objects.update(state="draft")
    assert "Belum ada periode yang dibuka" in text(client.get("/cockpit/"))
    assert client.get("/cycles/nothing/cockpit/").status_code == 404


def test_units_the_latest_first_and_down_the_tree(client, hr, clock):
    offices = [Unit.objects.create(code=f"2.{n}", name=f"Dinas {n}", parent=hr.unit) for n in range(2)]
    below = Unit.objects.create(code="2.1.1", name="Bidang Arsip", parent=offices[1])
    crowd(hr, 2, unit=offices[0])
    crowd(hr, 3, unit=below)
    later(client, clock, 11, hr.hr)
    Step.objects.filter(case__appraisal__unit=offices[0]).update(due_at=NOW + 20 * DAY)
    page = text(client.get(COCKPIT))
    assert page.index("Dinas 1") < page.index("Dinas 0")
    assert "Ingatkan 3 Dinas 1" in page
    assert "4 tugas terbuka" in page  # those of below, and the office's own
    inside = text(client.get(f"{COCKPIT}?unit={offices[1].pk}"))
    assert "Bidang Arsip" in inside
    assert "Dinas 0" not in inside


def test_the_arithmetic_is_shown(client, hr):
    cases = crowd(hr, 19)
    Appraisal.objects.filter(pk__in=[case.pk for case in cases[:10]]).update(
        released_at=NOW - DAY, stage="employee_response"
    )
    page = text(client.get(COCKPIT))
    assert "10 dari 20 hasil sudah dirilis (50 %)" in page
    assert "10 hasil, dibagi 5 hari kerja: 2,0 sehari" in page
    assert "10 + 2,0 × 15 = 20 hasil (100 %) pada batas" in page
    assert "semuanya selesai pada waktunya" in page
    assert "Lihat sebagai tabel" in page


def test_too_few_say_nothing(client, hr):
    assert "Terlalu sedikit hasil dalam tujuh hari ini" in text(client.get(COCKPIT))


@pytest.mark.parametrize(
    ("done", "total", "week", "days", "known", "expected", "level"),
    [
        (10, 20, 10, 15, True, 20, "ok"),
        (10, 100, 10, 5, True, 20, "bad"),
        (80, 100, 10, 5, True, 90, "near"),
        (10, 100, 4, 5, False, 14, "unknown"),  # four results say nothing
        (90, 100, 50, 0, False, 90, "unknown"),  # the day has passed
        (20, 20, 0, 0, True, 20, "ok"),
    ],
)
def test_the_forecast(done, total, week, days, known, expected, level):
    found = Forecast(done, total, week, days)
    assert (found.is_known, found.expected, found.level) == (known, expected, level)


def test_working_days_until_a_day():
    assert working_days_until(TODAY, NOW) == 1  # a Monday
    assert working_days_until(TODAY + 6 * DAY, NOW) == 5
    assert working_days_until(TODAY - DAY, NOW) == 0
    assert working_days_until(TODAY + 6 * DAY, NOW, off={TODAY + DAY, TODAY + 5 * DAY}) == 4  # one is a Saturday


def test_days_off_count_in_the_forecast(client, hr):
    for day in ("2026-11-03", "2026-11-04"):
        hr.day_off(day)
    assert "dibagi 5 hari kerja" in text(client.get(COCKPIT))
    page = text(client.get(COCKPIT))
    assert "Hari kerja ialah Senin sampai Jumat tanpa hari libur." in page
    found = cockpit_of(hr.cycle, at=NOW).whole.forecast
    assert found.days_left == working_days_until(hr.cycle.review_on, NOW) - 2


def test_the_button_of_the_undo_agrees_with_the_act(client, hr, clock):
    """It is there as long as `undo_launch` would do it, also after a later launch, and not while one runs."""
    assert "undo/" in client.get(COCKPIT).content.decode()
    launch = Launch.objects.create(cycle=hr.cycle, by=hr.hr, asked_at=NOW, state=Launch.State.RUNNING)
    assert "undo/" not in client.get(COCKPIT).content.decode()
    Launch.objects.filter(pk=launch.pk).update(state=Launch.State.DONE, finished_at=NOW + 5 * DAY)
    later(client, clock, 5.5, hr.hr)
    assert "undo/" in client.get(COCKPIT).content.decode()


@pytest.mark.parametrize("size", [1, 300])
def test_few_statements_at_any_size(client, hr, size):
    units = Unit.objects.bulk_create([Unit(code=f"3.{n}", name=f"U{n}", parent=hr.unit) for n in range(size)])
    cases = crowd(hr, size)
    for case, unit in zip(cases, units, strict=True):
        case.unit = unit
    Appraisal.objects.bulk_update(cases, ["unit"])
    with statements() as found:
        assert client.get(COCKPIT).status_code == 200
    assert len(found) <= BUDGET


# --- what HR does ---


def send(client, url, **typed):
    """The check page, then the button; both in order."""
    checked = client.post(url, typed)
    assert checked.status_code == 200, text(checked)
    return checked, client.post(url, typed | {"confirm": "1"}, follow=True)


def test_reminding_is_checked_done_once_and_received(client, hr):
    checked, done = send(client, f"/cycles/{SLUG}/remind/")
    assert "1 tugas terbuka belum diingatkan hari ini" in text(checked)
    assert "mengingatkan 1 tugas yang masih terbuka di seluruh periode" in text(done)
    assert "Nomor catatan" in text(done)
    again = client.post(f"/cycles/{SLUG}/remind/", {"confirm": "1"})
    assert again.status_code == 422
    assert "sudah diingatkan hari ini" in text(again)
    assert Round.objects.get().count == 1
    assert "Diingatkan Farida Hanum Siregar" in text(client.get(f"/cycles/{SLUG}/problems/"))


def test_nobody_is_reminded_by_hand_at_night(client, hr, clock):
    later(client, clock, 0.5, hr.hr)  # 22.00
    answer = client.post(f"/cycles/{SLUG}/remind/", {"confirm": "1"})
    assert answer.status_code == 422
    assert hr.told() == {("employee", "task", "self_assessment")}


def test_more_time_for_a_unit(client, hr):
    typed = {
        "scope": "unit", "unit": "Kominfo", "person": "", "step": "self_assessment", "until": "2026-11-20",
        "letter_no": "800/9/2026", "reason": "Gangguan jaringan.",
    }  # fmt: skip
    checked, done = send(client, f"/cycles/{SLUG}/extend/", **typed)
    page = text(checked)
    assert "1 berkas mendapat waktu lebih." in page
    assert "Batas yang paling awal sekarang Kamis, 12 November 2026." in page
    assert "memperpanjang batas Penilaian mandiri sampai 20 November 2026 untuk 1 berkas, surat 800/9/2026" in text(
        done
    )
    assert hr.step().due_at.date() == TODAY + 18 * DAY


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"scope": "unit", "unit": ""}, "Isi bagian ini."),
        ({"scope": "person", "person": "Lamhot"}, "tidak punya berkas yang berjalan"),
        ({"until": "2026-10-01"}, "tidak boleh di masa lalu"),
        ({"scope": "all", "until": "2026-12-01"}, "Perpanjang dulu tahap berikutnya"),
        ({"letter_no": ""}, "Isi bagian ini."),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, hr, changes, sentence):
    typed = {
        "scope": "person", "unit": "", "person": "Siti", "step": "self_assessment", "until": "2026-11-20",
        "letter_no": "800/9/2026", "reason": "Gangguan.", "confirm": "1",
    }  # fmt: skip
    answer = client.post(f"/cycles/{SLUG}/extend/", typed | changes)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Gangguan." in answer.content.decode()
    assert not Entry.objects.filter(event="cycle.deadline_extended").exists()


def test_a_pause_and_its_end(client, hr, clock):
    _checked, done = send(client, f"/cycles/{SLUG}/pause/", reason="Pusat data padam.")
    assert "menjeda periode ini" in text(done)
    assert "Periode ini dijeda sejak" in text(client.get(COCKPIT))
    client.force_login(hr.employee)
    assert "Periode ini dijeda sejak" in text(client.get(f"/tasks/{hr.step().pk}/"))
    later(client, clock, 3, hr.hr)
    checked, done = send(client, f"/cycles/{SLUG}/resume/", reason="Pulih.")
    assert "bergeser 3 hari" in text(checked)
    assert "Batas waktu 1 berkas bergeser 3 hari" in text(done)
    assert client.post(f"/cycles/{SLUG}/resume/", {"reason": "Pulih.", "confirm": "1"}).status_code == 409


# --- what people ask ---


def test_a_request_from_the_form_to_the_answer(client, hr, clock):
    step = hr.step()
    client.force_login(hr.employee)
    assert "Minta perpanjangan" not in text(client.get(f"/tasks/{step.pk}/"))  # ten days are left
    later(client, clock, 9, hr.employee)
    assert f"/tasks/{step.pk}/extension/" in client.get(f"/tasks/{step.pk}/").content.decode()
    typed = {"until": "2026-11-16", "reason": "Dinas luar."}
    checked = client.post(f"/tasks/{step.pk}/extension/", typed)
    assert "Batas waktu tetap berjalan" in text(checked)
    done = client.post(f"/tasks/{step.pk}/extension/", typed | {"confirm": "1"}, follow=True)
    assert "Permintaan terkirim" in text(done)
    client.force_login(hr.hr)
    page = text(client.get(f"/cycles/{SLUG}/problems/"))
    assert "Dinas luar." in page
    asked = ExtensionRequest.objects.get()
    begun = client.get(f"/cycles/{SLUG}/extend/", {"request": asked.pk}).content.decode()
    assert 'value="2026-11-16"' in begun
    send(client, f"/extensions/{asked.pk}/decline/", reason="Batas sudah cukup.")
    assert "Tidak ada permintaan yang menunggu" in text(client.get(f"/cycles/{SLUG}/problems/"))
    client.force_login(hr.employee)
    assert "Permintaan perpanjangan tidak dikabulkan" in text(client.get("/notices/"))


def test_who_would_judge_himself_under_a_vacancy_is_a_problem(client, hr):
    """A post above the supervisor fell vacant, or was so when the period was opened."""
    title, address = "Keberatan akan diputus pejabat penilainya sendiri", f"/cycles/{SLUG}/problems/"
    mayor = make_post("Wali Kota", kind="official")
    hold(hr.supervisor, mayor)
    Appraisal.objects.update(second_level=None)
    assert title not in text(client.get(address))  # the true top of the tree
    Post.objects.filter(pk=mayor.pk).update(superior=make_post("Gubernur", kind="official"))
    assert title in text(client.get(address))
    Appraisal.objects.update(second_level=hr.second_level)
    assert title not in text(client.get(address))


def test_data_problems_name_who_puts_them_right(client, hr):
    User.objects.filter(pk=hr.supervisor.pk).update(is_active=False)
    page = text(client.get(f"/cycles/{SLUG}/problems/"))
    assert "Tanpa pejabat penilai" in page
    assert "Pejabat penilai atau atasannya sudah nonaktif" in page
    assert "Pengelola kinerja" in page
    part = client.get(f"/cycles/{SLUG}/problems/", headers={"X-Part": "yes"}).content.decode()
    assert "<html" not in part
