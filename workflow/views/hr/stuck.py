"""Cases that do not go on, for HR: why, who has them, and what to do."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appraisal.permissions import hr_only
from workflow.selectors import stuck
from workflow.selectors.stuck import Stuck

ADVICE = {
    Stuck.LONG: _("Ingatkan pemiliknya, perpanjang batasnya, atau alihkan kepada pejabat lain."),
    Stuck.INACTIVE: _(
        "Alihkan kepada pejabat yang aktif. Pegawai yang nonaktif sendiri: hentikan berkasnya dengan alasan."
    ),
    Stuck.PARTY: _("Alihkan perannya sekarang, sebelum gilirannya tiba."),
    Stuck.DISAGREES: _(
        "Ini kesalahan sistem, bukan kesalahan orang. Jangan ubah apa pun; beri tahu pengelola sistem dengan nomor berkasnya."
    ),
}


@hr_only
@never_cache
@require_safe
def stuck_cases(request):
    at, request.menu = timezone.now(), "all"
    counts = stuck.counts(at, reader=request.user)
    why = _asked(request, counts)
    found = stuck.stuck(why, at=at, after=_after(request))
    rows, more = found[: stuck.PAGE], found[stuck.PAGE :]
    steps = stuck.open_steps_of(rows, at=at) if rows else {}
    for row in rows:
        row.is_held = any(step.claimed_by for step in steps.get(row.pk, []))
    facts = {
        "tabs": [(one, counts[one], one == why) for one in Stuck],
        "why": why,
        "advice": ADVICE[why],
        "rows": [(row, steps.get(row.pk, [])) for row in rows],
        "more": rows[-1].pk if more else None,
        "cap": stuck.CAP,
        "at": at,
    }
    return render(request, "workflow/hr_stuck.html", facts)


def _asked(request, counts):
    """What was asked for, else the first that holds something."""
    asked = request.GET.get("why", "")
    if asked in Stuck.values:
        return Stuck(asked)
    return next((why for why in Stuck if counts[why]), Stuck.LONG)


def _after(request):
    asked = request.GET.get("after", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
