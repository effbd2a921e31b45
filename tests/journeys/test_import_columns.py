"""Columns with names of their own: guessed, chosen by hand once, remembered for the next file, told by the command."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from organization.importing.columns import NAMES
from organization.importing.jobs import run_imports
from organization.models import Employee, ImportRun, User
from organization.roles import Role
from tests.people import make_user
from tests.staff_file import ANALYST, changed, csv_of, staff

pytestmark = pytest.mark.django_db
THEIRS = [f"KOL {n}" for n, _name in enumerate(NAMES)]  # nobody could guess them


@pytest.fixture
def hr(client):
    user = make_user("Farida Hanum", roles=[Role.HR_ADMIN])
    client.force_login(user)
    return user


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def theirs(rows, headings=THEIRS):
    return csv_of([dict(zip(headings, row.values(), strict=True)) for row in rows], columns=headings)


@pytest.fixture
def upload(client, hr):
    def uploaded(content):
        response = client.post(reverse("import_organization"), {"file": SimpleUploadedFile("simpeg.csv", content)})
        assert response.status_code == 302, text(response)
        return ImportRun.objects.latest("pk")

    return uploaded


def choose(client, run, **chosen):
    """Every column by its place as the file has them, but for the changes."""
    typed = {f"column-{place}": name for place, name in enumerate(NAMES)} | chosen
    return client.post(reverse("import_columns", args=[run.pk]), typed)


def page(client, run):
    return client.get(reverse("import_run", args=[run.pk]))


# ── By hand ─────────────────────────────────────────────────────────────────────────────────────
def test_columns_that_nobody_can_guess_are_offered_with_what_is_in_them(client, upload):
    run = upload(theirs(staff()))
    assert run.state == "unmapped"
    shown = page(client, run)
    assert "Kolom-kolom ini tidak dikenali dari judulnya: nip, nama" in text(shown)
    assert "Parlin Nasution Fauzi Wijaya Dewi Harahap" in text(shown)  # three values of each
    assert "Dedi Pane" not in text(shown)
    assert shown.content.decode().count("<select") == len(NAMES)
    assert not Employee.objects.exists()


def test_what_is_nobodys_business_is_not_shown(client, upload):
    headings = ["Agama", *THEIRS[1:]]
    shown = text(page(client, upload(theirs([row | {"nip": "rahasia"} for row in staff()], headings))))
    assert "Agama" in shown
    assert "rahasia" not in shown


def test_chosen_columns_are_checked_and_written(client, upload):
    run = upload(theirs(staff()))
    assert choose(client, run).status_code == 302
    run.refresh_from_db()
    assert (run.state, run.counts["new"]) == ("checked", 8)
    client.post(reverse("import_write", args=[run.pk]), {"size": "12"})
    assert run_imports(timezone.now()) == 1
    assert Employee.objects.count() == 8


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"column-1": ""}, "Belum ada kolom untuk nama."),
        ({"column-1": "nip"}, "Sudah ada kolom lain untuk nip."),
        ({"column-1": "agama"}, "agama"),
    ],
)
def test_a_choice_that_cannot_be_right_is_refused_and_kept(client, upload, chosen, said):
    run = upload(theirs(staff()))
    response = choose(client, run, **chosen)
    assert response.status_code == 422
    assert said in text(response)
    assert response.content.decode().count("selected") >= len(NAMES) - 1  # the others are still chosen
    run.refresh_from_db()
    assert (run.state, run.columns) == ("unmapped", {})


def test_a_guess_may_be_put_right_on_the_check_page(client, upload):
    """The file has names and nicknames; the wrong one was called `nama`."""
    rows = [row | {"Nama di KTP": f"{row['nama']} Asli"} for row in staff()]
    run = upload(csv_of(rows, columns=[*NAMES, "Nama di KTP"]))
    assert run.state == "checked"
    choose(client, run, **{"column-1": "", "column-14": "nama"})
    assert "Parlin Nasution Asli" in text(page(client, run))


# ── Remembered ──────────────────────────────────────────────────────────────────────────────────
def test_the_next_file_with_these_headings_needs_no_choice(client, upload):
    choose(client, upload(theirs(staff())))
    run = upload(theirs(changed(staff(), ANALYST, nama="Zulkifli Daulay")))
    assert run.state == "checked"
    assert "Zulkifli Daulay" in text(page(client, run))


def test_other_headings_are_another_file(client, upload):
    choose(client, upload(theirs(staff())))
    assert upload(theirs(staff(), [*THEIRS[:-1], "LAIN"])).state == "unmapped"


def test_the_last_choice_counts(client, upload):
    columns = [*NAMES, "Nama di KTP"]
    rows = [row | {"Nama di KTP": f"{row['nama']} Asli"} for row in staff()]
    choose(client, upload(csv_of(rows, columns=columns)), **{"column-1": "", "column-14": "nama"})
    choose(client, upload(csv_of(rows, columns=columns)), **{"column-14": ""})
    assert "Parlin Nasution Asli" not in text(page(client, upload(csv_of(rows, columns=columns))))


# ── By command ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def run(tmp_path, capsys):
    def imported(content, *options):
        path = tmp_path / "staf.csv"
        path.write_bytes(content)
        code = 0
        try:
            call_command("import_organization", path, *options)
        except SystemExit as left:
            code = left.code
        return capsys.readouterr().out.splitlines(), code

    return imported


def test_the_command_says_which_columns_it_lacks_and_how_to_tell_it(run):
    headings = ["NOMOR", "NAMA ORANG", *NAMES[2:]]
    lines, code = run(theirs(staff(), headings))
    assert code == 1
    assert lines[0].startswith("Kolom ini tidak ada: nip, nama.")
    assert "NOMOR, NAMA ORANG, gelar_depan" in lines[1]
    assert '--map nip="JUDUL DI BERKAS"' in lines[2]
    assert lines[-1] == "new=0 changed=0 unchanged=0 gone=0 errors=1"


def test_the_command_is_told_by_heading_and_guesses_the_rest(run):
    headings = ["NOMOR", "NAMA ORANG", *NAMES[2:]]
    options = ["--map", "nip=NOMOR", "--map", "nama=nama orang"]
    lines, code = run(theirs(staff(), headings), *options, "--dry-run")
    assert (lines[-1], code) == ("new=8 changed=0 unchanged=0 gone=0 errors=0", 0)
    assert run(theirs(staff(), headings), *options)[1] == 0
    assert User.objects.filter(name="Zulkifli").exists()
    lines, code = run(theirs(staff(), headings))  # remembered
    assert (lines[-1], code) == ("new=0 changed=0 unchanged=8 gone=0 errors=0", 0)


@pytest.mark.parametrize("options", [["nama=TIDAK ADA"], ["nama=Sama"]])
def test_a_heading_that_is_not_there_once_is_refused(run, options):
    headings = ["Sama", "Sama", *NAMES[2:]]
    content = "\n".join([",".join(headings), *theirs(staff()).decode().splitlines()[1:]]).encode()
    lines, code = run(content, *(part for option in options for part in ("--map", option)))
    assert code == 1
    assert "tidak ada di berkas, atau ada dua kali" in lines[0]


@pytest.mark.parametrize("option", ["nama", "agama=Agama", "=x"])
def test_a_pair_that_says_nothing_is_refused(run, option):
    with pytest.raises(CommandError, match="nama=JUDUL"):
        run(csv_of(staff()), "--map", option)
