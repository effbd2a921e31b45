"""A file from upload to undoing in a real browser; every page on the way is accessible, on a phone and in the dark."""

import pytest
from django.utils import timezone

from organization import actions
from organization.importing.columns import NAMES
from organization.importing.jobs import run_imports
from organization.models import SYSTEM, Employee, Identifier, User
from organization.roles import Role
from tests.people import make_user
from tests.staff_file import ANALYST, changed, csv_of, staff

THEIRS = [*NAMES[:-2], "MULAI", "E-mail"]  # nobody could guess `MULAI`


@pytest.fixture
def hr(page, sign_in):
    User.objects.bulk_create([SYSTEM], ignore_conflicts=True)
    person = make_user("Farida Hanum", roles=[Role.HR_ADMIN])
    sign_in(page, person)
    return person


@pytest.fixture
def sound(page, violations):
    """Nothing wrong with the page as it stands: by axe, sideways, by day and by night."""

    def sound():
        found = []
        for width, scheme in ((1440, "light"), (390, "light"), (1440, "dark")):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{page.url} at {width} ({scheme}): {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                found.append(f"{page.url} scrolls sideways at {width}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 900})
        assert found == []

    return sound


def upload(page, rows, headings):
    rows = [dict(zip(headings, row.values(), strict=True)) for row in rows]
    file = {"name": "simpeg.csv", "mimeType": "text/csv", "buffer": csv_of(rows, columns=headings)}
    page.goto("/organization/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Periksa berkas").click()


@pytest.mark.timeout(300)
def test_a_file_from_upload_to_undoing(page, hr, sound):
    told = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    upload(page, staff(), THEIRS)
    page.get_by_text("Kolom tmt tidak dikenali").wait_for()
    sound()
    page.get_by_role("button", name="Periksa dengan pemetaan ini").click()
    page.get_by_text("Belum ada kolom untuk tmt").first.wait_for()
    sound()
    page.get_by_label("Kolom MULAI menjadi").select_option("tmt")
    page.get_by_role("button", name="Periksa dengan pemetaan ini").click()
    page.get_by_label("Ketik jumlah perubahan").fill("12")
    page.get_by_role("button", name="Tulis 12 perubahan").dblclick()
    page.get_by_text("Menunggu giliran").wait_for()
    sound()
    assert run_imports(timezone.now()) == 1
    page.get_by_text("Tanda terima impor").wait_for(timeout=10_000)  # the page asks by itself
    assert Employee.objects.count() == 8
    sound()
    page.get_by_role("link", name="Urungkan impor ini").click()
    sound()
    page.get_by_label("Alasan").fill("Berkas tahun lalu")
    page.get_by_role("button", name="Urungkan impor ini").click()
    page.get_by_text("Menunggu giliran").wait_for()
    assert run_imports(timezone.now()) == 1
    page.get_by_text("Organisasi kembali seperti sebelum impor").wait_for(timeout=10_000)
    sound()
    assert not Employee.objects.filter(user__is_active=True).exists()
    upload(page, staff(), THEIRS)  # the headings are known now
    page.get_by_text("Tulis 12 perubahan").wait_for()
    assert [text for text in told if "422" not in text] == []  # that is how the choice was refused


@pytest.mark.timeout(300)
def test_what_goes_wrong_is_told_on_sound_pages(page, hr, sound):
    upload(page, changed(staff(), ANALYST, nip="1987043120110120", tmt="2026-13-01"), NAMES)
    page.get_by_text("2 galat.").first.wait_for()
    sound()
    upload(page, staff(), NAMES)
    page.get_by_label("Ketik jumlah perubahan").fill("12")
    page.get_by_role("button", name="Tulis 12 perubahan").click()
    page.get_by_text("Menunggu giliran").wait_for()
    run_imports(timezone.now())
    page.get_by_text("Tanda terima impor").wait_for(timeout=10_000)
    analyst = Identifier.objects.get(number=ANALYST).employee.user
    actions.deactivate(person=analyst, reason="Pindah", by=hr, at=timezone.now())
    page.get_by_role("link", name="Urungkan impor ini").click()
    page.get_by_text("Diubah sesudah impor").wait_for()
    sound()


def test_whom_no_mail_reaches_gets_a_link_and_hr_comes_back_to_the_list(page, hr, sound):
    for nip, name in (("198609262015051001", "Siti"), ("198609262015051002", "Budi")):
        user = make_user(name)
        employee = Employee.objects.create(user=user, type="pns")
        Identifier.objects.create(employee=employee, kind="nip", number=nip, from_date="2015-05-01")
    page.goto("/people/unreachable/")
    sound()
    page.get_by_role("link", name="Buat tautan untuk Siti").click()
    page.get_by_role("button", name="Buat tautan").click()
    page.get_by_text("Hanya tampil sekali ini").wait_for()
    page.get_by_role("link", name="Selesai").click()
    page.get_by_role("heading", name="Pegawai tanpa surel").wait_for()


def test_without_a_script_the_page_reloads_itself(browser, base_url, hr, page):
    upload(page, staff(), NAMES)
    page.get_by_label("Ketik jumlah perubahan").fill("12")
    page.get_by_role("button", name="Tulis 12 perubahan").click()
    page.get_by_text("Menunggu giliran").wait_for()
    plain = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state(), locale="id-ID")
    other = plain.new_page()
    other.goto(page.url)
    assert run_imports(timezone.now()) == 1
    other.get_by_text("Tanda terima impor").wait_for(timeout=10_000)
    plain.close()
