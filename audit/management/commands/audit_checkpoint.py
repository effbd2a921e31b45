from django.core.management.base import BaseCommand, CommandError

from audit.selectors import newest_checkpoint


class Command(BaseCommand):
    help = "Print the newest signed checkpoint (C2SP tlog-checkpoint), to be kept where nobody here can change it."

    def handle(self, **options):
        checkpoint = newest_checkpoint()
        if checkpoint is None:
            raise CommandError("The log has no checkpoint yet: run manage.py audit_seal.")
        self.stdout.write(checkpoint.note, ending="")
