"""axe finds nothing on any screen, on a phone and on a desk; the busiest ones in the dark too."""

import pytest
from django.utils import timezone

from appraisal.models import Appraisal, Cycle
from config.demo.loading import load
from organization.models import User
from workflow.models import Step

WIDTHS = {"phone": (390, 844), "desk": (1440, 900)}
STEPS = [
    "self_assessment", "supervisor_review", "employee_response", "refusal_period", "supervisor_statement",
    "objection_decision", "clarification", "committee_vote",
]  # fmt: skip
HR_PAGES = [
    "/people/", "/people/official/", "/organization/import/", "/cycles/", "/cycles/new/", "/policies/", "/committees/",
]  # fmt: skip
EVERYBODY = ["/", "/inbox/", "/appraisals/", "/plans/", "/notices/", "/profile/"]


@pytest.fixture
def city(db, settings):
    settings.DEMO = True
    load(city="padangsidimpuan", employees=300, at=timezone.now(), say=lambda text: None)


@pytest.fixture
def look(page, violations):
    """Open a page at both widths (and in the dark) and say what is wrong with it."""

    def look(path, *, dark=False):
        faults = []
        page.emulate_media(color_scheme="dark" if dark else "light")
        for name, (width, height) in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(path)
            assert answer.status == 200, (path, answer.status)
            faults += [f"{path} {name}: {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                faults.append(f"{path} {name}: scrolls sideways")
        return faults

    return look


@pytest.mark.timeout(900)
def test_pages_of_everybody(city, page, look, sign_in):
    assert look("/login/") == []
    for name in ("employee", "supervisor", "hr-admin", "inspector"):
        sign_in(page, User.objects.get(username=name))
        assert [fault for path in EVERYBODY for fault in look(path)] == []


@pytest.mark.timeout(900)
def test_every_step_and_its_check(city, page, look, sign_in):
    for name in STEPS:
        step = Step.objects.filter(name=name, completed_at=None).select_related("owner").order_by("-pk").first()
        assert step, f"the demo has no open {name}"
        sign_in(page, step.owner)
        assert look(f"/tasks/{step.pk}/") == []


@pytest.mark.timeout(900)
def test_appraisals_at_every_stage(city, page, look, sign_in):
    for stage in ("self_assessment", "employee_response", "objection_decision", "final", "cancelled"):
        appraisal = Appraisal.objects.filter(stage=stage).select_related("employee").order_by("-pk").first()
        sign_in(page, appraisal.employee)
        assert look(f"/appraisals/{appraisal.pk}/") == []


@pytest.mark.timeout(900)
def test_hr_pages(city, page, look, sign_in):
    sign_in(page, User.objects.get(username="hr-admin"))
    cycle = Cycle.objects.order_by("-pk").first()
    more = [f"/cycles/{cycle.slug}/", f"/cycles/{cycle.slug}/launch/", f"/policies/{cycle.policy.slug}/1/"]
    assert [fault for path in HR_PAGES + more for fault in look(path)] == []


@pytest.mark.timeout(900)
def test_inbox_and_appraisal_in_the_dark(city, page, look, sign_in):
    supervisor = User.objects.get(username="supervisor")
    sign_in(page, supervisor)
    seen = Appraisal.objects.visible_to(supervisor).order_by("-pk").first()
    assert look("/inbox/", dark=True) == []
    assert look(f"/appraisals/{seen.pk}/", dark=True) == []
