"""What may be attached, by whom and when; all of it ours, so that both sides are heard on what they can show (PP 30/2019 art. 59)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organization.rules import RuleBroken

from .models import Evidence

MEBIBYTE = 2**20
EVER = 3  # times as many as may stand, with those that were withdrawn
Part = Evidence.Part
OF_EMPLOYEE = (Part.SELF_ASSESSMENT, Part.RESPONSE, Part.REFUSAL, Part.CLARIFICATION, Part.REPLY)
OF_SUPERVISOR = (Part.REVIEW, Part.STATEMENT, Part.CLARIFICATION)
EXAMINES = (Part.REVIEW, Part.STATEMENT)


def part_of(appraisal, steps, *, person_id, is_received, may_reply):
    """With which part a party may attach now, or "". `steps` are the names of his own open steps, `may_reply` is asked.

    Ours: a party while it is his turn, and the employee while he may reply; nobody attaches to a result unseen.
    """
    if person_id == appraisal.employee_id:
        parts = [part for part in OF_EMPLOYEE if part in steps and (part != Part.RESPONSE or is_received)]
        return parts[0] if parts else Part.REPLY if may_reply() else ""
    if person_id == appraisal.supervisor_id:
        return next((part for part in OF_SUPERVISOR if part in steps), "")
    return ""


def check_file(*, kind, size, limits):
    """Ours: what a file is, is judged by its bytes; how large it may be the policy says."""
    if not size:
        raise RuleBroken(_("Berkas ini kosong (0 byte). Simpan ulang isinya, lalu lampirkan lagi."), field="file")
    if size > limits.mebibytes * MEBIBYTE:
        raise RuleBroken(
            _("Berkas ini lebih besar dari %(limit)s MB. Perkecil atau bagi menjadi beberapa berkas.")
            % {"limit": limits.mebibytes},
            field="file",
        )
    if not kind:
        raise RuleBroken(
            _("Jenis berkas ini tidak diterima. Simpan sebagai PDF, PNG, JPG, WebP, DOCX, XLSX, ODT, atau ODS."),
            field="file",
        )


def check_room(*, standing, ever, limits):
    """Ours: so many of each side, so that neither takes the other's room."""
    if standing >= limits.files:
        raise RuleBroken(
            ngettext(
                "Sudah ada %(n)s berkas bukti dari Anda, dan itu batasnya. Tarik yang tidak perlu, atau gabungkan.",
                "Sudah ada %(n)s berkas bukti dari Anda, dan itu batasnya. Tarik yang tidak perlu, atau gabungkan.",
                limits.files,
            )
            % {"n": limits.files},
            field="file",
        )
    if ever >= EVER * limits.files:
        raise RuleBroken(_("Terlalu banyak berkas dilampirkan lalu ditarik. Hubungi pengelola kinerja."), field="file")


def check_is_new(twin):
    """Ours: the same bytes stand once in a case. `twin` is such a file that the person sees, or None."""
    if twin:
        raise RuleBroken(
            _("Berkas yang sama sudah dilampirkan dengan nama “%(name)s”.") % {"name": twin.name}, field="file"
        )


def check_about(about, known):
    """Ours: what it is about are the lines that can be contested; nothing means the case as a whole."""
    if len(set(about)) < len(about) or not set(about) <= known:
        raise RuleBroken(_("Pilih indikator atau rating dari penilaian ini."), field="about")


def check_withdrawal(evidence, *, person_id, part):
    """Ours: whoever added it, while he could attach; it stays listed as withdrawn."""
    if evidence.added_by_id != person_id:
        raise RuleBroken(_("Hanya yang melampirkan dapat menarik bukti ini."))
    if evidence.withdrawn_at:
        raise RuleBroken(_("Bukti ini sudah ditarik."))
    if not part:
        raise RuleBroken(_("Bukti tidak dapat ditarik lagi: bagian Anda dalam berkas ini sudah dikirim."))


def check_examination(evidence, *, employee_id, is_accepted, reason):
    """Ours: the supervisor looks at what the employee attached, and gives a reason where he rejects it."""
    if evidence.added_by_id != employee_id:
        raise RuleBroken(_("Yang diperiksa adalah bukti dari pegawai."))
    if evidence.withdrawn_at:
        raise RuleBroken(_("Bukti ini sudah ditarik oleh pegawai."))
    if evidence.state == (Evidence.State.ACCEPTED if is_accepted else Evidence.State.REJECTED):
        raise RuleBroken(_("Bukti ini sudah Anda periksa dengan hasil yang sama."))
    if not is_accepted and not reason:
        raise RuleBroken(_("Tulis mengapa bukti ini Anda tolak."), field="reason")
