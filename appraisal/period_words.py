"""How versions of cycles, policies, calendars and committees are told in words."""

import json

from django.utils.translation import gettext_lazy as _

from audit.registry import describe_history

from .minutes_words import in_lines
from .models import (
    AgendaItem,
    Attendance,
    Calendar,
    Committee,
    Cycle,
    DayOff,
    Justification,
    Meeting,
    Minutes,
    Policy,
    Predicate,
    Seat,
    Signature,
    UnitRating,
)
from .policies import known
from .policy_words import lines_of, patterns_of, title_of_cell, title_of_pattern
from .value_words import capacities_in_words

LETTER, STATE, POSITION = _("Nomor surat"), _("Keadaan"), _("Urutan")


def describe():
    for part in (_cycle, _calendar, _committee, _meeting, _minutes, _unit):
        part()


def _cycle():
    describe_history(
        Cycle,
        title=_("Periode penilaian"),
        called="name",
        labels={
            "name": _("Nama periode"),
            "policy": _("Kebijakan"),
            "starts_on": _("Mulai"),
            "ends_on": _("Selesai"),
            "self_assessment_on": _("Batas penilaian mandiri"),
            "review_on": _("Batas penilaian atasan"),
            "release_on": _("Tanggal rilis bersama"),
            "meeting_on": _("Tanggal komite"),
            "state": STATE,
            "launched_at": _("Dibuka pada"),
            "launched_by": _("Dibuka oleh"),
            "paused_at": _("Dijeda sejak"),
            "closed_at": _("Ditutup pada"),
            "closed_by": _("Ditutup oleh"),
        },
    )
    describe_history(
        Policy,
        title=_("Kebijakan penilaian"),
        called="title",
        labels={
            "title": _("Judul"),
            "version": _("Versi"),
            "body": _("Isi kebijakan"),
            "sha256": _("Sidik isi"),
            "adopted_at": _("Ditetapkan pada"),
            "adopted_by": _("Ditetapkan oleh"),
            "letter_no": LETTER,
        },
        spoken={"body": policy_in_words},
    )


def policy_in_words(version):
    """All that a policy says, a line each."""
    document = known(version.sha256, lambda: version.body)
    told = [(line.setting.label, line.words) for line in lines_of(document)]
    told += [(title_of_cell(*cell), Predicate(code).label) for cell, code in document.cells.items()]
    told += [(title_of_pattern(word), "; ".join(rules)) for word, rules in patterns_of(document)]
    return "\n".join(f"{label}: {words}" for label, words in told)


def _calendar():
    describe_history(Calendar, title=_("Kalender"), called="year", labels={"year": _("Tahun")})
    describe_history(
        DayOff,
        title=_("Hari libur"),
        called="day",
        labels={
            "calendar": _("Kalender"),
            "day": _("Tanggal"),
            "name": _("Nama"),
            "kind": _("Jenis"),
            "source": _("Sumber"),
            "is_off": _("Libur"),
        },
    )


def _committee():
    describe_history(
        Committee,
        title=_("Komite"),
        called="name",
        labels={
            "name": _("Nama komite"),
            "cycle": _("Periode penilaian"),
            "unit": _("Unit kerja"),
            "chair": _("Ketua"),
            "letter_no": LETTER,
            "meeting_on": _("Tanggal rapat"),
        },
    )
    describe_history(
        Seat,
        title=_("Kursi komite"),
        called="member",
        labels={
            "member": _("Anggota"),
            "letter_no": LETTER,
            "is_active": _("Masih duduk"),
            "position": POSITION,
        },
    )


def _meeting():
    describe_history(
        Meeting,
        title=_("Rapat komite"),
        called="number",
        labels={
            "number": _("Rapat ke-"),
            "held_on": _("Tanggal rapat"),
            "opened_at": _("Dibuka pada"),
            "opened_by": _("Dibuka oleh"),
            "closed_at": _("Ditutup pada"),
            "closed_by": _("Ditutup oleh"),
            "current": _("Butir yang dibahas"),
        },
    )
    describe_history(
        AgendaItem,
        title=_("Butir acara rapat"),
        called="position",
        labels={
            "meeting": _("Rapat komite"),
            "position": POSITION,
            "kind": _("Jenis"),
            "unit": _("Unit kerja"),
            "appraisal": _("Penilaian"),
            "round": _("Putaran suara komite"),
            "state": STATE,
            "verdict": _("Hasil"),
        },
    )
    describe_history(
        Attendance,
        title=_("Kehadiran rapat"),
        called="member",
        labels={
            "meeting": _("Rapat komite"),
            "member": _("Anggota"),
            "present_at": _("Hadir pada"),
            "left_at": _("Meninggalkan rapat pada"),
            "absent_reason": _("Alasan tidak hadir"),
        },
    )


def _minutes():
    describe_history(
        Minutes,
        title=_("Berita acara"),
        called="number",
        labels={
            "meeting": _("Rapat"),
            "number": _("Nomor berita acara"),
            "place": _("Tempat rapat"),
            "body": _("Isi berita acara"),
            "sha256": _("Sidik isi"),
            "drawn_up_at": _("Disusun pada"),
            "drawn_up_by": _("Disusun oleh"),
            "checked_at": _("Diperiksa ketua pada"),
            "sealed_at": _("Disegel pada"),
            "sealed_sha256": _("Sidik berkas"),
        },
        spoken={"body": lambda version: in_lines(json.loads(version.body))},
    )
    describe_history(
        Signature,
        title=_("Tanda tangan berita acara"),
        called="member",
        labels={
            "minutes": _("Berita acara"),
            "member": _("Anggota"),
            "position": POSITION,
            "kind": _("Jawaban"),
            "reason": _("Alasan"),
            "sha256": _("Sidik yang dijawab"),
            "at": _("Dijawab pada"),
        },
    )


def _unit():
    describe_history(
        UnitRating,
        title=_("Capaian unit"),
        called="unit",
        labels={
            "cycle": _("Periode penilaian"),
            "unit": _("Unit kerja"),
            "rating": _("Capaian"),
            "reason": _("Alasan"),
            "letter_no": LETTER,
            "head_post": _("Jabatan pimpinan unit"),
            "set_by": _("Ditetapkan oleh"),
            "capacity": _("Kedudukan"),
            "recorded_by": _("Dicatat oleh"),
            "set_at": _("Ditetapkan pada"),
        },
        codes={"capacity": capacities_in_words},
    )
    describe_history(
        Justification,
        title=_("Penjelasan sebaran"),
        labels={
            "rating": _("Capaian unit"),
            "text": _("Penjelasan"),
            "author": _("Ditulis oleh"),
            "capacity": _("Kedudukan"),
            "sent_at": _("Dikirim pada"),
        },
        codes={"capacity": capacities_in_words},
    )
