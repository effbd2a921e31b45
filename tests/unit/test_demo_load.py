"""The demo: the promised accounts, each with something to do, loaded once and told in the order of time."""

import datetime
from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from appraisal.models import Appraisal, Indicator
from audit.models import Entry
from audit.registry import histories
from config.demo import loading
from config.demo.loading import load
from config.demo.loading.personas import PASSWORD
from notifications.deliver import deliver
from notifications.models import Notice
from organization.models import User
from workflow.models import Step
from workflow.sweeper import sweep

AT = datetime.datetime(2026, 11, 22, 3, 0, tzinfo=datetime.UTC)
ACCOUNTS = ["employee", "supervisor", "second-level", "hr-admin", "inspector", *(f"committee-{n}" for n in range(1, 6))]


@override_settings(DEMO=True)
class TestTheDemo(TestCase):
    """Loaded once for all of them; what one changes is undone before the next."""

    @classmethod
    def setUpTestData(cls):
        load(city="padangsidimpuan", employees=150, at=AT, say=lambda text: None)
        cls.people = {user.username: user for user in User.objects.filter(is_demo=True)}

    def test_every_account_can_sign_in_and_finds_something_to_do(self):
        assert set(self.people) == set(ACCOUNTS)
        open_steps = Counter(Step.objects.filter(completed_at=None).values_list("owner__username", "name"))
        assert all(user.check_password(PASSWORD) for user in self.people.values())
        assert open_steps["supervisor", "supervisor_review"]
        assert open_steps["supervisor", "supervisor_statement"]
        assert open_steps["second-level", "objection_decision"]
        assert all(open_steps[f"committee-{n}", "committee_vote"] for n in range(1, 6))
        assert self.people["hr-admin"].roles == ["hr_admin"]
        assert self.people["inspector"].roles == ["inspector"]

    def test_the_employee_has_an_open_self_assessment_with_exactly_these_people(self):
        employee = self.people["employee"]
        appraisal = Appraisal.objects.get(employee=employee, cycle__slug="triwulan-iii-2026")
        assert appraisal.stage == "self_assessment"
        above = (appraisal.supervisor, appraisal.second_level)
        assert above == (self.people["supervisor"], self.people["second-level"])
        members = set(appraisal.committee.seats.values_list("member__username", flat=True))
        assert members == {f"committee-{n}" for n in range(1, 6)}
        targets = Indicator.objects.filter(planned_result__plan=appraisal.plan).values_list("target", flat=True)
        assert sum(target % 1 != 0 for target in targets) >= 3
        assert appraisal.plan.state == "agreed"
        assert Step.objects.filter(owner=employee, completed_at=None).count() == 1

    def test_results_of_one_period_wait_for_each_other(self):
        waiting = Appraisal.objects.filter(stage="awaiting_release")
        assert waiting.filter(supervisor=self.people["supervisor"]).count() >= 2
        assert waiting.values("unit").distinct().count() >= 2
        assert len(set(waiting.values_list("predicate", flat=True))) >= 4
        assert Entry.objects.filter(event="appraisal.rating_revised").count() == 2

    def test_nothing_lapses_on_the_first_day(self):
        assert sweep(AT) == 0

    def test_it_is_loaded_once(self):
        before = Step.objects.count()
        assert load(city="padangsidimpuan", employees=150, at=AT, say=lambda text: None) is False
        assert Step.objects.count() == before

    def test_notices_and_the_log_stand_in_the_order_of_their_time(self):
        """Lists and the seal go by number: what came later has a higher one."""
        for times in (
            Notice.objects.order_by("pk").values_list("created_at", flat=True),
            Entry.objects.order_by("pk").values_list("at", flat=True),
        ):
            assert len(times) > 150
            assert all(earlier <= later <= AT for earlier, later in pairwise(times))

    def test_every_structure_of_every_version_can_be_told(self):
        """Minutes, policies, documents, snapshots: whatever a version keeps, the log tells in words."""
        told = Counter()
        for history in histories.values():
            for speak in history.spoken.values():
                words = [str(speak(version)) for version in history.model.history.all()]
                assert [one for one in words if "{" in one] == []
                told[history.model.__name__] += len(words)
        assert {"Minutes", "Policy", "Document", "Appraisal"} <= {name for name, count in told.items() if count}

    def test_no_letter_tells_of_the_past(self):
        assert deliver(AT) == 0

    def test_a_load_that_was_cut_off_says_what_to_do(self):
        User.objects.filter(username=loading.LOADED).update(username="u-half")
        with pytest.raises(CommandError, match="cut off"):
            call_command("demo_data")


def test_a_public_password_needs_the_demo_switch(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_data")
