"""What a demo city consists of, as plain facts that refer to each other by key."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    parent: str | None  # a unit code
    zone: str  # an IANA name, such as Asia/Jakarta


@dataclass(frozen=True)
class Post:
    key: str
    unit: str  # a unit code
    title: str
    kind: str  # official, jpt, administrator, pengawas, fungsional, pelaksana
    superior: str | None  # a post key; only the mayor's post has none
    leads: bool = False  # heads its unit


@dataclass(frozen=True)
class Person:
    """A civil servant who does not exist. The identifier is well formed, its serial number never issued."""

    key: str
    name: str  # without titles; one word is a whole name
    title_prefix: str
    title_suffix: str
    sex: str  # m or f
    employment_type: str  # pns, cpns, pppk, pppk_part_time
    identifier: str  # 18 digits: a NIP, or a NI PPPK
    rank: str  # III/b for PNS and CPNS, IX for PPPK, empty for PPPK part-time
    since: date  # in this post
    email: str
    post: str  # a post key


@dataclass(frozen=True)
class Official:
    """Holds a post, is no civil servant and is never appraised."""

    key: str
    name: str
    title_prefix: str
    title_suffix: str
    since: date
    email: str
    post: str


@dataclass(frozen=True)
class Acting:
    person: str  # a person key
    post: str
    kind: str  # plt: the post is vacant; plh: its holder is absent
    from_date: date
    to_date: date
    letter_no: str


@dataclass(frozen=True)
class City:
    slug: str
    name: str
    on: date  # the day on which all this is true
    units: tuple[Unit, ...]
    posts: tuple[Post, ...]
    people: tuple[Person, ...]
    officials: tuple[Official, ...]
    acting: tuple[Acting, ...]
    vacancies: tuple[str, ...]  # posts with neither a holder nor anybody acting

    @cached_property
    def unit_by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def post_by_key(self) -> dict[str, Post]:
        return {post.key: post for post in self.posts}

    @cached_property
    def holders(self) -> dict[str, list[Person]]:
        """Definitive holders by post key; a vacant post is not in it."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(person.post, []).append(person)
        return found
