"""Each page of this room × each role, and what every list says while it is empty."""

import re

import pytest
from django.urls import reverse

from appraisal.urls import urlpatterns as room
from organization.roles import Role
from tests.people import make_user
from workflow.hr_urls import urlpatterns as with_flow

ROLES = ("guest", "employee", "supervisor", "member", "hr", "inspector")
EVERYBODY = {"guest": 302} | dict.fromkeys(ROLES[1:], 200)
HR = {"guest": 302} | dict.fromkeys(ROLES[1:], 403) | {"hr": 200}
# HR sees that a plan exists; who is no party to it and no HR does not
PLAN = {"guest": 302, "employee": 200, "supervisor": 200, "member": 404, "hr": 200, "inspector": 404}
ON_PLAN = PLAN | {"employee": 403, "supervisor": 302, "hr": 403}  # it is agreed already: back to it
CALIBRATION = EVERYBODY | {"employee": 403, "supervisor": 403}  # nobody was rated yet
OF_UNIT = EVERYBODY | {"employee": 404, "supervisor": 404}
PAGES = {  # url name: (its arguments, what a GET answers to each role)
    "plans": ([], EVERYBODY),
    "plan_start": ([], {"guest": 302} | dict.fromkeys(ROLES[1:], 405)),
    "plan": (["plan"], PLAN),
    "plan_propose": (["plan"], PLAN | {"employee": 302, "supervisor": 403, "hr": 403}),
    "plan_agree": (["plan"], ON_PLAN),
    "plan_return": (["plan"], ON_PLAN),
    "declare_results": (
        ["appraisal"],
        {"guest": 302, "employee": 409, "supervisor": 403, "member": 404, "hr": 403, "inspector": 403},
    ),
    "policies": ([], HR),
    "policy_new": ([], HR),
    "policy": (["slug", 1], HR),
    "policy_adopt": (["slug", 1], HR | {"hr": 302}),
    "calendars": ([], HR),
    "calendar": ([2026], EVERYBODY),
    "calendar_fill": ([2026], HR),
    "day_add": ([2026], HR),
    "day_drop": (["day"], HR),
    "calibrations": ([], EVERYBODY),
    "calibration": (["cycle"], CALIBRATION),
    "calibration_csv": (["cycle"], {"guest": 302} | dict.fromkeys(ROLES[1:], 405)),
    "calibration_own": (["cycle"], EVERYBODY),
    "leniency": (["cycle"], HR),
    "calibration_unit": (["cycle", "unit"], OF_UNIT),
    "unit_rate": (["cycle", "unit"], OF_UNIT | {"member": 403, "inspector": 403}),
    "unit_explain": (["cycle", "unit"], {"guest": 302} | dict.fromkeys(ROLES[1:], 405)),
    "unit_ask": (["cycle", "unit"], OF_UNIT | {"member": 404, "hr": 404, "inspector": 403}),  # nothing is set yet
    "unit_rating": ([10**9], {"guest": 302} | dict.fromkeys(ROLES[1:], 404)),
    "cycles": ([], HR),
    "cycle_new": ([], HR),
    "cycle": (["cycle"], HR),
    "cycle_change": (["cycle"], HR | {"hr": 302}),
    "cycle_close": (["cycle"], HR),
    "committee_appoint": (["cycle"], HR),
    "committees": ([], HR),
    "committee": (["committee"], HR),
    "cockpit": ([], HR),
    "stuck": ([], HR),
    "inbox-beginnings": ([], HR),
    "inbox-beginning": (["employee"], HR),
    "inbox-beginning-drop": (["employee"], HR),
    "cycle_cockpit": (["cycle"], HR),
    "cycle_problems": (["cycle"], HR),
    "cycle_receipt": (["cycle", 999], HR | {"hr": 404}),  # never recorded
    "cycle_reopened": (["cycle", 999], HR | {"hr": 404}),
    "cycle_extend": (["cycle"], HR),
    "cycle_remind": (["cycle"], HR),
    "cycle_pause": (["cycle"], HR),
    "cycle_resume": (["cycle"], HR),
    "cycle_undo": (["cycle"], HR),
    "cycle_release": (["cycle"], HR | {"hr": 404}),  # its results are released at once
    "cycle_reschedule": (["cycle"], HR | {"hr": 404}),
    "extension_decline": ([10**9], HR | {"hr": 404}),
    "step_extension": (["step"], PLAN | {"supervisor": 403, "hr": 403, "inspector": 403}),
    "cycle_launch": (["cycle"], HR),
    "cycle_launch_people": (["cycle", "no_supervisor"], HR),
    "cycle_launch_download": (["cycle"], HR),
    "cycle_progress": (["cycle"], HR | {"hr": 302}),
    "committee_meeting": (["committee"], HR),
    "committee_substitute": (["seat"], HR),
    "case_reassign": (["appraisal"], HR),
    "case_cancel": (["appraisal"], HR),
    "case_delivery": (["appraisal"], HR | {"hr": 409}),
    "case_supersede": (["appraisal"], HR | {"hr": 409}),
    "case_unclaim": (["appraisal"], HR | {"hr": 409}),
    "case_admit_late": (["appraisal"], PLAN | {"employee": 403, "supervisor": 403, "hr": 403, "inspector": 403}),
}


def test_every_page_has_its_row():
    named = {url.name for url in (*room, *with_flow)}
    elsewhere = ("access_", "erasure", "hold")  # tests/journeys/test_accesses.py, tests/journeys/test_erasure.py
    assert {name for name in named if not name.startswith(elsewhere)} == set(PAGES)


def address(office, name):
    known = {
        "plan": office.plan.pk,
        "appraisal": office.appraisal.pk,
        "slug": office.policy.slug,
        "cycle": office.cycle.slug,
        "unit": office.unit.pk,
        "committee": office.committee.pk,
        "seat": office.seats[0].pk,
        "day": office.day_off().pk,
        "step": office.open_steps()[0].pk,
    }
    return reverse(name, args=[known.get(arg, arg) for arg in PAGES[name][0]])


@pytest.mark.parametrize("role", ROLES)
def test_who_may_look_at_what(client, office, role):
    people = {
        "employee": office.employee,
        "supervisor": office.supervisor,
        "member": office.members[0],
        "hr": office.hr,
        "inspector": office.inspector,
    }
    if role != "guest":
        client.force_login(people[role])
    found = {name: client.get(address(office, name)) for name in PAGES}
    assert {name: answer.status_code for name, answer in found.items()} == {
        name: wanted[role] for name, (_args, wanted) in PAGES.items()
    }
    for name, (_args, wanted) in PAGES.items():
        if wanted is HR and role not in ("guest", "hr"):
            assert "Pengelola kinerja" in found[name].content.decode(), name


@pytest.mark.parametrize("role", ["employee", "inspector"])
def test_who_may_not_look_may_not_write(client, office, role):
    client.force_login(getattr(office, role))
    for name, (_args, wanted) in PAGES.items():
        if name not in ("plans", "plan", "plan_start", "declare_results", "plan_propose") and wanted[role] == 403:
            assert client.post(address(office, name), {"confirm": "1"}).status_code in (403, 405), name


EMPTY = {
    "/plans/": "Tidak ada SKP untuk Anda",
    "/policies/": "Belum ada kebijakan",
    "/policies/new/": "Bawaan Timbang",
    "/cycles/": "Belum ada periode",
    "/cycles/new/": "Tetapkan kebijakan dulu",
    "/committees/": "Belum ada komite",
}


@pytest.mark.parametrize("page", EMPTY)
def test_an_empty_page_says_where_to_begin(client, db, page):
    client.force_login(make_user("Farida Hanum", roles=[Role.HR_ADMIN]))
    answer = client.get(page)
    assert answer.status_code == 200
    assert EMPTY[page] in re.sub(r"<[^>]+>", " ", answer.content.decode())
