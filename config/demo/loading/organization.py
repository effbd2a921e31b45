"""Units, posts, people and who acts for whom, in one recorded act."""

from django.contrib.auth.hashers import make_password

from audit.acts import Act, write
from organization import events
from organization.importing.keys import reserve
from organization.models import SYSTEM, Assignment, Employee, Identifier, Post, Unit, User


def load(city, *, at):
    """{person key: User} of everybody, the mayor included."""
    units, posts = _units(city), _posts(city)
    act = Act(units[city.units[0].code], by=SYSTEM, at=at)
    act.add(*units.values())
    for fact in city.posts:
        posts[fact.key].unit = units[fact.unit]
    act.add(*posts.values())
    people = _people(city)
    act.add(*people.values())
    act.add(*_employees(city, people), *_identifiers(city, people), *_assignments(city, people, posts))
    act.record(events.ORGANIZATION_IMPORTED, new=len(city.people))
    write(act)
    return people


def _units(city):
    keys = dict(zip([unit.code for unit in city.units], reserve(Unit, len(city.units)), strict=True))
    return {
        unit.code: Unit(
            pk=keys[unit.code], code=unit.code, name=unit.name, zone=unit.zone, parent_id=keys.get(unit.parent)
        )
        for unit in city.units
    }


def _posts(city):
    keys = dict(zip([post.key for post in city.posts], reserve(Post, len(city.posts)), strict=True))
    return {
        post.key: Post(pk=keys[post.key], title=post.title, kind=post.kind, superior_id=keys.get(post.superior))
        for post in city.posts
    }


def _people(city):
    everybody = [*city.officials, *city.people]
    keys = reserve(User, len(everybody))
    nobody_knows = make_password(None)
    return {
        person.key: User(
            pk=key, username=f"u-{person.key}", name=person.name, title_prefix=person.title_prefix,
            title_suffix=person.title_suffix, email=person.email, password=nobody_knows,
        )
        for person, key in zip(everybody, keys, strict=True)
    }  # fmt: skip


def _employees(city, people):
    return [Employee(user=people[p.key], type=p.employment_type, rank=p.rank) for p in city.people]


def _identifiers(city, people):
    kinds = {"pns": "nip", "cpns": "nip"}
    return [
        Identifier(
            employee_id=people[p.key].pk, kind=kinds.get(p.employment_type, "ni_pppk"), number=p.identifier,
            from_date=p.since,
        )
        for p in city.people
    ]  # fmt: skip


def _assignments(city, people, posts):
    definitive = [
        Assignment(holder=people[p.key], post=posts[p.post], from_date=p.since) for p in [*city.officials, *city.people]
    ]
    acting = [
        Assignment(
            holder=people[row.person], post=posts[row.post], kind=row.kind, from_date=row.from_date,
            to_date=row.to_date, letter_no=row.letter_no,
        )
        for row in city.acting
    ]  # fmt: skip
    return definitive + acting
