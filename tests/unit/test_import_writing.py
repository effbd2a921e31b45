"""The command: what it prints, what it writes, and that it writes all of it or nothing."""

import datetime
import json
import logging

import pytest
import time_machine
from django.core.management import call_command

from audit.models import Entry, Payload
from organization import importing
from organization.importing import Running
from organization.models import Assignment, Employee, Identifier, ImportRun, Post, Unit, User
from organization.selectors import Reason, ReportingLines, top_posts
from tests.counting import statements
from tests.people import hold, make_post, make_unit, make_user, override
from tests.staff_file import (
    ANALYST,
    CHIEF,
    CLERK,
    CLINIC,
    HEAD,
    HEALTH,
    HELPER,
    OTHER_ANALYST,
    SECTION,
    SEKDA,
    SERVICE,
    changed,
    csv_of,
    person,
    staff,
    without,
    xlsx_of,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)
YESTERDAY = datetime.date(2026, 11, 21)
SOON = datetime.date(2026, 12, 1)
TABLES = (User, Unit, Post, Employee, Identifier, Assignment)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 3, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def run(tmp_path, capsys):
    """Import rows (or bytes); gives the lines printed and the exit code."""

    def imported(rows, *options):
        path = tmp_path / "staf.csv"
        path.write_bytes(rows if isinstance(rows, bytes) else csv_of(rows))
        try:
            call_command("import_organization", path, *options)
            code = 0
        except SystemExit as left:
            code = left.code
        return capsys.readouterr().out.splitlines(), code

    return imported


@pytest.fixture
def count(run):
    """The last line of a run that may write."""

    def counted(rows, *options):
        lines, code = run(rows, *options)
        assert code == 0, lines
        return lines[-1]

    return counted


def user(nip):
    return Identifier.objects.get(number=nip).employee.user


def held(nip):
    return list(user(nip).assignments.order_by("from_date", "pk"))


def supervisor(nip, on=TODAY):
    found = ReportingLines(on).supervisor_of(user(nip).pk)
    return found and found.user_id


def everything():
    rows = [*map(str, (list(model.objects.order_by("pk").values()) for model in TABLES))]
    history = [model.history.count() for model in TABLES]
    return rows, history, Entry.objects.count(), ImportRun.objects.count()


# ── New ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("content", [csv_of(staff()), xlsx_of(staff()), csv_of(staff(), delimiter=";")])
def test_a_file_becomes_an_organization(count, content):
    assert count(content) == "new=8 changed=0 unchanged=0 gone=0 errors=0"
    for row in staff():
        expected = user(row["atasan_nip"]).pk if row["atasan_nip"] else None
        assert supervisor(row["nip"]) == expected
    assert [unit.code for unit in Unit.objects.filter(parent__code="1.1")] == ["1.1.1"]


def test_people_as_they_are_named(count):
    count(staff())
    head = user(HEAD)
    assert (head.full_name, head.email) == ("dr. Fauzi Wijaya", "fauzi@kota.example")
    assert (head.employee.type, head.is_active) == ("pns", True)
    assert user(SEKDA).employee.rank == "IV/d"
    assert [held.from_date for held in held(HEAD)] == [datetime.date(2024, 1, 2)]


def test_new_people_have_no_password_and_a_name_that_says_nothing(count):
    count(staff())
    for person_ in User.objects.filter(employee__isnull=False):
        assert not person_.has_usable_password()
        assert len(person_.username) == 11
        assert not set(person_.name.lower().split()) & {person_.username}
        assert not any(row["nip"] in person_.username for row in staff())


def test_numbers_are_dated_and_of_their_kind(count):
    count(staff())
    found = {row.number: (row.kind, row.from_date) for row in Identifier.objects.all()}
    assert found[SEKDA] == ("nip", datetime.date(1998, 4, 1))
    assert found[ANALYST] == ("nip", datetime.date(2007, 12, 1))  # CPNS
    assert found[CLERK] == ("ni_pppk", datetime.date(2021, 1, 1))
    assert found[HELPER] == ("ni_pppk", datetime.date(2025, 1, 1))


def test_colleagues_share_a_post(count):
    count(staff())
    assert held(ANALYST)[0].post == held(OTHER_ANALYST)[0].post
    assert Post.objects.count() == 7


def test_a_colleague_who_leads_has_a_post_of_his_own(count):
    """Else nobody could say which of the two rates the helper."""
    rows = changed(staff(), HELPER, atasan_nip=OTHER_ANALYST)
    count(rows)
    assert held(ANALYST)[0].post != held(OTHER_ANALYST)[0].post
    assert supervisor(HELPER) == user(OTHER_ANALYST).pk
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_the_top_reports_to_the_citys_one_official(count):
    mayor = make_user("Wali Kota")
    hold(mayor, make_post("Wali Kota", unit=make_unit("Kota"), kind=Post.Kind.OFFICIAL))
    count(staff())
    assert supervisor(SEKDA) == mayor.pk


def test_with_two_officials_the_top_reports_to_nobody(count):
    for title in ("Wali Kota", "Wakil Wali Kota"):
        hold(make_user(title), make_post(title, unit=make_unit(title), kind=Post.Kind.OFFICIAL))
    count(staff())
    assert supervisor(SEKDA) is None


def test_zones_follow_the_installation(count, settings):
    count(staff())
    assert set(Unit.objects.values_list("zone", flat=True)) == {settings.TIME_ZONE}


# ── The record ──────────────────────────────────────────────────────────────────────────────────
def test_one_entry_tells_of_the_import_and_every_row_has_its_history(count):
    count(staff())
    (run,) = ImportRun.objects.all()
    (entry,) = Entry.objects.all()
    assert (entry.event, entry.stream) == ("organization.imported", f"importrun:{run.pk}")
    payload = json.loads(Payload.objects.get(entry=entry).data)
    assert payload["facts"]["new"] == 8
    assert payload["facts"]["sha256"] == run.sha256
    made = sum(model.history.filter(history_type="+").count() for model in (*TABLES, ImportRun))
    assert len(payload["rows"]) == made
    assert (run.state, run.applied_by.username, run.counts["new"]) == ("applied", "system", 8)
    assert not any(row["nip"] in Payload.objects.get(entry=entry).data for row in staff())


def test_nothing_of_the_file_reaches_the_log(count, run, caplog):
    caplog.set_level(logging.INFO)
    count(staff())
    run(changed(staff(), ANALYST, nip="198306312007121001"))
    text = " ".join(record.getMessage() for record in caplog.records)
    assert not any(row["nip"] in text or row["nama"] in text for row in staff())


# ── Again ───────────────────────────────────────────────────────────────────────────────────────
def test_the_same_file_again_says_and_writes_nothing(count, run):
    count(staff())
    before = everything()
    assert run(staff()) == (["new=0 changed=0 unchanged=8 gone=0 errors=0"], 0)
    for content in (staff(), list(reversed(staff())), xlsx_of(staff())):
        assert count(content) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert count(staff(), "--end-missing") == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert everything() == before


@pytest.mark.parametrize(
    ("values", "model", "field", "meant"),
    [
        ({"nama": "Zulkifli Daulay"}, User, "name", "Zulkifli Daulay"),
        ({"gelar_belakang": "M.Kes."}, User, "title_suffix", "M.Kes."),
        ({"email": "baru@kota.example"}, User, "email", "baru@kota.example"),
        ({"jenis_pegawai": "PNS"}, Employee, "type", "pns"),
        ({"jenis_pegawai": "PPPK"}, Employee, "type", "pppk"),
        ({"pangkat": "III/c"}, Employee, "rank", "III/c"),
    ],
)
def test_a_changed_fact_is_one_change(count, values, model, field, meant):
    count(staff())
    rows = changed(staff(), ANALYST, **values)
    assert count(rows) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert getattr(model.objects.get(pk=user(ANALYST).pk), field) == meant
    assert model.history.filter(history_type="~").count() == 1
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_a_number_changes_its_kind_with_the_employment(count):
    count(staff())
    count(changed(staff(), ANALYST, jenis_pegawai="PPPK"))
    assert Identifier.objects.get(number=ANALYST).kind == "ni_pppk"


def test_an_inactive_account_stays_inactive_and_is_told_of(count, run):
    count(staff())
    User.objects.filter(pk=user(ANALYST).pk).update(is_active=False)
    lines, _code = run(staff())
    assert [line for line in lines if "nonaktif" in line and "baris 6" in line]
    assert not user(ANALYST).is_active


def test_an_official_post_that_appears_takes_the_top_below_it_even_when_vacant(count):
    count(staff())
    post = make_post("Wali Kota", unit=make_unit("Kota"), kind=Post.Kind.OFFICIAL)
    assert count(staff()) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert Post.objects.get(title="Sekretaris Daerah").superior == post
    assert count(staff()) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert Entry.objects.count() == 2


def test_an_address_that_the_file_leaves_out_stays(count):
    count(staff())
    assert count(changed(staff(), ANALYST, email="")).startswith("new=0 changed=0")
    assert user(ANALYST).email == "zulkifli@kota.example"


def test_a_person_is_found_by_his_number_whatever_else_changed(count):
    count(staff())
    pk = user(ANALYST).pk
    moved = person(ANALYST, "Nama Baru", "PNS", HEALTH, "Sekretaris Dinas", "Administrator", HEAD, tmt="2026-11-01")
    assert count(changed(staff(), ANALYST, **moved)).startswith("new=0 changed=1")
    assert user(ANALYST).pk == pk


# ── Moving ──────────────────────────────────────────────────────────────────────────────────────
def test_a_new_title_ends_the_old_assignment_the_day_before(count):
    count(staff())
    rows = changed(staff(), ANALYST, jabatan="Perencana", tmt="2026-12-01")
    assert count(rows) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    old, new = held(ANALYST)
    assert (old.post.title, old.to_date) == ("Analis Kesehatan", datetime.date(2026, 11, 30))
    assert (new.post.title, new.from_date, new.to_date) == ("Perencana", SOON, None)
    assert held(OTHER_ANALYST)[0].to_date is None
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_a_new_superior_counts_from_today_when_the_date_of_the_office_stays(count):
    count(staff())
    rows = changed(staff(), ANALYST, atasan_nip=CHIEF)
    assert count(rows) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    old, new = held(ANALYST)
    assert (old.to_date, new.from_date) == (YESTERDAY, TODAY)
    assert supervisor(ANALYST, YESTERDAY) == user(SECTION).pk
    assert supervisor(ANALYST) == user(CHIEF).pk
    assert supervisor(OTHER_ANALYST) == user(SECTION).pk
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_a_second_move_on_the_same_day_never_ends_before_it_began(count):
    count(staff())
    count(changed(staff(), ANALYST, atasan_nip=CHIEF))
    rows = changed(staff(), ANALYST, atasan_nip=HEAD)
    count(rows)
    _first, second, third = held(ANALYST)
    assert (second.from_date, second.to_date, third.from_date) == (TODAY, TODAY, TODAY)
    assert supervisor(ANALYST) == user(HEAD).pk
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_a_structural_post_changes_its_superior_in_place(count):
    count(staff())
    rows = changed(staff(), SECTION, atasan_nip=HEAD)
    assert count(rows) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert len(held(SECTION)) == 1
    assert supervisor(SECTION) == user(HEAD).pk
    assert supervisor(ANALYST) == user(SECTION).pk


def test_a_leader_without_structure_keeps_his_post_and_his_people(count):
    """A school's head is `Fungsional`; a new superior of his moves no teacher."""
    first = changed(staff(), HELPER, atasan_nip=OTHER_ANALYST)
    count(first)
    assert count(changed(first, OTHER_ANALYST, atasan_nip=CHIEF)) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert [len(held(nip)) for nip in (OTHER_ANALYST, HELPER)] == [1, 1]
    assert supervisor(OTHER_ANALYST) == user(CHIEF).pk


def test_whoever_begins_to_lead_leaves_the_shared_post(count):
    count(staff())
    rows = changed(staff(), HELPER, atasan_nip=OTHER_ANALYST)
    assert count(rows) == "new=0 changed=2 unchanged=6 gone=0 errors=0"  # he himself, and the helper
    assert supervisor(HELPER) == user(OTHER_ANALYST).pk
    assert held(ANALYST)[-1].post != held(OTHER_ANALYST)[-1].post
    assert [len(held(nip)) for nip in (ANALYST, OTHER_ANALYST)] == [1, 2]  # his colleague stays
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_people_follow_a_superior_whose_title_changes(count):
    """Only the superior changed: nobody below gets another assignment."""
    count(staff())
    rows = changed(staff(), SECTION, jabatan="Kepala Subbidang", tmt="2026-11-01")
    assert count(rows) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert [len(held(nip)) for nip in (SECTION, ANALYST, OTHER_ANALYST, CLERK)] == [2, 1, 1, 1]
    assert {supervisor(nip) for nip in (ANALYST, OTHER_ANALYST, CLERK, HELPER)} == {user(SECTION).pk}
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


def test_a_successor_takes_the_post_over_with_its_people(count):
    """The former head moves; who stays has another superior, but the same post."""
    count(staff())
    new = person("198001012005011001", "Baru", "PNS", CLINIC, "Kepala Seksi", "Pengawas", CHIEF, tmt="2026-11-01")
    rows = changed(staff(), SECTION, unit_kode=SERVICE[0], unit_nama=SERVICE[1], unit_induk_kode=SERVICE[2],
                   jabatan="Kepala UPT", tmt="2026-11-01")  # fmt: skip
    rows = [row | ({"atasan_nip": new["nip"]} if row["atasan_nip"] == SECTION else {}) for row in rows]
    assert count([*rows, new]) == "new=1 changed=5 unchanged=3 gone=0 errors=0"
    assert [len(held(nip)) for nip in (SECTION, ANALYST, CLERK)] == [2, 1, 1]
    assert supervisor(ANALYST) == user(new["nip"]).pk
    assert count([*rows, new]) == "new=0 changed=0 unchanged=9 gone=0 errors=0"


def test_a_corrected_date_changes_the_assignment_itself(count):
    count(staff())
    rows = changed(staff(), ANALYST, tmt="2023-05-01")
    assert count(rows) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert [row.from_date for row in held(ANALYST)] == [datetime.date(2023, 5, 1)]


@pytest.mark.parametrize(
    ("start", "dates"),
    [
        ("2023-05-01", [("2023-05-01", "2026-11-21"), ("2026-11-22", None)]),  # began earlier than was known
        ("2025-05-01", [("2024-01-02", "2025-04-30"), ("2025-05-01", None)]),  # another superior since then
    ],
)
def test_a_corrected_date_together_with_another_superior(count, start, dates):
    count(staff())
    rows = changed(staff(), ANALYST, tmt=start, atasan_nip=CHIEF)
    count(rows)
    assert [(str(row.from_date), row.to_date and str(row.to_date)) for row in held(ANALYST)] == dates
    assert supervisor(ANALYST) == user(CHIEF).pk
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


SCHOOL = ("1.1.2", "SD Negeri 1", "1.1")
OLD_HEAD, NEW_HEAD = "198001012005011001", "198001012005011002"
TEACHER, FRIEND = "198001012005011003", "198001012005011004"


def school(head, *teachers):
    """A head without structure, as schools have them."""
    rows = [person(head, "Kepala", "PNS", SCHOOL, "Kepala Sekolah", "Fungsional", HEAD, email="")]
    return staff() + rows + [
        person(nip, "Guru", "PNS", SCHOOL, "Guru", "Fungsional", head, email="") for nip in teachers
    ]  # fmt: skip


def test_a_new_school_head_takes_the_post_over_when_the_former_one_goes(count):
    count(school(OLD_HEAD, TEACHER))
    assert count(school(NEW_HEAD, TEACHER), "--end-missing") == "new=1 changed=1 unchanged=8 gone=1 errors=0"
    assert len(held(TEACHER)) == 1
    assert supervisor(TEACHER) == user(NEW_HEAD).pk
    assert held(NEW_HEAD)[0].post == held(OLD_HEAD)[0].post


def test_a_new_school_head_has_a_post_of_his_own_while_the_former_one_stays(count):
    count(school(OLD_HEAD, TEACHER))
    assert count(school(NEW_HEAD, TEACHER)) == "new=1 changed=1 unchanged=8 gone=1 errors=0"
    assert supervisor(TEACHER) == user(NEW_HEAD).pk
    assert held(NEW_HEAD)[0].post != held(OLD_HEAD)[0].post


def test_a_newcomer_never_shares_the_post_of_a_leader_whom_the_file_leaves_out(count):
    count(school(OLD_HEAD, TEACHER))
    rows = without(school(OLD_HEAD, TEACHER), OLD_HEAD)
    rows += [person(NEW_HEAD, "Baru", "PNS", SCHOOL, "Kepala Sekolah", "Fungsional", HEAD, email="")]
    count(rows)
    assert supervisor(TEACHER) == user(OLD_HEAD).pk
    assert held(NEW_HEAD)[0].post != held(OLD_HEAD)[0].post


def test_colleagues_part_when_one_follows_the_old_head_and_one_gets_the_new(count):
    count(staff())
    new = person(NEW_HEAD, "Baru", "PNS", CLINIC, "Kepala Seksi", "Pengawas", CHIEF, tmt="2026-11-01")
    rows = changed(staff(), SECTION, jabatan="Kepala Subbidang", tmt="2026-11-01")
    rows = [*changed(rows, OTHER_ANALYST, atasan_nip=NEW_HEAD), new]
    count(rows)
    assert supervisor(ANALYST) == user(SECTION).pk
    assert supervisor(OTHER_ANALYST) == user(NEW_HEAD).pk
    assert count(rows) == "new=0 changed=0 unchanged=9 gone=0 errors=0"


def test_a_move_in_a_file_with_the_old_date_counts_from_today_and_once(count):
    count(staff())
    rows = changed(staff(), ANALYST, jabatan="Perencana")
    assert count(rows).startswith("new=0 changed=1")
    assert [row.from_date for row in held(ANALYST)] == [datetime.date(2024, 1, 2), TODAY]
    assert count(rows).startswith("new=0 changed=0")


def test_units_are_renamed_and_moved_in_place(count):
    count(staff())
    pk = Unit.objects.get(code="1.1.1.1").pk
    rows = [
        row | ({"unit_nama": "Seksi Gizi", "unit_induk_kode": "1.1"} if row["unit_kode"] == "1.1.1.1" else {})
        for row in staff()
    ]
    assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    unit = Unit.objects.get(pk=pk)
    assert (unit.name, unit.parent.code) == ("Seksi Gizi", "1.1")
    assert unit.history.count() == 2


def test_a_superior_whom_only_the_database_knows(count):
    count(staff())
    alone = person("198001012005011001", "Baru", "PNS", HEALTH, "Arsiparis", "Fungsional", HEAD)
    assert count([alone | {"unit_induk_kode": "1"}]) == "new=1 changed=0 unchanged=0 gone=8 errors=0"
    assert supervisor(alone["nip"]) == user(HEAD).pk


def test_a_title_written_in_capitals_finds_the_post_and_changes_nothing(count):
    count(staff())
    before = everything()
    loud = [row | {"jabatan": row["jabatan"].upper()} for row in staff()]
    assert count(loud) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert everything() == before
    successor = person(UNKNOWN, "Ucok Lubis", "PNS", HEALTH, "KEPALA DINAS", "JPT", SEKDA)
    assert count([*without(loud, HEAD), successor], "--end-missing").startswith("new=1")
    assert Post.objects.filter(title__iexact="kepala dinas").count() == 1


def test_running_appraisals_whose_superior_changes_are_named(run, count, monkeypatch):
    def running(users):
        return [Running(pk, "Triwulan III 2026", "/appraisals/7/") for pk in users]

    count(staff())
    monkeypatch.setattr(importing, "_finders", [running])
    rows = changed(staff(), OTHER_ANALYST, atasan_nip=CHIEF)
    said = (
        "Atasan Nurhayati Pane berganti dari Dedi Pane ke Dewi Harahap; "
        "penilaian berjalan tetap pada pejabat lama: Triwulan III 2026."
    )
    for options in (["--dry-run"], []):
        lines, _code = run(rows, *options)
        assert said in lines
        assert lines[-1] == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert not [line for line in run(rows)[0] if "penilaian berjalan" in line]


# ── Numbers that were succeeded ─────────────────────────────────────────────────────────────────
def renumbered(old, new):
    """HR recorded a new number for somebody."""
    Identifier.objects.filter(number=old).update(to_date=YESTERDAY)
    Identifier.objects.create(employee=user(old).employee, kind="ni_pppk", number=new, from_date=TODAY)


def test_a_file_finds_a_person_by_his_new_and_by_his_former_number(run, count):
    count(staff())
    new = "199001012026211001"
    renumbered(CLERK, new)
    lines, _code = run(staff())
    assert lines[-1] == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert [line for line in lines if "Ini nomor lama Marlan Gabe" in line and "baris 8, kolom nip" in line]
    lines, _code = run(changed(staff(), CLERK, nip=new))
    assert lines[-1] == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert not [line for line in lines if "nomor lama" in line]
    assert Identifier.objects.get(number=CLERK).kind == "ni_pppk"


def test_a_superior_named_by_his_former_number_is_who_has_the_new_one(run, count):
    count(staff())
    new = "196804242026042001"
    Identifier.objects.filter(number=SECTION).update(to_date=YESTERDAY)
    Identifier.objects.create(employee=user(SECTION).employee, kind="nip", number=new, from_date=TODAY)
    before = [model.objects.count() for model in TABLES]
    lines, _code = run(changed(staff(), SECTION, nip=new))
    assert lines[-1] == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert len([line for line in lines if "Ini nomor lama Dedi Pane" in line and "kolom atasan_nip" in line]) == 4
    assert [model.objects.count() for model in TABLES] == before


def test_one_person_by_two_numbers_is_refused(run, count):
    count(staff())
    new = "199001012026211001"
    renumbered(CLERK, new)
    again = person(new, "Marlan Gabe", "PPPK", CLINIC, "Pengadministrasi", "Pelaksana", SECTION)
    lines, code = run([*staff(), again])
    assert code == 1
    assert [line for line in lines if "sudah ada di baris 8 dengan nomornya yang lain" in line]


# ── Unknown superiors ───────────────────────────────────────────────────────────────────────────
UNKNOWN, ALSO_UNKNOWN = "199912312020121001", "199912312020121002"
VACANT = "Atasan dari berkas (belum terisi)"


def orphans():
    """Two whose superior nobody knows, and a head with another one."""
    rows = changed(changed(staff(), ANALYST, atasan_nip=UNKNOWN), CLERK, atasan_nip=UNKNOWN)
    return changed(rows, CHIEF, atasan_nip=ALSO_UNKNOWN)


def why(nip):
    return ReportingLines(TODAY).why(user(nip).pk)


def test_an_unknown_superior_is_a_vacant_post_of_its_own(run):
    lines, _code = run(orphans())
    assert "Jabatan kosong baru bagi atasan yang tidak dikenal: 2. Catat Plt. untuk masing-masing." in lines
    assert why(ANALYST).reason == why(CLERK).reason == why(CHIEF).reason == Reason.VACANT
    assert why(ANALYST).post == why(CLERK).post != why(CHIEF).post
    posts = Post.objects.filter(title=VACANT).order_by("unit__code")
    assert [(post.unit.name, post.assignments.count()) for post in posts] == [
        ("Dinas Kesehatan", 0),
        ("Seksi Rujukan", 0),
    ]
    assert why(SEKDA).reason == Reason.TOP  # a blank superior is no vacancy: there is no mayor
    assert not [text for text in Payload.objects.values_list("data", flat=True) if UNKNOWN in text]


def test_twice_is_once(count):
    count(orphans())
    before = everything()
    for rows in (orphans(), orphans()[::-1]):
        assert count(rows) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert everything() == before


def test_a_line_that_becomes_unknown_moves_nobody(count):
    """What ended at the top before, in a city imported long ago, ends at a vacancy."""
    count(changed(staff(), CHIEF, atasan_nip=""))
    run_again = changed(staff(), CHIEF, atasan_nip=UNKNOWN)
    assert count(run_again) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert why(CHIEF).reason == Reason.VACANT
    assert [row.to_date for row in held(CHIEF)] == [None]
    assert count(run_again) == "new=0 changed=0 unchanged=8 gone=0 errors=0"
    assert Post.objects.filter(title=VACANT).count() == 1


def test_who_was_meant_appears_later(count):
    count(orphans())
    meant = person(UNKNOWN, "Ucok Lubis", "PNS", CLINIC, "Kepala Subseksi", "Pengawas", SECTION)
    assert count([*orphans(), meant]) == "new=1 changed=2 unchanged=6 gone=0 errors=0"
    assert supervisor(ANALYST) == supervisor(CLERK) == user(UNKNOWN).pk
    assert [row.to_date for row in held(ANALYST) + held(CLERK)] == [None, None]  # their posts follow
    assert list(Post.objects.filter(title=VACANT, is_active=True).values_list("unit__name", flat=True)) == [
        "Dinas Kesehatan"
    ]
    assert count([*orphans(), meant]) == "new=0 changed=0 unchanged=9 gone=0 errors=0"


def test_hr_records_somebody_for_it_and_the_file_leaves_him(count):
    """Below the mayor, where there is one; so nobody comes to judge himself."""
    mayor = make_user("Letnan")
    hold(mayor, make_post("Wali Kota", unit=make_unit("Kota"), kind=Post.Kind.OFFICIAL))
    count(orphans())
    hold(user(SECTION), Post.objects.get(pk=why(ANALYST).post), "plt")
    for _again in range(2):
        assert supervisor(ANALYST) == user(SECTION).pk
        assert ReportingLines(TODAY).second_level_of(user(ANALYST).pk).user_id == mayor.pk
        count(orphans())


def test_above_a_post_of_somebody_unknown_is_no_top(count):
    """Without a mayor nothing is above it: who acts in it must not decide on his own rating."""
    count(orphans())
    post = Post.objects.get(pk=why(ANALYST).post)
    hold(user(SECTION), post, "plt")
    second = ReportingLines(TODAY).why_second(user(ANALYST).pk)
    assert supervisor(ANALYST) == user(SECTION).pk
    assert (second.reason, second.is_gap) == (Reason.UNPLACED, True)
    assert post in top_posts()
    mayor = make_user("Letnan")
    Post.objects.filter(pk=post.pk).update(superior=make_post("Wali Kota", unit=make_unit("Kota"), kind="official"))
    hold(mayor, Post.objects.get(title="Wali Kota"))
    assert ReportingLines(TODAY).second_level_of(user(ANALYST).pk).user_id == mayor.pk


# ── Gone ────────────────────────────────────────────────────────────────────────────────────────
def test_the_missing_are_only_reported(count):
    count(staff())
    before = everything()
    assert count(without(staff(), HELPER)) == "new=0 changed=0 unchanged=7 gone=1 errors=0"
    assert everything() == before


def test_end_missing_ends_assignments_and_leaves_accounts_active(count):
    count(staff())
    rows = without(staff(), HELPER)
    assert count(rows, "--end-missing") == "new=0 changed=0 unchanged=7 gone=1 errors=0"
    assert held(HELPER)[0].to_date == YESTERDAY
    assert user(HELPER).is_active
    assert count(rows, "--end-missing") == "new=0 changed=0 unchanged=7 gone=0 errors=0"


def test_end_missing_ends_acting_assignments_too(run, count):
    count(staff())
    section = Post.objects.get(title="Kepala Seksi")
    letter = hold(user(HELPER), section, "plt", from_date=datetime.date(2026, 11, 1))
    over = hold(user(HELPER), section, "plh", from_date=datetime.date(2026, 10, 1), to_date=datetime.date(2026, 10, 9))
    rows = without(staff(), HELPER)
    count(rows)
    letter.refresh_from_db()
    assert letter.to_date is None  # only reported
    lines, _code = run(rows, "--end-missing", "--dry-run")
    assert "Rina Ayu: Plt. atau Plh. Kepala Seksi." in lines
    assert count(rows, "--end-missing") == "new=0 changed=0 unchanged=7 gone=1 errors=0"
    letter.refresh_from_db()
    over.refresh_from_db()
    assert (letter.to_date, over.to_date) == (YESTERDAY, datetime.date(2026, 10, 9))
    assert letter.history.latest().history_type == "~"
    assert count(rows, "--end-missing") == "new=0 changed=0 unchanged=7 gone=0 errors=0"


def test_who_is_missing_and_only_acts_is_missing_too(count):
    """His post was ended by an import that left his letter."""
    count(staff())
    letter = hold(user(HELPER), Post.objects.get(title="Kepala Seksi"), "plt")
    user(HELPER).assignments.filter(kind="definitive").update(to_date=YESTERDAY)
    assert count(without(staff(), HELPER), "--end-missing") == "new=0 changed=0 unchanged=7 gone=1 errors=0"
    letter.refresh_from_db()
    assert letter.to_date == YESTERDAY


def test_an_exception_that_names_a_missing_person_stays_and_is_listed(run, count):
    count(staff())
    exception = override(user(ANALYST), user(HELPER))
    for options in (["--dry-run"], ["--end-missing"]):
        lines, _code = run(without(staff(), HELPER), *options)
        said = "Rina Ayu masih ditetapkan sebagai pejabat penilai bagi Zulkifli. Akhiri pengecualiannya."
        assert said in lines
        assert not [line for line in lines if HELPER in line]
    exception.refresh_from_db()
    assert exception.to_date is None
    assert ReportingLines(TODAY).why_second(user(ANALYST).pk).is_gap  # and he stays out of a period until then


def test_end_missing_leaves_the_post_of_a_missing_head_vacant_in_the_line(count):
    count(staff())
    rows = without(staff(), SECTION)  # his people still name him
    count(rows, "--end-missing")
    assert supervisor(ANALYST) is None
    assert held(ANALYST)[0].post.superior.title == "Kepala Seksi"
    assert count(rows, "--end-missing") == "new=0 changed=0 unchanged=7 gone=0 errors=0"


def test_who_comes_back_gets_a_new_assignment(count):
    count(staff())
    count(without(staff(), HELPER), "--end-missing")
    assert count(staff()) == "new=0 changed=1 unchanged=7 gone=0 errors=0"
    assert [(row.from_date, row.to_date) for row in held(HELPER)][1:] == [(TODAY, None)]
    assert count(staff()) == "new=0 changed=0 unchanged=8 gone=0 errors=0"


# ── Nothing ─────────────────────────────────────────────────────────────────────────────────────
def test_an_error_is_a_line_and_nothing_is_written(run):
    before = everything()
    lines, code = run(changed(staff(), ANALYST, nip="1987043120110120", nama=""))
    assert code == 1
    assert lines[-1] == "new=7 changed=0 unchanged=0 gone=0 errors=2"
    (nip,) = [line for line in lines if "kolom nip" in line]
    assert "baris 6" in nip
    assert "“1987043120110120”" in nip
    assert "16 angka" in nip
    assert everything() == before


def test_a_file_that_cannot_be_read_is_one_error(run):
    assert run(b"a,b\n1,2\n")[1] == 1
    assert run(b"a,b\n1,2\n")[0][-1] == "new=0 changed=0 unchanged=0 gone=0 errors=1"


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    before = everything()
    lines, code = run(staff(), "--dry-run")
    assert (lines[-1], code) == ("new=8 changed=0 unchanged=0 gone=0 errors=0", 0)
    assert everything() == before


def test_a_failure_at_the_end_leaves_neither_rows_nor_files(run, monkeypatch, settings):
    before, files = everything(), list(settings.MEDIA_ROOT.rglob("*"))

    def fails(*acts, **options):
        write(*acts, **options)
        raise RuntimeError("the disk is full")

    from organization.importing import actions

    write = actions.write
    monkeypatch.setattr(actions, "write", fails)
    with pytest.raises(RuntimeError):
        run(staff())
    assert everything() == before
    assert list(settings.MEDIA_ROOT.rglob("*")) == files


def test_control_characters_cannot_reach_the_terminal(run):
    lines, _code = run(changed(staff(), ANALYST, nama="Zul\x1b[2J", email="x\x1b[2J"))
    assert not any("\x1b" in line for line in lines)


# ── Speed ───────────────────────────────────────────────────────────────────────────────────────
def many(n):
    clerks = [
        person(f"19900101201501{2000 + k}", f"Orang {k}", "PNS", CLINIC, "Operator", "Pelaksana", SECTION,
               email=f"o{k}@kota.example") for k in range(1, n + 1)
    ]  # fmt: skip
    return [*staff(), *clerks]


def test_statements_do_not_grow_with_rows(count):
    used = []
    for n in (5, 30):
        with statements() as found:
            count(many(n))
        used.append(len(found))
    with statements() as again:
        count(many(30))
    assert used[1] <= used[0] + 1  # the second also finds people to compare
    assert len(again) <= 7
