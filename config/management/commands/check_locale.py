from django.core.management.base import BaseCommand, CommandError

from config import catalogs


class Command(BaseCommand):
    help = "Exit 1 and name every text that a translation in locale/ lacks, holds in vain or gets wrong."
    requires_system_checks = []

    def handle(self, *args, **options):
        texts = catalogs.collect()
        flaws = [
            f"{path.parts[-3]}: {flaw}"
            for path in catalogs.catalogs()
            for flaw in catalogs.flaws(catalogs.read(path), texts)
        ]
        if flaws:
            raise CommandError("\n".join([*flaws, f"{len(flaws)} texts. Run `make messages`, then translate."]))
