"""Pure checks on people, posts and identifiers. Nothing here touches the database.

Each says where it comes from: a source, with "not verified" where its text was not read, or "ours" and why.
"""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Assignment, Identifier
from .roles import Role


class RuleBroken(Exception):
    """One sentence a person can act on, in the reader's language; `field` names the input at fault."""

    def __init__(self, sentence, *, field=""):
        super().__init__(sentence)
        self.field = field


# ── People and their lines ──────────────────────────────────────────────────────────────────────
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(r"</?[a-zA-Z!]")


def check_plain(text, *, field):
    """What people type is text: no markup, nothing that a page shows as something else. Ours: records are read as written."""
    if UNPRINTABLE.search(text) or MARKUP.search(text):
        raise RuleBroken(_("Tulis teks biasa saja, tanpa kode HTML dan tanpa karakter kendali."), field=field)


def check_reason(reason):
    """Ours: whoever changes a record says why, and those concerned read it."""
    if not reason.strip():
        raise RuleBroken(_("Tulis alasannya. Alasan disimpan bersama catatan ini."), field="reason")
    check_plain(reason, field="reason")


def check_not_own(person, by):
    """Whoever manages people leaves his own record to a colleague. Ours: nobody decides in his own matter."""
    if person == by:
        raise RuleBroken(_("Anda tidak dapat mengubah catatan Anda sendiri. Minta pengelola kinerja lain."))


def check_active(person):
    """Ours: nothing is given to an account that nobody can use."""
    if not person.is_active:
        raise RuleBroken(_("Akun ini nonaktif. Aktifkan dulu."))


def check_inactive(person):
    """Ours: a second activation would be an entry of the log about nothing."""
    if person.is_active:
        raise RuleBroken(_("Akun ini sudah aktif."))


def check_reachable(person, is_mail_only):
    """Ours: a link to an account that sees many people's records goes to its owner alone, through nobody's hands."""
    if is_mail_only and not person.email:
        raise RuleBroken(
            _("Orang ini memegang peran khusus, jadi tautannya hanya dikirim ke surelnya. Catat dulu surelnya.")
        )


def check_grant(person, role):
    """Whoever inspects the administrators is none of them. Ours: the log is worth what its readers are independent."""
    if role not in Role.values:
        raise RuleBroken(_("Pilih peran dari daftar."), field="role")
    if role in person.roles:
        raise RuleBroken(_("Orang ini sudah memegang peran itu."), field="role")
    if person.roles:
        raise RuleBroken(
            _("Pengelola kinerja dan inspektorat tidak boleh dirangkap. Cabut dulu peran yang lama."), field="role"
        )


def check_holds(person, role):
    """Ours: what is not held cannot be taken away; the page was old."""
    if role not in person.roles:
        raise RuleBroken(_("Orang ini tidak memegang peran itu."), field="role")


def check_period(from_date, to_date):
    """Ours: a time that ends before it begins is a slip."""
    if to_date and to_date < from_date:
        raise RuleBroken(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="to_date")


def check_end(dated, to_date):
    """What is recorded with dates ends within them. Ours: a longer time needs a new record, with its own letter."""
    if to_date < dated.from_date:
        raise RuleBroken(
            _("Tanggal akhir tidak boleh sebelum tanggal mulai, {date}.").format(date=date_format(dated.from_date)),
            field="to_date",
        )
    if dated.to_date and to_date >= dated.to_date:
        raise RuleBroken(
            _("Ini sudah berakhir pada {date}. Pilih tanggal yang lebih awal.").format(date=date_format(dated.to_date)),
            field="to_date",
        )


def check_override(override):
    """Who rates instead: an active account, never one's own. Ours, from what a superior is (PermenPANRB 6/2022)."""
    if override.supervisor_id == override.employee_id:
        raise RuleBroken(_("Tidak seorang pun menilai dirinya sendiri. Pilih orang lain."), field="supervisor")
    if not override.supervisor.is_active:
        raise RuleBroken(_("Akun pejabat ini nonaktif. Pilih orang lain."), field="supervisor")


def check_acting(held, others):
    """SE BKN 1/SE/I/2021 (not verified): plh while the holder is away, plt while the post is vacant, by letter.

    How long one may last (from memory three months, and three more) is not checked: HR ends it by letter.
    """
    holders = [other for other in others if other.kind != Assignment.Kind.PLH and other.holder.is_active]
    if held.kind not in (Assignment.Kind.PLT, Assignment.Kind.PLH):
        raise RuleBroken(_("Pilih Plt. atau Plh."), field="kind")
    if not held.letter_no.strip():
        raise RuleBroken(_("Tulis nomor surat perintahnya."), field="letter_no")
    check_plain(held.letter_no, field="letter_no")
    for other in others:
        if other.holder_id == held.holder_id:
            raise RuleBroken(_("Orang ini sudah memegang jabatan itu pada tanggal tersebut."), field="post")
        if other.kind == held.kind:
            _refuse_held(other, _("Pada tanggal itu {name} sudah menjadi {kind} di jabatan ini. Akhiri dulu."))
    if held.kind == Assignment.Kind.PLT and holders:
        _refuse_held(holders[0], _("Jabatan ini masih dipegang {name}. Akhiri dulu penugasannya, atau pilih Plh."))
    if held.kind == Assignment.Kind.PLH and not holders:
        raise RuleBroken(_("Jabatan ini kosong, jadi yang tepat ialah Plt."), field="kind")


def _refuse_held(other, sentence):
    kind = other.get_kind_display()
    raise RuleBroken(sentence.format(name=other.holder.full_name, kind=kind), field="post")


def check_delegation(delegation, today):
    """By letter, to somebody else who can sign in, for days that are still to come.

    Ours: a delegate's act counts as the principal's, so the letter says who, and nothing is delegated afterwards.
    """
    if delegation.delegate_id == delegation.principal_id:
        raise RuleBroken(_("Tugas didelegasikan kepada orang lain. Pilih orang lain."), field="delegate")
    if not delegation.delegate.is_active:
        raise RuleBroken(_("Akun orang ini nonaktif. Pilih orang lain."), field="delegate")
    if not delegation.letter_no.strip():
        raise RuleBroken(_("Tulis nomor surat pendelegasiannya."), field="letter_no")
    check_plain(delegation.letter_no, field="letter_no")
    if delegation.to_date < today:
        raise RuleBroken(_("Tanggal akhir ini sudah lewat. Pilih hari ini atau sesudahnya."), field="to_date")


def check_open_delegation(delegation, today):
    """Ours: an end that is there already keeps its day."""
    if delegation.ended_at or delegation.to_date < today:
        raise RuleBroken(_("Pendelegasian ini sudah berakhir. Tidak ada lagi yang perlu diakhiri."))


def check_official(*, name, post_title, letter_no):
    """Three short texts, each of them needed. Ours: an official outside the system is known by name, post and letter."""
    for field, text in {"name": name, "post_title": post_title, "letter_no": letter_no}.items():
        if not text.strip():
            raise RuleBroken(_("Isian ini tidak boleh kosong."), field=field)
        check_plain(text, field=field)


# ── Numbers ─────────────────────────────────────────────────────────────────────────────────────
def check_identifier(number, employment_type):
    """NIP or NI PPPK: 18 digits, birth YYYYMMDD, appointment, sex 1 or 2, sequence from 001 (Perka BKN 22/2007, not verified;
    its parts as published descriptions agree).

    A NIP says the month of appointment (YYYYMM). An NI PPPK says only the year: its digits 13 and 14
    number the contract. Neither has a check digit.
    """
    if not re.fullmatch(r"[0-9]+", number):
        raise RuleBroken(_("Nomor ini berisi huruf atau tanda; seharusnya 18 angka."), field="number")
    if len(number) != 18:
        raise RuleBroken(_("Nomor ini {n} angka, seharusnya 18.").format(n=len(number)), field="number")
    born = _birth_date(number)
    if employment_type.startswith("pppk"):
        if int(number[8:12]) <= born.year:
            raise RuleBroken(_("Tahun pengangkatan (angka 9–12) tidak sesudah tahun lahir."), field="number")
    elif _appointment(number) <= born:
        raise RuleBroken(_("TMT pengangkatan (angka 9–14) tidak sesudah tanggal lahir."), field="number")
    if number[14] not in "12":
        raise RuleBroken(_("Angka ke-15 harus 1 (laki-laki) atau 2 (perempuan)."), field="number")
    if number[15:] == "000":
        raise RuleBroken(_("Nomor urut (tiga angka terakhir) dimulai dari 001."), field="number")


def check_number_of(kind, number):
    """Ours: by what the number is, for somebody whose kind of employment the next import may change."""
    check_identifier(number, "pppk" if kind == Identifier.Kind.NI_PPPK else "pns")


def check_succession(former, from_date, today):
    """Ours: a number is had from the day it was given, and each day one of them."""
    if from_date > today:
        raise RuleBroken(_("Tanggal ini belum tiba. Catat nomornya bila sudah berlaku."), field="from_date")
    for one in former:
        if from_date <= one.from_date:
            raise RuleBroken(
                _("Nomor yang sekarang berlaku sejak {date}. Pilih tanggal sesudahnya.").format(
                    date=date_format(one.from_date)
                ),
                field="from_date",
            )


def check_unused(other, person):
    """Ours: nobody's before, his own neither; it does not say whose."""
    if other and other.employee_id == person.pk:
        raise RuleBroken(_("Nomor ini sudah tercatat bagi orang ini."), field="number")
    if other:
        raise RuleBroken(_("Nomor ini sudah dipakai orang lain. Periksa lagi angkanya."), field="number")


def check_tells_no_number(reason):
    """Ours: what is written here is read by inspectors; a number tells when its owner was born."""
    if re.search(r"[0-9]{18}", re.sub(r"[\s.\-]", "", reason)):
        raise RuleBroken(_("Jangan tulis nomor induk di alasan; nomor surat boleh."), field="reason")


def _birth_date(number):
    try:
        return date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        raise RuleBroken(_("Tanggal lahir (8 angka pertama) tidak ada di kalender."), field="number") from None


def _appointment(number):
    """The first day of the month in which a NIP was given."""
    try:
        return date(int(number[8:12]), int(number[12:14]), 1)
    except ValueError:
        raise RuleBroken(_("Bulan TMT (angka 13–14) harus 01 sampai 12."), field="number") from None
