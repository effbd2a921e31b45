"""What happens when in a cycle, and what silence does: in dates, before anybody is asked for anything.

Days are local days of each unit and end at 23.59 there.
"""

from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .policy_words import SCOPES, span
from .rules import DAY, WEEKEND, last_day, needs_committee


@dataclass(frozen=True)
class Moment:
    """One line of the timetable: by when (a date, or words), what is expected, what silence does."""

    title: str
    on: Date | None
    when: str
    silence: str


def timetable(cycle, policy):
    """In the order of a case that goes all the way."""
    return [
        _self_assessment(cycle),
        _review(cycle),
        *([_release(cycle)] if cycle.release_on else []),
        _response(cycle, policy),
        _objection(policy),
        _committee(cycle, policy),
    ]


def _self_assessment(cycle):
    until = last_day(cycle, "self_assessment_grace", cycle.self_assessment_on)
    return Moment(
        _("Penilaian mandiri oleh pegawai"),
        cycle.self_assessment_on,
        "",
        _(
            "Masih diterima sampai %(until)s. Sesudah itu berkas diteruskan ke pejabat penilai tanpa isian pegawai, "
            "dan catatannya menyebut itu."
        )
        % {"until": _day(until)},
    )


def _review(cycle):
    return Moment(
        _("Penilaian oleh pejabat penilai kinerja"),
        cycle.review_on,
        "",
        _("Tidak ada yang lewat dengan sendirinya. Atasan pejabat penilai diberi tahu, dan tugasnya tetap terbuka."),
    )


def _release(cycle):
    return Moment(
        _("Rilis bersama"),
        cycle.release_on,
        _("pukul 00.00, pada awal hari ini"),
        _(
            "Sampai saat itu rating yang sudah dikirim tidak dilihat pegawai, dan hanya pejabat penilainya dapat "
            "mengubahnya dengan alasan. Penilaian yang terlambat dirilis begitu dikirim."
        ),
    )


def _response(cycle, policy):
    released_on = cycle.release_on or cycle.review_on
    return Moment(
        _("Tanggapan atau keberatan pegawai"),
        None,
        _("%(days)s sejak pegawai membuka hasil; bila dibuka %(day)s, sampai %(until)s")
        % {
            "days": span(policy, "response"),
            "day": _day(released_on),
            "until": _day(last_day(cycle, "response", released_on)),
        },
        _(
            "Berkas diteruskan dan tercatat: tidak menanggapi. Itu bukan persetujuan. Hasil yang tidak dibuka tidak "
            "pernah lewat; sesudah %(grace)s ia masuk daftar pengelola kinerja."
        )
        % {"grace": span(policy, "receipt_grace")},
    )


def _objection(policy):
    return Moment(
        _("Keberatan: penjelasan, lalu penetapan"),
        None,
        _("penjelasan %(statement)s, penetapan %(decision)s, jawaban atas pertanyaan %(clarification)s")
        % {
            "statement": span(policy, "statement"),
            "decision": span(policy, "decision"),
            "clarification": span(policy, "clarification"),
        },
        _(
            "Tanpa penjelasan berkas tetap diteruskan. Penetapan yang terlambat tidak menolak dan tidak mengabulkan apa "
            "pun; atasan pejabat itu dan pengelola kinerja diberi tahu."
        ),
    )


def _committee(cycle, policy):
    rules = policy.committee
    scope = str(dict(SCOPES)[rules.scope])
    silence = _("Suara yang masuk dihitung. Bila kuorum tidak tercapai, rapat diulang %(again)s.") % {
        "again": _day(cycle.meeting_on + rules.postpone_days * DAY)
    }
    if not needs_committee(rules.scope, is_contested=False, is_flagged=False):
        silence += " " + _("Berkas lain menjadi final pada tanggal ini tanpa suara komite.")
    return Moment(
        _("Rapat komite"), cycle.meeting_on, _("untuk: %(scope)s") % {"scope": scope[:1].lower() + scope[1:]}, silence
    )


def cautions(cycle, policy, *, today):
    """What is allowed and still worth a second look before people are told of these dates: [sentence]."""
    named = {
        cycle.self_assessment_on: _("Batas penilaian mandiri"),
        cycle.review_on: _("Batas penilaian atasan"),
        cycle.meeting_on: _("Rapat komite"),
    }
    if cycle.release_on:
        named[cycle.release_on] = _("Rilis bersama")
    found = [
        _("%(what)s jatuh pada hari %(weekday)s.") % {"what": what, "weekday": date_format(day, "l")}
        for day, what in named.items()
        if day.weekday() in WEEKEND
    ]
    if cycle.self_assessment_on < today:
        found.append(_("Batas penilaian mandiri sudah lewat. Pegawai hanya punya masa tenggang."))
    last = last_day(cycle, "response", cycle.release_on or cycle.review_on)
    if cycle.meeting_on <= last:
        found.append(
            _(
                "Rapat komite lebih awal dari akhir masa keberatan (%(last)s) atas hasil yang dirilis pada hari "
                "terakhir. Berkas itu menyusul pada rapat berikutnya."
            )
            % {"last": _day(last)}
        )
    if cycle.ends_on > cycle.self_assessment_on:
        found.append(_("Penilaian mandiri berakhir sebelum masa penilaian selesai."))
    return found


def _day(day) -> Any:
    return date_format(day, "j M Y")
