"""The links from one entry to whoever keeps a checkpoint outside, each worked out anew."""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from audit import cosignatures, key, selectors
from audit.canonical import canonical, columns, moment, row_digest
from audit.erasure.orders import left_by_orders, orders_for
from audit.grown import older_forms
from audit.sentences import Told
from audit.tlog import Invalid
from audit.tlog.note import Note
from audit.tlog.tree import check_inclusion

from .changes import versions_in

OK, BAD, OPEN = "ok", "bad", "open"  # open: cannot be said here, or not yet
MOST_CHECKED = 1000  # versions whose digests a page computes: an import of a city has a hundred thousand


@dataclass(frozen=True)
class Link:
    """One link: what it proves, whether it holds, and what an expert wants to see."""

    title: str
    state: str
    sentence: str
    code: str = ""
    more: str = ""  # raw text
    more_title: str = field(default="")

    @property
    def icon(self):
        return {OK: "check", BAD: "x", OPEN: "ellipsis"}[self.state]


def links_of(entry, before):
    """All of them, in order; `before` is the entry before in its stream, or None."""
    place = getattr(entry, "sequence", None)
    checkpoint = cosignatures.checkpoint_over(place.idx) if place else None
    return [_leaf(entry, before), _content(entry), *sealed_links(entry, checkpoint)]


def _leaf(entry, before):
    leaf = bytes(entry.leaf)
    told = json.loads(leaf)
    columns_agree = told == {
        "v": 1, "e": entry.event, "t": moment(entry.at), "s": entry.stream, "n": entry.n,
        "p": before and bytes(before.leaf_hash).hex(), "a": str(entry.actor), "c": told.get("c"),
    }  # fmt: skip
    holds = columns_agree and sha256(b"\0" + leaf).digest() == bytes(entry.leaf_hash)
    hashed = bytes(entry.leaf_hash).hex()
    return Link(
        _("Daun: peristiwanya"),
        OK if holds else BAD,
        _("Sidik daun cocok, dan tersambung ke catatan sebelumnya pada berkas ini.")
        if holds
        else _("Daun, kolomnya, atau sambungan ke catatan sebelumnya tidak cocok."),
        code=hashed,
        more=f"{leaf.decode()}\n\nSHA-256(0x00 ‖ daun) = {hashed}",
        more_title=_("Daun"),
    )


def _content(entry):
    """The payload against the commitment in the leaf, the versions against the digests in the payload."""
    title = _("Isi: alasan, keterangan, dan versi data")
    if entry.payload.data is None:
        if order := orders_for([entry]).get(entry.pk):
            erased = _("Isinya dihapus berdasarkan surat %(letter)s. Daun dan buktinya tetap sah.")
            return Link(title, OPEN, erased % {"letter": order.letter_no})
        return Link(title, BAD, _("Isinya tidak ada, dan tidak ada perintah yang menghapusnya."))
    committed = sha256(b"skp-payload-v1\0" + bytes(entry.payload.salt) + entry.payload.data.encode()).hexdigest()
    if committed != json.loads(bytes(entry.leaf))["c"]:
        return Link(title, BAD, _("Isi tidak cocok dengan yang dinyatakan daun."))
    rows = Told(entry).payload["rows"]
    looked_at = rows[:MOST_CHECKED]
    blanked, false = _versions_of(looked_at)
    if false:
        return Link(title, BAD, _("Ada versi data yang berubah atau hilang sejak dicatat."), more="\n".join(false))
    facts = {"n": len(looked_at), "all": len(rows)}
    if looked_at != rows:
        return Link(
            title,
            OPEN,
            _("Isi cocok dengan daun. Halaman ini mencocokkan %(n)s dari %(all)s versi data; audit_verify semuanya.")
            % facts,
        )
    told = _("Isi cocok dengan daun, begitu pula %(n)s versi data yang disebutnya.") % facts
    if blanked:
        told += " " + _("Kata-kata dalam %(n)s di antaranya dihapus atas perintah kemudian.") % {"n": len(blanked)}
    return Link(title, OK, told)


def _versions_of(rows):
    """(those that are what an order left of them, those that are not what was recorded), as `table key`."""
    versions = versions_in(rows)
    other = [(table, pk) for table, pk, salt, digest in rows if not _is_kept(versions.get((table, pk)), salt, digest)]
    left = left_by_orders(other) if other else {}
    blanked = {place for place, (salt, digest) in left.items() if _is_kept(versions.get(place), salt, digest)}
    false = [f"{table} {pk}" for table, pk in other if (table, pk) not in blanked]
    return blanked, false


def _is_kept(version, salt, digest):
    """As it was digested; its table may have got columns since."""
    if version is None:
        return False
    document = columns(version)
    forms = chain([document], older_forms(version._meta.db_table, document))
    return any(row_digest(salt, canonical(form)) == digest for form in forms)


def sealed_links(entry, checkpoint):
    """From the place in the tree to the witnesses: nothing of it says more than is published anyway."""
    place = getattr(entry, "sequence", None)
    if place is None or checkpoint is None or place.idx >= checkpoint.size:
        return [Link(_("Pohon: letaknya dalam seluruh catatan"), OPEN, _("Catatan ini masih menunggu segelnya."))]
    return [_tree(place, entry, checkpoint), _signature(checkpoint), _witnesses(checkpoint)]


def _tree(place, entry, checkpoint):
    title = _("Pohon: letaknya dalam seluruh catatan")
    try:
        proof = selectors.proof_of(place.idx, checkpoint)
        root = bytes(checkpoint.root)
        check_inclusion(bytes(entry.leaf_hash), place.idx, checkpoint.size, proof.hashes, root)
    except Invalid as invalid:
        return Link(title, BAD, _("Jalur ke akar tidak cocok: %(why)s") % {"why": invalid})
    facts = {"idx": _grouped(place.idx + 1), "size": _grouped(checkpoint.size), "n": len(proof.hashes)}
    return Link(
        title,
        OK,
        _("Catatan ke-%(idx)s dari %(size)s. Jalur %(n)s sidik menuju akar yang sama.") % facts,
        code=bytes(checkpoint.root).hex(),
        more="\n".join(one.hex() for one in proof.hashes),
        more_title=_("Jalur"),
    )


def _grouped(number):
    return number_format(number, force_grouping=True)


def _signature(checkpoint):
    """By the keys that are known here; without one the signature is checked by whoever has it."""
    facts = {"more": checkpoint.note, "more_title": _("Teks pos pemeriksaan")}
    title = _("Pos pemeriksaan: ditandatangani")
    try:
        Note.parse(checkpoint.note).signed_by(key.verifier_keys())
    except key.KeyUnusable:
        return Link(
            title, OPEN, _("Akar ini bertanda tangan. Kuncinya tidak ada di sini; periksa dengan kunci umum."), **facts
        )
    except Invalid as invalid:
        return Link(title, BAD, _("Tanda tangan tidak sah: %(why)s") % {"why": invalid}, **facts)
    return Link(title, OK, _("Akar ini ditandatangani kunci segel, yang disimpan di luar basis data."), **facts)


def _witnesses(checkpoint):
    title = _("Saksi: di luar pemerintah kota")
    try:
        names = sorted(key.name for key in Note.parse(checkpoint.note).signed_by(cosignatures.witnesses()))
    except Invalid:
        return Link(title, OPEN, _("Belum ada saksi yang membubuhkan tanda tangan pada pos pemeriksaan ini."))
    return Link(title, OK, _("Saksi menyimpan pos pemeriksaan yang sama."), code=", ".join(names))
