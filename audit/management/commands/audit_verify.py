from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from audit.key import KeyUnusable, verifier_keys
from audit.models import Entry
from audit.rotation import former_keys
from audit.status import note_run
from audit.tlog import Invalid
from audit.tlog.note import VerifierKey, encode
from audit.verification import verify


class Command(BaseCommand):
    help = "Check the whole log against itself, its key and a checkpoint kept elsewhere. Exit 1 if anything is found."

    def add_arguments(self, parser):
        parser.add_argument("--witness", type=Path, metavar="FILE", help="a checkpoint that somebody else kept")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            help="verifier key (name+id+key), of several where the key changed; else the log's own",
        )

        parser.add_argument(
            "--no-files", action="store_false", dest="files", help="leave out files, where the storage cannot be read"
        )

    def handle(self, witness, key, files, **options):
        from tqdm import tqdm

        at = timezone.now()
        try:
            keys = [VerifierKey.parse(line) for line in key] or verifier_keys()
            former = {} if key else former_keys(keys)
            kept = _kept(witness) if witness else None
            with tqdm(total=Entry.objects.count(), unit="entry", disable=None, leave=False) as bar:
                report = verify(keys, at=at, former=former, witness=kept, seen=bar.update, files=files)
        except (Invalid, KeyUnusable, OSError) as error:
            raise CommandError(str(error)) from error
        self._keep(report, at)
        for finding in report.findings:
            self.stdout.write(f"FAIL {finding}")
        for one in report.cosignatures:
            self.stdout.write(f"Cosigned by {one.key}: {one.size} entries, {one.at:%Y-%m-%d %H:%M:%S} UTC")
        root = f"{report.size} entries, root {report.root.hex()} ({encode(report.root)})"
        waiting = f", {report.waiting} wait for their seal" if report.waiting else ""
        if report.findings:
            raise CommandError(f"{len(report.findings)} findings in {root}{waiting}.")
        self.stdout.write(f"OK {root}{waiting}")

    def _keep(self, report, at):
        """Whoever may only read the log checks it as well; nobody else learns of it."""
        try:
            note_run(at=at, ok=report.is_clean, size=report.size, root=report.root.hex(), findings=report.findings)
        except DatabaseError as error:
            self.stderr.write(f"This run was not recorded, for the database cannot be written: {error}")


def _kept(path):
    """As somebody saved it who took it out of a letter: a mark before it and lines around it are no part of it."""
    try:
        text = path.read_text("utf-8-sig").strip()
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise Invalid(f"There is no checkpoint in {path}.")
    return f"{text}\n"
