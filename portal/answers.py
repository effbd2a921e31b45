"""What the log says of one fingerprint, in three words: it matches, it does not match, it is not found.

Whom an entry concerns and what it says stays closed: told are its kind, its moment and its place, which the
published leaves tell anyway.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appraisal.events import FINALIZED, PRINTED, SUPERSEDED
from appraisal.models import Appraisal
from audit import selectors
from audit.models import Entry
from audit.registry import events
from audit.search.proving import BAD, OK, OPEN, Link, sealed_links
from audit.tlog.tree import leaf_hash
from audit.wording import phrase_of

NONE = "none"
RESULTS = (FINALIZED, PRINTED, SUPERSEDED)
ICONS = {OK: "check", BAD: "x", NONE: "search"}


@dataclass(frozen=True)
class Answer:
    """`kind`, `at` and `place` are of the entry that was found; `size` of the log that was looked through."""

    verdict: str  # OK, BAD or NONE
    title: Any = ""
    text: Any = ""
    links: tuple = ()
    kind: str = ""
    at: datetime | None = None
    place: int | None = None  # counted from 1
    is_replaced: bool | None = None  # of a result: whether a later edition took its place
    size: int = 0

    @property
    def icon(self):
        return ICONS[self.verdict]


def answer_to(fingerprint: bytes, number=None) -> Answer:
    """`number` is (stream, n) as a receipt says it: then both have to be of one entry."""
    checkpoint = selectors.newest_checkpoint()
    entry = selectors.entry_by(fingerprint)
    answer = _found(entry, fingerprint, checkpoint) if entry else _not_found(fingerprint, checkpoint)
    if number and (entry is None or (entry.stream, entry.n) != number):
        named = Entry.objects.filter(stream=number[0], n=number[1]).first()
        answer = _of_another(fingerprint, entry, named) if entry or named else answer
    return replace(answer, size=checkpoint.size if checkpoint else 0)


def _found(entry, fingerprint, checkpoint):
    place = getattr(entry, "sequence", None)
    links = (_read(fingerprint), _entry(entry, fingerprint), *sealed_links(entry, checkpoint))
    verdict, title, text = _words(entry, fingerprint, place, links)
    kind = phrase_of(events[entry.event]) if entry.event in events else entry.event
    return Answer(verdict, title, text, links, kind, entry.at, place and place.idx + 1, _is_replaced(entry))


def _is_replaced(entry):
    room, _colon, key = entry.stream.partition(":")
    is_result = room == "appraisal" and entry.event in {event.name for event in RESULTS}
    return Appraisal.objects.filter(supersedes=key).exists() if is_result else None


def _words(entry, fingerprint, place, links):
    if any(link.state == BAD for link in links):
        return (
            BAD,
            _("Tidak cocok. Catatan di sistem ini tidak utuh lagi."),
            _("Sidik Anda dikenal, tetapi catatannya berubah sejak disegel. Beri tahu Inspektorat."),
        )
    if place is None:
        return (
            OK,
            _("Cocok. Catatannya ada, segelnya menyusul."),
            _("Catatan baru disegel paling lambat satu menit. Sesudah itu periksa sekali lagi."),
        )
    if bytes(entry.leaf_hash) == fingerprint:
        return (
            OK,
            _("Cocok. Catatan ini ada dan tidak berubah."),
            _("Sidik ini sama dengan sidik catatan yang disegel. Bandingkan jenis dan waktunya dengan lembar Anda."),
        )
    return (
        OK,
        _("Cocok. Berkas ini asli dan tidak berubah."),
        _("Sidiknya sama dengan yang dicatat ketika berkas ini dibuat."),
    )


def _not_found(fingerprint, checkpoint):
    reached = checkpoint.size if checkpoint else 0
    links = (
        _read(fingerprint),
        Link(
            pgettext("satu", "Catatan"),
            OPEN,
            _("Tidak ada catatan dengan sidik ini sampai catatan ke-%(n)s.")
            % {"n": number_format(reached, force_grouping=True)},
        ),
        Link(_("Pohon, pos pemeriksaan, saksi"), OPEN, _("Tidak diperiksa, karena tidak ada catatan untuk diuji.")),
    )
    return Answer(
        NONE,
        _("Tidak ditemukan. Sidik ini tidak ada di catatan."),
        _("Ini bukan bukti pemalsuan: berkas dari sistem atau kota lain tidak tercatat di sini."),
        links,
    )


def _of_another(fingerprint, entry, named):
    """The number and the fingerprint are not of one entry."""
    if named:
        sentence = _("Catatan bernomor itu ada, tetapi sidiknya lain.")
    else:
        sentence = _("Sidik ini ada di catatan, tetapi tidak ada catatan bernomor itu.")
    links = (
        _read(fingerprint),
        Link(pgettext("satu", "Catatan"), BAD, sentence, code=bytes(named.leaf_hash).hex() if named else ""),
    )
    return Answer(
        BAD,
        _("Tidak cocok. Sidik dan nomor bukan milik satu catatan."),
        _(
            "Periksa apakah keduanya tersalin dengan benar. Bila benar, lembar ini jangan dipakai sebagai dasar keputusan."
        ),
        links,
    )


def _read(fingerprint):
    return Link(_("Sidik"), OK, _("Sidik SHA-256 terbaca lengkap, 64 huruf."), code=fingerprint.hex())


def _entry(entry, fingerprint):
    title, hashed = pgettext("satu", "Catatan"), bytes(entry.leaf_hash)
    if leaf_hash(bytes(entry.leaf)) != hashed:
        return Link(title, BAD, _("Isi catatan ini tidak menghasilkan sidiknya lagi."), code=hashed.hex())
    if hashed == fingerprint:
        return Link(title, OK, _("Ada catatan dengan sidik ini."), code=hashed.hex())
    if not _states(entry, fingerprint):
        return Link(title, BAD, _("Isi catatan ini bukan yang dinyatakan ketika dicatat."), code=hashed.hex())
    return Link(title, OK, _("Ada catatan yang menyebut sidik berkas ini."), code=hashed.hex())


def _states(entry, fingerprint):
    """That the payload names the file, and is the one the leaf committed to."""
    salt, data = bytes(entry.payload.salt), entry.payload.data.encode()
    committed = sha256(b"skp-payload-v1\0" + salt + data).hexdigest()
    return committed == json.loads(bytes(entry.leaf))["c"] and f'"sha256":"{fingerprint.hex()}"'.encode() in data
