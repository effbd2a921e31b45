"""What opening a cycle would do, for a person to read: who comes in, who does not and why, what is worth a look.

The same number of statements for any city; nothing is written.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from appraisal.rules import local_date
from organization.models import Employee, Post, Unit
from organization.selectors import Reason, ReportingLines, identities

from .launch import NO_POST, NO_SECOND_LEVEL, NO_SUPERVISOR, REASONS, participants

WITHOUT_PLAN = "without_plan"  # comes in, and is worth a look
SHOWN = 25  # people under one reason
SOMEWHERE = "Asia/Jakarta"


@dataclass(frozen=True)
class Group:
    """People with one thing in common; `rows` are the first of them."""

    key: str
    label: Any
    ids: list[int]
    rows: list
    is_truncated: bool


class DryRun:
    """Made from the data of one moment; `fingerprint` says whether the next one found the same."""

    def __init__(self, cycle, *, at):
        self.cycle, self.at = cycle, at
        self.on = local_date(at, SOMEWHERE)
        self.found = participants(cycle, at=at)
        self.count, self.count_out, self.already = (
            len(self.found.appraisals),
            self.found.count_out,
            self.found.already,
        )

    @cached_property
    def fingerprint(self):
        """Who comes in with whom, and who does not: any change of it asks for another look."""
        known = [
            f"{a.employee_id}:{a.supervisor_id}:{a.second_level_id}:{a.committee_id}:{a.plan_id}"
            for a in self.found.appraisals
        ]
        known += [f"{reason}={ids}" for reason, ids in sorted(self.found.out.items())]
        return sha256("\n".join(known).encode()).hexdigest()

    def ids_of(self, key):
        """The people of one list, in a fixed order; None if there is no such list."""
        if key == WITHOUT_PLAN:
            return [appraisal.employee_id for appraisal in self.found.appraisals if appraisal.plan_id is None]
        return sorted(self.found.out.get(key, [])) if key in REASONS else None

    def out(self):
        """Those who stay out, the commonest reason first, with the first people of each."""
        reasons = sorted(self.found.out, key=lambda reason: -len(self.found.out[reason]))
        shown = {reason: self.ids_of(reason)[:SHOWN] for reason in reasons}
        rows = {row["id"]: row for row in self.people([pk for ids in shown.values() for pk in ids])}
        return [
            Group(
                reason,
                REASONS[reason],
                self.ids_of(reason),
                [rows[pk] for pk in shown[reason]],
                len(self.found.out[reason]) > SHOWN,
            )
            for reason in reasons
        ]

    def people(self, ids):
        """[{id, name, post, unit, number, cause}] in the order asked."""
        known, causes = identities(ids, self.on), self._causes(ids)
        return [known[pk] | {"id": pk, "cause": causes.get(pk, "")} for pk in ids if pk in known]

    def by_type(self):
        """[(type of employment, how many come in, how many of them without an agreed plan)]."""
        types = dict(Employee.objects.values_list("pk", "type"))
        coming = Counter(types[a.employee_id] for a in self.found.appraisals)
        unplanned = Counter(types[pk] for pk in self.ids_of(WITHOUT_PLAN))
        return [(kind.label, coming[kind], unplanned[kind]) for kind in Employee.Type if coming[kind]]

    def by_branch(self):
        """[(unit below the top of the tree, how many come in)], the largest first."""
        parents = dict(Unit.objects.values_list("pk", "parent"))
        roots = [pk for pk, parent in parents.items() if parent is None]
        tops = {None} if len(roots) > 1 else {None, *roots}
        counted = Counter(_branch(a.unit_id, parents, tops) for a in self.found.appraisals)
        names = dict(Unit.objects.filter(pk__in=counted).values_list("pk", "name"))
        return [(names[pk], n) for pk, n in sorted(counted.items(), key=lambda row: (-row[1], names[row[0]]))]

    def _causes(self, ids):
        """What is missing, in words, for those who stay out."""
        out = [pk for reason in (NO_SUPERVISOR, NO_SECOND_LEVEL, NO_POST) for pk in self.found.out.get(reason, [])]
        if not set(out) & set(ids):
            return {}
        lines, second = ReportingLines(self.on), set(self.found.out.get(NO_SECOND_LEVEL, []))
        reasons = {pk: lines.why_second(pk) if pk in second else lines.why(pk) for pk in ids}
        posts = Post.objects.select_related("unit").in_bulk([why.post for why in reasons.values() if why.post])
        causes = {pk: _cause(why, posts.get(why.post)) for pk, why in reasons.items()}
        without_post = [pk for pk in second & reasons.keys() if reasons[pk].reason == Reason.NO_POST]
        return causes | dict.fromkeys(without_post, _("Pejabat penilainya tidak memegang jabatan definitif"))


def _branch(unit, parents, tops):
    """The ancestor right below the top; the top itself for those who sit there."""
    while parents[unit] not in tops:
        unit = parents[unit]
    return unit


def _cause(why, post):
    if why.reason == Reason.VACANT:
        where = "" if post.unit.name.casefold() in post.title.casefold() else f" ({post.unit.name})"
        return _("%(post)s kosong") % {"post": f"{post.title}{where}"}
    return {
        Reason.NO_POST: _("Belum punya jabatan definitif hari ini"),
        Reason.TOP: _("Tidak ada jabatan di atasnya"),
        Reason.UNPLACED: _("Belum diketahui jabatan apa di atasnya"),
        Reason.OVERRIDE_INACTIVE: _("Akun pejabat yang ditetapkan nonaktif"),
    }.get(why.reason, "")
