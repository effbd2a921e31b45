"""The demo: the promised accounts, each with something to do, loaded once."""

import datetime
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from appraisal.models import Appraisal, Indicator
from config.demo.loading import load
from config.demo.loading.personas import PASSWORD
from organization.models import User
from workflow.models import Step
from workflow.sweeper import sweep

AT = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
ACCOUNTS = ["employee", "supervisor", "second-level", "hr-admin", "inspector", *(f"committee-{n}" for n in range(1, 6))]


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    load(city="padangsidimpuan", employees=150, at=AT, say=lambda text: None)
    return {user.username: user for user in User.objects.filter(is_demo=True)}


def test_every_account_can_sign_in_and_finds_something_to_do(demo):
    assert set(demo) == set(ACCOUNTS)
    open_steps = Counter(Step.objects.filter(completed_at=None).values_list("owner__username", "name"))
    assert all(user.check_password(PASSWORD) for user in demo.values())
    assert open_steps["supervisor", "supervisor_review"]
    assert open_steps["supervisor", "supervisor_statement"]
    assert open_steps["second-level", "objection_decision"]
    assert all(open_steps[f"committee-{n}", "committee_vote"] for n in range(1, 6))
    assert demo["hr-admin"].roles == ["hr_admin"]
    assert demo["inspector"].roles == ["inspector"]


def test_the_employee_has_an_open_self_assessment_with_exactly_these_people(demo):
    appraisal = Appraisal.objects.get(employee=demo["employee"], cycle__slug="triwulan-iii-2026")
    assert appraisal.stage == "self_assessment"
    assert (appraisal.supervisor, appraisal.second_level) == (demo["supervisor"], demo["second-level"])
    members = set(appraisal.committee.seats.values_list("member__username", flat=True))
    assert members == {f"committee-{n}" for n in range(1, 6)}
    targets = Indicator.objects.filter(planned_result__plan=appraisal.plan).values_list("target", flat=True)
    assert sum(target % 1 != 0 for target in targets) >= 3
    assert appraisal.plan.state == "agreed"
    assert Step.objects.filter(owner=demo["employee"], completed_at=None).count() == 1


def test_nothing_lapses_on_the_first_day(demo):
    assert sweep(AT) == 0


def test_it_is_loaded_once(demo):
    before = Step.objects.count()
    assert load(city="padangsidimpuan", employees=150, at=AT, say=lambda text: None) is False
    assert Step.objects.count() == before


def test_a_public_password_needs_the_demo_switch(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_data")
