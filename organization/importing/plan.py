"""What an import would do: all of it known before anything is written."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from organization.importing.cautions import warnings_in
from organization.importing.facts import Comparison, Person
from organization.importing.posts import PlannedPost, Posts
from organization.importing.reading import Sheet
from organization.importing.resource import rows_of
from organization.importing.rows import Mentioned, Problem
from organization.importing.rules import chain, circles, problems_in
from organization.importing.selectors import Organization, PersonFact, UnitFact


@dataclass(frozen=True, slots=True)
class UnitChange:
    code: str
    name: str
    parent_code: str
    fact: UnitFact | None  # None: new

    @property
    def is_moved(self):
        return self.fact is not None and self.fact.parent_code != self.parent_code


@dataclass
class Plan:
    """`posts` is None while there are problems: then nothing can be written."""

    sheet: Sheet
    end_missing: bool
    organization: Organization
    people: list[Person]
    gone: list[PersonFact]
    units: list[UnitChange]
    problems: list[Problem]
    warnings: list[Problem]
    posts: Posts | None = field(default=None)

    def post_of(self, person: Person) -> PlannedPost | None:
        return self.posts and self.posts.of[person.row.nip]

    def moves(self, person: Person) -> bool:
        """Whether he gets another assignment."""
        if person.fact is None or person.fact.open is None or self.posts is None:
            return person.fact is None or person.fact.open is None
        return self.post_of(person).pk != person.fact.open.post_pk

    def is_changed(self, person: Person) -> bool:
        return not person.is_new and bool(person.changes or self.moves(person))

    @property
    def counts(self) -> dict:
        new = sum(person.is_new for person in self.people)
        changed = sum(map(self.is_changed, self.people))
        unchanged = len(self.people) - new - changed
        errors = len(self.problems)
        return {"new": new, "changed": changed, "unchanged": unchanged, "gone": len(self.gone), "errors": errors}

    @property
    def size(self) -> int:
        """How many changes there are to agree to; 0 only if there is nothing to write."""
        counts = self.counts
        people = counts["new"] + counts["changed"] + (counts["gone"] if self.end_missing else 0)
        return people + len(self.units) or len(self.posts.changed if self.posts else ())


def plan_of(sheet: Sheet, organization: Organization, *, end_missing=False, told=lambda rows: None) -> Plan:
    rows, problems = rows_of(sheet, told)
    mentioned = _mentioned(sheet)
    warnings = warnings_in(rows, organization, mentioned=mentioned)
    _name_superiors_by_their_lines(rows, organization)
    problems += problems_in(rows, organization, mentioned=mentioned, end_missing=end_missing)
    comparison = Comparison(rows, organization, mentioned)
    plan = Plan(
        sheet=sheet,
        end_missing=end_missing,
        organization=organization,
        people=comparison.people,
        gone=comparison.gone,
        units=_unit_changes(rows, organization),
        problems=problems,
        warnings=warnings,
    )
    if not problems:
        posts = Posts(comparison, end_missing=end_missing)
        problems += _circles_of_posts(posts)
        plan.posts = None if problems else posts
    problems.sort(key=lambda problem: (problem.row, problem.column, problem.reason))
    plan.warnings.sort(key=lambda warning: (warning.row, warning.column))
    return plan


def _name_superiors_by_their_lines(rows, organization):
    """A superior named by a former number has his line in the file by another one."""
    own = {organization.numbers[row.nip]: row.nip for row in rows if row.nip in organization.numbers}
    for row in rows:
        person = organization.numbers.get(row.superior_nip)
        row.superior_nip = own.get(person, row.superior_nip) if person else row.superior_nip


def _mentioned(sheet):
    nip, unit = sheet.columns.index("nip"), sheet.columns.index("unit_kode")
    numbers = frozenset("".join(str(row[nip]).split()) for row in sheet.rows)
    return Mentioned(numbers, frozenset(" ".join(str(row[unit]).split()) for row in sheet.rows))


def _unit_changes(rows, organization):
    found = {}
    for row in rows:
        fact = organization.units.get(row.unit_code)
        if fact is None or (fact.name, fact.parent_code) != (row.unit_name, row.parent_code):
            found.setdefault(row.unit_code, UnitChange(row.unit_code, row.unit_name, row.parent_code, fact))
    return [found[code] for code in sorted(found)]


def _circles_of_posts(posts: Posts):
    """Circles that the file closes together with posts it does not mention."""
    every = [posts.known(pk) for pk in posts.organization.posts] + posts.new
    above = {post: superior for post in every if (superior := posts.above(post))}
    rows = {posts.of[nip]: row for nip, row in posts.rows.items()}
    for circle in circles(above):
        post = min((post for post in circle if post in rows), key=lambda post: rows[post].number)
        row, named = rows[post], chain(circle, post, lambda post: f"{post.title} ({post.unit_code})")
        reason = _("Bersama jabatan yang sudah tercatat, garis atasan ini berputar: {chain}.").format(chain=named)
        cure = _("Betulkan atasannya, atau sertakan juga baris atasan itu di berkas.")
        yield Problem(row.number, "atasan_nip", row.superior_nip, reason, cure)
