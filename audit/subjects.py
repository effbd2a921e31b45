"""What the log says of its own streams: books, checkpoints, inspections, questions about a look."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Book, Checkpoint, ErasureProposal, Inspection, LegalHold, Question
from .registry import describe_history, register_subject, register_topics, told_as

CONTENT = "has_content"
BOOKS = {
    "access": _("akses"),
    "heads": _("ujung aliran"),
    "log": _("jejak audit"),
    "mail": pgettext_lazy("buku", "surel"),
    "settings": _("pengaturan"),
    "steps": _("tugas"),
}


def book_called(name):
    return (
        _("saksi %(id)s") % {"id": name.removeprefix("witness-")}
        if name.startswith("witness-")
        else BOOKS.get(name, name)
    )


def register_subjects():
    register_subject(Book, title=_("Buku"), number=book_called)
    register_subject(Checkpoint, title=_("Pos pemeriksaan"), name="size")
    register_subject(Inspection, title=_("Pemeriksaan"), name="purpose")
    register_subject(Question, title=_("Pertanyaan tentang akses"), person="access__person")
    register_topics(
        access=_("Siapa melihat"),
        inspection=_("Pemeriksaan"),
        log=_("Jejak audit"),
        checkpoint=_("Segel"),
        streams=_("Ujung aliran"),
        system=_("Pengaturan sistem"),
        mail=_("Surel"),
        personal=_("Salinan data pribadi"),
        payload=_("Penghapusan menurut perintah"),
        erasure=_("Usulan penghapusan"),
        hold=_("Penahanan penghapusan"),
    )


def describe_histories():
    describe_history(
        Inspection,
        title=_("Pemeriksaan"),
        called="inspector",
        labels={
            "inspector": _("Inspektur"),
            "purpose": _("Tujuan"),
            "opened_at": _("Dibuka pada"),
            "until": _("Ditunda sampai"),
            "closed_at": _("Ditutup pada"),
        },
    )
    describe_history(
        Question,
        title=_("Pertanyaan tentang akses"),
        called="to",
        labels={
            "to": _("Ditujukan kepada"),
            "text": _("Pertanyaan"),
            "asked_at": _("Ditanyakan pada"),
            "answer": _("Jawaban"),
            "answered_at": _("Dijawab pada"),
            "answered_by": _("Dijawab oleh"),
        },
        content={"text": CONTENT, "answer": CONTENT},
    )
    describe_history(
        ErasureProposal,
        title=_("Usulan penghapusan"),
        labels={
            "stream": _("Aliran"),
            "numbers": _("Nomor catatan"),
            "basis": _("Dasar hukum"),
            "letter_no": _("Nomor surat"),
            "state": _("Keadaan"),
            "proposed_at": _("Diusulkan pada"),
            "proposed_by": _("Diusulkan oleh"),
            "answer": _("Jawaban"),
            "answered_at": _("Dijawab pada"),
            "answered_by": _("Dijawab oleh"),
            "ended_at": _("Berakhir pada"),
        },
        spoken={"stream": title_of_row, "numbers": lambda row: ", ".join(str(n + 1) for n in row.numbers)},
    )
    describe_history(
        LegalHold,
        title=_("Penahanan penghapusan"),
        labels={
            "stream": _("Aliran"),
            "reason": _("Alasan"),
            "letter_no": _("Nomor surat"),
            "placed_at": _("Ditahan pada"),
            "placed_by": _("Ditahan oleh"),
            "lift_reason": _("Alasan mengakhiri"),
            "lift_letter_no": _("Surat pengakhiran"),
            "lifted_at": _("Diakhiri pada"),
            "lifted_by": _("Diakhiri oleh"),
        },
        spoken={"stream": title_of_row},
    )


def title_of_row(row):
    return told_as(row.stream)
