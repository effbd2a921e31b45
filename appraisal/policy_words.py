"""The settings of a policy that a city may change: what each is called, how its value reads, what it rests on.

Pages, forms and the difference between two versions are all made from this one list.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .guidance import title_of
from .models import Predicate, Rating, UnitRating
from .numbers import show_number

DAYS, PERCENT, CHOICE, YES = "days", "percent", "choice", "yes"
SEVERAL, LADDER, HOUR, PEOPLE = "several", "ladder", "hour", "people"
SIZE, FILES = "size", "files"


@dataclass(frozen=True)
class Setting:
    """One setting by its path in the document; `silence` says what its passing does."""

    path: str
    label: Any
    kind: str = DAYS
    help: Any = ""
    choices: tuple = ()
    least: int = 0
    most: int = 366

    @property
    def name(self):
        """As a form field."""
        return self.path.replace(".", "__")

    def value_in(self, document):
        value = document
        for part in self.path.split("."):
            value = getattr(value, part)
        return value

    def words(self, document):
        value = self.value_in(document)
        if self.kind == DAYS:
            return days(value, is_working=self.path.removeprefix("deadlines.") in document.deadlines.working)
        if self.kind == LADDER:
            return ", ".join(map(str, value)) or _("Tidak ada")
        if self.kind == HOUR:
            return _("pukul %(hour)s.00") % {"hour": f"{value:02}"}
        if self.kind == SEVERAL:
            return "; ".join(str(label) for code, label in self.choices if code in value) or _("Tidak ada")
        if self.kind == PEOPLE:
            return ngettext("%(n)s orang", "%(n)s orang", value) % {"n": value}
        if self.kind == SIZE:
            return f"{value} MB"
        if self.kind == FILES:
            return ngettext("%(n)s berkas", "%(n)s berkas", value) % {"n": value}
        if self.kind == PERCENT:
            return _("%(number)s persen") % {"number": show_number(value)}
        return str(dict(self.choices).get(value, value)) if self.choices else _("Ya") if value else _("Tidak")


SCOPES = (
    ("all", gettext_lazy("Semua berkas")),
    ("contested", gettext_lazy("Hanya yang dipersoalkan atau berada di puncak garis")),
    ("flagged", gettext_lazy("Hanya yang berada di puncak garis")),
)
RELEASES = (
    ("immediate", gettext_lazy("Langsung, begitu pejabat penilai selesai menilai")),
    ("together", gettext_lazy("Bersama, pada tanggal rilis periode")),
)
COUNTED = (
    ("self_assessment_grace", gettext_lazy("Tenggang penilaian mandiri")),
    ("response", gettext_lazy("Masa tanggapan dan keberatan")),
    ("statement", gettext_lazy("Penjelasan pejabat penilai")),
    ("decision", gettext_lazy("Penetapan keberatan")),
    ("clarification", gettext_lazy("Jawaban atas permintaan penjelasan")),
    ("reply", gettext_lazy("Tanggapan pegawai atas penjelasan")),
    ("delivery", gettext_lazy("Waktu sejak penyerahan kertas dicatat")),
    ("late_objection", gettext_lazy("Masa keberatan yang dibuka kembali")),
)
CONFLICTS = (
    ("kin", gettext_lazy("Hubungan keluarga yang dinyatakan anggota")),
    ("own_unit", gettext_lazy("Memimpin unit kerja pegawai, atau menilai di unit itu")),
    ("named", gettext_lazy("Nama anggota disebut dalam berkas")),
)
ROUNDINGS = (
    ("down", gettext_lazy("Ke bawah")),
    ("up", gettext_lazy("Ke atas")),
    ("half_up", gettext_lazy("Ke yang terdekat")),
)
OF_HEADS = [
    Setting(
        f"guidance.head_mapping.{word}", format_lazy(gettext_lazy("Rating hasil kerja kepala unit bila capaian {word}"),
        word=word.label), CHOICE, choices=tuple(Rating.choices),
    )
    for word in UnitRating.Word
]  # fmt: skip
SETTINGS = (
    Setting(
        "plan_required", gettext_lazy("SKP yang disepakati wajib ada sebelum periode dibuka"), YES,
        gettext_lazy("Bila tidak wajib, pegawai tanpa SKP mengisi RHK dan target dalam penilaian mandiri."),
    ),
    Setting(
        "deadlines.self_assessment_grace", gettext_lazy("Tenggang penilaian mandiri"), DAYS,
        gettext_lazy("Sesudahnya berkas diteruskan ke pejabat penilai tanpa isian, dan catatannya menyebut itu."),
    ),
    Setting(
        "deadlines.response", gettext_lazy("Masa tanggapan dan keberatan sejak hasil diterima"), DAYS,
        gettext_lazy("Paling sedikit 14 hari, karena PP 30/2019 memberi pegawai waktu itu."), least=14,
    ),
    Setting(
        "deadlines.statement", gettext_lazy("Penjelasan pejabat penilai atas keberatan"), DAYS,
        gettext_lazy("Sesudahnya berkas diteruskan tanpa penjelasan."),
    ),
    Setting(
        "deadlines.decision", gettext_lazy("Penetapan oleh atasan pejabat penilai"), DAYS,
        gettext_lazy("Terlambat tidak menetapkan apa pun; tugasnya tetap terbuka."),
    ),
    Setting("deadlines.clarification", gettext_lazy("Jawaban atas permintaan penjelasan")),
    Setting(
        "deadlines.reply", gettext_lazy("Waktu pegawai menanggapi penjelasan sebelum keberatan dapat ditolak")
    ),
    Setting("deadlines.delivery", gettext_lazy("Waktu tanggapan paling sedikit sejak penyerahan kertas dicatat")),
    Setting(
        "deadlines.receipt_grace", gettext_lazy("Hasil yang tidak dibuka masuk daftar pengelola kinerja"), DAYS,
        gettext_lazy("Hasil yang tidak dibuka tidak pernah lewat dengan sendirinya."),
    ),
    Setting("deadlines.late_objection", gettext_lazy("Masa keberatan yang dibuka kembali")),
    Setting(
        "deadlines.working", gettext_lazy("Dihitung dalam hari kerja"), SEVERAL,
        gettext_lazy(
            "Yang lain dihitung dalam hari kalender. Hari kerja: Senin sampai Jumat, kecuali hari libur dan cuti "
            "bersama pada kalender."
        ),
        choices=COUNTED,
    ),
    Setting(
        "reminders.before", gettext_lazy("Diingatkan sebelum batas, hari ke-"), LADDER,
        gettext_lazy("Misalnya 7, 3, 1. Pengingat berhenti begitu tugasnya selesai. Kosongkan bila tidak perlu."),
    ),
    Setting("reminders.on_day", gettext_lazy("Diingatkan pada hari terakhir"), YES),
    Setting(
        "reminders.after", gettext_lazy("Diingatkan sesudah batas, hari ke-"), LADDER,
        gettext_lazy("Selama tugasnya masih terbuka. Kosongkan bila tidak perlu."),
    ),
    Setting(
        "reminders.from_hour", gettext_lazy("Pengingat dikirim paling pagi"), HOUR,
        gettext_lazy("Waktu setempat di unit kerja. Di luar jam ini tidak ada pengingat."), least=5, most=20,
    ),
    Setting("reminders.to_hour", gettext_lazy("Pengingat dikirim paling malam"), HOUR, least=6, most=21),
    Setting(
        "reminders.escalate_after", gettext_lazy("Keterlambatan diberitahukan kepada atasan sesudah"), DAYS,
        gettext_lazy("0 hari: begitu batasnya lewat."), most=60,
    ),
    Setting("committee.scope", gettext_lazy("Berkas yang masuk ke komite"), CHOICE, choices=SCOPES),
    Setting(
        "committee.postpone_days", gettext_lazy("Rapat diulang bila kuorum tidak tercapai"), DAYS, least=1, most=60
    ),
    Setting(
        "committee.conflicts", gettext_lazy("Anggota dikecualikan dengan sendirinya bila"), SEVERAL,
        gettext_lazy(
            "Para pihak berkas tidak pernah ikut. Konflik kepentingan diatur UU 30/2014 (belum diperiksa); rinciannya "
            "diatur kota. Nama yang hanya disebut menjadi petunjuk: anggota itu ditanya sebelum memberi suara."
        ),
        choices=CONFLICTS,
    ),
    Setting(
        "committee.blind_first", gettext_lazy("Suara anggota lain tertutup sampai putaran diputus"), YES,
        gettext_lazy("Bila tidak, anggota membaca suara dan alasan yang sudah masuk selama pemungutan."),
    ),
    Setting(
        "committee.dissent_days", gettext_lazy("Pendapat berbeda dapat dilampirkan sesudah putusan"), DAYS,
        gettext_lazy("Yang diputus dalam rapat: sampai ketua membuka berita acaranya untuk ditandatangani."), most=60,
    ),
    Setting(
        "objection.may_worsen", gettext_lazy("Penetapan keberatan boleh menurunkan rating"), YES,
        gettext_lazy("Bila tidak, keberatan tidak pernah merugikan yang mengajukannya."),
    ),
    Setting("evidence.mebibytes", gettext_lazy("Satu berkas bukti paling besar"), SIZE, least=1, most=50),
    Setting(
        "evidence.files", gettext_lazy("Berkas bukti dari tiap pihak paling banyak"), FILES,
        gettext_lazy("Yang sudah ditarik tidak dihitung."), least=1, most=100,
    ),
    Setting(
        "release", gettext_lazy("Hasil dirilis kepada pegawai"), CHOICE,
        gettext_lazy(
            "Bila bersama, rating yang sudah dikirim menunggu tanggal rilis, dan sampai saat itu hanya pejabat "
            "penilainya sendiri dapat mengubahnya dengan alasan."
        ),
        choices=RELEASES,
    ),
    Setting("suggestion.meets_from", gettext_lazy("Saran “sesuai ekspektasi” mulai dari"), PERCENT),
    Setting("suggestion.above_from", gettext_lazy("Saran “di atas ekspektasi” mulai dari"), PERCENT),
    Setting("suggestion.cap", gettext_lazy("Capaian satu indikator dihitung paling banyak"), PERCENT),
    Setting(
        "guidance.minimum", gettext_lazy("Sebaran diuji mulai dari"), PEOPLE,
        gettext_lazy("Unit yang lebih kecil tidak diuji; ia dibaca bersama unit di atasnya."), least=3, most=100,
    ),
    Setting(
        "guidance.round_at_most", gettext_lazy("Batas “paling banyak” dibulatkan"), CHOICE, choices=ROUNDINGS
    ),
    Setting(
        "guidance.round_at_least", gettext_lazy("Batas “paling sedikit” dibulatkan"), CHOICE, choices=ROUNDINGS
    ),
    *OF_HEADS,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One setting of one document, in words, with what it rests on (a Citation or None)."""

    setting: Setting
    words: str
    citation: Any


def lines_of(document):
    return [Line(setting, setting.words(document), citation_of(document, setting.path)) for setting in SETTINGS]


def citation_of(document, path):
    """The citation of the setting itself, or of the nearest part it belongs to."""
    cited = {citation.subject: citation for citation in document.citations}
    parts = path.split(".")
    named = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((cited[name] for name in named if name in cited), None)


def unverified(document):
    """What nobody has checked against the text of a regulation yet: [label]."""
    return [line.setting.label for line in lines_of(document) if line.citation and not line.citation.verified]


def matrix_of(document):
    """[(rating of results, [predicate for behaviour below, meets, above])], best results first."""
    columns = (Rating.BELOW, Rating.MEETS, Rating.ABOVE)
    return [
        (Rating(row).label, [Predicate(document.cells[row, column]) for column in columns]) for row in reversed(columns)
    ]


def patterns_of(document):
    """[(achievement of a unit, [what its predicates should be like])], best first."""
    return [(word, [title_of(rule) for rule in document.guidance.rules_for(word)]) for word in UnitRating.Word]


@dataclass(frozen=True)
class Difference:
    label: Any
    before: str
    after: str


def differences(before, after):
    """What changed between two versions, in the words of both."""
    found = [Difference(_("Judul"), before.title, after.title)] if before.title != after.title else []
    for setting in SETTINGS:
        if setting.value_in(before) != setting.value_in(after):
            found.append(Difference(setting.label, setting.words(before), setting.words(after)))
    found += _changed_cells(before, after) + _changed_patterns(before, after)
    return found + _changed_citations(before, after)


def title_of_cell(results, behaviour):
    facts = {"results": Rating(results).label.lower(), "behaviour": Rating(behaviour).label.lower()}
    return _("Predikat untuk hasil kerja %(results)s, perilaku %(behaviour)s") % facts


def title_of_pattern(word):
    return _("Panduan sebaran, capaian unit %(word)s") % {"word": word.label}


def _changed_cells(before, after):
    return [
        Difference(
            title_of_cell(results, behaviour),
            Predicate(code).label,
            Predicate(after.cells[results, behaviour]).label,
        )
        for (results, behaviour), code in before.cells.items()
        if after.cells[results, behaviour] != code
    ]


def _changed_patterns(before, after):
    old, new = ({word: "; ".join(told) for word, told in patterns_of(document)} for document in (before, after))
    return [Difference(title_of_pattern(word), old[word], new[word]) for word in old if old[word] != new[word]]


def _changed_citations(before, after):
    old = {citation.subject: citation for citation in before.citations}
    new = {citation.subject: citation for citation in after.citations}
    return [
        Difference(_("Dasar: %(subject)s") % {"subject": name_of(subject)}, _cited(old, subject), _cited(new, subject))
        for subject in {**old, **new}
        if old.get(subject) != new.get(subject)
    ]


def _cited(citations, subject):
    if subject not in citations:
        return _("Tidak disebut")
    mark = _("sudah diperiksa") if citations[subject].verified else _("belum terverifikasi")
    return f"{citations[subject].source} ({mark})"


PARTS = {
    "matrix": gettext_lazy("Matriks predikat"),
    "deadlines": gettext_lazy("Tenggat"),
    "reminders": gettext_lazy("Pengingat"),
    "committee": gettext_lazy("Komite"),
    "objection": gettext_lazy("Keberatan"),
    "evidence": gettext_lazy("Bukti"),
    "suggestion": gettext_lazy("Saran rating"),
    "guidance": gettext_lazy("Panduan sebaran"),
}


def name_of(subject):
    """What a citation speaks of, in words."""
    labels = {setting.path: setting.label for setting in SETTINGS}
    return str(labels.get(subject) or PARTS.get(subject) or subject)


def span(document, name):
    """How long a deadline is, with the days that it is counted in."""
    limits = document.deadlines
    return days(getattr(limits, name), is_working=name in limits.working)


def days(number, *, is_working=False):
    if is_working:
        return ngettext("%(n)s hari kerja", "%(n)s hari kerja", number) % {"n": number}
    return ngettext("%(n)s hari", "%(n)s hari", number) % {"n": number}
