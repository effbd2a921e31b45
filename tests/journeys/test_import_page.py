"""HR uploads a file, looks at what it would do, agrees by number and gets a receipt; nobody else may."""

import csv
import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from organization import importing
from organization.importing import Running
from organization.importing.files import report_of
from organization.importing.jobs import run_imports
from organization.models import Employee, Identifier, ImportRun, Post, User
from organization.roles import Role
from tests.people import hold, make_user, override
from tests.staff_file import ANALYST, CHIEF, HEAD, HELPER, changed, csv_of, person, staff, without, xlsx_of

pytestmark = pytest.mark.django_db
START = reverse("import_organization")


@pytest.fixture
def hr(client):
    user = make_user("Farida Hanum", roles=[Role.HR_ADMIN])
    client.force_login(user)
    return user


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def check(client, hr):
    """Upload rows (or bytes); gives the run."""

    def checked(rows, **choices):
        content = rows if isinstance(rows, bytes) else csv_of(rows)
        response = client.post(START, {"file": SimpleUploadedFile("simpeg.csv", content), **choices})
        assert response.status_code == 302
        return ImportRun.objects.get(pk=int(response["Location"].split("/")[-2]))

    return checked


@pytest.fixture
def write(check, agree):
    """Upload and agree, and let the worker write."""

    def written(rows, **choices):
        run = check(rows, **choices)
        assert agree(run).status_code == 302
        work()
        run.refresh_from_db()
        assert run.state == "applied", run.jobs.get().error
        return run

    return written


@pytest.fixture
def agree(client):
    return lambda run, size=None: client.post(
        reverse("import_write", args=[run.pk]), {"size": size_of(run) if size is None else size}
    )


def work():
    """What the worker does in its next round."""
    return run_imports(timezone.now())


def imports():
    """The entries of the log that tell of what was written."""
    return Entry.objects.filter(event__in=["organization.imported", "organization.import_undone"])


def size_of(run):
    return report_of(run)["size"]


def stored(settings):
    folder = settings.MEDIA_ROOT / "imports"
    return sorted(folder.iterdir()) if folder.exists() else []


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────
PAGES = ["import_organization", "import_template_csv", "import_template_xlsx"]
OF_RUN = ["import_run", "import_errors", "import_write", "import_discard", "import_columns", "import_undo"]


@pytest.mark.parametrize("roles", [[], [Role.INSPECTOR]])
def test_others_are_told_whose_page_it_is(client, check, roles):
    run = check(staff())
    client.force_login(make_user("Orang", roles=roles))
    for address in [*map(reverse, PAGES), *(reverse(name, args=[run.pk]) for name in OF_RUN)]:
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 403
            assert str(Role.HR_ADMIN.label) in text(response)
    assert ImportRun.objects.get(pk=run.pk).state == "checked"


def test_strangers_are_sent_to_the_login(client):
    assert client.get(START).status_code == 302
    assert client.get(START)["Location"].startswith("/login/")


def test_a_run_that_is_not_there(client, hr):
    assert client.get(reverse("import_run", args=[999])).status_code == 404


# ── Uploading ───────────────────────────────────────────────────────────────────────────────────
def test_the_empty_page_offers_a_template_and_names_every_column(client, hr):
    response = client.get(START)
    assert "Belum ada impor" in text(response)
    assert reverse("import_template_xlsx") in response.content.decode()
    assert all(f"<code>{name}</code>" in response.content.decode() for name in staff()[0])


@pytest.mark.parametrize("name", ["import_template_csv", "import_template_xlsx"])
def test_a_template_is_itself_a_sound_file(client, hr, check, name):
    content = client.get(reverse(name)).content
    assert check(content).counts == {"new": 1, "changed": 0, "unchanged": 0, "gone": 0, "errors": 0}


def test_a_template_keeps_numbers_as_text(client, hr):
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(client.get(reverse("import_template_xlsx")).content)).active
    assert {sheet.cell(row, 1).number_format for row in (2, 3, 1000)} == {"@"}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Pilih berkas CSV atau XLSX"),
        (SimpleUploadedFile("a.csv", b""), "kosong"),
        (SimpleUploadedFile("a.csv", b"a,b\n1,2\n"), "Kolom ini tidak ada: nip"),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "bukan CSV atau XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(client, hr, settings, file, said):
    before = stored(settings)
    response = client.post(START, {"file": file, "end_missing": "on"} if file else {"end_missing": "on"})
    assert response.status_code == 422
    assert said in text(response)
    assert "checked" in response.content.decode()  # what was chosen is still chosen
    assert not ImportRun.objects.exists()
    assert stored(settings) == before


# ── Looking ─────────────────────────────────────────────────────────────────────────────────────
def test_a_check_writes_nothing_but_itself(client, check):
    run = check(staff())
    assert not Employee.objects.exists()
    assert not imports().exists()
    assert run.history.count() == 1
    page = text(client.get(reverse("import_run", args=[run.pk])))
    assert "8 baru" in page
    assert "Belum ada yang ditulis" in page
    assert "Tulis 12 perubahan" in page  # 8 people, 4 units


def test_a_workbook_names_its_sheet(client, check):
    run = check(xlsx_of(staff()))
    assert "lembar “Pegawai”" in text(client.get(reverse("import_run", args=[run.pk])))


def test_errors_block_writing_and_say_what_to_do(client, check, agree):
    run = check(changed(staff(), ANALYST, nip="1987043120110120"))
    page = text(client.get(reverse("import_run", args=[run.pk])))
    for said in ("1 galat", "1987043120110120", "16 angka", "Belum dapat ditulis"):
        assert said in page
    assert "Ketik jumlah" not in page
    response = agree(run)
    assert response.status_code == 409
    assert "Masih ada galat" in text(response)
    assert not Employee.objects.exists()


def test_errors_as_a_file_that_no_spreadsheet_runs(client, check):
    run = check(changed(staff(), ANALYST, atasan_nip="=1+1"))
    response = client.get(reverse("import_errors", args=[run.pk]))
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[1][:3] == ["6", "atasan_nip", "'=1+1"]
    assert response["Content-Disposition"] == f'attachment; filename="galat-impor-{run.pk}.csv"'


def test_warnings_and_unused_columns_are_shown(client, check):
    rows = [row | {"Agama": "rahasia"} for row in changed(staff(), ANALYST, email="", atasan_nip="199912312020121001")]
    run = check(csv_of(rows, columns=[*staff()[0], "Agama"]))
    page = text(client.get(reverse("import_run", args=[run.pk])))
    assert "kosong (vacancy)" in page
    assert "Jabatan kosong baru (1)" in page
    assert "Atasan dari berkas (belum terisi) Seksi Rujukan, 1 bawahan" in page
    assert "Tidak ada alamat surel" in page
    assert "Agama" in page
    assert "rahasia" not in page


def test_letters_and_exceptions_of_the_missing_are_shown(client, write, check):
    write(staff())
    gone = Identifier.objects.get(number=HELPER).employee.user
    hold(gone, Post.objects.get(title="Kepala Seksi"), "plt")
    override(Identifier.objects.get(number=ANALYST).employee.user, gone)
    page = text(client.get(reverse("import_run", args=[check(without(staff(), HELPER), end_missing="on").pk])))
    assert "Penugasan mereka diakhiri, juga sebagai Plt. atau Plh." in page
    assert "Plt. atau Plh. Kepala Seksi" in page
    assert "Masih ditetapkan sebagai pejabat penilai bagi Zulkifli" in page


def test_markup_in_the_file_is_refused_and_shown_as_text(client, check):
    run = check(changed(staff(), ANALYST, nama="<b>Zul</b>", nip="19"))
    check_again = check(changed(staff(), ANALYST, jabatan="<script>alert(1)</script>"))
    for each in (run, check_again):
        page = client.get(reverse("import_run", args=[each.pk]))
        assert b"<script>alert" not in page.content
        assert "Ada kode HTML" in text(page)


def test_every_difference_is_shown(client, check, write):
    write(staff())
    rows = changed(without(staff(), HELPER), ANALYST, pangkat="III/c", atasan_nip=CHIEF)
    rows = [row | ({"unit_nama": "Bidang Mutu"} if row["unit_kode"] == "1.1.1" else {}) for row in rows]
    run = check(rows)
    page = text(client.get(reverse("import_run", args=[run.pk])))
    for said in (
        "Zulkifli",
        "III/c",
        "Penilai berganti",
        "Dedi Pane → Dewi Harahap",
        "Rina Ayu",
        "Bidang Pelayanan → Bidang Mutu",
    ):
        assert said in page, said
    assert "1 berubah" in page
    assert "1 hilang" in page


def test_running_appraisals_of_a_changed_superior_are_listed(client, check, write, monkeypatch):
    write(staff())
    zulkifli = Identifier.objects.get(number=ANALYST).employee_id
    asked = []

    def find(users):
        asked.append(list(users))
        return [Running(user, "SKP 2026, penilaian atasan", "/appraisals/7/") for user in users]

    monkeypatch.setattr(importing, "_finders", [find])
    run = check(changed(staff(), ANALYST, atasan_nip=CHIEF))
    response = client.get(reverse("import_run", args=[run.pk]))
    assert asked == [[zulkifli]]
    assert '<a href="/appraisals/7/">SKP 2026, penilaian atasan</a>' in response.content.decode()


def test_long_lists_come_in_pages(client, check):
    people = [
        person(f"19900101201501{2000 + k}", f"Orang {k:03d}", "PNS", ("9", "Dinas", ""), "Operator", "Pelaksana", "",
               email="") for k in range(1, 61)
    ]  # fmt: skip
    run = check(people)
    address = reverse("import_run", args=[run.pk])
    first, second = text(client.get(address)), text(client.get(address, {"new": "20"}))
    assert "Orang 020" in first
    assert "Orang 021" not in first
    assert "Orang 021" in second
    assert "21–40 dari 60" in second
    for odd in ("-1", "x", "9" * 5000, "60", "²"):
        assert client.get(address, {"new": odd}).status_code == 200


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────
def test_the_number_agreed_to_is_written_by_the_worker_and_receipted(client, hr, check):
    run = check(staff())
    page = text(client.post(reverse("import_write", args=[run.pk]), {"size": "12"}, follow=True))
    assert "Perubahan sedang ditulis" in page
    assert not Employee.objects.exists()
    assert work() == 1
    page = text(client.get(reverse("import_run", args=[run.pk])))
    assert f"Tanda terima impor nomor {run.pk}" in page
    assert "Farida Hanum" in page
    assert Employee.objects.count() == 8
    run.refresh_from_db()
    assert (run.state, run.applied_by, run.counts["new"]) == ("applied", hr, 8)
    (entry,) = imports()
    assert (entry.event, entry.actor) == ("organization.imported", hr.pseudonym)
    assert "Farida Hanum mengimpor data organisasi." in page
    assert bytes(entry.leaf_hash).hex()[:4] in page


@pytest.mark.parametrize("typed", ["", "11", "dua belas", "-12", "012"])
def test_another_number_writes_nothing(client, check, typed):
    run = check(staff())
    response = client.post(reverse("import_write", args=[run.pk]), {"size": typed})
    assert response.status_code == 422
    assert not run.jobs.exists()
    assert f'value="{typed}"' in response.content.decode() or not typed


def test_a_number_may_be_typed_with_its_dot():
    from organization.importing.forms import Agreement

    assert Agreement({"size": "5.395"}, size=5395).is_valid()


def test_a_second_click_is_the_same_work(client, check, agree):
    run = check(staff())
    assert [agree(run).status_code for _ in range(3)] == [302, 302, 302]
    assert run.jobs.count() == 1
    assert work() == 1
    assert imports().count() == 1


def test_a_second_write_says_it_is_done(client, write, agree):
    response = agree(write(staff()), "12")
    assert response.status_code == 409
    assert "Tanda terima" in text(response)
    assert imports().count() == 1


def test_what_changed_in_between_is_shown_before_anything_is_written(client, check, write, agree):
    run = check(staff())
    write(changed(staff(), HEAD, nama="Fauzi Lain"))
    assert agree(run).status_code == 302
    assert work() == 0
    page = text(client.get(reverse("import_run", args=[run.pk])))
    assert "Organisasi berubah sejak berkas ini diperiksa" in page
    assert "Fauzi Lain → Fauzi Wijaya" in page
    assert imports().count() == 1
    assert agree(run).status_code == 302
    assert work() == 1
    assert User.objects.filter(name="Fauzi Wijaya").exists()


def test_a_file_altered_on_disk_is_not_written(client, check, agree):
    run = check(staff())
    with open(run.file.path, "ab") as kept:
        kept.write(b"\n")
    agree(run)
    assert work() == 0
    assert "bukan lagi berkas yang diperiksa" in text(client.get(reverse("import_run", args=[run.pk])))
    assert not Employee.objects.exists()


def test_while_another_import_waits_to_be_written(client, check, agree):
    first, second = check(staff()), check(changed(staff(), HEAD, nama="Fauzi Lain"))
    assert agree(first).status_code == 302
    response = agree(second)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert f"nomor {first.pk} dari Farida Hanum" in text(response)
    assert not second.jobs.exists()


@pytest.mark.parametrize("name", ["import_discard", "import_columns"])
def test_while_the_same_file_waits_to_be_written(client, check, agree, name):
    run = check(staff())
    agree(run)
    response = client.post(reverse(name, args=[run.pk]))
    assert response.status_code == 503
    assert "sedang dikerjakan" in text(response)
    assert work() == 1


def test_the_page_tells_how_far_the_worker_is(client, check, agree, time_machine):
    run = check(staff())
    address = reverse("import_run", args=[run.pk])
    asked = {"headers": {"Accept": "application/json"}}
    assert client.get(address, **asked).json() == {"over": True}
    agree(run)
    state = client.get(address, **asked).json()
    assert (state["over"], state["percent"]) == (False, 0)
    assert "Menunggu giliran" in state["sentence"]
    assert "sedang dikerjakan" in text(client.get(START))
    run.jobs.update(state="running", phase="reading", percent=12, attempts=2)
    page = client.get(address).content.decode()
    assert '<progress id="bar" max="100" value="12"' in page
    assert '<meta http-equiv="refresh" content="3">' in page
    assert "Membaca berkas…" in page
    assert "Sempat terhenti" in page
    run.jobs.update(state="waiting", asked_at=timezone.now() - datetime.timedelta(minutes=2))
    assert "manage.py worker" in client.get(address, **asked).json()["sentence"]


def test_whoever_asked_is_told_when_it_is_over(client, hr, check, agree, write):
    run = write(staff())
    other = check(changed(staff(), HEAD, nama="Fauzi Lain"))
    with open(other.file.path, "ab") as kept:
        kept.write(b"\n")
    agree(other)
    work()
    page = client.get(reverse("notices"))
    assert "Impor organisasi selesai ditulis" in text(page)
    assert "Impor organisasi berhenti; tidak ada yang ditulis" in text(page)
    for pk in (run.pk, other.pk):
        assert reverse("import_run", args=[pk]) in page.content.decode()


def test_missing_people_are_ended_when_chosen(client, check, write, agree):
    write(staff())
    run = check(without(staff(), HELPER), end_missing="on")
    page = text(client.get(reverse("import_run", args=[run.pk])))
    assert "akun mereka tetap aktif" in page
    agree(run, "1")
    work()
    helper = Identifier.objects.get(number=HELPER).employee.user
    assert helper.is_active
    assert helper.assignments.get().to_date


def test_nothing_to_write(client, check, write, agree):
    write(staff())
    run = check(staff())
    page = text(client.get(reverse("import_run", args=[run.pk])))
    assert "organisasi sudah sama dengan berkas ini" in page
    assert agree(run, "0").status_code == 409


# ── Discarding ──────────────────────────────────────────────────────────────────────────────────
def test_discarding_deletes_the_file_and_keeps_that_it_was_there(
    client, check, settings, django_capture_on_commit_callbacks
):
    before = stored(settings)
    run = check(staff())
    assert len(stored(settings)) == len(before) + 2
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("import_discard", args=[run.pk]), follow=True)
    assert "Tidak ada yang ditulis" in text(response)
    assert stored(settings) == before
    assert "dibatalkan" in text(client.get(reverse("import_run", args=[run.pk])))
    assert client.get(reverse("import_errors", args=[run.pk])).status_code == 404
    for name in ("import_write", "import_discard"):
        assert client.post(reverse(name, args=[run.pk]), {"size": "12"}).status_code == 409


def test_names_on_disk_say_nothing(check, settings):
    before = set(stored(settings))
    check(staff())
    assert not [path for path in set(stored(settings)) - before if "simpeg" in path.name]
