"""The worker's part of an import: whole or not at all, once, taken up again after a kill, and told to whoever asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from audit.models import Entry
from notifications.models import Notice
from organization import notices
from organization.importing import actions, files, jobs, lock
from organization.importing.jobs import ATTEMPTS, ask, run_imports, upload
from organization.importing.models import ImportJob, ImportRun
from organization.models import SYSTEM, Employee, User
from organization.roles import Role
from organization.rules import RuleBroken
from tests.people import make_user
from tests.repository.files import ROOT
from tests.staff_file import CLINIC, HEAD, SECTION, changed, csv_of, person, staff
from tests.workflow.together import together

NOW = timezone.now()
WRITE, CHECK = ImportJob.Kind.WRITE, ImportJob.Kind.CHECK


@pytest.fixture
def rina(db):
    return make_user("Rina", roles=[Role.HR_ADMIN])


def checked(by, rows=None, **choices):
    content = csv_of(staff() if rows is None else rows)
    return upload(name="staf.csv", content=content, end_missing=False, by=by, at=NOW, **choices)


def many(n):
    return staff() + [
        person(f"19900101{2000 + k // 900}01{1 + k % 2}{1 + k % 900:03d}", f"Orang {k}", "PNS", CLINIC, "Operator",
               "Pelaksana", SECTION, email=f"o{k}@kota.example") for k in range(n)
    ]  # fmt: skip


def imports():
    return Entry.objects.filter(event="organization.imported").count()


# ── A large file is checked by the worker ───────────────────────────────────────────────────────
def test_a_large_file_is_checked_by_the_worker(rina, monkeypatch):
    monkeypatch.setattr(jobs, "is_small", lambda content: False)
    run = checked(rina)
    assert (run.state, files.report_of(run)) == ("uploaded", None)
    assert run_imports(NOW) == 1
    run.refresh_from_db()
    assert (run.state, run.counts["new"]) == ("checked", 8)
    assert run.jobs.get().state == "done"
    assert Notice.objects.get(to=rina).about == notices.CHECKED


def test_a_large_file_that_is_none_of_ours_stops_with_its_sentence(rina, monkeypatch):
    monkeypatch.setattr(jobs, "is_small", lambda content: False)
    run = upload(name="a.csv", content=b"a,b\n1,2\n", end_missing=False, by=rina, at=NOW)
    assert run_imports(NOW) == 0
    job = run.jobs.get()
    assert (job.state, job.attempts) == ("failed", 1)
    assert "Kolom ini tidak ada" in job.error
    assert Notice.objects.get(to=rina).about == notices.STOPPED


# ── Whole, once ─────────────────────────────────────────────────────────────────────────────────
def test_the_right_to_write_is_asked_again_when_it_is_done(rina):
    run = checked(rina)
    ask(run, WRITE, by=rina, at=NOW)
    User.objects.filter(pk=rina.pk).update(roles=[])
    assert run_imports(NOW) == 0
    assert run.jobs.get().state == "failed"
    assert not Employee.objects.exists()


def test_sentences_are_in_the_language_of_whoever_asked(rina):
    User.objects.filter(pk=rina.pk).update(language="en")
    run = checked(rina)
    ask(run, WRITE, by=rina, at=NOW)
    files.delete(run)
    run_imports(NOW)
    assert "Unggah" not in run.jobs.get().error


def test_an_error_of_ours_is_tried_once_more_and_then_told(rina, monkeypatch, caplog):
    def fails(*acts, **options):
        write(*acts, **options)
        raise RuntimeError("198609262015051001 at the end")

    run = checked(rina)
    ask(run, WRITE, by=rina, at=NOW)
    write = actions.write
    monkeypatch.setattr(actions, "write", fails)
    assert run_imports(NOW) == 0
    job = run.jobs.get()
    assert (job.state, job.attempts, Employee.objects.exists(), imports()) == ("running", 1, False, 0)
    assert run_imports(NOW) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, Employee.objects.exists()) == ("failed", ATTEMPTS, False)
    assert "RuntimeError" in job.error
    assert "198609262015051001" not in job.error
    assert run_imports(NOW) == 0  # it is over
    monkeypatch.setattr(actions, "write", write)
    ask(run, WRITE, by=rina, at=NOW)  # people may ask again
    assert run_imports(NOW) == 1


def test_a_worker_that_died_that_often_does_not_die_again(rina):
    run = checked(rina)
    job = ask(run, WRITE, by=rina, at=NOW)
    ImportJob.objects.filter(pk=job.pk).update(state="running", attempts=ATTEMPTS)
    assert run_imports(NOW) == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert "pekerja latar terhenti" in job.error
    assert not Employee.objects.exists()


def test_a_worker_that_died_after_the_last_word_is_believed(rina):
    run = checked(rina)
    job = ask(run, WRITE, by=rina, at=NOW)
    actions.apply_run(run=run, by=rina, at=NOW)
    ImportJob.objects.filter(pk=job.pk).update(state="running", attempts=1)
    assert run_imports(NOW) == 1
    job.refresh_from_db()
    assert job.state == "done"
    assert imports() == 1


def test_while_somebody_else_writes_it_waits_its_turn(rina, monkeypatch):
    run = checked(rina)
    ask(run, WRITE, by=rina, at=NOW)

    def busy():
        raise lock._busy()

    with monkeypatch.context() as patch:
        patch.setattr(actions, "one_import", busy)
        for _ in range(ATTEMPTS + 1):
            assert run_imports(NOW) == 0
    assert run.jobs.get().state == "waiting"
    assert run_imports(NOW) == 1


def test_what_hr_changes_while_the_file_is_read_is_seen(rina, monkeypatch):
    """Nothing is written over it; the next round looks again, and asks people again."""
    run = checked(rina)
    ask(run, WRITE, by=rina, at=NOW)
    read, told = actions.plan_of, []

    def slow(*args, **options):
        plan = read(*args, **options)
        if not told:
            told.append(make_user("Baru", email="fauzi@kota.example"))
        return plan

    monkeypatch.setattr(actions, "plan_of", slow)
    assert run_imports(NOW) == 0
    assert run.jobs.get().state == "waiting"
    assert not Employee.objects.exists()
    run_imports(NOW)
    assert "Organisasi berubah" in run.jobs.get().error


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_job():
    rina = make_user("Rina", roles=[Role.HR_ADMIN])
    run = checked(rina)
    asked = together(*[(lambda: ask(run, WRITE, by=rina, at=NOW).pk,)] * 6)
    assert ImportJob.objects.count() == 1
    assert set(asked) == {ImportJob.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_never_fail_but_with_a_sentence():
    """Commands beside each other, as two cities' shells would: one writes, the other hears why it does not."""
    User.objects.bulk_create([SYSTEM], ignore_conflicts=True)
    other = changed(staff(), HEAD, nama="Fauzi Lain")
    files_ = [csv_of(staff()), csv_of(other)]

    def write(content):
        try:
            plan = actions.import_file(
                name="staf.csv", content=content, end_missing=False, by=SYSTEM, at=timezone.now()
            )
        except RuleBroken as broken:
            return str(broken)
        return plan.counts["new"]

    said = together(*[(write, content) for content in files_])
    assert sorted(map(str, said))[-1] in (
        "8",
        "Organisasi berubah selagi berkas ini dibaca. Belum ada yang ditulis; coba sekali lagi.",
    )
    assert Employee.objects.count() == 8
    assert imports() in (1, 2)


# ── Killed ──────────────────────────────────────────────────────────────────────────────────────
WORKER = """
import sys, time, django
django.setup()
from django.utils import timezone
from organization.importing import actions, jobs
from config.alone import by_one
kind = sys.argv[1]

def tell(*args, **options):
    answer = original(*args, **options)
    print("now", flush=True)
    time.sleep(60)
    return answer

module, name = {"reading": (actions, "plan_of"), "writing": (actions, "write")}[kind]
original = getattr(module, name)
setattr(module, name, tell)
by_one("imports", jobs.run_imports)(timezone.now())
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["reading", "writing"])
def test_a_killed_worker_leaves_nothing_and_the_next_one_does_it_all(moment, test_database_url, settings, tmp_path):
    rina = make_user("Rina", roles=[Role.HR_ADMIN])
    run = checked(rina, many(200))
    job = ask(run, WRITE, by=rina, at=NOW)
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, moment],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": test_database_url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "now\n"
    assert alone_is_free() is False
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    for _ in range(50):  # the server needs a moment to notice
        if alone_is_free():
            break
        time.sleep(0.1)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 1)
    assert not Employee.objects.exists()
    assert imports() == 0
    assert run_imports(timezone.now()) == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert Employee.objects.count() == 208
    assert imports() == 1


def alone_is_free():
    """Whether another worker could begin; asked from a connection of its own."""
    from config.alone import alone

    found = []

    def ask_for_it():
        with alone("imports") as mine:
            found.append(mine)
        connection.close()

    thread = threading.Thread(target=ask_for_it)
    thread.start()
    thread.join()
    return found[0]


# ── Files ───────────────────────────────────────────────────────────────────────────────────────
WEEK = timedelta(days=7, seconds=1)


def on_disk(run):
    return run.file.storage.exists(run.file.name), run.file.storage.exists(f"{run.file.name}.json")


@pytest.mark.django_db(transaction=True)
def test_the_file_goes_when_it_is_written_and_its_report_a_week_later():
    rina = make_user("Rina", roles=[Role.HR_ADMIN])
    run = checked(rina)
    ask(run, WRITE, by=rina, at=NOW)
    run_imports(NOW)
    assert on_disk(run) == (False, True)
    assert files.forget_files(NOW + WEEK) == 1
    assert on_disk(run) == (False, False)
    run.refresh_from_db()
    assert (run.state, run.file.name) == ("applied", "")
    assert files.forget_files(NOW + WEEK) == 0


@pytest.mark.django_db(transaction=True)
def test_what_nobody_decided_about_is_discarded_after_a_week():
    User.objects.bulk_create([SYSTEM], ignore_conflicts=True)
    rina = make_user("Rina", roles=[Role.HR_ADMIN])
    idle, waiting = checked(rina), checked(rina)
    ask(waiting, WRITE, by=rina, at=NOW)
    assert files.forget_files(NOW + WEEK - timedelta(minutes=1)) == 0
    assert files.forget_files(NOW + WEEK) == 1
    assert (on_disk(idle), on_disk(waiting)) == ((False, False), (True, True))
    idle.refresh_from_db()
    assert idle.state == "discarded"
    version = idle.history.first()
    assert (version.history_user, version.history_change_reason) == (SYSTEM, "Tujuh hari sudah lewat.")
    told = Entry.objects.filter(stream=f"importrun:{idle.pk}").order_by("n").values_list("event", flat=True)
    assert list(told)[1:] == ["organization.import_discarded", "organization.import_files_deleted"]


@pytest.mark.django_db
def test_files_without_a_row_go_too(rina):
    run = checked(rina)
    lost = run.file.storage.save("imports/lost", ContentFile(b"nip"))
    files.forget_files(NOW + timedelta(days=6))
    assert run.file.storage.exists(lost)
    later = timezone.now() + WEEK
    ImportRun.objects.filter(pk=run.pk).update(checked_at=later)
    files.forget_files(later)
    assert not run.file.storage.exists(lost)
    assert on_disk(run) == (True, True)
