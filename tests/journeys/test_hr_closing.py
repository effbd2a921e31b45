"""HR ends a period: who is not done, a page to check, then nothing more."""

import pytest
from django.utils import timezone

from appraisal.actions import closing
from appraisal.models import Cycle
from tests.office import DAY, NOW, Office
from workflow import beside

LETTER = {"letter_no": "800/7/2026"}
CONFIRMED = LETTER | {"confirm": "1"}


@pytest.fixture
def office(db, client):
    office = Office()
    client.force_login(office.hr)
    return office


@pytest.fixture
def page(office):
    return f"/cycles/{office.cycle.slug}/close/"


@pytest.fixture
def done(office):
    beside.cancel(office.appraisal.pk, reason="Pensiun", by=office.hr, at=NOW)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_who_is_not_done_is_named_and_nothing_can_be_pressed(client, office, page):
    said = text(client.get(page))
    assert "1 berkas belum selesai" in said
    assert office.employee.name in said
    assert "Tutup periode</button>" not in said
    answer = client.post(page, CONFIRMED)
    assert (answer.status_code, "1 berkas belum selesai" in text(answer)) == (422, True)
    assert Cycle.objects.get().state == "open"


def test_it_is_checked_then_closed_and_the_page_says_so(client, office, page, done):
    assert "Periksa" in text(client.get(page))
    assert client.post(page).status_code == 422  # no letter
    check = client.post(page, LETTER)
    assert "tidak dapat dibuka kembali" in text(check)
    assert Cycle.objects.get().state == "open"
    answer = client.post(page, CONFIRMED, follow=True)
    said = text(answer)
    assert f"Ditutup oleh {office.hr.full_name}" in said
    assert "berita acara 800/7/2026" in said
    assert "tidak dapat dibuka kembali" in said
    assert "0 dari 1" in said
    assert "Ikutkan yang belum ikut" not in said
    closing.end_streams(timezone.now())
    assert "1 berkas ditandai selesai" in text(client.get(f"/cycles/{office.cycle.slug}/"))


def test_a_second_click_hears_that_it_is_done(client, office, page, done):
    client.post(page, CONFIRMED)
    answer = client.post(page, CONFIRMED)
    assert (answer.status_code, "sudah ditutup" in text(answer)) == (422, True)
    assert client.get(page).status_code == 302


def test_too_early_is_said_with_the_day(client, office, page, done):
    Cycle.objects.update(ends_on=timezone.localdate() + 400 * DAY)
    assert "Periode dapat ditutup sesudahnya" in text(client.get(page))
