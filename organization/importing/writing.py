"""A plan becomes rows of one act: what is new, what changes, which assignments end. Nothing is saved here."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password

from audit.acts import Act
from organization.importing.facts import Person, identifier_from, identifier_kind
from organization.importing.keys import reserve
from organization.importing.plan import Plan
from organization.models import Assignment, Employee, Identifier, Post, Unit, User

ZONE = settings.TIME_ZONE if settings.TIME_ZONE in Unit.Zone.values else Unit.Zone.WIB
OF_USER = {"name", "title_prefix", "title_suffix", "email", "is_active"}
DAY = datetime.timedelta(days=1)


def locked(model, keys) -> dict:
    """The rows as they are now, held until the end: whoever changes one of them meanwhile waits."""
    return model.objects.select_for_update(no_key=True).order_by("pk").in_bulk(keys)


@dataclass
class Writing:
    """Fills the act, from the units down to the assignments, so that each finds its keys ready."""

    plan: Plan
    act: Act
    today: datetime.date
    held: dict = field(default_factory=lambda: defaultdict(dict))  # assignment -> its new dates

    def fill(self):
        self._units()
        self._posts()
        self._people()
        self._assignments()
        for fact in self.plan.gone if self.plan.end_missing else ():
            for held in filter(None, [fact.open, *fact.acting]):
                self.held[held.pk]["to_date"] = self.today - DAY
        self._change_assignments()

    # ── Units and posts ─────────────────────────────────────────────────────────────────────────
    def _units(self):
        new = [unit for unit in self.plan.units if unit.fact is None]
        keys = dict(zip([unit.code for unit in new], reserve(Unit, len(new)), strict=True))
        self.unit_keys = {code: unit.pk for code, unit in self.plan.organization.units.items()} | keys
        self.act.add(
            *(
                Unit(pk=keys[unit.code], code=unit.code, name=unit.name, zone=ZONE, parent_id=self._parent(unit))
                for unit in new
            )
        )
        changed = {unit.fact.pk: unit for unit in self.plan.units if unit.fact}
        for pk, row in locked(Unit, changed).items():
            self.act.change(row, name=changed[pk].name, parent_id=self._parent(changed[pk]))

    def _parent(self, unit):
        return self.unit_keys[unit.parent_code] if unit.parent_code else None

    def _posts(self):
        new = self.plan.posts.new
        for post, pk in zip(new, reserve(Post, len(new)), strict=True):
            post.pk = pk
        self.act.add(
            *(
                Post(
                    pk=post.pk,
                    unit_id=self.unit_keys[post.unit_code],
                    title=post.title,
                    kind=post.kind,
                    superior_id=post.superior and post.superior.pk,
                )
                for post in new
            )
        )
        changed = {post.pk: post for post in self.plan.posts.changed}
        for pk, row in locked(Post, changed).items():
            planned = changed[pk]
            self.act.change(row, kind=planned.kind, superior_id=planned.superior and planned.superior.pk)
        for row in locked(Post, [post.pk for post in self.plan.posts.left_over]).values():
            self.act.change(row, is_active=False)

    # ── People ──────────────────────────────────────────────────────────────────────────────────
    def _people(self):
        new = [person for person in self.plan.people if person.is_new]
        self.user_keys = dict(zip([person.row.nip for person in new], reserve(User, len(new)), strict=True))
        self.act.add(*(self._user(person) for person in new))
        self.act.add(*(self._employee(person) for person in new))
        self.act.add(*(self._identifier(person) for person in new))
        known = [person for person in self.plan.people if person.fact]
        self._change(User, known, OF_USER)
        self._change(Employee, known, {"type", "rank"})
        self._change_identifiers(known)

    def _user(self, person):
        values = {name: value for name, value in person.values.items() if name in OF_USER}
        username = f"u{uuid.uuid4().hex[:10]}"  # says nothing about the person
        return User(pk=self.user_keys[person.row.nip], username=username, password=make_password(None), **values)

    def _employee(self, person):
        rank = person.values.get("rank", "")
        return Employee(user_id=self.user_keys[person.row.nip], type=person.row.type, rank=rank)

    def _identifier(self, person):
        row = person.row
        return Identifier(
            employee_id=self.user_keys[row.nip],
            kind=identifier_kind(row),
            number=row.nip,
            from_date=identifier_from(row),
        )

    def _change(self, model, known, fields):
        changed = {person.fact.pk: person for person in known if fields & person.values.keys()}
        for pk, row in locked(model, changed).items():
            values = changed[pk].values
            self.act.change(row, **{name: values[name] for name in fields & values.keys()})

    def _change_identifiers(self, known):
        kinds = {}
        for person in known:
            pk, kind = person.fact.identifiers[person.row.nip]
            if kind != identifier_kind(person.row) and person.row.nip not in person.fact.former:
                kinds[pk] = identifier_kind(person.row)
        for pk, row in locked(Identifier, kinds).items():
            self.act.change(row, kind=kinds[pk])

    # ── Assignments ─────────────────────────────────────────────────────────────────────────────
    def _assignments(self):
        moving = [person for person in self.plan.people if self.plan.moves(person)]
        starts = {person.row.nip: self._start(person) for person in moving}
        self.act.add(
            *(
                Assignment(
                    holder_id=person.fact.pk if person.fact else self.user_keys[person.row.nip],
                    post_id=self.plan.post_of(person).pk,
                    from_date=starts[person.row.nip],
                )
                for person in moving
            )
        )
        for person in moving:
            if person.fact and person.fact.open:
                self.held[person.fact.open.pk]["to_date"] = starts[person.row.nip] - DAY
        for person in self.plan.people:
            if person.start_corrected and (not self.plan.moves(person) or self._began_earlier(person)):
                self.held[person.fact.open.pk]["from_date"] = person.row.start

    def _began_earlier(self, person):
        return person.row.start < person.fact.open.from_date

    def _start(self, person: Person):
        """The date in the file, unless he was still elsewhere then: the file was made late, and today counts."""
        start, held = person.row.start, person.fact.held if person.fact else []
        latest = max((other.to_date or other.from_date for other in held), default=None)
        if latest is None or (start and start > latest):
            return start or self.today
        return max(self.today, person.fact.open.from_date) if person.fact.open else self.today

    def _change_assignments(self):
        """None ends before it began."""
        for pk, row in locked(Assignment, self.held).items():
            values = self.held[pk]
            if "to_date" in values:
                values["to_date"] = max(values["to_date"], values.get("from_date", row.from_date))
            self.act.change(row, **values)
