"""What an inbox begins with: HR sets it for a role, one's own choice wins, and everything is one click away."""

import re

import pytest

from audit.models import Entry
from tests.counting import statements
from tests.journeys.test_inbox import give_all_to, make_colleagues
from tests.office import DAY, NOW
from tests.people import make_user
from workflow.desk.beginning import drop_role_view, set_role_view
from workflow.models import RoleView, Snooze, Step
from workflow.refusals import Forbidden
from workflow.selectors import inbox

URGENT = {"name": "Mendesak dahulu", "query": "due=overdue"}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def reader(office, client):
    """The supervisor with four tasks of his own, one of them late."""
    make_colleagues(office, 3)
    give_all_to(office, office.supervisor, due_at=NOW + 5 * DAY)
    Step.objects.filter(pk=Step.objects.filter(completed_at=None).earliest("pk").pk).update(due_at=NOW - DAY)
    client.force_login(office.supervisor)
    return office.supervisor


def listed(page):
    return [row.pk for _group, rows in page.context["groups"] for row in rows]


def said(page):
    told = re.search(r'<p class="notice" role="status">(.*?)</p>', page.content.decode(), re.S)
    return " ".join(re.sub("<[^>]+>", " ", told[1]).split()) if told else ""


def begin(office, role="employee", **view):
    set_role_view(role, **URGENT | view, by=office.hr, at=NOW)


def test_people_of_the_role_begin_with_it_and_are_told_what_it_hides(office, reader, client):
    assert said(client.get("/inbox/")) == ""
    begin(office)
    page = client.get("/inbox/")
    assert len(listed(page)) == 1
    assert (
        said(page)
        == "Tampilan awal “Mendesak dahulu” dari pengelola kinerja dipakai. 3 tugas tidak ditampilkan. Semua tugas"
    )
    everything = client.get("/inbox/?view=all")
    assert '<a href="/inbox/?view=all">Semua tugas</a>' in page.content.decode()
    assert (len(listed(everything)), said(everything)) == (4, "")


def test_people_of_other_roles_do_not(office, reader, client):
    begin(office, "supervisor")
    assert len(listed(client.get("/inbox/"))) == 4


def test_what_one_asks_for_is_not_narrowed_further(office, reader, client):
    begin(office)
    assert len(listed(client.get("/inbox/?due=week"))) == 3
    client.post("/inbox/search/", {"q": "Rekan"})
    assert len(listed(client.get("/inbox/"))) == 3


def test_ones_own_choice_wins(office, reader, client):
    begin(office)
    client.post("/inbox/views/keep/?due=week", {"name": "Minggu ini", "first": "1"})
    page = client.get("/inbox/")
    assert said(page) == "Tampilan “Minggu ini” dipakai. 1 tugas tidak ditampilkan. Semua tugas"
    client.post("/inbox/views/begin/", {"name": ""})  # to begin with everything is a choice, too
    page = client.get("/inbox/")
    assert len(listed(page)) == 4
    assert "Ikuti tampilan awal peran saya" in page.content.decode()
    client.post("/inbox/views/begin/", {"role": "1"})
    assert len(listed(client.get("/inbox/"))) == 1


def test_whoever_has_several_roles_begins_as_the_one_that_others_wait_for(office, reader, client):
    office.take("submit", step=Step.objects.filter(completed_at=None).earliest("pk"), by=reader)
    Step.objects.filter(name="supervisor_review").update(owner=reader)
    begin(office, query="role=employee")
    assert len(listed(client.get("/inbox/"))) == 3
    begin(office, "supervisor", name="Menilai", query="role=supervisor")
    page = client.get("/inbox/")
    assert {row.name for _group, rows in page.context["groups"] for row in rows} == {"supervisor_review"}
    assert "“Menilai”" in said(page)


def test_an_empty_view_still_says_where_the_rest_is(office, reader, client):
    begin(office, query="due=none")
    page = client.get("/inbox/")
    assert listed(page) == []
    assert "4 tugas tidak ditampilkan" in said(page)


def test_next_and_previous_stay_within_it(office, reader, client):
    begin(office, query="due=week")
    first, second, *_rest = listed(client.get("/inbox/"))
    assert client.get(f"/tasks/{first}/next/").url == f"/tasks/{second}/"


@pytest.mark.parametrize(
    "query",
    ["due=overdue", "due=week", "jenis=supervisor_review", "role=supervisor", "role=employee", "role=member", "asleep=1",
     "new=1", "unit=999999", "role=delegate", "jenis=self_assessment&due=week&role=employee"],
)  # fmt: skip
def test_what_is_said_to_be_hidden_is_what_the_list_leaves_out(office, reader, client, query):
    client.get("/inbox/")  # a visit, after which nothing is new
    Step.objects.filter(completed_at=None).update(opened_at=NOW - DAY)
    one, two, *_rest = Step.objects.filter(completed_at=None).order_by("pk")
    office.take("submit", step=one, by=reader)
    Step.objects.filter(name="supervisor_review").update(owner=reader, opened_at=NOW + DAY)
    Snooze.objects.create(step=two, person=reader, until=NOW + DAY)
    everything = set(listed(client.get("/inbox/?view=all")))
    page = client.get(f"/inbox/?{query}")
    assert page.context["hidden"] == len(everything - set(listed(page)))


def test_a_clarification_is_counted_as_it_is_listed(office, client):
    office.bring_to("clarification")
    client.force_login(office.employee)
    for role, hidden in (("employee", 0), ("supervisor", 1)):
        assert client.get(f"/inbox/?role={role}").context["hidden"] == hidden


def test_it_costs_seven_statements_and_thirty_kilobytes(office, client):
    make_colleagues(office, 60)
    give_all_to(office, office.supervisor)
    begin(office, query="role=employee")
    client.force_login(office.supervisor)
    with statements() as found:
        page = client.get("/inbox/")
    assert page.context["role_view"]
    assert len(found) <= 7, "\n".join(found)
    assert len(page.content) <= 30 * 1024


# --- HR ---


@pytest.fixture
def hr(office, client):
    client.force_login(office.hr)
    return office.hr


def entries():
    return list(Entry.objects.filter(stream="book:inbox").order_by("n").values_list("event", flat=True))


def test_hr_sets_changes_and_takes_it_back(hr, client):
    typed = {"name": "Mendesak", "due": "overdue", "only": "role", "jenis": "supervisor_review"}
    checked = client.post("/inbox-views/supervisor/", typed).content.decode()
    assert "Hanya tugas dalam peran ini" in checked
    assert not RoleView.objects.exists()
    assert client.post("/inbox-views/supervisor/", typed | {"confirm": "1"}).url == "/inbox-views/"
    kept = RoleView.objects.get()
    assert (kept.role, kept.name, kept.query) == (
        "supervisor",
        "Mendesak",
        "jenis=supervisor_review&due=overdue&role=supervisor",
    )
    client.post("/inbox-views/supervisor/", typed | {"confirm": "1"})  # a double click
    assert "Mendesak" in client.get("/inbox-views/").content.decode()
    assert 'value="Mendesak"' in client.get("/inbox-views/supervisor/").content.decode()
    client.post("/inbox-views/supervisor/drop/")
    client.post("/inbox-views/supervisor/drop/")
    assert not RoleView.objects.exists()
    assert entries() == ["inbox.view_set", "inbox.view_dropped"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "Semua"}, "Pilih paling sedikit satu saringan"),
        ({"name": "", "due": "today"}, "Isi bagian ini"),
        ({"name": "x" * 41, "due": "today"}, "40"),
        ({"name": "<b>a</b>", "due": "today"}, "&lt;b&gt;"),
        ({"name": "Lain", "due": "sometime"}, "sometime"),
        ({"name": "Lain", "jenis": "committee_vote"}, "committee_vote"),
    ],
)
def test_what_makes_no_view_is_said_and_nothing_is_lost(hr, client, typed, why):
    page = client.post("/inbox-views/supervisor/", typed)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert typed["name"][:5].replace("<b>a<", "&lt;b&gt;a") in page.content.decode()
    assert entries() == []


def test_a_role_that_nobody_has_is_not_there(hr, client):
    assert client.get("/inbox-views/delegate/").status_code == 404
    assert client.get("/inbox-views/x/drop/").status_code == 404


def test_only_hr_may(office, client):
    with pytest.raises(Forbidden):
        set_role_view("employee", **URGENT, by=office.supervisor, at=NOW)
    with pytest.raises(Forbidden):
        drop_role_view("employee", by=make_user("Inspektur"), at=NOW)
    client.force_login(office.supervisor)
    for path in ("/inbox-views/", "/inbox-views/employee/", "/inbox-views/employee/drop/"):
        assert client.get(path).status_code == 403
        assert client.post(path, URGENT | {"confirm": "1"}).status_code in (403, 405)


def test_every_role_that_has_tasks_may_have_one():
    assert set(inbox.FIRST) == set(inbox.STEPS_OF)
