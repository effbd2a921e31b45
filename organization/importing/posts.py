"""Which post each person of the file holds, so that the line through the posts is the line of the file.

Heads have a post of their own: who holds a structural office, and whoever is somebody's superior. It stays
theirs and moves with them when their superior changes. Everybody else shares the post of the same unit,
title and superior; whose superior changes gets another post.
"""

from dataclasses import dataclass

from organization.importing.facts import Comparison, Person
from organization.importing.rows import office
from organization.importing.selectors import PostFact
from organization.importing.vacant import KIND, is_unfilled, left_over, vacant_places
from organization.models import Post


@dataclass(eq=False, slots=True)
class PlannedPost:
    """A post as it will be. `pk` of a new one is given when it is written."""

    unit_code: str
    title: str
    kind: str
    superior: "PlannedPost | None" = None
    fact: PostFact | None = None
    pk: int | None = None
    is_placed: bool = False  # the file says where it stands

    @property
    def is_changed(self):
        if not (self.is_placed and self.fact):
            return False
        above = self.superior.pk if self.superior else None
        return (above, self.kind) != (self.fact.superior_pk, self.fact.kind) or (
            self.superior is not None and self.superior.fact is None
        )


class Posts:
    """`of` gives the planned post of every number in the file, `vacant` that of every number nobody knows."""

    def __init__(self, comparison: Comparison, *, end_missing=False):
        self.organization, self.rows = comparison.organization, comparison.rows
        self._leaving = {person.fact.pk for person in comparison.people if person.fact and not person.keeps_office}
        self._leaving |= {fact.pk for fact in comparison.gone if end_missing}
        self.of: dict[str, PlannedPost] = {}
        self.new: list[PlannedPost] = []
        self._known: dict[int, PlannedPost] = {}
        self._of_heads: set[int] = set()
        self._shared: dict[tuple, PlannedPost] = {}
        self.vacant = {number: self._vacant(place) for number, place in vacant_places(comparison).items()}
        leaders = {row.superior_nip for row in self.rows.values()}
        heads, members = [], []
        for person in comparison.people:
            leads = person.row.nip in leaders or person.row.kind in Post.SINGLE_HOLDER
            (heads if leads else members).append(person)
        self._structural, self._led = self._posts_of_heads()
        for person in _superiors_first(heads):
            self._place_head(person)
        self._place_members(members)
        self.new += self.vacant_new  # the last: a post that is known better leads its unit

    @property
    def vacant_new(self) -> list[PlannedPost]:
        return [post for post in self.vacant.values() if post.fact is None]

    @property
    def left_over(self) -> list[PlannedPost]:
        """Posts that stood for somebody unknown, of which nothing is left to stand for."""
        every = [*map(self.known, self.organization.posts), *self.new]
        standing = {superior.pk for post in every if (superior := self.above(post))}
        return [self.known(pk) for pk in left_over(self.organization, standing)]

    @property
    def changed(self) -> list[PlannedPost]:
        return [post for post in self._known.values() if post.is_changed]

    def known(self, pk) -> PlannedPost:
        if pk not in self._known:
            fact = self.organization.posts[pk]
            self._known[pk] = PlannedPost(fact.unit_code, fact.title, fact.kind, fact=fact, pk=pk)
        return self._known[pk]

    def above(self, post: PlannedPost) -> PlannedPost | None:
        """Where a post will stand, whether the file places it or not."""
        if post.is_placed or post.fact.superior_pk is None:
            return post.superior
        return self.known(post.fact.superior_pk)

    def superior(self, row) -> PlannedPost | None:
        """Of a blank superior the city's one official; of one who left, the post he left vacant; of an unknown one
        a vacant post that stands for him.
        """
        if not row.superior_nip:
            official = self.organization.official_post
            return self.known(official) if official else None
        if row.superior_nip in self.rows:
            return self.of[row.superior_nip]
        if row.superior_nip in self.vacant:
            return self.vacant[row.superior_nip]
        person = self.organization.person(row.superior_nip)
        return self.known((person.open or person.held[-1]).post_pk)

    def _vacant(self, place):
        """Below the city's one official, if HR has not said where it stands."""
        post = self.known(place.pk) if place.pk else PlannedPost(place.unit_code, Post.OF_UNKNOWN, KIND)
        if post.fact is None or post.fact.superior_pk is None:
            official = self.organization.official_post
            post.superior, post.is_placed = self.known(official) if official else None, True
        return post

    # ── Heads ───────────────────────────────────────────────────────────────────────────────────
    def _posts_of_heads(self):
        """By unit and title: the structural ones, and those of others with somebody below."""
        structural, led = {}, {}
        above = {post.superior_pk for post in self.organization.posts.values()}
        for post in self.organization.posts.values():
            if post.kind in Post.SINGLE_HOLDER:
                structural.setdefault(office(post.unit_code, post.title), post.pk)
            elif post.pk in above:
                led.setdefault(office(post.unit_code, post.title), []).append(post.pk)
        return structural, led

    def _place_head(self, person):
        pk = self._post_of_head(person)
        post = self._create(person.row) if pk is None else self.known(pk)
        if pk is not None:
            self._of_heads.add(pk)
        self._hold(person, post, self.superior(person.row))

    def _post_of_head(self, person):
        """A structural post by its title; else his own; else the one that his predecessor leaves."""
        own = office(person.row.unit_code, person.row.title)
        if person.row.kind in Post.SINGLE_HOLDER and own in self._structural:
            return self._structural[own]
        current = self._current(person)
        if current and self.organization.holders.get(current.pk) == {person.fact.pk}:
            return current.pk
        left = [
            pk
            for pk in self._led.get(own, ())
            if pk not in self._of_heads and self.organization.holders.get(pk, set()) <= self._leaving
        ]
        return left[0] if left else None

    # ── Members ─────────────────────────────────────────────────────────────────────────────────
    def _place_members(self, members):
        """Those who may stay go first: where the post above is the same, then where the person above is."""
        for stays in (self._same_post_above, self._same_person_above):
            for person in members:
                post, superior = self._current(person), self.superior(person.row)
                if person.row.nip not in self.of and post and stays(person, post, superior):
                    self._hold(person, post, superior)
                    self._shared.setdefault(_key(person.row, superior), post)
        self._offer_vacant()
        for person in members:
            if person.row.nip not in self.of:
                superior = self.superior(person.row)
                key = _key(person.row, superior)
                if key not in self._shared:
                    self._shared[key] = self._create(person.row)
                self._hold(person, self._shared[key], superior)

    def _same_post_above(self, person, post, superior):
        return (
            post.pk not in self._of_heads
            and post.fact.superior_pk == (superior.pk if superior else None)
            and (superior is None or superior.fact is not None)
        )

    def _same_person_above(self, person, post, superior):
        """The superior took up another post, or is known at last, and this post follows, unless others in it stay."""
        is_free = post.pk not in self._of_heads and (not post.is_placed or post.superior is superior)
        return is_free and (person.keeps_superior or is_unfilled(self.organization, post.fact.superior_pk))

    def _offer_vacant(self):
        """Posts of the database that lead nobody and that the file leaves where they are."""
        above = {post.superior_pk for post in self.organization.posts.values()}
        for fact in self.organization.posts.values():
            post = self.known(fact.pk)
            if post.is_placed or fact.kind in Post.SINGLE_HOLDER or fact.pk in above:
                continue
            superior = self.known(fact.superior_pk) if fact.superior_pk else None
            self._shared.setdefault((*office(fact.unit_code, fact.title), superior), post)

    # ── Both ────────────────────────────────────────────────────────────────────────────────────
    def _current(self, person: Person) -> PlannedPost | None:
        """The post he holds, where the file leaves him unit and title."""
        if person.fact and person.fact.open and person.keeps_office:
            return self.known(person.fact.open.post_pk)
        return None

    def _create(self, row):
        post = PlannedPost(row.unit_code, row.title, row.kind)
        self.new.append(post)
        return post

    def _hold(self, person, post, superior):
        post.kind, post.superior, post.is_placed = person.row.kind, superior, True
        self.of[person.row.nip] = post


def _key(row, superior):
    return *office(row.unit_code, row.title), superior


def _superiors_first(heads):
    """By walking down from those whose superior is not among the heads."""
    below = {}
    for person in heads:
        below.setdefault(person.row.superior_nip, []).append(person)
    numbers = {person.row.nip for person in heads}
    ordered = [person for person in heads if person.row.superior_nip not in numbers]
    for person in ordered:  # grows while it is read
        ordered.extend(below.get(person.row.nip, ()))
    return ordered
