"""Who draws up, checks and signs the minutes of a meeting, in which order, and how its figures read.

No regulation that could be read prescribes the form; the order (members by seat, the chair last) follows the usual
berita acara of a team appointed by letter and is not verified.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .meeting_rules import Done, NotYours
from .rules import RuleBroken


def words(text, field, *, most=2000):
    """What was typed, without the space around it; never nothing."""
    text = text.strip()
    if not text:
        raise RuleBroken(_("Wajib diisi."), field=field)
    if len(text) > most:
        raise RuleBroken(_("Terlalu panjang: paling banyak %(n)s huruf.") % {"n": most}, field=field)
    return text


def order_of_signing(present, chair):
    """Those who were there, by their seats; the chair last."""
    return [member for member in present if member != chair] + [member for member in present if member == chair]


def next_to_sign(order, signed):
    """Whose turn it is, or None where everybody has."""
    return next((member for member in order if member not in signed), None)


def check_draws_up(by, committee):
    if not (by.is_hr_admin or by.pk == committee.chair_id):
        raise NotYours(_("Berita acara disusun oleh ketua komite atau pengelola kinerja."))


def check_is_closed(meeting):
    if meeting.closed_at is None:
        raise RuleBroken(_("Berita acara disusun sesudah rapat ditutup oleh ketua."))


def check_is_unsigned(minutes, signatures):
    """What somebody has signed is not drawn up anew."""
    if minutes and minutes.is_sealed:
        raise Done(_("Berita acara ini sudah disegel dan tidak berubah lagi."))
    if signatures:
        raise Done(_("Berita acara ini sudah ditandatangani sebagian. Isinya tidak dapat disusun ulang."))


def check_checks(by, chair_id, minutes):
    if by.pk != chair_id:
        raise NotYours(_("Berita acara diperiksa oleh ketua komite."))
    if not minutes.is_draft:
        raise Done(_("Berita acara ini sudah diperiksa dan menunggu tanda tangan."))


def check_is_current(minutes, body):
    """What was recorded since, such as a dissenting opinion, belongs into what is signed."""
    if minutes.body != body:
        raise Done(_("Sejak draf ini disusun ada catatan baru. Susun ulang, baca, lalu buka untuk ditandatangani."))


def check_digest(minutes, seen):
    """What is signed is what the page showed."""
    if minutes.sha256 != seen:
        raise Done(_("Berita acara ini disusun ulang sejak halaman Anda dibuka. Baca lagi, lalu tanda tangani."))


def check_signs(minutes, order, signed, member_id, *, name_of):
    """In order, once, and only who was there. `name_of(member)` says whose turn it is."""
    if member_id not in order:
        raise NotYours(_("Berita acara ditandatangani oleh anggota yang hadir."))
    if minutes.is_draft:
        raise Done(_("Ketua belum memeriksa berita acara ini. Tanda tangan dimulai sesudah itu."))
    if member_id in signed:
        raise Done(_("Anda sudah memberi jawaban atas berita acara ini."))
    turn = next_to_sign(order, signed)
    if turn != member_id:
        raise Done(_("Sekarang giliran %(name)s. Anda diberi tahu begitu giliran Anda tiba.") % {"name": name_of(turn)})


def check_notes_unable(by, minutes, turn, place):
    """HR notes it of whoever's turn it is, by his place; the person."""
    if not by.is_hr_admin:
        raise NotYours(_("Halangan menandatangani dicatat oleh pengelola kinerja."))
    if minutes.is_draft or not turn:
        raise Done(_("Tidak ada tanda tangan yang sedang ditunggu."))
    if turn[0].position != place:
        raise Done(
            _("Giliran sudah berpindah sejak halaman Anda dibuka. Tidak ada yang dicatat. Periksa siapa gilirannya.")
        )
    return turn[0].person


def check_hands_out(minutes, hidden):
    """The file is whole or it is not the one that the log states: who has no part in a case is not given it."""
    if not minutes.is_sealed:
        raise Done(_("Berkas diserahkan sesudah berita acara disegel."))
    if hidden:
        raise NotYours(
            _(
                "Anda pihak, atau dikecualikan, dalam salah satu kasus rapat ini. Berkas lengkapnya dipegang anggota lain."
            )
        )


def check_is_as_sealed(minutes, digest):
    """Of what an order erased no file can be made again; what was given out before stays proven."""
    if digest != minutes.sealed_sha256:
        raise Done(
            _(
                "Sebuah alasan di bawah berita acara ini dihapus menurut perintah. Berkas bersegelnya tidak diberikan lagi."
            )
        )


def used_tie_rule(tally):
    """Whether the chair's vote decided: as many for as against (rules.verdict)."""
    return tally.get("endorse", 0) == tally.get("return", 0) > 0


def quorum_in_words(quorum):
    """`5 dari 6 anggota yang berhak hadir. Kuorum 4 tercapai.`"""
    words = ngettext(
        "%(present)s dari %(n)s anggota yang berhak hadir.",
        "%(present)s dari %(n)s anggota yang berhak hadir.",
        quorum["entitled"],
    ) % {"present": quorum["present"], "n": quorum["entitled"]}
    needed = quorum["entitled"] // 2 + 1
    reached = quorum["present"] >= needed
    told = _("Kuorum %(n)s tercapai.") if reached else _("Kuorum %(n)s tidak tercapai.")
    return f"{words} {told % {'n': needed}}"
