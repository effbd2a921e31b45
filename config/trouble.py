"""What an error of the database means to the person who meets it, and what he had typed."""

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, UnreadablePostError
from django.utils.translation import gettext_lazy as _

SECRET = "password"  # noqa: S105  what is in a field of such a name is shown to nobody
CONTROL = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Trouble:
    """A refusal that no page foresaw; `retry_after` in seconds."""

    status: int
    title: Any
    detail: Any
    retry_after: int = 0


FULL = Trouble(
    503,
    _("Penyimpanan sistem penuh"),
    _("Tidak ada yang tersimpan dari permintaan ini. Beri tahu pengelola sistem, lalu kirim lagi."),
    60,
)
BUSY = Trouble(
    503,
    _("Sistem sedang sibuk"),
    _("Data ini sedang ditulis orang lain. Tidak ada yang tersimpan dari permintaan ini. Coba lagi sebentar lagi."),
    5,
)
AWAY = Trouble(
    503,
    _("Basis data tidak menjawab"),
    _("Tunggu sebentar. Sebelum mengirim lagi, periksa di halaman lain apakah permintaan ini sudah tersimpan."),
    30,
)
TAKEN = Trouble(
    409,
    _("Orang lain baru saja menyimpan hal yang sama"),
    _("Tidak ada yang tersimpan dari permintaan ini. Muat ulang halaman dan periksa apa yang sudah ada."),
)
# https://www.postgresql.org/docs/15/errcodes-appendix.html and SQLite's own sentences
BY_CODE = {"53100": FULL, "55P03": BUSY, "57014": BUSY, "40P01": BUSY, "40001": BUSY, "23505": TAKEN}
BY_SENTENCE = {
    "disk is full": FULL,
    "locked": BUSY,
    "unable to open database": AWAY,
    "disk I/O error": AWAY,
    "readonly database": AWAY,
    "UNIQUE constraint failed": TAKEN,
}


def trouble_in(error: BaseException | None) -> Trouble | None:
    """What to say of an error, or None if it is a mistake of ours."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    if code := getattr(error.__cause__, "sqlstate", None):
        return BY_CODE.get(code) or (AWAY if isinstance(error, OperationalError) else None)
    found = next((trouble for words, trouble in BY_SENTENCE.items() if words in str(error)), None)
    is_unanswered = "psycopg" in type(error.__cause__).__module__  # no code: it never got as far as an answer
    return found or (AWAY if is_unanswered else None)


@dataclass(frozen=True)
class Kept:
    """What was sent: `texts` to be read and copied, `fields` to be sent once more (none where a secret is among them)."""

    texts: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    may_resend: bool = False


def kept_from(request: HttpRequest) -> Kept:
    """Files cannot be put into a page again, and passwords must not be."""
    if request.method != "POST":
        return Kept()
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in CONTROL]
        is_whole = not request.FILES
    except (UnreadablePostError, OSError):
        return Kept()
    told = [(name, value) for name, value in sent if SECRET not in name]
    texts = tuple(value for _name, value in told if _is_text(value))
    may_resend = is_whole and len(told) == len(sent)
    return Kept(texts, tuple(told) if may_resend else (), may_resend)


def _is_text(value):
    """Words of somebody's own; not a number, a date, a choice or what a page carries along."""
    return len(value.split()) > 1 and not value.startswith(("{", "["))
