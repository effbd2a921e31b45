"""Who prepares, leads and attends a meeting of the committee, and when its quorum is reached."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from .rules import RuleBroken, Stale


class NotYours(RuleBroken):
    """Seen, but somebody else's to do; the sentence names the role that could."""

    status = 403


class Done(RuleBroken):
    """Done already, by somebody else or by an earlier click."""

    status = 409


def check_prepares(by, committee):
    if not (by.is_hr_admin or by.pk == committee.chair_id):
        raise NotYours(_("Acara rapat disusun oleh ketua komite atau pengelola kinerja."))


def check_leads(by, committee):
    if by.pk != committee.chair_id:
        raise NotYours(_("Rapat dipimpin oleh ketua komite."))


def check_attends(member_id, member_ids):
    if member_id not in member_ids:
        raise NotYours(_("Kehadiran dicatat bagi anggota komite."))


def check_next(last):
    """A committee has one meeting at a time."""
    if last and last.closed_at is None:
        raise Done(
            _("Rapat ke-%(number)s sudah disiapkan. Tutup dulu rapat itu, lalu siapkan yang berikutnya.")
            % {"number": last.number}
        )


def check_held_on(held_on, *, today):
    if held_on < today:
        raise RuleBroken(_("Pilih hari ini atau hari sesudahnya."), field="held_on")


def check_seen(meeting, version):
    """Two clicks at once, or a page that is behind: the first one counts."""
    if version is not None and meeting.version != version:
        raise Stale(
            _("Rapat ini sudah bergerak sejak halaman Anda dibuka. Tidak ada yang berubah. Periksa, lalu tekan lagi.")
        )


def check_is_prepared(meeting):
    if not meeting.is_prepared:
        raise Done(_("Rapat sudah dibuka. Acaranya tidak berubah lagi."))


def check_is_open(meeting):
    if meeting.is_prepared:
        raise RuleBroken(_("Rapat belum dibuka oleh ketua."))
    if not meeting.is_open:
        raise Done(_("Rapat sudah ditutup oleh ketua."))


def check_opens(meeting, *, items):
    if not meeting.is_prepared:
        raise Done(_("Rapat sudah dibuka."))
    if not items:
        raise RuleBroken(_("Acara masih kosong. Tambahkan paling sedikit satu butir."))


def check_may_be_absent(attendance):
    if attendance and attendance.is_present:
        raise Done(_("Anggota ini tercatat hadir."))


def check_may_be_added(appraisal, *, by, is_known):
    """Whoever is a party to a case neither puts it on the agenda nor hears that it could be."""
    if appraisal is None or by.pk in appraisal.party_ids():
        raise RuleBroken(_("Tidak ada kasus dengan kode ini yang menunggu komite."), field="code")
    if is_known:
        raise Done(_("Kasus ini sudah menjadi butir acara."), field="code")


class Quorum(NamedTuple):
    """Of the seats that are not recused more than half; who recused himself is counted in neither."""

    entitled: int
    present: int
    recused: int

    @property
    def needed(self):
        return self.entitled // 2 + 1

    @property
    def is_reached(self):
        return self.present >= self.needed


def quorum(member_ids, present_ids, recused_ids):
    """For one item, by the seats, who is there, and who is recused from it: the same count as `rules.verdict`."""
    entitled = set(member_ids) - set(recused_ids)
    return Quorum(len(entitled), len(entitled & set(present_ids)), len(set(member_ids) & set(recused_ids)))
