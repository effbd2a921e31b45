"""Data that holds cases of a period up, each with the office that puts it right; and what people ask HR."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from appraisal.models import Appraisal, ExtensionRequest, Stage
from organization.selectors import Reason, ReportingLines, count_unreachable, line_gaps
from workflow.models import Step

MOST = 12  # causes that are named


@dataclass(frozen=True)
class Problem:
    title: Any
    detail: Any
    count: int
    office: Any
    url: str


def of_cycle(cycle, at):
    """The gravest first; the same number of statements for any city."""
    lines = ReportingLines(timezone.localdate(at))
    found = [*_gaps(lines), _own_judges(cycle, lines), _unreachable(at), _inactive(cycle), _inactive_owner(cycle)]
    return sorted((problem for problem in found if problem.count), key=lambda problem: -problem.count)


def requests_of(cycle):
    """Those that wait for an answer, the oldest first."""
    waiting = ExtensionRequest.objects.filter(appraisal__cycle=cycle, answered_at=None)
    return waiting.select_related("appraisal__employee", "appraisal__unit", "asked_by").order_by("pk")[:50]


def _gaps(lines):
    for gap in line_gaps(lines)[:MOST]:
        address = f"{reverse('people')}?only=without-supervisor&gap={gap.key}"
        vacant = gap.post and _("%(post)s kosong") % {"post": gap.post.title}
        office = gap.post.unit.name if gap.post else _("Pengelola kinerja")
        title = _("Tanpa atasan pejabat penilai") if gap.is_second else _("Tanpa pejabat penilai")
        yield Problem(title, vacant or _(REASONS[gap.reason]), len(gap.employees), office, address)


REASONS = {
    "no_post": gettext_noop("Tidak memegang jabatan definitif"),
    "override_inactive": gettext_noop("Pejabat yang ditetapkan sudah nonaktif"),
    "top": gettext_noop("Tidak ada jabatan di atasnya"),
    "vacant": gettext_noop("Jabatan di atasnya kosong"),
    "unplaced": gettext_noop("Belum diketahui jabatan apa di atasnya"),
}


def _own_judges(cycle, lines):
    """Running cases in which the supervisor would decide on his own rating, though today's line does not end with him."""
    cases = Appraisal.objects.filter(cycle=cycle, second_level=None).exclude(stage__in=[Stage.FINAL, Stage.CANCELLED])
    parties = cases.values_list("supervisor", "employee")
    return Problem(
        _("Keberatan akan diputus pejabat penilainya sendiri"),
        _("Di atasnya ada jabatan. Alihkan peran atasan pejabat penilai dari halaman berkas"),
        sum(lines.why_above(*pair).reason != Reason.TOP for pair in parties),
        _("Pengelola kinerja"),
        f"{reverse('appraisals')}?tab=all",
    )


def _unreachable(at):
    return Problem(
        _("Surat elektronik tidak sampai"),
        _("Tanpa alamat, atau surat terakhirnya kembali"),
        count_unreachable(at),
        _("Unit kerja masing-masing, lalu pengelola kinerja"),
        reverse("people_unreachable"),
    )


def _inactive(cycle):
    idle = Q(supervisor__is_active=False) | Q(second_level__is_active=False)
    cases = Appraisal.objects.filter(idle, cycle=cycle).exclude(stage__in=[Stage.FINAL, Stage.CANCELLED])
    return Problem(
        _("Pejabat penilai atau atasannya sudah nonaktif"),
        _("Alihkan perannya dari halaman berkas"),
        cases.count(),
        _("Pengelola kinerja"),
        f"{reverse('stuck')}?why=party",
    )


def _inactive_owner(cycle):
    steps = Step.objects.filter(case__appraisal__cycle=cycle, completed_at=None, owner__is_active=False)
    own = steps.filter(name__in=("self_assessment", "employee_response", "refusal_period"))
    return Problem(
        _("Pegawai yang gilirannya sudah nonaktif"),
        _("Hentikan berkasnya, atau catat penyerahan"),
        own.values("case").distinct().count(),
        _("Pengelola kinerja"),
        f"{reverse('stuck')}?why=inactive",
    )
