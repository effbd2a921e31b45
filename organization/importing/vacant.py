"""Posts for superiors whose number nobody knows: vacant, so that whoever names one has a gap above him and no top.

Numbers are not kept. Which post stands for which number is told by the people below it.
"""

from collections import Counter
from dataclasses import dataclass

from organization.importing.facts import Comparison
from organization.importing.rows import Row
from organization.importing.selectors import Organization
from organization.models import Post

KIND = Post.Kind.PENGAWAS  # the lowest who leads


@dataclass(frozen=True, slots=True)
class Place:
    """Where the post is, or will be: `pk` is None while there is none."""

    pk: int | None
    unit_code: str


def vacant_places(comparison: Comparison) -> dict[str, Place]:
    """{number that nobody knows: the post that stands for it}."""
    named, organization = {}, comparison.organization
    for nip in sorted(comparison.rows):
        row = comparison.rows[nip]
        if _is_unknown(row.superior_nip, comparison):
            named.setdefault(row.superior_nip, []).append(row)
    kept = _kept(named, organization)
    units = {pk: organization.posts[pk].unit_code for pk in kept.values()}
    return {
        number: Place(pk, units[pk]) if (pk := kept.get(number)) else Place(None, _unit_of(rows))
        for number, rows in named.items()
    }


def is_unfilled(organization: Organization, pk) -> bool:
    """Made for a number that nobody knew, and still without a holder."""
    post = organization.posts.get(pk)
    return post is not None and post.title == Post.OF_UNKNOWN and not organization.holders.get(pk)


def left_over(organization: Organization, standing: set) -> list[int]:
    """Such posts that nothing stands below any more, and that nobody acts in: whoever was meant has come."""
    unfilled = (pk for pk, post in organization.posts.items() if post.is_active and is_unfilled(organization, pk))
    return [pk for pk in unfilled if pk not in standing and pk not in organization.acted_in]


def _is_unknown(number, comparison):
    if not number or number in comparison.rows:
        return False
    person = comparison.organization.person(number)
    return person is None or not person.held


def _kept(named, organization):
    """Of the posts that the last import made, each goes to the number that most people below it name."""
    below = Counter()
    for number, rows in named.items():
        for row in rows:
            above = _post_above(row, organization)
            if is_unfilled(organization, above):
                below[number, above] += 1
    kept, taken = {}, set()
    for number, pk in sorted(below, key=lambda pair: (-below[pair], pair[1], pair[0])):
        if number not in kept and pk not in taken:
            kept[number] = pk
            taken.add(pk)
    return kept


def _post_above(row, organization):
    person = organization.person(row.nip)
    return organization.posts[person.open.post_pk].superior_pk if person and person.open else None


def _unit_of(rows: list[Row]):
    """Whoever leads a unit reports to the unit above; everybody else to somebody in his own."""
    own = next((row for row in rows if row.kind not in Post.SINGLE_HOLDER), None)
    return own.unit_code if own else rows[0].parent_code or rows[0].unit_code
