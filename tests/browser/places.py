"""Every page of the system, and somebody who may stand before it: what the tests of accessibility look at.

A new address without a row fails the suite: give it a place, or name it among those that are no pages.
"""

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from appraisal.actions import agenda, erasure, meeting, minutes
from appraisal.actions import cycle as cycles
from appraisal.actions import policy as policies
from appraisal.actions.access import ask as ask_why
from appraisal.actions.hold import place_hold
from appraisal.models import (
    AgendaItem,
    Appraisal,
    Committee,
    Cycle,
    DayOff,
    Delivery,
    Evidence,
    Indicator,
    KinDeclaration,
    Meeting,
    Minutes,
    Plan,
    PlannedResult,
    Seat,
)
from appraisal.selectors.calibration import calibration_of
from appraisal.selectors.minutes import order_of
from audit.access.looking import look
from audit.models import Access
from audit.personal.asking import ask_copy
from organization.actions import delegate_tasks
from organization.importing.actions import apply_run
from organization.importing.jobs import upload
from organization.models import Assignment, Unit, User
from tests import filed
from tests.people import make_user, override
from tests.staff_file import csv_of, staff
from workflow import beside, drafts
from workflow.beside import claim
from workflow.beside.inspecting import inspect_content
from workflow.beside.opening import record_print
from workflow.desk import bulk
from workflow.extending import ask_extension, extend
from workflow.models import Claim, Launch, Step
from workflow.refusals import Conflict
from workflow.steps import lapse, take_step

STEPS = (
    "self_assessment", "supervisor_review", "employee_response", "refusal_period", "supervisor_statement",
    "objection_decision", "clarification", "committee_vote",
)  # fmt: skip
STAGES = (
    "self_assessment",
    "awaiting_release",
    "employee_response",
    "objection_decision",
    "committee_vote",
    "final",
    "cancelled",
)
NO_PAGES = {  # answered to programs, files, or led elsewhere
    "healthz", "readyz", "published-log", "published-checkpoint", "published-cosigned", "cosignature", "published-tile", "published-key", "published-verifier", "persona", "logout", "preferences", "password_new_done", "role_revoke", "import_template_csv",
    "import_template_xlsx", "import_columns", "import_write", "import_discard", "import_errors",
    "people_unreachable_csv", "plan_start", "inbox-search", "step-draft", "step-receive", "step-recall",
    "appraisals-search", "appraisal-purpose", "notices-read", "notice-read", "notices-new", "notices-device-add",
    "notices-device-remove", "push-worker", "appraisal-presence", "cycle_launch_download", "personal_file",
    "inbox-view-keep", "inbox-view-begin", "inbox-view-forget", "step-snooze", "step-wake", "step-claim", "step-release", "step-ask", "step-next",
    "step-previous", "meeting_agenda", "meeting_lead", "meeting_attend", "meeting_vote", "meeting_endorse",
    "evidence-content", "calibration_csv", "unit_explain", "unit_rating", "minutes_file", "minutes_check",  # the latter is the page of `minutes_sign` without a password
    "inspection_close",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One page: the name of its address, who stands before it, and what it answers."""

    name: str
    who: User | None
    args: tuple = ()
    query: str = ""
    status: int = 200

    @property
    def path(self):
        return reverse(self.name, args=self.args) + self.query

    def __str__(self):
        return f"{self.who.username if self.who else 'guest'} {self.path}"


def addresses(resolver=None):
    """The name of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern)
        else:
            yield pattern.name


class Scene:
    """The demo with what it lacks: things that are being prepared, and acts that were recorded."""

    def __init__(self):
        self.at = timezone.now()
        self.people = {user.username: user for user in User.objects.filter(is_demo=True)}
        self.employee, self.supervisor, self.hr = (self.people[n] for n in ("employee", "supervisor", "hr-admin"))
        self.open = Cycle.objects.get(slug="triwulan-iii-2026")
        self.running = Cycle.objects.get(slug="triwulan-ii-2026")

    def step(self, name):
        return Step.objects.filter(name=name, completed_at=None).select_related("owner").order_by("-pk").first()

    def at_stage(self, stage):
        found = Appraisal.objects.filter(stage=stage).select_related("employee", "second_level", "supervisor")
        return found.order_by("-pk").first()

    @cached_property
    def branch(self):
        return Unit.objects.filter(parent__parent=None, parent__isnull=False).first()

    @cached_property
    def rated_unit(self):
        """A unit over its guidance, with `head`."""
        found = [share for share in calibration_of(self.open).rows if share.state == "over"]
        rating = found[0].rating
        rating.head = rating.head_post.assignments.filter(kind="definitive").select_related("holder").first().holder
        return rating

    @cached_property
    def asked_step(self):
        return self.step("self_assessment")

    @cached_property
    def asked(self):
        step, until = self.asked_step, self.at.date() + timedelta(60)
        return ask_extension(step.pk, until=until, reason="Dinas luar.", by=step.owner, at=self.at)

    @cached_property
    def reopened(self):
        """The number of an extension by which one case comes back and one, with a draft, stays."""
        steps = Step.objects.filter(name="self_assessment", completed_at=None, case__appraisal__cycle=self.open)
        unit = steps.order_by("-pk").first().case.appraisal.unit
        silent = list(steps.filter(case__appraisal__unit=unit).exclude(owner=self.employee).order_by("-pk")[:2])
        at = max(step.lapse_at for step in silent) + timedelta(1)
        assert lapse([step.pk for step in silent], at=at) == len(silent)
        review = Step.objects.filter(case=silent[0].case, completed_at=None).get()
        drafts.keep(review, author=review.owner, typed={"reason": "Baik."}, at=at)
        letter = {"letter_no": "800/9/2026", "reason": "Sakit.", "until": (at + timedelta(20)).date()}
        entry = extend(self.open.pk, step="self_assessment", unit=unit, **letter, by=self.hr, at=at)
        bulk.run_waiting(at)
        return entry.n

    @cached_property
    def day_off(self):
        return DayOff.objects.filter(is_off=True).first()

    @property
    def finals(self):
        return list(Appraisal.objects.filter(stage="final").select_related("employee").order_by("-pk")[:3])

    @cached_property
    def draft_policy(self):
        document = self.open.policy.document.model_copy(update={"title": "Kebijakan baru"})
        return policies.draft(document, by=self.hr, at=self.at)

    @cached_property
    def draft_cycle(self):
        day = self.at.date()
        dates = ("starts_on", "ends_on", "self_assessment_on", "review_on", "meeting_on")
        made = dict(zip(dates, (day + timedelta(days) for days in (-60, -1, 10, 20, 30)), strict=True))
        return cycles.create(
            name="Triwulan IV 2026", slug="triwulan-iv-2026", policy=self.open.policy, **made, by=self.hr, at=self.at
        )

    @cached_property
    def committee(self):
        members = list(Seat.objects.filter(committee__cycle=self.running).values_list("member_id", flat=True))
        facts = {"name": "Komite kota", "member_ids": members, "chair_id": members[0], "letter_no": "800/1/2026"}
        return cycles.appoint_committee(cycle=self.draft_cycle, **facts, by=self.hr, at=self.at)

    @cached_property
    def open_meeting(self):
        """The one that the demo has prepared: its chair is there and discusses the first case."""
        made = Meeting.objects.filter(opened_at=None, items__kind="case", committee__cycle=self.running).first()
        chair = made.committee.chair
        meeting.open_meeting(made.pk, by=chair, at=self.at)
        meeting.call_item(made.pk, made.items.filter(kind="case").first().pk, by=chair, at=self.at)
        return made

    @cached_property
    def prepared_meeting(self):
        """Of the cycle in which nothing waits yet, so that its agenda is written by hand."""
        committee = Committee.objects.get(cycle=self.open)
        made = agenda.prepare(committee.pk, held_on=self.at.date(), by=self.hr, at=self.at)
        AgendaItem.objects.create(meeting=made, position=1, kind="unit", unit=self.branch)
        case = Appraisal.objects.filter(cycle=self.open).first()
        AgendaItem.objects.create(meeting=made, position=2, kind="case", appraisal=case)
        return made

    @cached_property
    def undeclared(self):
        """An appraisal without an agreed plan: its employee names his own results."""
        appraisal = self.step("self_assessment").case.appraisal
        Plan.objects.filter(pk=appraisal.plan_id).update(state=Plan.State.DRAFT)
        Appraisal.objects.filter(pk=appraisal.pk).update(plan=None)
        return appraisal

    @cached_property
    def outvoted(self):
        """(a case, the member who voted otherwise than was decided)."""
        steps = Step.objects.filter(name="committee_vote", completed_at=None, case__appraisal__is_determined=False)
        first, *others = steps.filter(case=steps.order_by("pk").first().case_id).select_related("owner").order_by("pk")
        take_step(first.pk, outcome="return", data={"reason": "Alasan belum lengkap."}, by=first.owner, at=self.at)
        for step in others:
            with suppress(Conflict):  # decided before
                take_step(step.pk, outcome="endorse", data={}, by=step.owner, at=self.at)
        return first.case.appraisal, first.owner

    def plan(self, state):
        """A plan of the draft cycle with one result."""
        people = {Plan.State.DRAFT: self.employee, Plan.State.PROPOSED: self._colleague}
        plan = Plan.objects.create(
            cycle=self.draft_cycle, employee=people[state], supervisor=self.supervisor, state=state
        )
        result = PlannedResult.objects.create(plan=plan, text="Layanan daring tersedia bagi warga")
        Indicator.objects.create(planned_result=result, name="Layanan tayang", target="6.00", unit="layanan")
        return plan

    @property
    def _colleague(self):
        return Appraisal.objects.filter(supervisor=self.supervisor).exclude(employee=self.employee).first().employee

    @cached_property
    def launched(self):
        return Launch.objects.create(cycle=self.open, by=self.hr, asked_at=self.at, state=Launch.State.DONE)

    @cached_property
    def delivered(self):
        """A result handed over on paper, which its employee may dispute."""
        appraisal = Appraisal.objects.filter(stage="employee_response").order_by("pk").first()
        Delivery.objects.create(
            appraisal=appraisal, handed_over_on=self.at.date(), witness="Lurah", letter_no="800/2",
            recorded_at=self.at, recorded_by=self.hr,
        )  # fmt: skip
        return appraisal

    @cached_property
    def sharing(self):
        """A member with a mixed inbox, whose tasks a colleague may do in his place, and does one."""
        member = self.step("committee_vote").owner
        votes = Step.objects.filter(owner=member, name="committee_vote", completed_at=None).order_by("due_at", "pk")
        Appraisal.objects.filter(pk=votes.last().case.appraisal_id).update(is_contested=True)
        reviews = Step.objects.filter(name="supervisor_review", completed_at=None).order_by("-pk")[:3]
        Step.objects.filter(pk__in=[step.pk for step in reviews]).update(owner=member)
        day = self.at.date()
        letter = {"from_date": day, "to_date": day + timedelta(9), "letter_no": "800/5"}
        colleague = User.objects.filter(is_demo=False, roles=[]).order_by("pk").last()
        delegate_tasks(principal=member, delegate=colleague, **letter, by=member, at=self.at)
        claim(reviews[0].pk, by=colleague, at=self.at)
        claim(reviews[1].pk, by=member, at=self.at)
        return member

    @cached_property
    def held(self):
        """A case whose open step somebody has taken."""
        assert self.sharing
        return Claim.objects.exclude(holder=self.sharing).get().step.case.appraisal

    @cached_property
    def filed(self):
        """A file of whoever still writes his self-assessment: he may take it back."""
        case = self.step("self_assessment").case.appraisal
        file = {"file": io.BytesIO(filed.pdf()), "name": "surat tugas.pdf"}
        return beside.attach(case.pk, **file, by=case.employee, at=self.at)

    @cached_property
    def waiting_file(self):
        """A file that its supervisor may reject."""
        found = Evidence.objects.filter(state="waiting", appraisal__stage="supervisor_review")
        return found.select_related("appraisal__supervisor", "appraisal__employee").first()

    def endorsed_together(self, member):
        """One vote that is recorded, and one that cannot be."""
        votes = Step.objects.filter(owner=member, name="committee_vote").order_by("-pk")[:2]
        run = bulk.begin(votes.select_related("case__appraisal"), act="endorse", key="x", by=member, at=self.at)
        bulk.run(run)
        return run

    def printed(self, final):
        """The number of a copy that its employee printed."""
        return record_print(final.pk, purpose="", by=final.employee, at=self.at).n

    @cached_property
    def delegated(self):
        dates = {"from_date": self.at.date(), "to_date": self.at.date() + timedelta(7)}
        facts = {"delegate": self.hr, "letter_no": "800/7/2026"} | dates
        return delegate_tasks(principal=self.supervisor, **facts, by=self.supervisor, at=self.at)

    @cached_property
    def copied(self):
        return ask_copy(by=self.employee, at=self.at)

    @cached_property
    def imported(self):
        return upload(name="pegawai.csv", content=csv_of(staff()), end_missing=False, by=self.hr, at=self.at)


def of_guests():
    bad = urlsafe_base64_encode(force_bytes(1)), "x-y"
    return [
        Place("login", None), Place("password_reset", None), Place("password_reset_sent", None),
        Place("password_new", None, bad), Place("verify", None), Place("portal", None),
    ]  # fmt: skip


def of_everybody(scene):
    found = []
    for name in ("employee", "supervisor", "second-level", "committee-1", "hr-admin", "inspector"):
        who = scene.people[name]
        found += [Place(page, who) for page in ("home", "inbox", "appraisals", "notices", "notices-settings")]
    found += [Place(page, scene.employee) for page in ("profile", "password_change", "plans", "personal")]
    found += [Place("profile", scene.delegated.principal), Place("delegation_give", scene.supervisor)]
    found.append(Place("delegation_end", scene.supervisor, (scene.delegated.pk,)))
    found.append(Place("personal_copy", scene.employee, (scene.copied.token,)))
    found += [Place("plans", scene.supervisor), Place("appraisals", scene.hr, query="?tab=all")]
    first = scene.step("committee_vote")
    found.append(Place("bulk", first.owner, (scene.endorsed_together(first.owner).pk,)))
    return [*found, *of_meetings(scene), *of_minutes(scene), Place("inbox", first.owner, query=f"?preview={first.pk}")]


def of_meetings(scene):
    """One in preparation, as its chair and a member see it; one that is open, at a case and at a consent list."""
    prepared, chair = scene.prepared_meeting, scene.prepared_meeting.committee.chair
    sitting, led_by = scene.open_meeting, scene.open_meeting.committee.chair
    member = sitting.committee.seats.exclude(member=led_by).filter(is_active=True).first().member
    items = {item.kind: item.position for item in sitting.items.order_by("-position")}
    where, before = (sitting.committee_id, sitting.number), (prepared.committee_id, prepared.number)
    return [
        Place("meetings", chair), Place("meetings", scene.employee), Place("meeting", chair, before),
        Place("meeting", member, where), Place("meeting", led_by, where), Place("meeting", scene.hr, where),
        *(Place("meeting_item", who, (*where, place)) for who in (member, led_by) for place in items.values()),
        Place("meeting_prepare", scene.hr, (scene.committee.pk,)),
    ]  # fmt: skip


def of_minutes(scene):
    """One that is sealed, one that waits for signatures, as who signs next, HR and others see them; and kin."""
    sealed = Minutes.objects.exclude(sealed_at=None).select_related("meeting__committee").first()
    waits = Minutes.objects.filter(sealed_at=None).select_related("meeting__committee").first()
    turn = next(place.person for place in order_of(waits) if place.is_turn)
    chair, kin = waits.meeting.committee.chair, KinDeclaration.objects.select_related("member").first()
    of = {row: (row.meeting.committee_id, row.meeting.number) for row in (sealed, waits)}
    printed = minutes.record_print(sealed.pk, by=scene.hr, at=scene.at)
    return [
        *(Place(name, turn, of[waits]) for name in ("minutes", "minutes_sign", "minutes_refuse", "minutes_print")),
        *(Place(name, scene.hr, of[waits]) for name in ("minutes", "minutes_draw_up", "minutes_unable")),
        *(Place(name, who, of[sealed]) for name in ("minutes", "minutes_print") for who in (chair, scene.hr)),
        Place("minutes_copy", scene.hr, (*of[sealed], printed.n)),
        Place("appraisal-dissent", scene.outvoted[1], (scene.outvoted[0].pk,)),
        Place("kin", kin.member), Place("kin", scene.employee), Place("kin_withdraw", kin.member, (kin.pk,)),
    ]  # fmt: skip


def of_plans(scene):
    draft, proposed = scene.plan(Plan.State.DRAFT), scene.plan(Plan.State.PROPOSED)
    agreed = Plan.objects.filter(employee=scene.employee, state=Plan.State.AGREED).first()
    return [
        Place("plan", scene.employee, (agreed.pk,)), Place("plan", scene.employee, (draft.pk,)),
        Place("plan", scene.supervisor, (proposed.pk,)), Place("plan_propose", scene.employee, (draft.pk,)),
        Place("plan_agree", scene.supervisor, (proposed.pk,)), Place("plan_return", scene.supervisor, (proposed.pk,)),
        Place("declare_results", scene.undeclared.employee, (scene.undeclared.pk,)),
    ]  # fmt: skip


def of_steps(scene):
    """Every step as it is opened, with the pages that belong to one answer."""
    found = []
    for name in STEPS:
        step = scene.step(name)
        found.append(Place("step", step.owner, (step.pk,)))
    review = scene.step("supervisor_review")
    found.append(Place("step", review.owner, (review.pk,), query="?outcome=return"))
    done = Step.objects.filter(name="self_assessment", completed_at__isnull=False, receipt__isnull=False).first()
    found.append(Place("step", done.by, (done.pk,), status=409))
    return [*found, Place("step-receipt", done.by, (done.pk,))]


def of_evidence(scene):
    """The files of a case as both sides see them, one to be taken back, one to be rejected."""
    own, theirs = scene.filed, scene.waiting_file
    mine, other = (own.appraisal_id, own.pk), (theirs.appraisal_id, theirs.pk)
    step = Step.objects.get(case__appraisal=theirs.appraisal_id, completed_at=None)
    return [
        Place("appraisal-evidence", own.added_by, mine[:1]),
        Place("evidence-withdraw", own.added_by, mine),
        Place("step", own.added_by, (Step.objects.get(case__appraisal=mine[0], completed_at=None).pk,)),
        Place("appraisal-evidence", theirs.appraisal.supervisor, other[:1]),
        Place("evidence-reject", theirs.appraisal.supervisor, other),
        Place("step", step.owner, (step.pk,)),
        Place("appraisal", theirs.appraisal.employee, other[:1]),
    ]


def of_cases(scene):
    found = of_evidence(scene)
    for stage in STAGES:
        case = scene.at_stage(stage)
        found.append(Place("appraisal", case.employee, (case.pk,)))
    contested, final, waiting = (scene.at_stage(s) for s in ("objection_decision", "final", "clarification"))
    hr, rated = scene.hr, scene.at_stage("awaiting_release")
    entry = 0  # the opening of the case, which HR recorded
    return [
        *found,
        Place("appraisal", contested.supervisor, (contested.pk,)),
        Place("appraisal", hr, (contested.pk,)),
        Place("appraisal", scene.people["inspector"], (final.pk,)),
        Place("appraisal-receipt", hr, (contested.pk, entry)),
        Place("appraisal_print", final.employee, (final.pk,)),
        Place("appraisal_copy", final.employee, (final.pk, scene.printed(final))),
        *(Place(name, rated.supervisor, (rated.pk,)) for name in ("appraisal", "appraisal-revise")),
        Place("appraisal-revise", contested.supervisor, (contested.pk,), status=409),
        Place("waiting_ratings", rated.supervisor),
        Place("waiting_ratings", scene.employee),
        Place("appraisal-reply", waiting.employee, (waiting.pk,)),
        Place("appraisal-withdraw", waiting.employee, (waiting.pk,)),
        Place("appraisal-dispute", scene.delivered.employee, (scene.delivered.pk,)),
        Place("stuck", hr, query="?why=long"),
        Place("stuck", hr, query="?why=disagrees"),
        Place("case_reassign", hr, (contested.pk,)),
        Place("case_cancel", hr, (contested.pk,)),
        Place("case_delivery", hr, (contested.pk,), status=409),
        Place("case_unclaim", hr, (scene.held.pk,)),
        Place("case_unclaim", hr, (final.pk,), status=409),
        Place("case_supersede", hr, (final.pk,)),
        Place("case_admit_late", waiting.second_level, (waiting.pk,)),
    ]


def of_people(scene):
    hr, person = scene.hr, (scene.employee.pseudonym,)
    held = Assignment.objects.filter(holder=scene.employee, to_date=None).first()
    named = ("person", "override_set", "acting_appoint", "number_new", "role_grant", "deactivate", "reactivate",
             "sign_in_link")  # fmt: skip
    lists = ("people", "people_without_supervisor", "people_unreachable", "official", "import_organization")
    return [
        *(Place(name, hr) for name in lists),
        *(Place(name, hr, person) for name in named),
        Place("person_delegation_give", hr, person),
        Place("person_delegation_end", hr, (scene.supervisor.pseudonym, scene.delegated.pk)),
        Place("assignment_end", hr, (*person, held.pk)),
        Place("override_end", hr, (*person, override(scene.employee, scene.people["second-level"]).pk)),
        Place("import_run", hr, (scene.imported.pk,)),
    ]


def of_periods(scene):
    hr, draft, policy = scene.hr, scene.draft_cycle.slug, scene.open.policy
    begun = f"?base={policy.slug}:{policy.version}"
    seat = Seat.objects.filter(committee__cycle=scene.running).first()
    assert scene.launched
    assert scene.committee
    return [
        Place("cycle_launch", hr, (draft,)),
        *(Place(name, hr) for name in ("policies", "policy_new", "cycles", "cycle_new", "committees")),
        Place("calendars", hr),
        Place("inbox-beginnings", hr),
        Place("inbox-beginning", hr, ("supervisor",)),
        Place("inbox-beginning-drop", hr, ("member",)),
        Place("calendar", hr, (scene.day_off.calendar_id,)),
        Place("calendar", scene.employee, (scene.day_off.calendar_id,)),
        Place("calendar_fill", hr, (scene.day_off.calendar_id,)),
        Place("day_add", hr, (scene.day_off.calendar_id,)),
        Place("day_drop", hr, (scene.day_off.pk,)),
        Place("policy_new", hr, query=begun),
        Place("policy", hr, (policy.slug, policy.version)),
        Place("policy", hr, (scene.draft_policy.slug, scene.draft_policy.version)),
        Place("policy_adopt", hr, (scene.draft_policy.slug, scene.draft_policy.version)),
        *(Place("cycle_cockpit", hr, (cycle.slug,)) for cycle in (scene.open, scene.running)),
        Place("cockpit", hr),
        Place("cycle_cockpit", hr, (scene.open.slug,), query=f"?unit={scene.branch.pk}"),
        *(
            Place(name, hr, (scene.open.slug,))
            for name in ("cycle_problems", "cycle_extend", "cycle_remind", "cycle_pause", "cycle_resume", "cycle_undo")
        ),
        *(Place(name, hr, ("triwulan-i-2026",)) for name in ("cycle_release", "cycle_reschedule", "cycle_cockpit")),
        Place("cycle_receipt", hr, (scene.open.slug, 0)),
        Place("cycle_reopened", hr, (scene.open.slug, scene.reopened)),
        Place("extension_decline", hr, (scene.asked.pk,)),
        Place("step_extension", scene.asked.asked_by, (scene.asked_step.pk,)),
        Place("cycle", hr, (scene.running.slug,)),
        Place("cycle", hr, (draft,)),
        Place("cycle_change", hr, (draft,)),
        Place("calibrations", hr),
        Place("calibration", hr, (scene.open.slug,)),
        Place("calibration", hr, (scene.open.slug,), "?hasil=small"),
        Place("calibration", scene.rated_unit.head, (scene.open.slug,)),
        *(
            Place("calibration_unit", who, (scene.open.slug, scene.rated_unit.unit_id))
            for who in (hr, scene.rated_unit.set_by, scene.rated_unit.head)
        ),
        Place("calibration_own", scene.rated_unit.head, (scene.open.slug,)),
        Place("calibration_own", hr, (scene.open.slug,)),
        Place("leniency", hr, (scene.open.slug,)),
        Place("unit_rate", hr, (scene.open.slug, scene.rated_unit.unit_id)),
        Place("unit_ask", hr, (scene.open.slug, scene.rated_unit.unit_id)),
        Place("cycle_close", hr, (scene.running.slug,)),
        Place("committee_appoint", hr, (draft,)),
        Place("cycle_launch", hr, (scene.open.slug,)),
        Place("cycle_launch_people", hr, (scene.open.slug, "no_supervisor")),
        Place("cycle_progress", hr, (scene.open.slug,)),
        Place("committee", hr, (seat.committee_id,)),
        Place("committee_meeting", hr, (seat.committee_id,)),
        Place("committee_substitute", hr, (seat.pk,)),
        Place("committee_kin", hr, (seat.pk,)),
    ]


def of_an_import():
    """The page that undoes it, in a city that has nothing else."""
    hr, at = make_user("Farida Hanum", roles=["hr_admin"]), timezone.now()
    run = upload(name="simpeg.csv", content=csv_of(staff()), end_missing=False, by=hr, at=at)
    apply_run(run=run, by=hr, at=at)
    return Place("import_undo", hr, (run.pk,))


def of_looks(scene):
    """Looks as who is concerned and an inspector see them, questions about them, and an inspection that defers telling."""
    inspector, case = scene.people["inspector"], scene.asked_step.case.appraisal
    person, purpose = case.employee, {"purpose": "Surat tugas 700/118/2026"}
    facts = {"stream": f"appraisal:{case.pk}", "person": person.pk, "at": scene.at}
    for viewer, part in ((scene.hr, "hr"), (case.supervisor, "supervisor")):
        look(viewer=viewer, kind="content", part=part, **facts)
    theirs, other = Access.objects.filter(person=person, viewer__in=[case.supervisor, scene.hr]).order_by("-pk")[:2]
    put = {"text": "Mengapa?", "by": person, "at": scene.at}
    waits, answered = (ask_why(theirs.pk, to=to, **put) for to in ("hr_admin", "inspector"))
    inspect_content(case.pk, **purpose, by=inspector, at=scene.at)
    return [
        Place("accesses", person), Place("accesses", person, query="?show=unusual"),
        *(Place(name, person, (other.pk,)) for name in ("access_ask", "access_report")),
        *(Place("access_question", who, (waits.pk,)) for who in (person, scene.hr)),
        *(Place("access_question", who, (answered.pk,)) for who in (person, inspector)),
        Place("log-accesses", inspector), Place("log-accesses", inspector, query="?since=2030-01-01"),
    ]  # fmt: skip


def of_erasures(scene):
    """One that waits, one that is done, one that is held; what HR and an inspector do about each."""
    hr, inspector = scene.hr, scene.people["inspector"]
    done, waiting, held = scene.finals[:3]
    streams = [f"appraisal:{one.pk}" for one in (done, waiting, held)]
    facts = {"basis": "Putusan PTUN 12/G/2026", "letter_no": "800/1", "by": hr, "at": scene.at}
    first = erasure.propose(streams[0], numbers=[1, 2], **facts)
    erasure.answer(first.pk, agrees=True, by=inspector, at=scene.at)
    erasure.carry_out(scene.at)
    second = erasure.propose(streams[1], numbers=[1], **facts)
    letter = {"reason": "Gugatan di PTUN", "letter_no": "W1/2026", "by": inspector, "at": scene.at}
    hold = place_hold(streams[2], **letter)
    answers = [Place(f"erasure_{name}", inspector, (second.pk,)) for name in ("agree", "oppose")]
    return [
        *(Place("erasures", who) for who in (hr, inspector)),
        *(Place("erasure_person", who, (done.employee.pseudonym,)) for who in (hr, inspector)),
        *(Place("erasure_propose", hr, ("appraisal", one.pk)) for one in (done, held)),
        *(Place("erasure", who, (first.pk,)) for who in (hr, done.employee)),
        Place("erasure", inspector, (second.pk,)), *answers, Place("erasure_withdraw", hr, (second.pk,)),
        Place("hold", inspector, (hold.pk,)), Place("hold_lift", inspector, (hold.pk,)),
        Place("hold_place", inspector, ("appraisal", done.pk)), Place("retention", done.employee),
        Place("appraisal", done.employee, (done.pk,)),
    ]  # fmt: skip


ROUNDS = {
    "everybody": of_everybody, "plans": of_plans, "steps": of_steps, "cases": of_cases, "people": of_people,
    "periods": of_periods, "erasures": of_erasures, "looks": of_looks,
}  # fmt: skip
