"""One import at a time, and each of them whole."""

from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from organization.rules import RuleBroken

KEY = 0x74696D62  # any number that nobody else locks


class Busy(RuleBroken):
    """Somebody else writes: worth another try."""


@contextmanager
def one_import():
    """A transaction that no other import shares. SQLite lets one writer in; the second waits 20 seconds."""
    try:
        with transaction.atomic(durable=True):
            if connection.vendor == "postgresql":
                _take_or_refuse()
            yield
    except OperationalError:  # what the database says may quote rows: it stays here
        raise _busy() from None
    except IntegrityError:
        sentence = _("Organisasi berubah selagi berkas ini ditulis. Tidak ada yang ditulis; periksa sekali lagi.")
        raise RuleBroken(sentence) from None


def _take_or_refuse():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEY])
        if not cursor.fetchone()[0]:
            raise _busy()


def _busy():
    return Busy(_("Impor lain sedang ditulis. Tidak ada yang ditulis dari berkas ini; coba lagi nanti."))
