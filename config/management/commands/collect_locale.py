from django.core.management.base import BaseCommand

from config import catalogs


class Command(BaseCommand):
    help = "Bring the translations in locale/ up to date with the texts of code and templates."
    requires_system_checks = []

    def handle(self, *args, **options):
        texts = catalogs.collect()
        for path in catalogs.catalogs():
            catalog = catalogs.read(path)
            catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
            catalogs.write(catalog, path)
            missing = sum(flaw.startswith("not translated") for flaw in catalogs.flaws(catalog, texts))
            self.stdout.write(f"{path.parts[-3]}: {len(texts)} texts, {missing} to translate.")
