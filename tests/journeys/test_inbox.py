"""The inbox: what waits for me, most urgent first, and nothing of anybody else's."""

import datetime

import pytest

from organization.models import Delegation, Employee, Identifier, User
from tests.counting import statements
from tests.office import DAY, NOW
from workflow.models import Step
from workflow.selectors import counts_for
from workflow.selectors.inbox import CAP, PAGE

NIP = "198804122011012006"


@pytest.fixture
def inbox_of(client):
    """Return `inbox_of(user, **query)`: the page as that person gets it."""

    def inbox_of(user, path="/inbox/", **query):
        client.force_login(user)
        return client.get(path, query)

    return inbox_of


def make_colleagues(office, count):
    people = [User(username=f"colleague-{n}", name=f"Rekan {n:03}") for n in range(count)]
    User.objects.bulk_create(people)
    Employee.objects.bulk_create([Employee(user=person, type="pns") for person in people])
    return office.launch(people)


def give_all_to(office, user, **changed):
    Step.objects.filter(completed_at=None).update(owner=user, **changed)


def test_a_task_names_the_employee_the_step_and_its_deadline(office, inbox_of):
    page = inbox_of(office.employee)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Siti Rahmawati" in text
    assert "Isi penilaian mandiri" in text
    assert "12 Nov 2026 23.59 WIB" in text
    assert "unread" in text


def test_an_opened_task_is_no_longer_unread(office, inbox_of, client):
    client.force_login(office.employee)
    client.get(f"/tasks/{office.open_steps()[0].pk}/")
    assert "task unread" not in inbox_of(office.employee).content.decode()


def test_nobody_finds_the_tasks_of_somebody_else(office, inbox_of):
    text = inbox_of(office.supervisor).content.decode()
    assert "Semua tugas selesai" in text
    assert "Siti Rahmawati" not in text


@pytest.mark.parametrize(
    ("due_in", "group"),
    [
        (datetime.timedelta(minutes=-1), "Terlambat"),
        (datetime.timedelta(hours=13, minutes=59), "Hari ini"),
        (datetime.timedelta(hours=14), "Minggu ini"),
        (6 * DAY, "Minggu ini"),
        (7 * DAY, "Nanti"),
        (None, "Tanpa tenggat"),
    ],
)
def test_a_task_stands_in_the_group_of_its_local_day(office, inbox_of, due_in, group):
    """It is 10.00 WIB, so the day has fourteen hours left."""
    give_all_to(office, office.employee, due_at=due_in and NOW + due_in)
    page = inbox_of(office.employee)
    assert [label for label, _rows in page.context["groups"]] == [page.context["groups"][0][0]]
    assert page.context["groups"][0][0].label == group


def test_the_most_urgent_comes_first_and_what_has_no_deadline_last(office, inbox_of):
    make_colleagues(office, 3)
    due = [NOW + 2 * DAY, None, NOW - DAY, NOW]
    for step, due_at in zip(Step.objects.order_by("pk"), due, strict=True):
        Step.objects.filter(pk=step.pk).update(due_at=due_at, owner=office.supervisor)
    groups = inbox_of(office.supervisor).context["groups"]
    assert [row.due_at for _group, rows in groups for row in rows] == [NOW - DAY, NOW, NOW + 2 * DAY, None]


def test_filters_are_in_the_address_and_can_be_cleared(office, inbox_of):
    give_all_to(office, office.supervisor)
    assert "Siti Rahmawati" in inbox_of(office.supervisor, jenis="self_assessment", due="later").content.decode()
    empty = inbox_of(office.supervisor, jenis="committee_vote").content.decode()
    assert "Tidak ada tugas untuk saringan ini" in empty
    assert "Hapus saringan" in empty
    strange = inbox_of(office.supervisor, jenis="x", unit="y", due="z", after="q~w", preview="v")
    assert strange.status_code == 200
    assert "Siti Rahmawati" in strange.content.decode()


def test_a_unit_filter_is_offered_where_there_are_several(office, inbox_of):
    give_all_to(office, office.supervisor)
    assert 'name="unit"' not in inbox_of(office.supervisor).content.decode()
    assert "Siti Rahmawati" in inbox_of(office.supervisor, unit=office.unit.pk).content.decode()
    assert "Siti Rahmawati" not in inbox_of(office.supervisor, unit=office.unit.pk + 1).content.decode()


@pytest.mark.parametrize("words", ["rahma siti", "1988 0412", NIP])
def test_a_search_stays_out_of_the_address(office, inbox_of, client, words):
    Identifier.objects.create(employee_id=office.employee.pk, kind="nip", number=NIP, from_date=NOW.date())
    make_colleagues(office, 2)
    give_all_to(office, office.supervisor)
    client.force_login(office.supervisor)
    answer = client.post("/inbox/search/", {"q": words})
    assert answer.url == "/inbox/"
    text = client.get(answer.url).content.decode()
    assert "Siti Rahmawati" in text
    assert "Rekan 001" not in text
    client.post("/inbox/search/", {"q": ""})
    assert "Rekan 001" in client.get("/inbox/").content.decode()


def test_a_delegate_finds_the_tasks_of_his_principal_while_the_letter_holds(office, inbox_of):
    delegate = office.members[0]
    letter = Delegation.objects.create(
        principal=office.employee, delegate=delegate, from_date=NOW, to_date=NOW, letter_no="800/5/2026"
    )
    assert "Termasuk tugas atas nama Siti Rahmawati" in inbox_of(delegate).content.decode()
    letter.ended_at = NOW
    letter.save()
    assert "Siti Rahmawati" not in inbox_of(delegate).content.decode()
    letter.ended_at = None
    letter.to_date = letter.from_date = NOW - DAY
    letter.save()
    assert "Siti Rahmawati" not in inbox_of(delegate).content.decode()


def test_pages_follow_each_other_by_key(office, inbox_of):
    make_colleagues(office, PAGE + 2)
    give_all_to(office, office.supervisor)
    first = inbox_of(office.supervisor)
    second = inbox_of(office.supervisor, path=first.context["more"])
    found = [row.pk for page in (first, second) for _group, rows in page.context["groups"] for row in rows]
    assert len(found) == len(set(found)) == PAGE + 3
    assert not second.context["more"]


def test_the_preview_is_neither_an_opening_nor_a_receipt(office, inbox_of):
    office.take("submit")
    office.take("submit")
    step = office.open_steps()[0]
    text = inbox_of(office.employee, preview=step.pk).content.decode()
    assert 'id="pv"' in text
    assert "Sesuai ekspektasi" not in text
    step.refresh_from_db()
    assert step.first_seen_at is None
    assert step.case.appraisal.received_at is None
    assert 'id="pv"' not in inbox_of(office.supervisor, preview=step.pk).content.decode()


@pytest.mark.parametrize("others", [0, 24, 499])
def test_the_inbox_costs_seven_statements_at_any_size(office, client, others):
    make_colleagues(office, others)
    give_all_to(office, office.supervisor)
    client.force_login(office.supervisor)
    step = office.open_steps()[0]
    with statements() as found:
        page = client.get("/inbox/", {"preview": step.pk})
    assert len(found) <= 7, "\n".join(found)
    assert len(page.content) <= 30 * 1024


def test_the_shell_counts_in_one_statement_and_never_beyond_the_cap(office, db):
    make_colleagues(office, CAP + 20)
    give_all_to(office, office.supervisor)
    with statements() as found:
        counted = counts_for(office.supervisor)
    assert len(found) == 1
    assert counted == {"tasks": f"{CAP}+", "unread": 0, "newest": 0, "is_member": False}
    assert counts_for(office.employee)["unread"] == 1
