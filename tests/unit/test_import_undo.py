"""Undoing an import: everything as it was, or nothing and why; people stay, and what is undone can come again."""

import datetime

import pytest
import time_machine
from knox.models import AuthToken

from audit.models import Entry
from notifications.models import Notice
from organization import actions as people
from organization import importing
from organization.importing import Running, actions, undoing
from organization.importing.undoing import Undoing, undo_run
from organization.models import SYSTEM, Assignment, Employee, Identifier, ImportRun, Post, Unit, User
from organization.roles import Role
from organization.rules import RuleBroken
from tests.counting import statements
from tests.people import hold, make_user, override
from tests.staff_file import (
    ANALYST,
    CHIEF,
    CLINIC,
    HEAD,
    HELPER,
    OTHER_ANALYST,
    SECTION,
    SERVICE,
    changed,
    csv_of,
    person,
    staff,
    without,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 3, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
FACTS = (Unit, Post, Employee, Identifier, Assignment)
NEWCOMER = "198001012005011001"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rina():
    return make_user("Rina", roles=[Role.HR_ADMIN], email="hr@kota.example")


def write(rows, *, at=NOW, by=SYSTEM, end_missing=False):
    """Import rows; the run."""
    plan = actions.import_file(name="staf.csv", content=csv_of(rows), end_missing=end_missing, by=by, at=at)
    assert not plan.problems, plan.problems
    return ImportRun.objects.latest("pk")


def undo(run, by, *, at=NOW + HOUR, reason="Berkas tahun lalu"):
    return undo_run(run=run, reason=reason, by=by, at=at)


def user(nip):
    return Identifier.objects.get(number=nip).employee.user


def picture():
    """Every fact, as it stands."""
    found = {model.__name__: list(model.objects.order_by("pk").values()) for model in (*FACTS, User)}
    for row in found["User"]:
        row.pop("last_login")
    return found


def obstacles(run):
    return [(one.what, one.why) for one in Undoing(run).obstacles()]


# ── Everything as it was ────────────────────────────────────────────────────────────────────────
def reorganized():
    """All kinds of change at once: new, moved, renamed, promoted, another superior, gone, a corrected date."""
    rows = changed(staff(), ANALYST, pangkat="III/c", jabatan="Perencana", tmt="2026-11-01")
    rows = changed(rows, OTHER_ANALYST, atasan_nip=CHIEF, email="baru@kota.example")
    rows = changed(rows, SECTION, atasan_nip=HEAD, tmt="2023-01-01")
    rows = changed(rows, CHIEF, nama="Dewi Harahap Lubis", gelar_belakang="S.E.")
    rows = [row | ({"unit_nama": "Bidang Mutu"} if row["unit_kode"] == SERVICE[0] else {}) for row in rows]
    rows += [person(NEWCOMER, "Baru", "PPPK", ("1.1.2", "UPT Baru", "1.1"), "Kepala UPT", "Pengawas", HEAD)]
    return without(rows, HELPER)


def test_what_changed_is_as_before_and_who_was_new_is_deactivated(rina):
    write(staff(), at=NOW - 30 * 24 * HOUR)
    before = picture()
    run = write(reorganized(), end_missing=True)
    assert picture() != before
    undo(run, rina)
    after = picture()
    newcomer = user(NEWCOMER)
    for name in ("Unit", "Post", "Assignment"):
        assert after[name] == before[name], name
    for name, key in (("User", "id"), ("Employee", "user_id"), ("Identifier", "employee_id")):
        assert [row for row in after[name] if row[key] != newcomer.pk] == before[name]
    assert (newcomer.is_active, newcomer.email, newcomer.name) == (False, "", "Baru")
    assert not newcomer.assignments.exists()


def test_a_first_import_leaves_only_deactivated_people(rina):
    run = write(staff())
    undo(run, rina)
    assert not any(model.objects.exists() for model in (Unit, Post, Assignment))
    assert Employee.objects.count() == len(staff())
    assert not User.objects.filter(employee__isnull=False, is_active=True).exists()


def test_it_is_an_act_of_its_own_with_its_reason(rina):
    run = write(staff())
    undo(run, rina)
    run.refresh_from_db()
    assert (run.state, run.undone_by, run.undone_at) == ("undone", rina, NOW + HOUR)
    entry = Entry.objects.get(event="organization.import_undone")
    assert (entry.stream, entry.actor) == (f"importrun:{run.pk}", rina.pseudonym)
    assert run.history.first().history_change_reason == "Berkas tahun lalu"
    for model in (Unit, Post, Assignment):
        gone = model.history.filter(history_type="-")
        assert gone.count() == model.history.filter(history_type="+").count() > 0
        assert {(row.history_user, row.history_change_reason) for row in gone} == {(rina, "Berkas tahun lalu")}
    assert not User.history.filter(history_type="-").exists()


def test_both_who_wrote_and_who_undid_are_told(rina):
    farida = make_user("Farida", roles=[Role.HR_ADMIN])
    run = write(staff(), by=farida)
    undo(run, rina)
    told = Notice.objects.filter(about="organization.import_undone").values_list("to__name", flat=True)
    assert set(told) == {"Farida", "Rina"}


def test_tokens_of_the_deactivated_are_gone(rina):
    run = write(staff())
    AuthToken.objects.create(user(ANALYST))
    undo(run, rina)
    assert not AuthToken.objects.exists()


@pytest.mark.parametrize("times", [1, 2, 3])
def test_the_same_file_comes_again_after_each_undoing(rina, times):
    """The people are the same people, active again, with their addresses."""
    write(staff())
    first = {row["nip"]: user(row["nip"]).pk for row in staff()}
    for n in range(times):
        undo(ImportRun.objects.latest("pk"), rina, at=NOW + (2 * n + 1) * HOUR)
        run = write(staff(), at=NOW + (2 * n + 2) * HOUR)
        assert run.counts == {"new": 0, "changed": 8, "unchanged": 0, "gone": 0, "errors": 0}
    for row in staff():
        found = user(row["nip"])
        assert (found.pk, found.is_active, found.email) == (first[row["nip"]], True, row["email"])
        assert found.assignments.filter(to_date=None).count() == 1


def test_who_was_deactivated_by_hr_stays_so(rina):
    write(staff(), at=NOW - 48 * HOUR)
    people.deactivate(person=user(HELPER), reason="Pensiun", by=rina, at=NOW - 40 * HOUR)
    run = write(changed(staff(), HEAD, nama="Fauzi Lain"))
    undo(run, rina)
    assert not user(HELPER).is_active


# ── Refused ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("hours", "free"), [(24, True), (25, False)])
def test_within_a_day(rina, hours, free):
    run = write(staff())
    if free:
        undo(run, rina, at=NOW + hours * HOUR)
    else:
        with pytest.raises(RuleBroken, match="24 jam"):
            undo(run, rina, at=NOW + hours * HOUR)


def test_once(rina):
    run = write(staff())
    undo(run, rina)
    with pytest.raises(RuleBroken, match="diurungkan"):
        undo(ImportRun.objects.get(pk=run.pk), rina)


@pytest.mark.parametrize("reason", ["", "  ", "<b>"])
def test_with_a_reason(rina, reason):
    run = write(staff())
    with pytest.raises(RuleBroken) as broken:
        undo(run, rina, reason=reason)
    assert broken.value.field == "reason"
    assert user(ANALYST).is_active


def later(run_by):
    """What may happen after an import, and whom or what the refusal names."""
    analyst, post = user(ANALYST), Post.objects.get(title="Kepala Seksi")
    at = NOW + HOUR
    return {
        "role": lambda: people.grant_role(person=analyst, role="inspector", reason="SK 1", by=run_by, at=at),
        "deactivated": lambda: people.deactivate(person=analyst, reason="Pindah", by=run_by, at=at),
        "ended": lambda: people.end_assignment(
            assignment=analyst.assignments.get(), to_date=NOW.date(), reason="Pindah", by=run_by, at=at
        ),
        "letter": lambda: people.appoint_acting(
            person=analyst, post=post, kind="plh", from_date=NOW.date(), to_date=None, letter_no="8/1", by=run_by, at=at
        ),
        "override": lambda: people.set_override(
            person=analyst, supervisor=user(HEAD), from_date=NOW.date(), to_date=None, reason="Proyek", by=run_by, at=at
        ),
        "imported again": lambda: write(changed(staff(), ANALYST, nama="Zulkifli Daulay"), at=at),
        "moved again": lambda: write(changed(staff(), ANALYST, jabatan="Perencana"), at=at),
        "unit below": lambda: write(
            [
                *staff(),
                person(NEWCOMER, "Zulkifli", "PPPK", ("1.1.1.1.1", "Pos", CLINIC[0]), "Staf", "Pelaksana", SECTION),
            ],
            at=at,
        ),
    }


@pytest.mark.parametrize(
    ("what", "named"),
    [
        ("role", "Zulkifli"),
        ("deactivated", "Zulkifli"),
        ("ended", "Zulkifli: Analis Kesehatan"),
        ("letter", "Zulkifli: Kepala Seksi"),
        ("override", "Zulkifli"),
        ("imported again", "Zulkifli"),
        ("moved again", "Zulkifli"),
        ("unit below", "Pos"),
    ],
)
def test_what_happened_since_stands_in_the_way_of_all_of_it(rina, what, named):
    run = write(staff())
    later(rina)[what]()
    before = picture()
    found = obstacles(run)
    assert [what for what, _why in found if what.startswith(named)], found
    with pytest.raises(RuleBroken, match="tidak ada yang diurungkan"):
        undo(run, rina, at=NOW + 2 * HOUR)
    assert picture() == before
    assert ImportRun.objects.get(pk=run.pk).state == "applied"


def test_who_changed_it_and_when_is_told(rina):
    run = write(staff())
    later(rina)["deactivated"]()
    (found,) = Undoing(run).obstacles()
    assert (found.by, found.at) == ("Rina", NOW + HOUR)


def test_what_belongs_to_the_person_himself_is_no_reason(rina):
    """A password, a theme, a language: nobody has built on the import by that."""
    run = write(staff())
    people.set_password(person=user(ANALYST), password="batik-kawung-7", at=NOW + HOUR)
    people.set_preferences(person=user(ANALYST), theme="dark", at=NOW + HOUR)
    assert obstacles(run) == []
    undo(run, rina)
    assert not user(ANALYST).is_active
    assert user(ANALYST).theme == "dark"


def test_a_change_to_what_the_import_did_not_touch_is_no_reason(rina):
    """It gave a new rank; that HR has given a role since is another matter."""
    write(staff(), at=NOW - 48 * HOUR)
    run = write(changed(staff(), ANALYST, nama="Zulkifli Daulay"))
    people.grant_role(person=user(ANALYST), role="inspector", reason="SK 1", by=rina, at=NOW + HOUR)
    undo(run, rina, at=NOW + 2 * HOUR)
    assert (user(ANALYST).name, user(ANALYST).roles) == ("Zulkifli", ["inspector"])


def test_a_later_import_of_others_is_no_reason(rina):
    write(staff(), at=NOW - 48 * HOUR)
    run = write(changed(staff(), ANALYST, pangkat="III/c"))
    later_run = write(changed(changed(staff(), ANALYST, pangkat="III/c"), HELPER, pangkat="V"), at=NOW + HOUR)
    undo(run, rina, at=NOW + 2 * HOUR)
    assert user(HELPER).employee.rank == "V"
    assert later_run.state == "applied"


def test_an_address_that_somebody_else_has_now(rina):
    write(staff(), at=NOW - 48 * HOUR)
    run = write(changed(staff(), ANALYST, email="lain@kota.example"))
    make_user("Pemakai", email="Zulkifli@Kota.example")
    assert obstacles(run) == [("Pemakai", "Memakai alamat surel yang akan dikembalikan.")]


def test_a_post_taken_up_since_by_whom_the_import_had_ended(rina):
    write(staff(), at=NOW - 48 * HOUR)
    run = write(without(staff(), HELPER), end_missing=True)
    hold(user(HELPER), Post.objects.get(title="Analis Kesehatan"), from_date=NOW.date())
    assert [what for what, _why in obstacles(run)] == ["Rina Ayu: Analis Kesehatan"]


def test_a_letter_that_the_import_ended_comes_back_unless_somebody_else_acts(rina):
    write(staff(), at=NOW - 48 * HOUR)
    section = Post.objects.get(title="Kepala Seksi")
    hold(user(HELPER), section, "plt")
    before = picture()
    run = write(without(staff(), HELPER), end_missing=True)
    letter = hold(user(CHIEF), section, "plt", from_date=NOW.date())
    assert [what for what, _why in obstacles(run)] == ["Dewi Harahap: Kepala Seksi"]
    letter.delete()
    undo(run, rina)
    assert picture()["Assignment"] == before["Assignment"]


def test_an_override_to_a_new_person(rina):
    write(staff(), at=NOW - 48 * HOUR)
    rows = [*staff(), person(NEWCOMER, "Baru", "PPPK", CLINIC, "Penyelia", "Fungsional", SECTION)]
    run = write(rows)
    override(user(ANALYST), user(NEWCOMER))
    assert [what for what, _why in obstacles(run)] == ["Zulkifli"]


def test_rooms_above_say_what_stands_on_it(rina, monkeypatch):
    asked = []

    def find(built):
        asked.append(built)
        return [Running(0, "Triwulan III: Zulkifli", "/appraisals/7/")]

    monkeypatch.setattr(importing, "_builders", [find])
    write(staff(), at=NOW - 48 * HOUR)
    rows = [
        *changed(staff(), ANALYST, jabatan="Perencana"),
        person(NEWCOMER, "Baru", "PPPK", CLINIC, "Staf", "Pelaksana", SECTION),
    ]
    run = write(rows)
    (found,) = Undoing(run).obstacles()
    assert (found.what, found.url) == ("Triwulan III: Zulkifli", "/appraisals/7/")
    (built,) = asked
    assert built.users == {user(ANALYST).pk, user(NEWCOMER).pk}
    assert (built.new_users, built.new_units, built.since) == ({user(NEWCOMER).pk}, set(), NOW)


def test_a_long_list_is_cut(rina, monkeypatch):
    monkeypatch.setattr(undoing, "MOST_LISTED", 2)
    run = write(staff())
    for row in staff():
        people.deactivate(person=user(row["nip"]), reason="Pindah", by=rina, at=NOW + HOUR)
    assert len(obstacles(run)) == 2


def test_statements_do_not_grow_with_people(rina):
    used = []
    for n in (3, 30):
        rows = staff() + [
            person(f"19900101201501{2000 + k}", f"Orang {k}", "PNS", CLINIC, "Operator", "Pelaksana", SECTION, email="")
            for k in range(1, n + 1)
        ]
        run = write(rows, at=NOW + n * HOUR)
        with statements() as found:
            undo(run, rina, at=NOW + (n + 1) * HOUR)
        used.append(len(found))
    assert used[1] <= used[0] + 2, used
