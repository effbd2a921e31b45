from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the translations in locale/ that changed (without gettext's binaries)."
    requires_system_checks = []

    def handle(self, *args, **options):
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                    compile_catalog(source, target)
                    self.stdout.write(f"compiled {source.relative_to(settings.BASE_DIR)}")


def compile_catalog(source: Path, target: Path) -> None:
    """Write aside, then rename: a server that starts meanwhile reads a whole file."""
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
    aside = target.with_suffix(".mo.part")
    with aside.open("wb") as file:
        write_mo(file, catalog)
    aside.replace(target)
