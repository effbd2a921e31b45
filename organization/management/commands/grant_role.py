"""A role from the command line: without it, a new city would have nobody who could grant the first one."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from organization.actions import grant_role, issue_sign_in_link
from organization.models import SYSTEM
from organization.roles import Role
from organization.rules import RuleBroken
from organization.selectors import find_by_sign_in


class Command(BaseCommand):
    help = "Grants a role as SYSTEM and prints a one-time sign-in link to whoever has no password yet."

    def add_arguments(self, parser):
        parser.add_argument("person", metavar="USERNAME_OR_NIP")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--reason", required=True, help="kept in the log, such as the number of the letter")

    def handle(self, *, person, role, reason, **options):
        found = find_by_sign_in(person)
        if found is None:
            raise CommandError("Nobody signs in with this name or number.")
        try:
            grant_role(person=found, role=role, reason=reason, by=SYSTEM, at=timezone.now())
            self.stdout.write(f"{found.username} now has the role {role}.")
            if not found.has_usable_password():
                path = issue_sign_in_link(person=found, by=SYSTEM, at=timezone.now())
                self.stdout.write(settings.SITE_URL + path)
        except RuleBroken as broken:
            raise CommandError(str(broken)) from broken
