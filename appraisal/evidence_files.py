"""Files of evidence as the log knows them: how they are told in words, which bytes they name, when these go."""

from django.utils.translation import gettext_lazy as _

from audit import stored
from audit.registry import describe_history
from audit.stored import Named

from .evidence_kinds import ending_of
from .models import Evidence
from .value_words import subjects_in_words


def describe():
    describe_history(
        Evidence,
        title=_("Berkas bukti"),
        called="added_by",
        labels={
            "given_with": _("Dilampirkan pada"),
            "about": _("Tentang"),
            "name": _("Nama berkas"),
            "size": _("Ukuran (byte)"),
            "media_type": _("Jenis berkas"),
            "sha256": _("Sidik SHA-256"),
            "note": _("Keterangan"),
            "added_by": _("Dilampirkan oleh"),
            "added_at": _("Waktu dilampirkan"),
            "withdrawn_at": _("Ditarik pada"),
            "withdrawal_reason": _("Alasan penarikan"),
            "state": _("Hasil pemeriksaan"),
            "examined_by": _("Diperiksa oleh"),
            "examined_at": _("Diperiksa pada"),
            "examination": _("Alasan penolakan"),
        },
        codes={"about": subjects_in_words},
        content=dict.fromkeys(("about", "name", "note", "withdrawal_reason", "examination"), "sees_files"),
        enclosed="evidence",
        stored=stored_as,
        readable=files_for,
    )


def stored_as(evidence):
    """The bytes of a file, or of a version of it; what has no name any more was erased."""
    return Named(evidence.sha256, ending_of(evidence.media_type), not evidence.name)


def files_for(reader):
    """The files that a dossier encloses: for one person what he may see, otherwise all but what is not sent yet."""
    return Evidence.objects.visible_to(reader) if reader else Evidence.objects.not_in_a_draft()


def remove_erased(keys=None):
    """Take away the bytes of files that an order erased, unless another row still names the same; how many went.

    `keys` are rows; without them it is a chore, for whoever was killed between the order and this.
    """
    erased = Evidence.objects.filter(name="") if keys is None else Evidence.objects.filter(name="", pk__in=keys)
    digests = set(erased.values_list("sha256", flat=True))
    digests -= set(Evidence.objects.exclude(name="").filter(sha256__in=digests).values_list("sha256", flat=True))
    gone = [digest for digest in digests if stored.is_kept(digest)]
    for digest in gone:
        stored.remove(digest)
    return len(gone)
