"""Evidence of some cases: what was attached a little before each part was sent, and what the supervisor found of it."""

import io
from functools import partial

from appraisal.models import Evidence
from config.demo import papers
from workflow import beside

REJECTED = "Rekap ini belum menyebut siapa yang memeriksa datanya, jadi angkanya belum dapat saya cocokkan."
MEETINGS = [
    "Pertemuan umpan balik dengan pegawai berlangsung dua kali dalam periode ini.",
    "Hadir: pegawai dan pejabat penilai.",
]
DEEDS = 3  # at most before a step is sent


def file(appraisal, writer, step, n, at):
    """The n-th deed with files before a step is sent, if there is one."""
    deeds = {
        "self_assessment": _to_self_assessment,
        "supervisor_review": _examine,
        "employee_response": _to_objection,
        "supervisor_statement": _to_statement,
    }.get(step, lambda appraisal, writer: [])(appraisal, writer)
    if n < len(deeds):
        deeds[n](at=at)


def _to_self_assessment(appraisal, writer):
    """Two recapitulations and a chart of the first; where it came back they are there already."""
    (first, line), *rest = writer.indicators.items()
    months = [int(value) for value in papers.monthly(writer.actuals[first], adds_up=True)]
    given = [
        ("rekap-indikator-1.pdf", _recapitulation(appraisal, writer, first), first, f"Sumber: {line.source}"),
        ("grafik-bulanan.png", papers.chart(months), first, "Tangkapan layar"),
        *(("rekap-indikator-2.pdf", _recapitulation(appraisal, writer, pk), pk, "") for pk, _line in rest[:1]),
    ]
    known = set(Evidence.objects.filter(appraisal=appraisal).values_list("name", flat=True))
    by = appraisal.employee
    return [
        partial(_attach, appraisal, name, content, f"indicator:{pk}", by, note) if name not in known else _nothing
        for name, content, pk, note in given
    ]


def _examine(appraisal, writer):
    """The last one is not accepted: what is objected to later begins here."""
    *good, last = Evidence.objects.filter(appraisal=appraisal).order_by("pk")
    told = [(row, {"is_accepted": True}) for row in good] + [(last, {"is_accepted": False, "reason": REJECTED})]
    by = appraisal.supervisor
    return [
        partial(beside.examine, appraisal.pk, row.pk, **said, by=by) if row.state == "waiting" else _nothing
        for row, said in told
    ]


def _to_objection(appraisal, writer):
    pk, line = next(iter(writer.indicators.items()))
    lines = [
        f"Indikator: {line.name}",
        "Angka bulan ketiga sudah dikirim pada hari kerja terakhir periode ini.",
        "Tanda terimanya ada pada pengelola data dan dapat dicocokkan.",
    ]
    content = papers.letter(unit=str(appraisal.unit), title="Surat keterangan pengelola data", lines=lines)
    return [partial(_attach, appraisal, "surat-keterangan-data.pdf", content, f"indicator:{pk}", appraisal.employee)]


def _to_statement(appraisal, writer):
    content = papers.letter(unit=str(appraisal.unit), title="Catatan pertemuan umpan balik", lines=MEETINGS)
    by = appraisal.supervisor
    return [partial(_attach, appraisal, "catatan-umpan-balik.pdf", content, "behaviour_rating", by)]


def _recapitulation(appraisal, writer, pk):
    line, adds_up = writer.indicators[pk], writer.indicators[pk].aspect == "quantity"
    told = {"indicator": line.name, "actual": writer.actuals[pk], "measure": line.unit, "source": line.source}
    return papers.recapitulation(unit=str(appraisal.unit), **told, adds_up=adds_up)


def _attach(appraisal, name, content, about, by, note="", *, at):
    beside.attach(appraisal.pk, file=io.BytesIO(content), name=name, about=[about], note=note, by=by, at=at)


def _nothing(*, at):
    """It was done before the case came back."""
