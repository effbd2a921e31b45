"""manage.py launch_cycle SLUG [--dry-run]: who is in, who is not and why; then open the cycle."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from appraisal.models import Cycle
from appraisal.rules import RuleBroken
from organization.models import SYSTEM
from workflow.launch import REASONS, check, launch_cycle, participants


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
        found = participants(cycle, at=at)
        self._report(found)
        if dry_run:
            return
        with tqdm(total=len(found.appraisals), unit="appraisal", disable=None) as bar:
            launch_cycle(cycle, by=SYSTEM, at=at, on_progress=bar.update)
        self.stdout.write(f"launched={len(found.appraisals)}")

    def _report(self, found):
        for reason, people in found.out.items():
            self.stdout.write(f"out: {len(people)} {REASONS[reason]}")
        self.stdout.write(f"in={len(found.appraisals)} already={found.already} out={found.count_out}")
