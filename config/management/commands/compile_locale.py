from django.core.management.base import BaseCommand

from config import catalogs


class Command(BaseCommand):
    help = "Compile the translations in locale/ that changed."
    requires_system_checks = []

    def handle(self, *args, **options):
        for path in catalogs.catalogs():
            if catalogs.compile_catalog(path):
                self.stdout.write(f"Compiled the translation {path.parts[-3]}.")
