"""The cast, and a case taken to any step through the door itself."""

import datetime
import json

from appraisal import policies
from appraisal.models import (
    Appraisal,
    Calendar,
    Committee,
    Cycle,
    DayOff,
    Document,
    Indicator,
    Plan,
    PlannedResult,
    Policy,
    Seat,
    Value,
)
from audit.models import Entry
from notifications.models import Notice
from organization.models import Delegation, Employee, Unit, User
from workflow.models import Step
from workflow.start import start_in_bulk
from workflow.steps import take_step

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 11, 2, 3, 0, tzinfo=datetime.UTC)  # Monday 10.00 WIB
TODAY = NOW.date()
RATINGS = {"results_rating": "meets", "behaviour_rating": "meets"}
PEOPLE = {
    "hr": "Farida Hanum Siregar",
    "inspector": "Togar Panjaitan",
    "employee": "Siti Rahmawati",
    "supervisor": "Hasan Nauli",
    "second_level": "Rahmat Siregar",
    "stranger": "Lamhot Simbolon",  # somebody else of the same office
}


class Office:
    """An employee, a supervisor, a second level and a committee, in a cycle that is open.

    Dates: self-assessment on the 10th day from NOW, review on the 20th, meeting on the 30th; results are released
    together as day `release` begins, or at once.
    `rules` are changes to the preset's document, such as {"committee": {"scope": "flagged"}}.
    """

    def __init__(self, seats=3, *, zone="Asia/Jakarta", top=False, members=None, indicators=5, release=None, **rules):
        self.make_people(seats)
        self.zone = zone
        self.unit = Unit.objects.create(code="1", name="Dinas Kominfo", zone=zone)
        self.release = release
        self.policy = self.make_policy(rules | ({"release": "together"} if release else {}))
        self.cycle = self.make_cycle()
        self.members = [getattr(self, name) for name in members] if members else self.members
        self.committee = Committee.objects.create(
            cycle=self.cycle, name="Komite kota", chair=self.members[0], letter_no="800/1/2026"
        )
        self.seats = Seat.objects.bulk_create(
            [Seat(committee=self.committee, member=m, position=n) for n, m in enumerate(self.members)]
        )
        self.top = top
        self.plan, self.indicators = self.make_plan(self.employee, indicators)
        self.appraisal = self.launch([self.employee])[0]

    def make_people(self, seats):
        named = PEOPLE | {f"member_{n}": f"Anggota {n}" for n in range(seats)}
        made = {
            username: User(username=username, name=name, email=f"{username}@kota.example")
            for username, name in named.items()
        }
        made["hr"].roles, made["inspector"].roles = ["hr_admin"], ["inspector"]
        User.objects.bulk_create(made.values())
        Employee.objects.create(user=made["employee"], type="pns", rank="III/c")
        for name, person in made.items():
            setattr(self, name, person)
        self.members = [made[f"member_{n}"] for n in range(seats)]

    def make_policy(self, rules):
        document = policies.preset("permenpanrb-6-2022")
        document = policies.PolicyDocument.model_validate(document.model_dump() | rules)
        body = policies.body_of(document)
        return Policy.objects.create(
            slug=document.slug, version=1, title=document.title, body=body, sha256=policies.digest_of(body),
            created_at=NOW, adopted_at=NOW, adopted_by=self.hr, letter_no="800/2/2026",
        )  # fmt: skip

    def make_cycle(self):
        return Cycle.objects.create(
            slug="triwulan-iii-2026", name="Triwulan III 2026", policy=self.policy,
            starts_on=datetime.date(2026, 7, 1), ends_on=datetime.date(2026, 9, 30),
            self_assessment_on=TODAY + 10 * DAY, review_on=TODAY + 20 * DAY, meeting_on=TODAY + 30 * DAY,
            release_on=self.release and TODAY + self.release * DAY,
            state=Cycle.State.OPEN, created_at=NOW, launched_at=NOW, launched_by=self.hr,
        )  # fmt: skip

    def make_plan(self, employee, size=5):
        plan = Plan.objects.create(
            cycle=self.cycle, employee=employee, supervisor=self.supervisor, state=Plan.State.AGREED,
            agreed_at=NOW, agreed_by=self.supervisor,
        )  # fmt: skip
        result = PlannedResult.objects.create(plan=plan, text="Layanan daring tersedia bagi warga")
        return plan, Indicator.objects.bulk_create(
            [
                Indicator(planned_result=result, name=f"Layanan {n}", target="10.00", unit="layanan", position=n)
                for n in range(size)
            ]
        )

    def unsaved(self, employee):
        return Appraisal(
            cycle=self.cycle, employee=employee, supervisor=self.supervisor, committee=self.committee,
            second_level=None if self.top else self.second_level, unit=self.unit, zone=self.zone,
            plan=self.plan if employee == self.employee else None,
            snapshot={"employee": {"name": employee.name}, "supervisor": {"name": self.supervisor.name}},
        )  # fmt: skip

    def launch(self, employees, at=NOW):
        return start_in_bulk([self.unsaved(e) for e in employees], by=self.hr, at=at)

    def delegate(self, principal, delegate, *, first=0, last=30):
        """By letter, from day to day counted from NOW."""
        return Delegation.objects.create(
            principal=principal, delegate=delegate, from_date=TODAY + first * DAY, to_date=TODAY + last * DAY,
            letter_no="800/7/2026",
        )  # fmt: skip

    def day_off(self, day="2026-12-24"):
        """A joint leave, in the calendar of its year."""
        calendar, _made = Calendar.objects.get_or_create(year=int(day[:4]), created_at=NOW)
        facts = {"name": "Cuti bersama Natal", "kind": DayOff.Kind.JOINT, "source": "SKB"}
        return DayOff.objects.get_or_create(day=day, defaults={"calendar": calendar, **facts})[0]

    # --- acting ---

    def open_steps(self):
        steps = Step.objects.filter(case__appraisal=self.appraisal, completed_at=None)
        return list(steps.select_related("owner").order_by("pk"))

    def step(self):
        return self.open_steps()[0]

    def take(self, outcome, data=None, *, by=None, at=NOW, step=None, **more):
        """Complete the open step (of `by`, if several) as its owner, with valid data by default."""
        steps = [step] if step else self.open_steps()
        step = next((own for own in steps if own.owner == by), steps[0])
        data = self.data(step.name, outcome) if data is None else data
        return take_step(step.pk, outcome=outcome, data=data, by=by or step.owner, at=at, **more)

    def data(self, step, outcome):
        results = [{"indicator": i.pk, "actual": "87.5", "note": "selesai"} for i in self.indicators]
        behaviours = [{"value": value, "note": "sering"} for value in Value.values]
        about = [{"subject": f"indicator:{i.pk}", "text": "baik"} for i in self.indicators]
        grounds = {"grounds": [{"subject": "results_rating", "reason": "Bukti RHK 2 belum dilihat."}]}
        return {
            ("self_assessment", "submit"): {
                "results": results, "behaviours": behaviours, "statement": "Semua tercapai.",
            },
            ("supervisor_review", "submit"): RATINGS | {"reason": "Sesuai bukti.", "feedback": about},
            ("refusal_period", "object"): grounds,
            ("employee_response", "object"): grounds,
            ("supervisor_statement", "submit"): {"statement": "Rating tetap pada bukti."},
            ("clarification", "submit"): {"statement": "Ini jawabannya."},
            ("objection_decision", "change"): RATINGS | {"results_rating": "above", "reason": "Terbukti."},
            ("objection_decision", "ask"): {"to": "employee", "question": "Kapan uji dilakukan?"},
            ("employee_response", "acknowledge"): {},
            ("committee_vote", "endorse"): {},
        }.get((step, outcome), {"reason": "Ada alasannya."})  # fmt: skip

    def bring_to(self, stage):
        """Walk the shortest way there; at the top of the tree the decision comes after the vote."""
        way = ["submit", "submit", "object", "submit"]
        if stage in ("committee_vote", "final"):
            way = ["submit", "submit", "acknowledge"]
        elif stage == "refusal_period":
            way = ["submit", "submit", "refuse"]
        elif stage == "clarification":
            way.append("ask")
        while self.stage() != stage and way:
            self.take(way.pop(0))
        while stage == "final" and self.stage() != "final":
            self.take("endorse")
        assert self.stage() == stage
        return self.step() if stage != "final" else None

    # --- looking ---

    def stage(self):
        self.appraisal.refresh_from_db()
        return self.appraisal.stage

    def events(self):
        """The names in the appraisal's stream, in order, without their room."""
        stream = Entry.objects.filter(stream=f"appraisal:{self.appraisal.pk}").order_by("n")
        return [name.partition(".")[2] for name in stream.values_list("event", flat=True)]

    def facts(self, event):
        """What the log says of the one event of this name."""
        entry = Entry.objects.get(stream=f"appraisal:{self.appraisal.pk}", event=f"appraisal.{event}")
        return json.loads(entry.payload.data)["facts"]

    def told(self, about=None):
        """{(username, kind, what about)} of the notices, or the usernames told about one thing."""
        rows = Notice.objects.values_list("to__username", "kind", "about")
        if about is None:
            return {(to, kind, what.removeprefix("appraisal.")) for to, kind, what in rows}
        return {to for to, _kind, what in rows if what.removeprefix("appraisal.") == about}

    def document(self):
        return Document.objects.get(appraisal=self.appraisal).content
