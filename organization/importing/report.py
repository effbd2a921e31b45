"""A plan as plain data: what the pages show, kept beside the file until the import is written or discarded."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict

from django.utils.translation import gettext as _

from organization.importing import running_appraisals_of
from organization.importing.columns import PRIVATE, named
from organization.importing.facts import Person
from organization.importing.headers import Header, missing
from organization.importing.plan import Plan
from organization.importing.selectors import overrides_naming
from organization.models import Employee, Post

LISTED = 500  # of the new and gone people; changes, errors and warnings are listed whole


def report_of(plan: Plan) -> dict:
    people = sorted(plan.people, key=lambda person: person.row.number)
    units, superiors = _unit_names(plan), superiors_of(plan)
    return {
        "digest": digest_of(plan),
        "counts": plan.counts,
        "size": plan.size,
        "rows": len(plan.sheet.rows) + len(plan.sheet.problems),
        "sheet": plan.sheet.name,
        "others": plan.sheet.others,
        "columns": _columns(plan.sheet.header, plan.sheet.places, plan.problems),
        "problems": [asdict(problem) for problem in plan.problems],
        "warnings": [asdict(warning) for warning in plan.warnings],
        "changed": [_changed(person, units) for person in people if plan.is_changed(person)],
        "new": [_new(person) for person in people if person.is_new][:LISTED],
        "gone": gone_of(plan),
        "units": _units(plan, units),
        "vacant": _vacant(plan, units),
        "superiors": superiors,
        "running": sum(bool(person["running"]) for person in superiors),
    }


def digest_of(plan: Plan) -> str:
    """Of what would be written, so that what is agreed to is what is written; not of the day."""
    said = {
        "people": [
            [person.row.nip, sorted(person.values.items()), [[*asdict(change).values()] for change in person.changes]]
            for person in plan.people
            if person.is_new or plan.is_changed(person)
        ],
        "posts": [
            [post.pk, post.kind, post.superior and [post.superior.unit_code, post.superior.title]]
            for post in sorted(plan.posts.changed if plan.posts else (), key=lambda post: post.pk)
        ],
        "units": [[unit.code, unit.name, unit.parent_code] for unit in plan.units],
        "vacant": sorted(post.unit_code for post in plan.posts.vacant_new) if plan.posts else [],
        "gone": sorted([fact.pk, [held.pk for held in fact.acting]] for fact in plan.gone) if plan.end_missing else [],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def report_of_headings(header: Header, places) -> dict:
    """Where columns are missing: what the file has, for people to say which is which."""
    return {"columns": _columns(header, places, (), shows_all=True), "missing": missing(places)}


def _columns(header, places, problems, *, shows_all=False):
    """Every column of the file by its place. What nobody needs to know is not shown."""
    names = {place: name for name, place in places.items()}
    faults = Counter(problem.column for problem in problems)
    return [
        {
            "place": place,
            "heading": heading,
            "name": names.get(place, ""),
            "samples": list(header.samples[place]) if _is_shown(heading, place in names or shows_all) else None,
            "errors": faults[names[place]] if place in names else 0,
        }
        for place, heading in enumerate(header.cells)
        if heading or any(header.samples[place])
    ]


def _is_shown(heading, is_wanted):
    return is_wanted and named(heading) not in PRIVATE


def _changed(person: Person, units):
    own_post = {"column": "jabatan", "old": _("dipegang bersama"), "new": _("dipegang sendiri, karena memimpin")}
    return {
        "row": person.row.number,
        "name": person.row.name,
        "changes": [_worded(change, units) for change in person.changes] or [own_post],
        "superior": any(change.column == "atasan_nip" for change in person.changes),
    }


def _worded(change, units):
    def worded(value):
        if not value:
            return ""
        match change.column:
            case "unit_kode":
                return f"{units[value]} ({value})"
            case "jenis_pegawai":
                return str(Employee.Type(value).label)
            case "jenis_jabatan":
                return str(Post.Kind(value).label)
            case "akun":
                return _("aktif") if value == "active" else _("nonaktif")
        return value

    return {"column": change.column, "old": worded(change.old), "new": worded(change.new)}


def _unit_names(plan):
    names = {unit.code: unit.name for unit in plan.organization.units.values()}
    return names | {person.row.unit_code: person.row.unit_name for person in plan.people}


def _new(person):
    row = person.row
    return {"row": row.number, "name": row.name, "title": row.title, "unit": row.unit_name}


def gone_of(plan):
    """Each with his post, those he acts in, and the employees whom HR put under him: their exceptions stay.

    HR set them by name and reason, for others than the missing one, and the file does not know them. They are shown,
    so that HR ends them or names somebody else; until then those employees stay out of a period.
    """
    gone, posts = plan.gone[:LISTED], plan.organization.posts
    under = overrides_naming([fact.pk for fact in gone])
    return [
        {
            "name": fact.full_name,
            "title": (post := posts[(fact.open or fact.acting[0]).post_pk]).title,
            "unit": plan.organization.units[post.unit_code].name,
            "acting": [posts[held.post_pk].title for held in fact.acting],
            "overrides": under.get(fact.pk, []),
        }
        for fact in gone
    ]


def _units(plan, names):
    people = Counter(person.row.unit_code for person in plan.people)
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "parent": names.get(unit.parent_code, ""),
            "was": unit.fact.name if unit.fact else "",
            "from": names.get(unit.fact.parent_code, "") if unit.is_moved else "",
            "state": "new" if unit.fact is None else "moved" if unit.is_moved else "renamed",
            "people": people[unit.code],
        }
        for unit in sorted(plan.units, key=lambda unit: (unit.parent_code, unit.code))  # siblings together
    ]


def _vacant(plan, names):
    """The vacant posts that will stand for superiors nobody knows, and how many people come below each."""
    if plan.posts is None:
        return []
    named = Counter(person.row.superior_nip for person in plan.people)
    found = [
        {"title": post.title, "unit": names[post.unit_code], "people": named[number]}
        for number, post in plan.posts.vacant.items()
        if post.fact is None
    ]
    return sorted(found, key=lambda post: (-post["people"], post["unit"]))


def superiors_of(plan):
    """Whose superior changes, with the appraisals under way that stay with the former one."""
    found = {}
    for person in plan.people:
        change = next((change for change in person.changes if change.column == "atasan_nip"), None)
        if change and person.fact:
            found[person.fact.pk] = {
                "row": person.row.number,
                "name": person.row.name,
                "old": change.old,
                "new": change.new,
                "running": [],
            }
    for running in running_appraisals_of(found):
        found[running.user_id]["running"].append({"text": running.text, "url": running.url})
    return sorted(found.values(), key=lambda person: (not person["running"], person["row"]))
