"""What happens in and around a committee: its meetings, their minutes, kin that members declare."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

from .event_words import CHAIR, HR, MEMBER, day
from .models import AgendaItem

# --- meetings, in the stream of the committee; what is said of a case stays in the stream of that case ---
MEETING_PREPARED = Event(
    "committee.meeting_prepared", _("{actor} menyusun acara rapat ke-{number} dengan {count} butir untuk {date}."),
    labels={"date": day},
)  # fmt: skip
AGENDA_ADDED = Event("committee.agenda_added", _("{actor} menambah butir {item} pada acara rapat ke-{number}."))
AGENDA_REMOVED = Event("committee.agenda_removed", _("{actor} mengeluarkan butir {item} dari acara rapat ke-{number}."))
AGENDA_REORDERED = Event(
    "committee.agenda_reordered", _("{actor} memindahkan butir {item} ke urutan {place} pada acara rapat ke-{number}.")
)
MEETING_OPENED = Event(
    "committee.meeting_opened", _("{actor} membuka rapat ke-{number} dengan {count} butir."), role=CHAIR
)
MEMBER_PRESENT = Event("committee.member_present", _("{actor} hadir pada rapat ke-{number}."), role=MEMBER)
MEMBER_LEFT = Event("committee.member_left", _("{actor} meninggalkan rapat ke-{number}."), role=MEMBER)
MEMBER_ABSENT = Event(
    "committee.member_absent", _("{actor} mencatat {to} tidak hadir pada rapat ke-{number}."), role=CHAIR
)
ITEM_CALLED = Event(
    "committee.item_called", _("{actor} memulai pembahasan butir {item} pada rapat ke-{number}."), role=CHAIR
)
ITEM_CLOSED = Event(
    "committee.item_closed",
    _("{actor} menutup butir {item} pada rapat ke-{number}: {verdict}."),
    labels={"verdict": lambda code: AgendaItem.Verdict(code).label},
    role=CHAIR,
)
MEETING_CLOSED = Event(
    "committee.meeting_closed",
    _("{actor} menutup rapat ke-{number}: {done} butir diputus, {left} butir belum diputus."),
    role=CHAIR,
)

# --- the minutes of a meeting ---
MINUTES_DRAWN_UP = Event("committee.minutes_drawn_up", _("{actor} menyusun berita acara rapat ke-{number}."))
MINUTES_CHECKED = Event(
    "committee.minutes_checked",
    _("{actor} memeriksa berita acara rapat ke-{number} dan membukanya untuk ditandatangani."),
    role=CHAIR,
)
MINUTES_SIGNED = Event(
    "committee.minutes_signed", _("{actor} menandatangani berita acara rapat ke-{number}, urutan {place}."), role=MEMBER
)
MINUTES_REFUSED = Event(
    "committee.minutes_refused",
    _("{actor} menolak menandatangani berita acara rapat ke-{number}, urutan {place}."),
    role=MEMBER,
)
MINUTES_UNABLE = Event(
    "committee.minutes_unable",
    _("{actor} mencatat {to} berhalangan menandatangani berita acara rapat ke-{number}, urutan {place}."),
    role=HR,
)
MINUTES_SEALED = Event(
    "committee.minutes_sealed",
    _("Berita acara rapat ke-{number} disegel. Sidik berkasnya {sha256}."),
    issues=True,
)
MINUTES_PRINTED = Event("committee.minutes_printed", _("{actor} mencetak berita acara rapat ke-{number}."))
MINUTES_HANDED_OUT = Event(
    "committee.minutes_handed_out",
    _("{actor} mengunduh berkas berita acara rapat ke-{number}. Sidiknya {sha256}."),
    issues=True,
)

# --- kin that members declare ---
KIN_DECLARED = Event("kin.declared", _("{actor} menyatakan hubungan keluarga dengan seorang pegawai."), role=MEMBER)
KIN_WITHDRAWN = Event("kin.withdrawn", _("{actor} mencabut pernyataan hubungan keluarga."), role=MEMBER)
KIN_OPENED = Event("committee.kin_opened", _("{actor} membuka pernyataan hubungan keluarga {member} untuk: {purpose}"))
