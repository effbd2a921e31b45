"""What the log tells of itself."""

from datetime import date as Date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .registry import Event, number_in, told_as


def day(iso):
    return date_format(Date.fromisoformat(iso), "j F Y")


def grouped(number):
    """`1.284.406`."""
    return number_format(number, force_grouping=True)


def one_based(n):
    """As people count the entries of a stream."""
    return n + 1


def beginning(root):
    """Enough of it for a line; the entry's page has all of it."""
    return f"{root[:12]}…"


def stated(purpose):
    """Whoever works at the server need not say for what."""
    return purpose or gettext("tidak disebutkan.")


CHECKPOINT_ISSUED = Event(
    "checkpoint.issued",
    _("{actor} menandatangani catatan sampai entri ke-{size}, dengan akar {root}"),
    labels={"root": beginning, "size": grouped},
)
CHECKPOINT_COSIGNED = Event(
    "checkpoint.cosigned",
    _("{witness} ikut menandatangani catatan sampai entri ke-{size} sebagai saksi."),
    labels={"size": grouped},
)
CHECKPOINT_DISPUTED = Event(
    "checkpoint.disputed",
    _("{witness} menandatangani catatan lain dengan nama yang sama: {size} entri, akar {root}. Periksa segera."),
    labels={"size": grouped},
)
CHECKPOINT_MAILED = Event(
    "checkpoint.mailed",
    _("{actor} mengirim pos pemeriksaan {size} entri ke {count} alamat di luar sistem."),
    labels={"size": grouped},
)
STREAMS_HEADS = Event(
    "streams.heads",
    _("{actor} mencatat ujung {streams} aliran di antara {size} entri pertama, dengan akar {root}"),
    labels={"root": beginning, "streams": grouped, "size": grouped},
)
LOG_KEY_ROTATED = Event(
    "log.key_rotated", _("{actor} mengumumkan kunci baru jejak audit: {following} menggantikan {former}.")
)

# --- the access journal ---
ACCESS_BATCH = Event(
    "access.batch",
    _("{actor} menyegel {count} catatan akses, nomor {first} sampai {last}."),
    labels=dict.fromkeys(("count", "first", "last"), grouped),
)
INSPECTION_OPENED = Event(
    "inspection.opened",
    _("{actor} mulai memeriksa; pemberitahuan kepada yang bersangkutan ditunda sampai {until}: {purpose}"),
    labels={"until": day},
)
INSPECTION_CASE_OPENED = Event(
    "inspection.case_opened",
    _("{actor} membuka isi berkas {case} dalam pemeriksaan ini."),
    labels={"case": number_in("appraisal")},
)
INSPECTION_CLOSED = Event("inspection.closed", _("{actor} menutup pemeriksaan; penundaan pemberitahuan berakhir."))

# --- the installation ---
SYSTEM_CONFIGURED = Event("system.configured", _("{actor} mulai bekerja dengan pengaturan yang lain: {changed}."))

# --- reading the log ---
LOG_PURPOSE_STATED = Event("log.purpose_stated", _("{actor} membuka pencarian dalam isi catatan untuk: {purpose}"))
LOG_CONTENT_OPENED = Event(
    "log.content_opened",
    _("{actor} membuka isi catatan {stream} untuk: {purpose}"),
    labels={"stream": told_as},
    may_follow=True,
)
LOG_EXPORTED = Event(
    "log.exported", _("{actor} meminta ekspor catatan sebagai {format} untuk: {purpose}"), labels={"format": str.upper}
)
LOG_DOSSIER_MADE = Event(
    "log.dossier_made",
    _("{actor} mengunduh berkas pemeriksaan {stream}, sidik {sha256}, untuk: {purpose}"),
    labels={"purpose": stated, "stream": told_as},
    issues=True,
)
LOG_EXPORT_MADE = Event(
    "log.export_made", _("Ekspor catatan yang diminta {actor} selesai, sidik {sha256}."), issues=True
)

LOG_WRITTEN_OUT = Event(
    "log.written_out",
    _("{actor} menulis seluruh jejak audit ke dalam berkas, {size} entri dengan akar {root}, untuk: {purpose}"),
    labels={"purpose": stated, "root": beginning, "size": grouped},
)
LOG_VERIFIED = Event(
    "log.verified",
    _("{actor} memeriksa seluruh jejak audit: {findings} temuan dalam {size} entri dengan akar {root}."),
    labels={"root": beginning, "findings": grouped, "size": grouped},
)

# --- a copy of one's own data ---
PERSONAL_COPY_ASKED = Event("personal.copy_asked", _("{actor} meminta salinan semua datanya."))
PERSONAL_COPY_MADE = Event(
    "personal.copy_made", _("Salinan data {actor} selesai dikumpulkan, sidik {sha256}."), issues=True
)
PERSONAL_COPY_FETCHED = Event(
    "personal.copy_fetched", _("{actor} mengunduh salinan datanya, sidik {sha256}."), issues=True
)

# --- lawful erasure ---
HR, INSPECTOR = _("pengelola kinerja"), _("inspektur")
PAYLOAD_ERASED = Event(
    "payload.erased",
    _(
        "Isi catatan nomor {of} dihapus atas usulan {actor} dan persetujuan {agreed_by} menurut surat {letter_no}: {basis}"
    ),
    labels={"of": one_based},
    may_follow=True,
)
ERASURE_PROPOSED = Event(
    "erasure.proposed",
    _("{actor} mengusulkan penghapusan isi {count} catatan. Surat {letter_no}: {basis}"),
    role=HR,
    may_follow=True,
)
ERASURE_AGREED = Event("erasure.agreed", _("{actor} menyetujui usulan penghapusan."), role=INSPECTOR, may_follow=True)
ERASURE_OPPOSED = Event("erasure.opposed", _("{actor} menolak usulan penghapusan."), role=INSPECTOR, may_follow=True)
ERASURE_WITHDRAWN = Event("erasure.withdrawn", _("{actor} mencabut usulan penghapusan."), role=HR, may_follow=True)
ERASURE_DONE = Event("erasure.done", _("Usulan {actor} dijalankan: isi {count} catatan dihapus."), may_follow=True)
HOLD_PLACED = Event(
    "hold.placed", _("{actor} menahan penghapusan berdasarkan surat {letter_no}."), role=INSPECTOR, may_follow=True
)
HOLD_LIFTED = Event(
    "hold.lifted",
    _("{actor} mengakhiri penahanan penghapusan berdasarkan surat {letter_no}."),
    role=INSPECTOR,
    may_follow=True,
)
