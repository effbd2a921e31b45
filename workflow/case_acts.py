"""What a person may do to a case beside its steps: the words of each act, and its door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from appraisal import events

from . import beside


@dataclass(frozen=True)
class CaseAct:
    """`door(appraisal id, text, by=, at=)`; an act without a `label` asks for no text."""

    name: str
    title: Any
    button: Any
    event: Any
    door: Callable
    label: Any = ""
    hint: Any = ""
    field: str = ""  # what the door calls the text in its refusals
    consequences: tuple = ()
    ways: tuple = ()


REPLY = CaseAct(
    "reply",
    _("Tanggapi penjelasan pejabat penilai"),
    _("Kirim tanggapan"),
    events.REPLIED,
    lambda pk, text, **who: beside.reply(pk, text=text, **who),
    label=_("Tanggapan Anda"),
    hint=_("Sebutkan apa yang tidak sesuai dengan penjelasan itu, dan di mana buktinya."),
    field="text",
    consequences=(
        _("Pejabat penilai dan pejabat yang menetapkan langsung membacanya."),
        _("Anda dapat menanggapi satu kali. Setelah dikirim, tanggapan tidak dapat diubah."),
    ),
    ways=((_("Penetapan"), _("Pejabat yang menetapkan kini dapat memutus tanpa menunggu lagi.")),),
)
WITHDRAW = CaseAct(
    "withdraw",
    _("Cabut keberatan"),
    _("Cabut keberatan"),
    events.OBJECTION_WITHDRAWN,
    lambda pk, text, **who: beside.withdraw_objection(pk, **who),
    consequences=(
        _("Keberatan Anda tidak diperiksa lagi, dan tidak dapat diajukan ulang untuk hasil ini."),
        _("Isinya tetap tercatat dalam berkas, bersama catatan bahwa Anda mencabutnya."),
        _("Bila Anda menolak menandatangani, penolakan itu tetap berlaku."),
    ),
    ways=((_("Berkas berlanjut"), _("Pejabat penilai dan atasannya diberi tahu.")),),
)
DISPUTE = CaseAct(
    "dispute",
    _("Bantah catatan penyerahan"),
    _("Kirim bantahan"),
    events.DELIVERY_DISPUTED,
    lambda pk, text, **who: beside.dispute_delivery(pk, dispute=text, **who),
    label=_("Apa yang tidak benar"),
    hint=_("Misalnya: hasil tidak pernah diserahkan, tanggalnya lain, atau saksinya tidak ada."),
    field="dispute",
    consequences=(
        _("Catatan penyerahan dan bantahan Anda disimpan berdampingan; tidak ada yang dihapus."),
        _("Batas waktu keberatan tidak berubah dengan sendirinya."),
    ),
    ways=((_("Bantahan Anda masuk ke catatan"), _("Pengelola kinerja diberi tahu; inspektorat dapat membacanya.")),),
)
DISSENT = CaseAct(
    "dissent",
    _("Lampirkan pendapat berbeda"),
    _("Lampirkan pendapat"),
    events.DISSENTED,
    lambda pk, text, **who: beside.dissent(pk, text=text, **who),
    label=_("Pendapat Anda"),
    hint=_("Sebutkan mengapa Anda tidak sependapat dengan putusan komite."),
    field="text",
    consequences=(
        _("Putusan komite tetap berlaku; pendapat ini berdampingan dengannya dan masuk ke berita acara."),
        _("Dibaca oleh siapa pun yang boleh melihat suara komite. Setelah dikirim tidak dapat diubah."),
    ),
    ways=((_("Tidak ada yang berubah"), _("Berkas berlanjut menurut putusan komite.")),),
)
ACTS = {act.name: act for act in (REPLY, WITHDRAW, DISPUTE, DISSENT)}
