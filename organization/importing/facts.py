"""What the file says of each person, beside what is known of him: new, changed, unchanged, gone."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from organization.importing.cells import is_email
from organization.importing.rows import Mentioned, Row, office
from organization.importing.selectors import Organization, PersonFact
from organization.models import Employee, Identifier

OWN = ("name", "title_prefix", "title_suffix", "type", "rank")  # None in the row: the file says nothing
PPPK = (Employee.Type.PPPK, Employee.Type.PPPK_PART_TIME)


@dataclass(frozen=True, slots=True)
class Change:
    """A field by the name of its column, before and after, as stored; people by their names."""

    column: str
    old: str
    new: str


COLUMN_OF = {
    "name": "nama",
    "title_prefix": "gelar_depan",
    "title_suffix": "gelar_belakang",
    "type": "jenis_pegawai",
    "rank": "pangkat",
}


@dataclass(slots=True)
class Person:
    """One row and whom it concerns. `values` are the new values of his own fields."""

    row: Row
    fact: PersonFact | None
    values: dict = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    keeps_superior: bool = False
    start_corrected: bool = False

    @property
    def is_new(self):
        return self.fact is None

    @property
    def keeps_office(self):
        """The same title in the same unit."""
        return self.fact is not None and not any(change.column in ("unit_kode", "jabatan") for change in self.changes)


class Comparison:
    """Every row beside the organization. Rows are taken by number, so their order changes nothing."""

    def __init__(self, rows: list[Row], organization: Organization, mentioned: Mentioned):
        self.organization = organization
        self.rows = {row.nip: row for row in rows}
        self.mentioned = mentioned
        self.addresses = Counter(row.email.lower() for row in rows if row.email)
        self.people = [self._person(self.rows[nip]) for nip in sorted(self.rows)]
        named = {organization.numbers[number] for number in mentioned.numbers & organization.numbers.keys()}
        missing = (fact for fact in organization.people.values() if fact.pk not in named)
        self.gone = [fact for fact in missing if fact.open or fact.acting]

    def _person(self, row):
        person = Person(row, self.organization.person(row.nip))
        self._own_values(person)
        if person.fact:
            self._office(person)
            self._superior(person)
            self._start(person)
        return person

    def _own_values(self, person):
        row, fact = person.row, person.fact
        said = {name: getattr(row, name) for name in OWN} | {"email": self._address(row)}
        for name, value in said.items():
            if value is not None and value != getattr(fact, name, None):
                person.values[name] = value
                if fact:
                    person.changes.append(Change(COLUMN_OF.get(name, name), getattr(fact, name), value))

        if fact and fact.was_undone:
            person.values["is_active"] = True
            person.changes.append(Change("akun", "inactive", "active"))

    def _address(self, row):
        """None unless the address can be his alone."""
        address = row.email.lower()
        owner = self.organization.emails.get(address, self.organization.numbers.get(row.nip))
        is_his = self.addresses[address] == 1 and owner == self.organization.numbers.get(row.nip)
        return address if is_his and is_email(address) else None

    def _office(self, person):
        row, held = person.row, person.fact.open
        post = held and self.organization.posts[held.post_pk]
        old = (post.unit_code, post.title, post.kind) if post else ("", "", "")
        for column, before, after in zip(
            ("unit_kode", "jabatan", "jenis_jabatan"), old, (row.unit_code, row.title, row.kind), strict=True
        ):
            if before != after and not (column == "jabatan" and office("", before) == office("", after)):
                person.changes.append(Change(column, before, after))

    def _superior(self, person):
        before, after = self.superiors_before(person.fact), self.superiors_after(person.row)
        person.keeps_superior = before == after
        if not person.keeps_superior:
            person.changes.append(Change("atasan_nip", self._names(before), self._names(after)))

    def superiors_before(self, fact: PersonFact) -> frozenset:
        held = fact.open
        superior_pk = held and self.organization.posts[held.post_pk].superior_pk
        return frozenset(self.organization.holders.get(superior_pk, ()))

    def superiors_after(self, row: Row) -> frozenset:
        """Keys of users; the number where the superior is new himself."""
        if not row.superior_nip:
            return frozenset(self.organization.holders.get(self.organization.official_post, ()))
        known = self.organization.person(row.superior_nip)
        if row.superior_nip in self.rows:
            return frozenset([known.pk if known else row.superior_nip])
        return frozenset([known.pk]) if known and known.open else frozenset()

    def _names(self, superiors):
        """Of those known by their key; whoever is new is known by his number."""
        return ", ".join(sorted(self.organization.names.get(key) or self.rows[key].name for key in superiors))

    def _start(self, person):
        """A corrected date of the same office; but what he held before on that date stays as it was."""
        start, held = person.row.start, person.fact.open
        if start is None or held is None or not person.keeps_office or start == held.from_date:
            return
        earlier = [other for other in person.fact.held if other.pk != held.pk]
        if all(other.to_date and other.to_date < start for other in earlier):
            person.start_corrected = True
            person.changes.append(Change("tmt", held.from_date.isoformat(), start.isoformat()))


def identifier_kind(row: Row) -> str:
    return Identifier.Kind.NI_PPPK if row.type in PPPK else Identifier.Kind.NIP


def identifier_from(row: Row) -> datetime.date:
    """A NIP counts from its month of appointment, an NI PPPK from its year."""
    month = 1 if row.type in PPPK else int(row.nip[12:14])
    return datetime.date(int(row.nip[8:12]), month, 1)
