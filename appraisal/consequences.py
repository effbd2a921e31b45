"""What a change means under the policy of its cycle, for whoever reads it in the log."""

from django.utils.translation import gettext as _

from . import rules
from .models import Policy, Predicate, Rating


def consequence(before, after):
    """What the ratings of a version mean under the policy of its cycle, and whether that is something else now."""
    rated = (after.results_rating, after.behaviour_rating)
    had = (before.results_rating, before.behaviour_rating) if before else ("", "")
    if not all(rated) or rated == had:
        return ""
    policy = Policy.objects.get(cycles=after.cycle_id)
    cells = policy.document.cells
    now = Predicate(rules.predicate(cells, *rated))
    told = _(
        "Menurut kebijakan %(title)s versi %(version)s, hasil kerja %(results)s dan perilaku %(behaviour)s "
        "memberi predikat %(predicate)s."
    ) % {
        "title": policy.title,
        "version": policy.version,
        "results": Rating(rated[0]).label.lower(),
        "behaviour": Rating(rated[1]).label.lower(),
        "predicate": now.label,
    }
    return f"{told} {_since(cells, had, now)}".strip()


def _since(cells, had, now):
    if not all(had):
        return ""
    was = Predicate(rules.predicate(cells, *had))
    if was == now:
        return _("Sebelumnya juga %(predicate)s: predikat tidak berubah.") % {"predicate": was.label}
    return _("Sebelumnya %(predicate)s: predikat berubah.") % {"predicate": was.label}
