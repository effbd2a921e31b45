import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.key import KeyUnusable, read_seed
from audit.tlog import Invalid
from audit.tlog.note import COSIGNATURE, SigningKey, VerifierKey
from audit.witness import Refused, cosign, hand_back, reader


class Command(BaseCommand):
    help = (
        "Watch another institution's log: sign its newest checkpoint if it continues the one signed before, print it "
        "and hand it back. Needs no database. Exit 1, and nothing signed, if it does not continue."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "address", help="where the log is published, such as https://kinerja.example.go.id/portal/log"
        )
        parser.add_argument(
            "--log-key", required=True, action="append",
            help="the log's verifier key (name+id+key), from elsewhere; while it changes, both",
        )  # fmt: skip
        parser.add_argument("--name", required=True, help="the witness's own name, such as inspektorat.example.go.id")
        parser.add_argument("--key-file", type=Path, required=True, help="its key, as audit_key --create makes one")
        parser.add_argument("--memory", type=Path, required=True, help="the file that keeps the last signed checkpoint")

        parser.add_argument("--only-print", action="store_true", help="keep the signature, hand nothing back")

    def handle(self, address, log_key, name, key_file, memory, only_print, **options):
        try:
            own = SigningKey(name, read_seed(key_file), COSIGNATURE)
            signed = cosign(reader(address), list(map(VerifierKey.parse, log_key)), own, memory, int(time.time()))
            self.stderr.write(f"Signed as {own.verifier}")
            self.stdout.write(str(signed), ending="")
            if not only_print:
                self.stderr.write(f"Handed back: {hand_back(address, signed)}")
        except (Invalid, KeyUnusable, Refused, OSError) as error:
            raise CommandError(str(error)) from error
