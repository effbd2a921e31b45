"""One import at a time, and each of them whole."""

from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from organization.rules import RuleBroken

KEY = 0x74696D62  # any number that nobody else locks; whoever changes a line of superiors takes it, too
PATIENCE = "3s"  # such a change takes a moment, an import longer


class Busy(RuleBroken):
    """Somebody else writes: worth another try."""


@contextmanager
def one_import():
    """A transaction that no other import shares. SQLite lets one writer in; the second waits 20 seconds.

    What the database says of a failure may quote rows: it stays here.
    """
    is_ours = False
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                _take_or_give_up()
            is_ours = True
            yield
    except OperationalError:
        sentence = _("Basis data sedang terganggu. Tidak ada yang ditulis dari berkas ini; coba lagi nanti.")
        raise (RuleBroken(sentence) if is_ours else _busy()) from None
    except IntegrityError:
        sentence = _("Organisasi berubah selagi berkas ini ditulis. Tidak ada yang ditulis; periksa sekali lagi.")
        raise RuleBroken(sentence) from None


def _take_or_give_up():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY])
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _busy():
    return Busy(_("Impor lain sedang ditulis. Tidak ada yang ditulis dari berkas ini; coba lagi nanti."))
