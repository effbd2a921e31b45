"""manage.py launch_cycle SLUG [--dry-run]: who is in, who is not and why; then open the cycle."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from appraisal.models import Cycle
from appraisal.rules import RuleBroken
from organization.models import SYSTEM
from workflow.dry_run import DryRun
from workflow.launch import REASONS, check, launch_cycle

NAMED = 20  # people under one reason


class Command(BaseCommand):
    help = "Open a cycle for everybody who can come in. Run it again to add those who were missing."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--dry-run", action="store_true", help="only say who is in and who is not")

    def handle(self, *, slug, dry_run, **options):
        cycle = Cycle.objects.select_related("policy").filter(slug=slug).first()
        if cycle is None:
            known = ", ".join(Cycle.objects.order_by("slug").values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no cycle {slug}. Known: {known}.")
        at = timezone.now()
        try:
            check(cycle)
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        found = DryRun(cycle, at=at)
        self._report(found)
        if not dry_run:
            self.stdout.write(f"launched={_launch(cycle, at=at, total=found.count)}")

    def _report(self, found):
        for reason, people in found.found.out.items():
            self.stdout.write(f"out: {len(people)} {REASONS[reason]}")
        self.stdout.write(f"in={found.count} already={found.already} out={found.count_out}")
        for reason in found.found.out:
            self._name(found, reason)

    def _name(self, found, reason):
        """Who stays out and what is missing: by names, never by numbers."""
        ids = found.ids_of(reason)
        self.stdout.write(f"{REASONS[reason]}:")
        for person in found.people(ids[:NAMED]):
            where = ", ".join(filter(None, (person["name"], person["post"], person["unit"])))
            self.stdout.write(f"  {where}" + (f" ({person['cause']})" if person["cause"] else ""))
        if len(ids) > NAMED:
            self.stdout.write("  " + _("dan {n} lagi").format(n=len(ids) - NAMED))


def _launch(cycle, *, at, total):
    """How many were written: who came in meanwhile by another launch is not among them."""
    written = []
    with tqdm(total=total, unit="appraisal", disable=None) as bar:

        def count(number):
            written.append(number)
            bar.update(number)

        launch_cycle(cycle, by=SYSTEM, at=at, on_progress=count)
    return sum(written)
