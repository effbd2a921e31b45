"""A cycle with as many people as a measurement needs, written in bulk; plain rows, no demo texts."""

import datetime
import itertools

from django.utils import timezone

from appraisal import policies
from appraisal.models import Appraisal, Committee, Cycle, Indicator, Plan, PlannedResult, Policy, Seat
from organization.models import Employee, Unit, User
from workflow.start import start_in_bulk

DAY = datetime.timedelta(days=1)
INDICATORS, MEMBERS = 3, 5
numbers = itertools.count()


class Office:
    """One unit, one policy, one cycle, one committee; people as they are needed."""

    def __init__(self, *, release="immediate"):
        self.at, self.release = timezone.now(), release
        self.mark = f"{self.at:%Y%m%d%H%M%S%f}"
        self.unit = Unit.objects.get_or_create(code="bench", defaults={"name": "Dinas Ukur"})[0]
        self.hr, self.employee, self.supervisor, self.second, self.reviewer = self.people(5)
        self.members = self.people(MEMBERS)
        self.policy = self._policy()
        self.open_period()

    def open_period(self):
        """A cycle of its own, with a committee; nobody is in it yet."""
        self.cycle = self._cycle()
        self.committee = Committee.objects.create(
            cycle=self.cycle, name="Komite", chair=self.members[0], letter_no="800/1/2026"
        )
        Seat.objects.bulk_create(Seat(committee=self.committee, member=member) for member in self.members)

    def people(self, count):
        users = User.objects.bulk_create(
            [User(username=f"b{self.mark}{next(numbers)}", name=f"Pegawai {n}") for n in range(count)], 5_000
        )
        Employee.objects.bulk_create([Employee(user=user, type="pns") for user in users], 5_000)
        return users

    def plan_of(self, employee):
        plan = Plan.objects.create(cycle=self.cycle, employee=employee, supervisor=self.supervisor)
        result = PlannedResult.objects.create(plan=plan, text="Layanan")
        for n in range(INDICATORS):
            Indicator.objects.create(planned_result=result, name=f"Indikator {n}", target="10.00", unit="berkas")
        return plan

    def indicators_of(self, employee):
        found = Indicator.objects.filter(
            planned_result__plan__employee=employee, planned_result__plan__cycle=self.cycle
        )
        return found.order_by("pk").values_list("pk", flat=True)

    def unsaved(self, employee, supervisor=None, plan=None):
        return Appraisal(
            cycle=self.cycle, employee=employee, supervisor=supervisor or self.supervisor,
            second_level=self.second, committee=self.committee, unit=self.unit, zone=self.unit.zone, plan=plan,
            snapshot={"employee": {"name": employee.name}},
        )  # fmt: skip

    def start(self, appraisals):
        return start_in_bulk(appraisals, by=self.hr, at=self.at)

    def _policy(self):
        document = policies.preset("permenpanrb-6-2022").model_copy(update={"release": self.release})
        body = policies.body_of(document)
        return Policy.objects.create(
            slug=f"bench-{self.mark}", version=1, title="Ukur", body=body, sha256=policies.digest_of(body),
            created_at=self.at, adopted_at=self.at, adopted_by=self.hr,
        )  # fmt: skip

    def _cycle(self):
        today = self.at.date()
        released = today + 25 * DAY if self.release == "together" else None
        return Cycle.objects.create(
            slug=f"bench-{self.mark}-{next(numbers)}", name="Ukur", policy=self.policy, starts_on=today, ends_on=today + DAY,
            self_assessment_on=today + 10 * DAY, review_on=today + 20 * DAY, meeting_on=today + 30 * DAY,
            release_on=released, state="open", created_at=self.at,
        )  # fmt: skip
