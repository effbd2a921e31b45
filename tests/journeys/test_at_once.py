"""Two people do one thing at one moment, or one person clicks twice: one hears yes, the other a sentence.

Every browser stands before the action, its form checked, until all are there: what a form has looked up
before is no protection.
"""

import multiprocessing
import re
import threading

import pytest
from django.test import Client

from appraisal.actions import cycle as cycles
from appraisal.actions import plan as plans
from appraisal.actions import policy as policies
from appraisal.models import Committee, Cycle, Delivery, Plan, Policy, Seat
from audit.models import Entry
from notifications.models import Notice
from organization import actions as people
from organization.models import Assignment, Employee, Post, ReportingOverride, User
from organization.selectors import ReportingLines
from tests.journeys.test_hr_case import HANDOVER
from tests.journeys.test_hr_committees import MEMBERS
from tests.journeys.test_hr_cycles import DATES
from tests.journeys.test_hr_launch import seen
from tests.journeys.test_hr_policies import SLUG
from tests.journeys.test_hr_policies import typed as policy_typed
from tests.office import NOW, TODAY, Office
from tests.people import hold, make_employee, make_post, make_user
from tests.workflow.test_launch import City
from tests.workflow.together import POSTGRESQL, together
from workflow import beside, committees, launch
from workflow.models import Launch

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # Python 3.12 and later
]
CONFIRM = {"confirm": "1"}


@pytest.fixture
def office(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    office = Office()
    office.colleague = make_user("Nurlela Hasibuan", roles=["hr_admin"])
    office.next = Cycle.objects.create(
        slug="tahunan-2027", name="Tahunan 2027", policy=office.policy, created_at=NOW,
        **dict.fromkeys(("starts_on", "ends_on", "self_assessment_on", "review_on", "meeting_on"), TODAY),
    )  # fmt: skip
    return office


@pytest.fixture
def at_once(monkeypatch):
    """Post each (person, address, typed) from a browser of its own; [(status, page or Location)] in order."""

    def at_once(module, names, *clicks):
        barrier = threading.Barrier if POSTGRESQL else multiprocessing.get_context("fork").Barrier
        gate = barrier(len(clicks), timeout=30)
        with monkeypatch.context() as patch:
            for name in names.split():
                patch.setattr(module, name, held_at(gate, getattr(module, name)))
            return together(*[(click, signed_in(person), address, typed) for person, address, typed in clicks])

    return at_once


def held_at(gate, action):
    def held(*arguments, **facts):
        gate.wait()
        return action(*arguments, **facts)

    return held


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def click(client, address, typed):
    response = client.post(address, typed)
    return response.status_code, response.get("Location") or response.content.decode()


def twice(office, address, typed):
    """The same click by two administrators."""
    return (office.hr, address, typed), (office.colleague, address, typed)


def one_refused(answers, sentence, kept, status=422):
    """One went on; the other reads why not, with what was typed still there."""
    assert sorted(answer[0] for answer in answers) == [302, status], answers
    page = next(page for code, page in answers if code == status)
    assert sentence in " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert kept in page


def recorded(event):
    return Entry.objects.filter(event=event).count()


class TestPeriods:
    def typed(self, office, name="Triwulan I 2027"):
        return {"name": name, "slug": "triwulan-i-2027", "policy": office.policy.pk} | DATES

    def test_one_short_name_for_two_periods(self, office, at_once):
        first, second = twice(office, "/cycles/new/", self.typed(office))
        answers = at_once(cycles, "create", first, (*second[:2], self.typed(office, "Triwulan pertama")))
        one_refused(answers, "Nama pendek ini sudah dipakai", 'value="triwulan-i-2027"')
        assert Cycle.objects.filter(slug="triwulan-i-2027").count() == 1
        assert recorded("cycle.created") == 1

    def test_a_second_click_makes_no_second_period(self, office):
        client = signed_in(office.hr)
        assert client.post("/cycles/new/", self.typed(office)).status_code == 302
        again = client.post("/cycles/new/", self.typed(office))
        assert again.status_code == 422
        assert "Nama pendek ini sudah dipakai" in again.content.decode()

    def test_two_ask_for_one_launch(self, at_once, time_machine):
        time_machine.move_to(NOW, tick=False)
        city, page = City(), "/cycles/tahunan-2026/launch/"
        city.appoint(*city.members)
        city.colleague = make_user("Nurlela Hasibuan", roles=["hr_admin"])
        typed = {"count": "6", "seen": seen(signed_in(city.hr).get(page))}
        answers = at_once(launch, "ask_launch", *twice(city, page, typed))
        assert answers == [(302, f"{page}progress/")] * 2
        assert Launch.objects.count() == 1


class TestPolicies:
    def test_two_drafts_are_two_versions(self, office, at_once):
        clicks = [
            (person, "/policies/new/", policy_typed(deadlines__decision=days))
            for person, days in ((office.hr, "21"), (office.colleague, "28"))
        ]
        answers = at_once(policies, "draft", *clicks)
        assert sorted(answers) == [(302, f"/policies/{SLUG}/{version}/") for version in (2, 3)]
        days = set(Policy.objects.filter(version__gt=1).values_list("version", "body"))
        assert len({body for _version, body in days}) == 2

    def test_the_same_draft_twice_is_one(self, office, at_once):
        typed = policy_typed(deadlines__decision="21")
        assert (
            at_once(policies, "draft", *twice(office, "/policies/new/", typed)) == [(302, f"/policies/{SLUG}/2/")] * 2
        )
        assert recorded("policy.drafted") == 1

    def test_one_adopts(self, office, at_once):
        signed_in(office.hr).post("/policies/new/", policy_typed(deadlines__decision="21"))
        clicks = twice(office, f"/policies/{SLUG}/2/adopt/", {"letter_no": "800/77/2026"} | CONFIRM)
        one_refused(at_once(policies, "adopt", *clicks), "sudah ditetapkan", 'value="800/77/2026"')
        assert recorded("policy.adopted") == 1


class TestCommittees:
    ADDRESS = "/cycles/tahunan-2027/committee/"

    @pytest.fixture(autouse=True)
    def leaders(self, office):
        for n, name in enumerate(MEMBERS):
            make_employee(name, post=make_post(f"Kepala Dinas {n}", kind="jpt"))

    def typed(self, **changes):
        roster = {"scope": "city", "name": "Komite kota", "members": "\r\n".join(MEMBERS), "chair": "betty"}
        return roster | {"letter_no": "800/5/2027", "meeting_on": ""} | CONFIRM | changes

    def test_two_appoint_the_same_roster(self, office, at_once):
        answers = at_once(cycles, "appoint_committee", *twice(office, self.ADDRESS, self.typed()))
        made = Committee.objects.get(cycle=office.next)
        assert answers == [(302, f"/committees/{made.pk}/")] * 2
        assert made.seats.filter(is_active=True).count() == len(MEMBERS)
        assert recorded("committee.appointed") == 1

    def test_two_rosters_leave_one_whole(self, office, at_once):
        make_employee("Dahlia Siregar", post=make_post("Camat", kind="administrator"))
        first, second = twice(office, self.ADDRESS, self.typed())
        other = self.typed(members="Abdul Harahap\nBetty Nasution\nDahlia Siregar", letter_no="800/6/2027")
        answers = at_once(cycles, "appoint_committee", first, (*second[:2], other))
        assert [code for code, _ in answers] == [302, 302]
        made = Committee.objects.get(cycle=office.next)
        third = "Chairil Lubis" if made.letter_no == "800/5/2027" else "Dahlia Siregar"
        seated = set(made.seats.filter(is_active=True).values_list("member__name", flat=True))
        assert seated == {"Abdul Harahap", "Betty Nasution", third}

    def test_one_substitute(self, office, at_once):
        office.bring_to("committee_vote")
        seat = office.seats[1]
        typed = {"to": "Abdul Harahap", "letter_no": "800/8/2026", "reason": "Cuti besar."} | CONFIRM
        clicks = twice(office, f"/committees/seats/{seat.pk}/substitute/", typed)
        one_refused(at_once(committees, "appoint_substitute", *clicks), "sudah digantikan", "Cuti besar.", 409)
        assert Seat.objects.filter(committee=office.committee, is_active=True).count() == 3


class TestPeople:
    def test_one_grants_a_role(self, office, at_once):
        typed = {"role": "inspector", "reason": "SK 1/2026"}
        clicks = twice(office, f"/people/{office.stranger.pseudonym}/roles/grant/", typed)
        one_refused(at_once(people, "grant_role", *clicks), "sudah memegang peran itu", "SK 1/2026")
        assert recorded("user.role_granted") == 1

    def test_two_roles_that_exclude_each_other(self, office, at_once):
        address = f"/people/{office.stranger.pseudonym}/roles/grant/"
        clicks = [
            (office.hr, address, {"role": "inspector", "reason": "SK 1/2026"}),
            (office.colleague, address, {"role": "hr_admin", "reason": "SK 1/2026"}),
        ]
        one_refused(at_once(people, "grant_role", *clicks), "tidak boleh dirangkap", "SK 1/2026")

    def test_administrators_who_revoke_each_other_leave_one(self, office, at_once):
        clicks = [
            (by, f"/people/{whom.pseudonym}/roles/hr_admin/revoke/", {"reason": "Pindah tugas"})
            for by, whom in ((office.hr, office.colleague), (office.colleague, office.hr))
        ]
        assert sorted(code for code, _ in at_once(people, "revoke_role", *clicks)) == [302, 403]
        assert len([user for user in User.objects.all() if user.is_hr_admin]) == 1

    @pytest.mark.parametrize(
        ("act", "word", "sentence"),
        [("deactivate", "deactivate", "nonaktif"), ("reactivate", "reactivate", "sudah aktif")],
    )
    def test_one_changes_the_account(self, office, at_once, act, word, sentence):
        User.objects.filter(pk=office.stranger.pk).update(is_active=act == "deactivate")
        clicks = twice(office, f"/people/{office.stranger.pseudonym}/{word}/", {"reason": "Pindah tugas"})
        one_refused(at_once(people, act, *clicks), sentence, "Pindah tugas")

    def test_one_overrides(self, office, at_once):
        typed = {"supervisor": office.stranger.name, "from_date": "2026-11-02", "to_date": "", "reason": "Proyek lain"}
        clicks = twice(office, f"/people/{office.employee.pseudonym}/override/", typed)
        one_refused(at_once(people, "set_override", *clicks), "sudah ada pengecualian lain", "Proyek lain")

    def test_two_overrides_make_no_circle(self, office, at_once):
        """Each alone is right: two people of other branches, each put below the other's subordinate."""
        chiefs = [make_employee(f"Kepala {n}", post=make_post(f"Kepala {n}")) for n in range(2)]
        staff = [
            make_employee(f"Staf {n}", post=make_post(f"Staf {n}", superior=Assignment.objects.get(holder=chief).post))
            for n, chief in enumerate(chiefs)
        ]
        typed = {"from_date": "2026-11-02", "to_date": "", "reason": "Proyek lain"}
        clicks = [
            (by, f"/people/{chief.pseudonym}/override/", typed | {"supervisor": below.name})
            for by, chief, below in zip((office.hr, office.colleague), chiefs, reversed(staff), strict=True)
        ]
        one_refused(at_once(people, "set_override", *clicks), "Pilih orang yang bukan bawahannya", "Proyek lain")
        lines = ReportingLines(TODAY)
        assert not all(lines.reaches(a.pk, b.pk) for a, b in (chiefs, reversed(chiefs)))
        assert ReportingOverride.objects.count() == 1

    def test_one_acting_head(self, office, at_once):
        make_post("Kepala Seksi Gizi", kind="pengawas")
        typed = {
            "post": "seksi gizi",
            "kind": "plt",
            "letter_no": "800/9/2026",
            "from_date": "2026-11-02",
            "to_date": "",
        }
        clicks = [
            (by, f"/people/{whom.pseudonym}/acting/", typed)
            for by, whom in ((office.hr, office.employee), (office.colleague, office.stranger))
        ]
        one_refused(at_once(people, "appoint_acting", *clicks), "sudah menjadi Plt. di jabatan ini", "800/9/2026")

    def test_one_ends_an_assignment(self, office, at_once):
        post = make_post("Kepala Seksi Gizi")
        hold(office.stranger, post, kind="plt")
        held = Assignment.objects.get(holder=office.stranger)
        clicks = twice(
            office, f"/people/{office.stranger.pseudonym}/assignments/{held.pk}/end/",
            {"to_date": "2026-12-01", "reason": "Dilantik", "confirm": "1"},
        )  # fmt: skip
        one_refused(at_once(people, "end_assignment", *clicks), "sudah berakhir pada", "Dilantik")

    @pytest.mark.parametrize(
        ("email", "sentence"), [("wali@kota.example", "Surel ini sudah dipakai"), ("", "dipegang")]
    )
    def test_one_official(self, office, at_once, email, sentence):
        typed = {
            "name": "Rusydi Nasution", "email": email, "post_title": "Wali Kota", "unit": "1",
            "from_date": "2026-11-02", "letter_no": "131/2/2026",
        }  # fmt: skip
        one_refused(
            at_once(people, "record_official", *twice(office, "/people/official/", typed)), sentence, "131/2/2026"
        )
        assert Post.objects.filter(title="Wali Kota").count() == 1


class TestPlans:
    @pytest.fixture(autouse=True)
    def line(self, office):
        desk = make_post("Pranata Komputer", superior=make_post("Kepala Bidang", kind="administrator"))
        hold(office.supervisor, desk.superior)
        hold(office.employee, desk)
        assert Employee.objects.filter(user=office.employee).exists()

    @pytest.fixture
    def drafted(self, office):
        who = {"by": office.employee, "at": NOW}
        plan = plans.start(cycle=office.next, employee=office.employee, supervisor=office.supervisor, **who)
        rows = [plans.ResultText("Layanan daring", indicators=[plans.IndicatorText("Layanan", "10", "layanan")])]
        return plans.save(plan.pk, results=rows, version=0, **who)

    def test_two_windows_begin_one_plan(self, office, at_once):
        window = (office.employee, "/plans/start/", {"cycle": office.next.pk})
        answers = at_once(plans, "start", window, window)
        plan = Plan.objects.get(cycle=office.next, employee=office.employee)
        assert answers == [(302, f"/plans/{plan.pk}/")] * 2
        assert recorded("plan.started") == 1

    def test_two_windows_save_one_draft(self, office, at_once, drafted):
        rows = {"result-0-text": "Layanan terbuka", "result-0-kind": "main", "do": "save", "version": 1}
        windows = [(office.employee, f"/plans/{drafted.pk}/", rows)] * 2
        one_refused(at_once(plans, "save", *windows), "berubah", "Layanan terbuka", 409)

    def test_proposed_once(self, office, at_once, drafted):
        windows = [(office.employee, f"/plans/{drafted.pk}/propose/", {"version": 1} | CONFIRM)] * 2
        one_refused(at_once(plans, "propose", *windows), "berubah", "Layanan daring", 409)
        assert Notice.objects.filter(about="plan.proposed").count() == 1

    @pytest.mark.parametrize("other", ["agree", "return"])
    def test_agreed_once_or_returned(self, office, at_once, drafted, other):
        plans.propose(drafted.pk, version=1, by=office.employee, at=NOW)
        agree = (office.supervisor, f"/plans/{drafted.pk}/agree/", {"version": 2} | CONFIRM)
        typed = {"version": 2, "reason": "Target belum terukur."} | CONFIRM
        second = (office.supervisor, f"/plans/{drafted.pk}/{other}/", typed)
        answers = at_once(plans, "agree send_back", agree, second)
        one_refused(answers, "berubah", "Layanan daring", 409)
        assert Plan.objects.get(pk=drafted.pk).version == 3


def test_one_paper_delivery(office, at_once):
    office.bring_to("employee_response")
    clicks = twice(office, f"/appraisals/{office.appraisal.pk}/delivery/", HANDOVER | CONFIRM)
    one_refused(at_once(beside, "record_delivery", *clicks), "sudah diterima", HANDOVER["witness"], 409)
    assert Delivery.objects.count() == 1
