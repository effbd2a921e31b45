from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.dossier.handing import note_export
from audit.export import export
from audit.key import KeyUnusable, signing_key
from audit.management import recording
from audit.selectors import newest_checkpoint
from audit.tlog import Invalid
from audit.tlog.note import VerifierKey


class Command(BaseCommand):
    help = "Write the whole sealed log into a directory, with proofs on request, for programs of others."

    def add_arguments(self, parser):
        parser.add_argument("--output", type=Path, required=True, metavar="DIR")
        parser.add_argument("--prove-index", type=int, metavar="N", help="that leaf N is in the log")
        parser.add_argument(
            "--prove-consistency", type=int, metavar="M", help="that the log of size M is its beginning"
        )
        parser.add_argument("--key", help="verifier key (name+id+key) where the log's own key cannot be read")
        recording.add_arguments(parser)

    def handle(self, output, prove_index, prove_consistency, key, purpose, no_record, **options):
        from tqdm import tqdm

        checkpoint = newest_checkpoint()
        if checkpoint is None:
            raise CommandError("The log has no checkpoint yet: run manage.py audit_seal.")
        try:
            verifier = VerifierKey.parse(key) if key else signing_key().verifier
            with tqdm(total=checkpoint.size, unit="entry", disable=None, leave=False) as bar:
                export(
                    checkpoint, verifier, output,
                    index=prove_index, old_size=prove_consistency, written=bar.update,
                    leaving=lambda: recording.keep(note_export, (checkpoint,), purpose=purpose, no_record=no_record),
                )  # fmt: skip
        except FileExistsError as error:
            raise CommandError(f"{error.filename} is there already: choose an empty directory.") from error
        except (Invalid, KeyUnusable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{checkpoint.size} entries are in {output}.")
