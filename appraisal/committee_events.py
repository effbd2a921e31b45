"""What happens in and around a committee: its meetings."""

from django.utils.translation import gettext_lazy as _

from audit.registry import Event

from .event_words import CHAIR, MEMBER, day
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
