"""How the log stands: its size, its newest checkpoint, what waits, who watches, and what the last checks found."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import cosignatures, selectors
from audit.models import Entry, Pending
from audit.permissions import inspectors_only
from audit.sealing_words import MEANINGS
from audit.search.filters import Filter
from audit.status import ALARM, Status, told_runs

RUNS = 10
QUIET = timedelta(days=8)  # a witness that signs every week has missed its turn
COUNTED = 10_000  # entries that wait are counted to here


@inspectors_only
@never_cache
@require_safe
def status(request):
    at, request.menu = timezone.now(), "log-status"
    checkpoint = selectors.newest_checkpoint()
    facts = {
        "standing": Status.read(at),
        "checkpoint": checkpoint,
        "waiting": Pending.objects.values("pk")[:COUNTED].count(),
        "counted": COUNTED,
        "newest": Entry.objects.order_by("-pk").only("at").first(),
        "runs": told_runs(RUNS),
        "seals": MEANINGS,
        "witnesses": _witnesses(),
        "alarm": int(ALARM.total_seconds()),
        "quiet": at - QUIET,
        "zone": Filter().time_zone,
        "at": at,
    }
    return render(request, "audit/status.html", facts)


def _witnesses():
    """Each configured one: its key, what it last signed, and the entry that tells of another log it saw."""
    known = cosignatures.witnesses()
    last, disputed = cosignatures.last_of(known), cosignatures.disputed()
    return [{"key": key, "last": last.get(key), "disputed": disputed.get(key)} for key in known]
