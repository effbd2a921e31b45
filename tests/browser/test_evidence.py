"""Evidence in the browser: sent as it is chosen, with its own line, while what is typed stays on the page."""

import io

import pytest
from playwright.sync_api import expect

from appraisal.models import Evidence
from tests import filed
from tests.office import NOW, Office
from tests.workflow.walking import walk
from workflow import beside

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=True)
    return Office()


def file(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_are_sent_as_they_are_chosen_and_nothing_typed_is_lost(office, page, sign_in):
    sign_in(page, office.employee)
    page.goto(f"/tasks/{office.step().pk}/")
    indicator = office.indicators[0]
    note = page.locator(f"#note-{indicator.pk}")
    note.fill("Sudah tayang sejak Juli.")
    line = page.locator(f"#files-indicator-{indicator.pk}")
    expect(line.get_by_role("button", name="Unggah")).to_be_hidden()
    chosen = [file("surat tugas.pdf", filed.pdf()), file("foto.png", filed.PNG), file("ruang.heic", b"ftypheic")]
    line.locator("input[type=file]").set_input_files(chosen)
    expect(line.locator("li a")).to_have_text(["surat tugas.pdf", "foto.png"])
    expect(line.locator("li.failed")).to_contain_text("Jenis berkas ini tidak diterima")
    expect(line.locator(".label .opt")).to_have_text("(2)")
    expect(note).to_have_value("Sudah tayang sejak Juli.")
    assert {row.about[0] for row in Evidence.objects.all()} == {f"indicator:{indicator.pk}"}
    line.get_by_role("button", name="Tarik foto.png").click()
    page.get_by_label("Mengapa Anda menariknya").fill("Gambar lama.")
    page.get_by_role("button", name="Tarik bukti ini").click()
    expect(page.locator("li.gone")).to_contain_text("Gambar lama.")
    expect(page.locator(f"#note-{indicator.pk}")).to_have_value("Sudah tayang sejak Juli.")


def test_too_large_is_said_before_it_is_sent(office, page, sign_in, tmp_path):
    sign_in(page, office.employee)
    page.goto(f"/tasks/{office.step().pk}/")
    large = tmp_path / "besar.pdf"
    large.write_bytes(filed.pdf() + bytes(11 * 2**20))
    page.locator("#files-general input[type=file]").set_input_files(large)
    expect(page.locator("#files-general li.failed")).to_contain_text("lebih besar dari 10 MB")
    assert not Evidence.objects.exists()


def test_the_supervisor_reads_accepts_and_keeps_what_he_typed(office, page, sign_in):
    given = {"file": io.BytesIO(filed.pdf()), "name": "rekap.pdf", "by": office.employee, "at": NOW}
    row = beside.attach(office.appraisal.pk, **given)
    walk(office, "0 submit supervisor_review")
    sign_in(page, office.supervisor)
    page.goto(f"/tasks/{office.step().pk}/")
    page.locator("textarea[name=reason]").fill("Baru sebagian saya baca.")
    with page.expect_navigation():
        page.get_by_role("button", name="Terima rekap.pdf").click()
    expect(page.locator("#evidence")).to_contain_text("Diterima")
    expect(page.locator("textarea[name=reason]")).to_have_value("Baru sebagian saya baca.")
    row.refresh_from_db()
    assert row.state == "accepted"
