"""What a person keeps about his inbox: views with names, his last visit, tasks put off, and the way to the next."""

import datetime

import pytest
from django.utils import timezone

from organization.models import Delegation
from tests.counting import statements
from tests.journeys.test_inbox import give_all_to, make_colleagues
from tests.office import DAY, NOW
from workflow.desk.rules import MOST_VIEWS, why_not_until
from workflow.desk.snoozing import forget, snooze
from workflow.models import Desk, Snooze, Step
from workflow.selectors import counts_for

DUE = NOW + 5 * DAY


@pytest.fixture(autouse=True)
def _now(time_machine, settings):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 60 * 60  # seconds: these stories are longer than a session
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def supervisor(office, client):
    """Somebody with four tasks, due in five days."""
    make_colleagues(office, 3)
    give_all_to(office, office.supervisor, due_at=DUE)
    client.force_login(office.supervisor)
    return office.supervisor


def steps():
    return list(Step.objects.filter(completed_at=None).order_by("pk"))


def listed(page):
    return [row.pk for _group, rows in page.context["groups"] for row in rows]


# --- views with names ---


def test_a_view_is_saved_found_again_and_forgotten(client, supervisor):
    Step.objects.filter(pk=steps()[0].pk).update(due_at=NOW - DAY)
    client.post("/inbox/views/keep/?due=overdue", {"name": "Terlambat saja"})
    page = client.get("/inbox/?due=overdue")
    assert page.context["view"] == "Terlambat saja"
    assert "?due=overdue" in page.content.decode()
    assert len(listed(client.get("/inbox/"))) == 4
    client.post("/inbox/views/forget/", {"name": "Terlambat saja"})
    assert Desk.objects.get().views == []


def test_the_view_one_begins_with_is_what_a_bare_address_shows(client, supervisor):
    Step.objects.filter(pk=steps()[0].pk).update(due_at=NOW - DAY)
    client.post("/inbox/views/keep/?due=overdue", {"name": "Mendesak", "first": "1"})
    assert listed(client.get("/inbox/")) == [steps()[0].pk]
    assert len(listed(client.get("/inbox/?view=all"))) == 4
    client.post("/inbox/views/begin/", {"name": ""})
    assert len(listed(client.get("/inbox/"))) == 4


def test_forgetting_the_first_view_shows_everything_again(client, supervisor):
    client.post("/inbox/views/keep/?due=overdue", {"name": "Mendesak", "first": "1"})
    client.post("/inbox/views/forget/", {"name": "Mendesak"})
    assert len(listed(client.get("/inbox/"))) == 4


@pytest.mark.parametrize("name", ["", "x" * 41, "a\tb"])
def test_a_view_needs_a_name(client, supervisor, name):
    page = client.post("/inbox/views/keep/?due=overdue", {"name": name}, follow=True)
    assert "Beri nama tampilan" in page.content.decode()
    assert not Desk.objects.exclude(views=[]).exists()


def test_twelve_views_are_enough_and_one_may_be_replaced(client, supervisor):
    for n in range(MOST_VIEWS):
        client.post("/inbox/views/keep/?due=overdue", {"name": f"Tampilan {n}"})
    page = client.post("/inbox/views/keep/?due=today", {"name": "Satu lagi"}, follow=True)
    assert "sudah menyimpan 12 tampilan" in page.content.decode()
    client.post("/inbox/views/keep/?due=today", {"name": "Tampilan 3"})
    assert {"name": "Tampilan 3", "query": "due=today"} in Desk.objects.get().views


def test_a_view_holds_filters_and_never_a_name(client, supervisor):
    client.post("/inbox/views/keep/?due=today&q=Siti&x=%3Cscript%3E", {"name": "Hari ini"})
    assert Desk.objects.get().views == [{"name": "Hari ini", "query": "due=today"}]


def test_views_of_roles_are_offered_for_the_tasks_one_has(client, office, supervisor):
    office.take("submit", step=steps()[0], by=supervisor)  # it is a review now
    Step.objects.filter(name="supervisor_review").update(owner=supervisor)
    text = client.get("/inbox/").content.decode()
    assert "Sebagai pegawai" in text
    assert "Sebagai penilai" in text
    assert "Sebagai anggota komite" not in text
    assert {row.name for _group, rows in client.get("/inbox/?role=supervisor").context["groups"] for row in rows} == {
        "supervisor_review"
    }


def test_a_clarification_is_in_the_view_of_whom_it_asks(client, office):
    office.bring_to("clarification")
    client.force_login(office.employee)
    assert len(listed(client.get("/inbox/?role=employee"))) == 1
    assert listed(client.get("/inbox/?role=supervisor")) == []


# --- the last visit ---


def test_what_came_since_the_last_visit_is_new(client, supervisor, time_machine):
    client.get("/inbox/")
    assert client.get("/inbox/").context["counters"].new == 0
    time_machine.move_to(NOW + DAY, tick=False)
    Step.objects.filter(pk=steps()[2].pk).update(opened_at=NOW + datetime.timedelta(hours=5))
    page = client.get("/inbox/")
    assert page.context["counters"].new == 1
    assert "1 baru sejak" in page.content.decode()
    assert listed(client.get("/inbox/?new=1")) == [steps()[2].pk]


def test_a_visit_lasts_half_an_hour(client, supervisor, time_machine):
    client.get("/inbox/")
    time_machine.move_to(NOW + datetime.timedelta(minutes=29), tick=False)
    client.get("/inbox/")
    assert Desk.objects.get().visited_at == NOW
    time_machine.move_to(NOW + datetime.timedelta(minutes=31), tick=False)
    client.get("/inbox/")
    desk = Desk.objects.get()
    assert (desk.seen_until, desk.visited_at) == (NOW, timezone.now())


# --- putting off ---


def test_what_is_put_off_leaves_the_list_and_the_count_and_comes_back(client, supervisor, time_machine):
    first = steps()[0]
    page = client.post(f"/tasks/{first.pk}/snooze/", {"days": "3"}, follow=True)
    assert "Tugas ditunda. Batas waktunya tetap." in page.content.decode()
    assert first.pk not in listed(page)
    assert page.context["counters"].asleep == 1
    assert counts_for(supervisor)["tasks"] == 3
    assert listed(client.get("/inbox/?asleep=1")) == [first.pk]
    first.refresh_from_db()
    assert first.due_at == DUE
    time_machine.move_to(NOW + 3 * DAY, tick=False)  # 10.00; it came back as the day began
    assert first.pk in listed(client.get("/inbox/"))


def test_it_comes_back_at_once_when_asked(client, supervisor):
    first = steps()[0]
    client.post(f"/tasks/{first.pk}/snooze/", {"days": "1"})
    assert first.pk not in listed(client.get("/inbox/"))
    client.post(f"/tasks/{first.pk}/wake/")
    assert first.pk in listed(client.get("/inbox/"))


def test_nothing_is_put_off_beyond_its_deadline(client, supervisor):
    soon = steps()[0]
    Step.objects.filter(pk=soon.pk).update(due_at=NOW + 2 * DAY)
    page = client.post(f"/tasks/{soon.pk}/snooze/", {"days": "3"}, follow=True)
    assert "jatuh tempo lebih dulu" in page.content.decode()
    assert not Snooze.objects.exists()


@pytest.mark.parametrize(
    ("due_in", "days", "is_refused"),
    [(3, 3, False), (3, 4, True), (-1, 1, True), (None, 14, False), (None, 15, True), (5, 0, True)],
)
def test_a_step_is_back_on_the_day_it_is_due(office, due_in, days, is_refused):
    step = office.open_steps()[0]
    step.due_at = None if due_in is None else NOW + due_in * DAY
    assert bool(why_not_until(step, (NOW + days * DAY).date(), at=NOW)) == is_refused


def test_nobody_puts_off_the_tasks_of_somebody_else(client, office, supervisor):
    client.force_login(office.employee)
    assert client.post(f"/tasks/{steps()[0].pk}/snooze/", {"days": "1"}).status_code == 404
    assert client.post(f"/tasks/{steps()[0].pk}/wake/").status_code == 404
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("body", [{}, {"days": "x"}, {"days": "9" * 30}, {"days": "2"}])
def test_a_strange_request_puts_nothing_off(client, supervisor, body):
    page = client.post(f"/tasks/{steps()[0].pk}/snooze/", body, follow=True)
    assert "Pilih hari antara besok" in page.content.decode()
    assert not Snooze.objects.exists()


def test_a_delegate_puts_off_for_himself_only(client, office, supervisor):
    delegate = office.members[0]
    Delegation.objects.create(principal=supervisor, delegate=delegate, from_date=NOW, to_date=NOW, letter_no="800/5")
    client.force_login(delegate)
    assert counts_for(delegate)["tasks"] == 4
    client.post(f"/tasks/{steps()[0].pk}/snooze/", {"days": "1"})
    assert counts_for(delegate)["tasks"] == 3
    assert counts_for(supervisor)["tasks"] == 4


def test_what_had_its_use_is_forgotten(office, supervisor):
    first, second = steps()[:2]
    for step in (first, second):
        snooze(step.pk, day=(NOW + DAY).date(), by=supervisor, at=NOW)
    assert forget(NOW) == 0
    office.take("submit", step=first, by=supervisor)
    assert forget(NOW) == 1
    assert forget(NOW + 2 * DAY) == 1


# --- the next one ---


def test_next_and_previous_follow_the_list_as_it_was_filtered(client, supervisor):
    first, second, third, fourth = steps()
    Step.objects.filter(pk=third.pk).update(due_at=NOW - DAY)
    Step.objects.filter(pk=fourth.pk).update(due_at=None)
    client.get("/inbox/")
    assert client.get(f"/tasks/{third.pk}/next/").url == f"/tasks/{first.pk}/"
    assert client.get(f"/tasks/{second.pk}/next/").url == f"/tasks/{fourth.pk}/"
    assert client.get(f"/tasks/{fourth.pk}/previous/").url == f"/tasks/{second.pk}/"
    assert client.get(f"/tasks/{first.pk}/previous/").url == f"/tasks/{third.pk}/"
    client.get("/inbox/?due=overdue")
    page = client.get(f"/tasks/{third.pk}/next/", follow=True)
    assert "tugas terakhir dalam daftar ini" in page.content.decode()
    assert listed(page) == [third.pk]


def test_after_a_task_is_done_the_next_one_is_one_click_away(client, office, supervisor):
    first, second = steps()[:2]
    client.get("/inbox/")
    office.take("submit", step=first, by=supervisor)
    assert client.get(f"/tasks/{first.pk}/next/").url == f"/tasks/{second.pk}/"


def test_nobody_walks_along_the_tasks_of_somebody_else(client, office, supervisor):
    client.force_login(office.employee)
    assert client.get(f"/tasks/{steps()[0].pk}/next/").status_code == 404


# --- what it costs ---


@pytest.mark.parametrize("others", [1, 120])
@pytest.mark.parametrize("more", ["", "&new=1", "&asleep=1"])
@pytest.mark.parametrize("role", ["employee", "delegate"])
def test_every_filter_at_once_costs_seven_statements(office, client, others, more, role):
    make_colleagues(office, others)
    give_all_to(office, office.supervisor, due_at=DUE)
    who = {"from_date": NOW, "to_date": NOW, "letter_no": "800/5"}
    Delegation.objects.create(principal=office.second_level, delegate=office.supervisor, **who)
    client.force_login(office.supervisor)
    client.post("/inbox/search/", {"q": "Rekan"})
    client.post("/inbox/views/keep/?due=week", {"name": "Minggu ini", "first": "1"})
    client.get("/inbox/")
    step = Step.objects.filter(case__appraisal__employee__name__startswith="Rekan").first()
    query = f"?jenis=self_assessment&unit={office.unit.pk}&due=week&role={role}&preview={step.pk}{more}"
    with statements() as found:
        page = client.get("/inbox/" + query)
    assert bool(page.context["preview"]) == (not more and role == "employee")
    assert len(found) <= 7, "\n".join(found)
    assert len(page.content) <= 30 * 1024
