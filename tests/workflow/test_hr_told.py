"""Where a case goes on only if HR does something, everybody who runs the cycle is told: who, of what, where it leads."""

import pytest

from notifications.models import Notice
from notifications.wording import tell
from organization.models import User
from organization.selectors import hr_administrators
from tests.counting import statements
from tests.office import DAY, NOW, Office
from workflow import beside
from workflow.committees import appoint_substitute
from workflow.sweeper import sweep

from .walking import walk

BEFORE_IT = "0 submit supervisor_review\n 2 submit employee_response\n 3 acknowledge committee_vote"


def colleague(name, **facts):
    return User.objects.create(username=name, name=name, **({"roles": ["hr_admin"]} | facts))


def disputed(office):
    walk(office, "0 submit supervisor_review\n 2 submit employee_response\n 4 deliver:1 employee_response")
    beside.dispute_delivery(office.appraisal.pk, dispute="Saya cuti.", by=office.employee, at=NOW + 6 * DAY)


def without_quorum(office):
    walk(office, f"{BEFORE_IT}\n 31 lapse committee_vote")


def recused(office):
    walk(office, f"{BEFORE_IT}\n 9 recuse:0 committee_vote\n 9 recuse:1 committee_vote\n 9 recuse:2 committee_vote")


STUCK = [(disputed, "delivery_disputed"), (without_quorum, "no_quorum"), (recused, "nobody_free")]


@pytest.mark.parametrize(("story", "event"), STUCK)
def test_all_of_hr_is_told_but_no_party_and_nobody_who_left(office, story, event):
    colleague("second_hr")
    colleague("former_hr", is_active=False)
    colleague("only_inspector", roles=["inspector"])
    office.supervisor.roles = ["inspector", "hr_admin"]
    office.supervisor.save()
    story(office)
    assert office.told(event) - {"employee"} == {"hr", "second_hr"}


@pytest.mark.parametrize(("story", "event"), STUCK)
def test_a_city_without_hr_goes_on(office, story, event):
    User.objects.filter(pk=office.hr.pk).update(roles=[])
    assert hr_administrators() == []
    story(office)
    assert event in office.events()
    assert office.told(event) <= {"employee"}


@pytest.mark.parametrize(("story", "event"), STUCK)
def test_what_hr_is_told_leads_to_the_case(office, story, event, client):
    story(office)
    told = next(one for one in tell(list(Notice.objects.filter(to=office.hr))) if one.notice.about.endswith(event))
    assert (told.notice.kind, told.title) != ("task", "Ada kabar baru")
    assert "Siti Rahmawati" in told.lead.subject
    client.force_login(office.hr)
    page = client.get(told.lead.url)
    assert page.status_code == 200
    assert "Siti Rahmawati" in page.content.decode()


def test_a_substitute_who_leaves_nobody_free_tells_hr(db):
    """The last member who was no party is replaced by one who is."""
    office = Office(members=["second_level", "member_0"])
    walk(office, BEFORE_IT)
    assert office.told("nobody_free") == set()
    appoint_substitute(office.seats[1].pk, office.employee, "1", "Pindah.", by=office.hr, at=NOW + 4 * DAY)
    assert office.events()[-3:] == ["committee_opened", "members_recused", "nobody_free"]
    assert office.told("nobody_free") == {"hr"}
    assert [step.owner_id for step in office.open_steps()] == [0]


def test_any_number_of_hr_costs_the_same(office):
    counts = []
    for size in (1, 30):
        while len(hr_administrators()) < size:
            colleague(f"hr{User.objects.count()}")
        office.appraisal = office.launch([User.objects.create(username=f"p{size}", name="P")])[0]
        office.indicators = []
        walk(office, BEFORE_IT)
        with statements() as made:
            assert sweep(NOW + 31 * DAY) >= 1
        counts.append(len(made))
        assert len(office.told("no_quorum") & {person.username for person in hr_administrators()}) == size
    assert counts[0] >= counts[1]


def test_who_is_hr_is_one_statement(office):
    colleague("second_hr", roles=["inspector", "hr_admin"])
    with statements() as made:
        assert {person.username for person in hr_administrators()} == {"hr", "second_hr"}
    assert len(made) == 1
