"""Opening a period: the dry run, the number to type, the worker, and what the page says meanwhile."""

import json
import re

import pytest

from appraisal.models import Appraisal, Cycle
from audit.models import Access, Entry
from organization.models import Assignment, Identifier, Post
from tests.counting import statements
from tests.office import NOW
from tests.workflow.test_launch import START, City
from workflow import launch
from workflow.hr_forms import Confirmation
from workflow.models import Launch

PAGE = "/cycles/tahunan-2026/launch/"


@pytest.fixture
def city(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    city = City()
    client.force_login(city.hr)
    return city


@pytest.fixture
def ready(city):
    city.appoint(*city.members)
    return city


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def seen(response):
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def vacate(city):
    """The section head leaves: whoever is below has no supervisor."""
    Assignment.objects.filter(holder=city.section_head).update(to_date=START)


def test_the_dry_run_says_who_comes_in_who_does_not_and_why(client, ready):
    vacate(ready)
    page = client.get(PAGE)
    said = text(page)
    assert "1 pegawai ikut" in said
    assert "Kepala Seksi (Dinas Kominfo) kosong" in said
    assert "staff_0" in said
    assert "Tidak ada pejabat penilai" in said
    assert "Tidak memegang jabatan definitif" in said
    assert "1 pegawai ikut tanpa SKP yang disepakati" in said
    assert "/people/?only=without-supervisor" in page.content.decode()
    assert not Appraisal.objects.filter(cycle=ready.cycle).exists()


def test_a_vacant_second_level_is_named_with_what_hr_does(client, ready):
    Assignment.objects.filter(holder=ready.head).update(to_date=START)
    said = text(client.get(PAGE))
    assert "4 Tidak ada atasan pejabat penilai Di atas pejabat penilainya belum ada orang yang memutus" in said
    assert "Catat Plt. untuk jabatan yang kosong itu." in said
    assert said.count("Kepala Dinas (Dinas Kominfo) kosong") == 5  # four of the staff, and the section head himself
    everybody = client.get(f"{PAGE}people/no_second_level/")
    assert "4 pegawai" in text(everybody)
    assert "/people/?only=without-supervisor" in everybody.content.decode()
    assert "Tidak ada atasan pejabat penilai" in client.get(f"{PAGE}out.csv").content.decode()


def test_what_stands_in_the_way_is_said_first(client, city):
    page = client.get(PAGE)
    assert "belum punya komite untuk seluruh kota" in text(page)
    assert 'name="count"' not in page.content.decode()
    refused = client.post(PAGE, {"count": "6", "seen": ""})
    assert refused.status_code == 409
    assert not Launch.objects.exists()


def test_the_number_opens_the_period(client, ready):
    page = client.get(PAGE)
    done = client.post(PAGE, {"count": "6", "seen": seen(page)})
    assert done["Location"] == f"{PAGE}progress/"
    assert client.get(PAGE)["Location"] == f"{PAGE}progress/"
    waiting = client.get(f"{PAGE}progress/")
    assert "Menunggu giliran" in text(waiting)
    assert '<noscript><meta http-equiv="refresh"' in waiting.content.decode()
    assert launch.run_launches(NOW) == 1
    over = client.get(f"{PAGE}progress/")
    assert "Tahunan 2026 sudah dibuka" in text(over)
    assert "6 dari 6" in text(over)
    assert "http-equiv" not in over.content.decode()
    json = client.get(f"{PAGE}progress/", headers={"Accept": "application/json"}).json()
    assert (json["state"], json["percent"], json["over"]) == ("done", 100, True)
    assert Cycle.objects.get(pk=ready.cycle.pk).launched_by == ready.hr


@pytest.mark.parametrize("typed", ["", "7", "enam", "-6", "6,5"])
def test_another_number_opens_nothing_and_stays_typed(client, ready, typed):
    answer = client.post(PAGE, {"count": typed, "seen": seen(client.get(PAGE))})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    assert not Launch.objects.exists()


@pytest.mark.parametrize("change", ["someone leaves", "another supervisor"])
def test_a_dry_run_that_is_no_longer_true_opens_nothing(client, ready, change):
    before = seen(client.get(PAGE))
    if change == "someone leaves":
        Assignment.objects.filter(holder=ready.staff[0]).update(to_date=START)
    else:  # as many as before, under somebody else
        Post.objects.filter(title="Pelaksana").update(superior=Post.objects.get(title="Kepala Dinas"))
    answer = client.post(PAGE, {"count": "6", "seen": before})
    assert answer.status_code == 409
    assert "Data organisasi berubah sejak uji coba tadi" in text(answer)
    assert seen(answer) != before
    assert not Launch.objects.exists()


def test_thousands_may_be_grouped():
    class Found:
        count, fingerprint = 4812, "x"

    assert Confirmation({"count": "4.812", "seen": "x"}, dry_run=Found).is_valid()
    assert Confirmation({"count": " 4 812 ", "seen": "x"}, dry_run=Found).is_valid()


def test_a_launch_that_fails_says_so_and_can_be_asked_again(client, ready, monkeypatch):
    client.post(PAGE, {"count": "6", "seen": seen(client.get(PAGE))})

    def broken(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(launch, "_launch_batch", broken)
        launch.run_launches(NOW)
        assert "Sempat terhenti, lalu dilanjutkan" in text(client.get(f"{PAGE}progress/"))
        for _ in range(4):
            launch.run_launches(NOW)
    failed = client.get(f"{PAGE}progress/")
    assert "Berhenti sesudah 5 percobaan (OSError)" in text(failed)
    assert "Pembukaan terakhir berhenti sebelum selesai" in text(client.get(PAGE))
    assert client.post(f"{PAGE}progress/").status_code == 302
    launch.run_launches(NOW)
    assert "sudah dibuka" in text(client.get(f"{PAGE}progress/"))


def test_nobody_to_open_for(client, ready):
    vacate(ready)
    launch.ask_launch(ready.cycle, by=ready.hr, at=NOW)
    Assignment.objects.update(to_date=START)
    launch.run_launches(NOW)
    assert "Tidak ada pegawai yang dapat ikut" in text(client.get(f"{PAGE}progress/"))


def test_a_launch_that_nobody_takes_up_says_what_to_look_at(client, ready, time_machine):
    launch.ask_launch(ready.cycle, by=ready.hr, at=NOW)
    time_machine.shift(90)
    assert "manage.py worker" in text(client.get(f"{PAGE}progress/"))


def test_without_a_launch_there_is_no_progress(client, ready):
    assert client.get(f"{PAGE}progress/")["Location"] == "/cycles/tahunan-2026/"


def test_whoever_was_missing_comes_in_later(client, ready):
    vacate(ready)
    launch.launch_cycle(ready.cycle, by=ready.hr, at=NOW)
    Assignment.objects.filter(holder=ready.section_head).update(to_date=None)
    page = client.get(PAGE)
    assert "sudah ikut sebelumnya" in text(page)
    assert client.post(PAGE, {"count": "5", "seen": seen(page)}).status_code == 302
    launch.run_launches(NOW)
    assert Appraisal.objects.filter(cycle=ready.cycle).count() == 6


def more_staff(city, number):
    desk = Post.objects.get(title="Pelaksana")
    return [city.person(f"more_{n:03}", desk) for n in range(number)]


def test_the_whole_of_a_list_is_paged_by_key(client, ready):
    more_staff(ready, 60)
    vacate(ready)
    page = client.get(PAGE)
    assert "Lihat semua 64" in text(page)
    assert "more_030" not in text(page)
    everybody = client.get(f"{PAGE}people/no_supervisor/")
    assert "64 pegawai" in text(everybody)
    assert "more_030" in text(everybody)
    after = re.search(r"after=(\d+)", everybody.content.decode())[1]
    assert "more_059" in text(client.get(f"{PAGE}people/no_supervisor/?after={after}"))
    assert "Tidak ada" in text(client.get(f"{PAGE}people/no_plan/"))
    assert client.get(f"{PAGE}people/anything/").status_code == 404
    assert client.get(f"{PAGE}people/without_plan/").status_code == 200


def test_the_download_is_a_sheet_that_runs_nothing_and_loses_no_digit(client, ready):
    vacate(ready)
    who = ready.staff[0]
    who.name = "=HYPERLINK(1)"
    who.save()
    Identifier.objects.create(employee=who.employee, kind="nip", number="198804122011012006", from_date=START)
    sheet = client.get(f"{PAGE}out.csv")
    assert sheet["Content-Type"].startswith("text/csv")
    assert 'filename="tahunan-2026-tidak-ikut.csv"' in sheet["Content-Disposition"]
    content = sheet.content.decode("utf-8-sig")
    assert "'=HYPERLINK(1);19880412 201101 2 006;Pelaksana;Dinas Kominfo;Tidak ada pejabat penilai" in content
    assert content.count("\n") == 7  # the head, four below the vacancy, two without a post


def test_the_dry_run_costs_the_same_for_any_number_of_people(client, ready):
    client.get(PAGE)
    vacate(ready)
    with statements() as few:
        client.get(PAGE)
    more_staff(ready, 40)
    with statements() as many:
        client.get(PAGE)
    assert len(many) == len(few)
    progress = f"{PAGE}progress/"
    launch.ask_launch(ready.cycle, by=ready.hr, at=NOW)
    with statements() as asked:
        client.get(progress, headers={"Accept": "application/json"})
    assert len(asked) <= 4


def test_a_downloaded_list_is_told_to_everybody_in_it(client, ready):
    vacate(ready)
    rows = client.get(f"{PAGE}out.csv").content.decode().splitlines()[1:]
    entry = Entry.objects.get(event="cycle.left_out_exported")
    assert json.loads(entry.payload.data)["facts"]["count"] == len(rows) == 6
    looks = Access.objects.filter(kind="export", viewer=ready.hr)
    assert {look.stream for look in looks} == {f"user:{look.person_id}" for look in looks}
    assert looks.count() == 6
