from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.dossier.collecting import Unsealed, checkpoint_for, dossier_of, waiting_in


class Command(BaseCommand):
    help = "Write all that the log knows of one appraisal into a ZIP that a stranger checks with verify.py."

    def add_arguments(self, parser):
        parser.add_argument("id", help="the appraisal's number, or the name of any stream, such as user:7")
        parser.add_argument("--output", type=Path, required=True, metavar="F.zip")

    def handle(self, id, output, **options):
        stream = f"appraisal:{id}" if id.isdecimal() else id
        checkpoint = checkpoint_for(stream)
        try:
            dossier = dossier_of(stream, checkpoint)
            with open(output, "xb") as file:
                file.write(dossier.zip())
        except FileExistsError as error:
            raise CommandError(f"{output} is there already; nothing was written.") from error
        except (Unsealed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(dossier.events)} events of {stream} are in {output}.")
        if waiting := waiting_in(stream, checkpoint):
            self.stdout.write(f"{waiting} later ones wait for their seal: run manage.py audit_seal, then this again.")
