"""What the pages say of a step that is late: that it stays, and whom it was told to, by role, name and time."""

import re

import pytest

from organization.models import Employee, User
from tests.counting import statements
from tests.office import DAY, NOW, Office
from tests.people import override
from tests.workflow.walking import walk
from workflow.models import Step
from workflow.sweeper import escalate

SENT = "0 submit supervisor_review"
STATED = f"{SENT}\n 2 submit employee_response\n 3 object supervisor_statement\n 4 submit objection_decision"


@pytest.fixture
def read(client, office):
    """Return `read(user)`: the words of the case's page, or of another address, as that person reads it."""

    def read(user, address=""):
        client.force_login(user)
        answer = client.get(address or f"/appraisals/{office.appraisal.pk}/")
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))

    return read


def late(office, way, day, clock):
    walk(office, way)
    clock.move_to(NOW + day * DAY, tick=False)
    assert escalate(NOW + day * DAY) == 1


def test_before_it_is_late_the_page_says_who_would_be_told(office, read):
    walk(office, SENT)
    assert "Bila terlambat, atasan pejabat penilai diberi tahu." in read(office.employee)
    assert "Bila terlambat, atasan Anda diberi tahu." in read(office.supervisor)
    walk(office, STATED.removeprefix(SENT))
    assert "Bila terlambat, atasan pejabat yang menetapkan dan pengelola kinerja" in read(office.employee)


def test_a_late_review_is_told_on_the_page_of_everybody(office, read, time_machine):
    late(office, SENT, 21, time_machine)
    page = read(office.employee)
    assert "Batas waktu sudah lewat (22 Nov 2026 23.59 WIB). Tahap ini tetap terbuka." in page
    told = "Keterlambatan diberitahukan kepada Rahmat Siregar (atasan pejabat penilai)."
    assert f"{told} Sen 23 Nov 2026, 10.00 WIB" in page
    assert page.count(told) == 2  # in the box, and in the history
    assert "Hasan Nauli belum memberi hasil sampai batas penilaian, 22 November 2026." in page
    page = read(office.supervisor)
    assert "Tugas ini tetap terbuka. Keterlambatan diberitahukan 23 Nov 2026 10.00 WIB." in page
    assert told in page
    step = read(office.supervisor, f"/tasks/{office.step().pk}/")
    assert "Keterlambatan diberitahukan 23 Nov 2026 10.00 WIB." in step


def test_a_late_decision_names_the_superior_and_hr(office, read, time_machine):
    Employee.objects.create(user=office.second_level, type="pns")
    override(office.second_level, office.stranger)
    late(office, STATED, 19, time_machine)
    for person in (office.employee, office.second_level, office.hr):
        page = read(person)
        assert "kepada Lamhot Simbolon (atasan pejabat yang menetapkan). Sab 21 Nov 2026, 10.00 WIB" in page
        assert "Keterlambatan diberitahukan kepada 1 pengelola kinerja." in page
    assert "keberatan tidak ditolak dan tidak dikabulkan" in read(office.employee)
    assert "tetap terbuka" in read(office.second_level, f"/tasks/{office.step().pk}/")


def test_once_it_is_done_only_the_history_tells(office, read, time_machine):
    late(office, SENT, 21, time_machine)
    walk(office, "22 return self_assessment")
    page = read(office.supervisor)
    assert page.count("Keterlambatan diberitahukan") == 1
    walk(office, "22 submit supervisor_review")
    page = read(office.employee)  # another step, not late yet
    assert page.count("Keterlambatan diberitahukan") == 1
    assert "Bila terlambat, atasan pejabat penilai diberi tahu." in page


def test_in_english(office, read, time_machine):
    User.objects.filter(pk=office.employee.pk).update(language="en")
    late(office, SENT, 21, time_machine)
    page = read(User.objects.get(pk=office.employee.pk))
    assert "The deadline has passed (22 Nov 2026 23:59 WIB). This stage stays open." in page
    assert "The delay was reported to Rahmat Siregar (second-level supervisor)." in page


def test_at_the_top_hr_is_named_beforehand(db, client):
    office = Office(top=True)
    walk(office, SENT)
    for person, words in [(office.employee, "Tahap ini"), (office.supervisor, "Tugas ini")]:
        client.force_login(person)
        page = client.get(f"/appraisals/{office.appraisal.pk}/").content.decode()
        assert f"{words} tidak lewat dengan sendirinya. Bila terlambat, pengelola kinerja diberi tahu." in page


def test_the_page_of_a_late_case_costs_no_more(office, client, time_machine):
    counts = []
    for day in (0, 19):
        if day == 0:
            walk(office, STATED)
        else:
            time_machine.move_to(NOW + day * DAY, tick=False)
            escalate(NOW + day * DAY)
        client.force_login(office.employee)
        client.get(f"/appraisals/{office.appraisal.pk}/")
        with statements() as made:
            client.get(f"/appraisals/{office.appraisal.pk}/")
        counts.append(len(made))
    assert counts[1] <= counts[0] + 1  # the names of those who were told
    assert counts[1] <= 13  # session and user included
    assert Step.objects.filter(late_told_at__isnull=False).count() == 1
