"""An API token for one person; the database keeps only its hash."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organization.actions import create_api_token
from organization.rules import RuleBroken
from organization.selectors import find_by_sign_in


class Command(BaseCommand):
    help = "Prints an API token as the last word. It is shown this once."

    def add_arguments(self, parser):
        parser.add_argument("person", metavar="USERNAME_OR_NIP")

    def handle(self, *, person, **options):
        found = find_by_sign_in(person)
        if found is None:
            raise CommandError("Nobody signs in with this name or number.")
        try:
            token = create_api_token(person=found, at=timezone.now())
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"Token of {found.username}: {token}")
