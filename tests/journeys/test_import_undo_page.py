"""HR undoes an import: a page to look at first, a reason, the worker's work, a receipt; or what stands in the way."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from organization import actions as people
from organization.importing.files import report_of
from organization.importing.jobs import run_imports
from organization.models import Assignment, Identifier, ImportRun
from organization.roles import Role
from tests.people import make_user
from tests.staff_file import ANALYST, csv_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(client):
    user = make_user("Farida Hanum", roles=[Role.HR_ADMIN])
    client.force_login(user)
    return user


@pytest.fixture
def run(client, hr):
    """An import that is written."""
    client.post(reverse("import_organization"), {"file": SimpleUploadedFile("simpeg.csv", csv_of(staff()))})
    run = ImportRun.objects.get()
    client.post(reverse("import_write", args=[run.pk]), {"size": report_of(run)["size"]})
    assert run_imports(timezone.now()) == 1
    return ImportRun.objects.get()


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(client, run):
    return text(client.get(reverse("import_run", args=[run.pk])))


def undo(client, run, reason="Berkas tahun lalu", **options):
    return client.post(reverse("import_undo", args=[run.pk]), {"reason": reason}, **options)


def test_the_receipt_offers_it_and_the_check_page_says_what_comes_back(client, run):
    assert "Urungkan impor ini" in page(client, run)
    shown = text(client.get(reverse("import_undo", args=[run.pk])))
    for said in ("8 dinonaktifkan, tidak dihapus", "8 yang baru ditiadakan", "7 jabatan dan 4 unit"):
        assert said in shown


def test_it_is_done_by_the_worker_and_receipted(client, run):
    response = undo(client, run, follow=True)
    assert "Impor sedang diurungkan" in text(response)
    assert Assignment.objects.count() == 8
    assert run_imports(timezone.now()) == 1
    shown = page(client, run)
    for said in ("Organisasi kembali seperti sebelum impor", "Berkas tahun lalu", "mengurungkan impor"):
        assert said in shown
    assert "Urungkan impor ini" not in shown
    assert not Assignment.objects.exists()


def test_it_needs_a_reason(client, run):
    response = undo(client, run, reason=" ")
    assert response.status_code == 422
    assert not run.jobs.filter(kind="undo").exists()


def test_what_stands_in_the_way_is_listed_in_place_of_the_form(client, hr, run):
    analyst = Identifier.objects.get(number=ANALYST).employee.user
    people.deactivate(person=analyst, reason="Pindah", by=hr, at=timezone.now())
    shown = client.get(reverse("import_undo", args=[run.pk]))
    assert "Zulkifli" in text(shown)
    assert "Diubah sesudah impor." in text(shown)
    assert 'name="reason"' not in shown.content.decode()
    undo(client, run)  # somebody who had the page open
    assert run_imports(timezone.now()) == 0
    assert "tidak ada yang diurungkan: Zulkifli" in page(client, run)
    assert "Tanda terima" in page(client, run)


def test_after_a_day_it_is_too_late(client, hr, run, time_machine):
    time_machine.move_to(timezone.now() + datetime.timedelta(hours=24, minutes=1))
    client.force_login(hr)
    assert "Urungkan impor ini" not in page(client, run)
    response = undo(client, run)
    assert response.status_code == 409
    assert "Sudah lewat 24 jam" in text(response)


def test_twice_is_once(client, run):
    assert [undo(client, run).status_code for _ in range(2)] == [302, 302]
    assert run.jobs.filter(kind="undo").count() == 1
    run_imports(timezone.now())
    assert undo(client, run).status_code == 409
