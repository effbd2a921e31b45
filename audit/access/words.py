"""The access journal as people read it: as what somebody looked, at what, and why it may be asked about."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.registry import parts, subjects
from audit.sentences import ACTING
from audit.wording import clock_in

from .looking import log_of
from .models import Access
from .selectors import OFFICES, TAKEN_OUT, is_late, is_unusual

DID = {
    Access.Kind.CONTENT: gettext_lazy("Membuka isi %(what)s."),
    Access.Kind.EVIDENCE: gettext_lazy("Membuka bukti dalam %(what)s."),
    Access.Kind.LOG: gettext_lazy("Membaca jalannya dan catatan %(what)s, bukan isinya."),
    Access.Kind.EXPORT: gettext_lazy("Mengunduh daftar yang memuat %(what)s."),
    Access.Kind.PRINT: gettext_lazy("Mencetak %(what)s."),
}


OF_PERSON = {  # what of the log concerns one
    Access.Kind.LOG: gettext_lazy("Menelusuri jejak audit orang yang bersangkutan."),
    Access.Kind.EXPORT: gettext_lazy("Mengekspor jejak audit orang yang bersangkutan."),
}
OF_NOBODY = {
    ("access", Access.Kind.LOG): gettext_lazy("Membaca jurnal akses."),
    ("log", Access.Kind.LOG): gettext_lazy("Membaca jejak audit."),
    ("log", Access.Kind.EXPORT): gettext_lazy("Mengekspor jejak audit."),
}


@dataclass(frozen=True)
class Line:
    """One look in words."""

    look: Access
    sentence: str
    role: str
    url: str
    reasons: list  # why it is marked, if it is
    about: str = ""  # whom it concerns, where the page is about many

    @property
    def at(self) -> datetime:
        return self.look.at

    @property
    def clock(self):
        return clock_in(self.look.at, timezone.get_current_timezone())


def line_of(look, *, names_person=False):
    title, url = called(look.stream)
    sentence = OF_NOBODY.get((look.stream, look.kind)) or _did(look) % {"what": title}
    reasons = list(_reasons(look)) if is_unusual(look) else []
    about = look.person.get_full_name() if names_person and look.person else ""
    return Line(look, str(sentence), _role(look), url, reasons, about)


def _did(look):
    is_of_log = look.person_id is not None and look.stream == log_of(look.person_id)
    return OF_PERSON.get(look.kind, DID[look.kind]) if is_of_log else DID[look.kind]


def called(stream):
    """(what a stream is called within a sentence, the address of its page or nothing)."""
    kind, _colon, key = stream.partition(":")
    subject = subjects.get(kind)
    if subject is None:
        return stream, ""
    title = " ".join(filter(None, [str(subject.title).lower(), str(subject.number(key))]))
    return title, reverse(subject.url_name, args=[key]) if subject.url_name else ""


def part_label(part):
    return parts.get(part, _("lainnya"))


def _role(look):
    role = str(part_label(look.part))
    if look.on_behalf_of:
        return _("%(role)s, atas nama %(principal)s") % {"role": role, "principal": look.on_behalf_of.get_full_name()}
    if look.capacity in ACTING:
        return f"{role} ({ACTING[look.capacity]})"
    return role


def _reasons(look):
    if look.part in OFFICES:
        yield _("Bukan pihak dalam berkas ini.")
    if is_late(look.at):
        yield _("Di luar jam kerja (Senin sampai Jumat, 06.00 sampai 18.00).")
    if look.kind in TAKEN_OUT:
        yield _("Salinan keluar dari sistem.")
