from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.key import KeyUnusable, make_key
from notifications.push.identity import public_key


class Command(BaseCommand):
    help = "Print the key by which push services know us; --create makes it. A new key ends every subscription."

    def add_arguments(self, parser):
        parser.add_argument("--create", action="store_true", help="make a key in PUSH_KEY_FILE, where none may be yet")

    def handle(self, *, create, **options):
        path = Path(settings.PUSH_KEY_FILE)
        try:
            if create:
                make_key(path)
            self.stdout.write(public_key())
        except FileExistsError:
            raise CommandError(f"There is a key in {path} already; a new one would end every subscription.") from None
        except (OSError, KeyUnusable) as error:
            raise CommandError(str(error).replace("audit_key", "push_key")) from error
