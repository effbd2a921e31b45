"""What a file may say, and what HR should know about it. Pure, like `rules`."""

from collections import Counter

from django.utils.translation import gettext as _

from organization.importing.cells import is_email
from organization.importing.rows import Mentioned, Problem, Row, shown, together
from organization.importing.selectors import Organization


def warnings_in(rows: list[Row], organization: Organization, *, mentioned: Mentioned) -> list[Problem]:
    addresses = Counter(row.email.lower() for row in rows if row.email)
    shared = together([row for row in rows if addresses[row.email.lower()] > 1], lambda row: row.email.lower())
    return [
        *_vacancies(rows, organization, mentioned),
        *_without_email(rows),
        *(_shared_address(group) for group in shared),
        *_address_of_another(rows, organization, addresses),
        *_without_start(rows, organization),
        *_inactive(rows, organization),
        *_former_numbers(rows, organization),
    ]


def _vacancies(rows, organization, mentioned):
    for row in rows:
        if not row.superior_nip or row.superior_nip in mentioned.numbers:
            continue
        person = organization.person(row.superior_nip)
        if person is None or person.open is None:
            reason = _("Atasan ini tidak dikenal atau sudah tidak menjabat: dianggap kosong (vacancy).")
            cure = _("Bila atasannya ada, tambahkan barisnya atau betulkan nomornya; bila tidak, catat Plt. baginya.")
            yield Problem(row.number, "atasan_nip", row.superior_nip, reason, cure)


def _without_email(rows):
    cure = _("Tanpa surel, ia masuk dengan tautan sekali pakai dari pengelola kinerja.")
    for row in rows:
        if not row.email:
            yield Problem(row.number, "email", "", _("Tidak ada alamat surel."), cure)
        elif not is_email(row.email):
            yield Problem(row.number, "email", shown(row.email), _("Bukan alamat surel; tidak dicatat."), cure)


def _shared_address(group):
    """An address of several people would let each of them into the others' accounts."""
    first, *others = group
    listed = ", ".join(str(row.number) for row in others[:5])
    if len(others) > 5:
        listed = _("{rows}, dan {n} baris lagi").format(rows=listed, n=len(others) - 5)
    reason = _("Alamat ini juga di baris {rows}; tidak dicatat bagi siapa pun.").format(rows=listed)
    return Problem(first.number, "email", shown(first.email), reason, _("Beri setiap orang alamatnya sendiri."))


def _address_of_another(rows, organization, addresses):
    for row in rows:
        owner = organization.emails.get(row.email.lower())
        if addresses[row.email.lower()] == 1 and owner not in (None, organization.numbers.get(row.nip)):
            reason = _("Alamat ini masih dipakai akun lain; tidak dicatat.")
            cure = _("Ganti alamat akun itu dulu, lalu impor lagi.")
            yield Problem(row.number, "email", shown(row.email), reason, cure)


def _without_start(rows, organization):
    for row in rows:
        if row.start is None and not organization.person(row.nip):
            reason = _("TMT kosong: penugasan dicatat mulai hari ini.")
            yield Problem(row.number, "tmt", "", reason, _("Isi tanggal mulai jabatannya, lalu impor lagi."))


def _inactive(rows, organization):
    for row in rows:
        person = organization.person(row.nip)
        if person and not person.is_active and not person.was_undone:
            reason = _("Akun orang ini nonaktif dan tetap nonaktif.")
            yield Problem(row.number, "nip", row.nip, reason, _("Aktifkan akunnya bila ia bekerja lagi."))


def _former_numbers(rows, organization):
    cure = _("Tulis nomornya yang sekarang; lihat halaman orangnya.")
    for row in rows:
        for column, number in (("nip", row.nip), ("atasan_nip", row.superior_nip)):
            person = organization.person(number)
            if person and number in person.former:
                reason = _("Ini nomor lama {name}; orangnya tetap dikenali.").format(name=person.name)
                yield Problem(row.number, column, number, reason, cure)
