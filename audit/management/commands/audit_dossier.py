from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.dossier.collecting import Unsealed, checkpoint_for, dossier_of, waiting_in
from audit.dossier.handing import note_dossier
from audit.management import recording


class Command(BaseCommand):
    help = "Write all that the log knows of one appraisal into a ZIP that a stranger checks with verify.py."

    def add_arguments(self, parser):
        parser.add_argument("id", help="the appraisal's number, or the name of any stream, such as user:7")
        parser.add_argument("--output", type=Path, required=True, metavar="F.zip")
        recording.add_arguments(parser)

    def handle(self, id, output, purpose, no_record, **options):
        stream = f"appraisal:{id}" if id.isdecimal() else id
        checkpoint = checkpoint_for(stream)
        try:
            dossier = dossier_of(stream, checkpoint)
            content = dossier.zip()
            with new_file(output) as file:
                recording.keep(note_dossier, (stream, content), purpose=purpose, no_record=no_record)
                file.write(content)
        except FileExistsError as error:
            raise CommandError(f"{output} is there already; nothing was written.") from error
        except (Unsealed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(dossier.events)} events of {stream} are in {output}.")
        if waiting := waiting_in(stream, checkpoint):
            self.stdout.write(f"{waiting} later ones wait for their seal: run manage.py audit_seal, then this again.")


@contextmanager
def new_file(path):
    """Open for what was not there; gone again if it cannot be written."""
    with open(path, "xb") as file:
        try:
            yield file
        except BaseException:
            path.unlink()
            raise
