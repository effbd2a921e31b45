"""From offices to posts: who leads what, who answers to whom, and where the staff sit."""

import re
from dataclasses import dataclass, field, replace
from random import Random

from config.demo.jobs import JOBS
from config.demo.offices import Office, Seat, all_offices, nearest, pick
from config.demo.places import Place
from config.demo.records import Post, Unit
from config.demo.services import CLINIC_SHARE, SCHOOL_SHARE, clinics, schools


def structural_posts(employees: int) -> int:
    """How many posts of one holder a city of this size carries: in proportion more when it is small."""
    return min(round(1.9 * employees**0.65), employees * 9 // 20)


@dataclass
class Chart:
    """Units and posts of one city while they are drawn up."""

    zone: str
    offices: list[Office] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    posts: dict[str, Post] = field(default_factory=dict)
    head_of: dict[str, str] = field(default_factory=dict)  # office code -> post key
    sections: dict[str, list[str]] = field(default_factory=dict)  # office code -> posts of its section heads

    def add(self, office: Office, superior: str | None) -> None:
        self.offices.append(office)
        self.units.append(Unit(office.code, office.name, office.parent, self.zone))
        head = self.head_of[office.code] = self._add_seat(office, office.head, superior, leads=True)
        for seat in office.deputies:
            key = self._add_seat(office, seat, head)
            if seat.kind == "pengawas":
                self.sections.setdefault(office.code, []).append(key)

    def staff_post(self, office: Office, title: str, kind: str, superior: str) -> str:
        """The post of this title below this superior; many may hold it."""
        key = f"{superior}:{_slug(title)}"
        self.posts.setdefault(key, Post(key, office.code, title, kind, superior))
        return key

    def superiors_in(self, office: Office) -> list[str]:
        """The section heads where the office has any, otherwise its head."""
        return self.sections.get(office.code) or [self.head_of[office.code]]

    def _add_seat(self, office: Office, seat: Seat, superior: str | None, leads: bool = False) -> str:
        key = f"{office.code}:{_slug(seat.title)}"
        self.posts[key] = Post(key, office.code, seat.title, seat.kind, superior, leads)
        return key


def draw_up(place: Place, employees: int) -> Chart:
    """Every unit with the posts that one person holds; the staff come later."""
    blueprint = all_offices(place)
    budget = structural_posts(employees)
    offices = pick(blueprint, budget + 1)  # the mayor's seat is in the list and no employee's
    present = {office.code for office in offices}
    services = schools(place, employees - budget, present) + clinics(place, employees - budget)
    parents = {office.code: office.parent for office in blueprint}
    chart = Chart(place.zone)
    for office in offices + services:
        parent = nearest(office.parent, parents, present)
        above = office.reports_to or parent
        chart.add(replace(office, parent=parent), chart.head_of[above] if above else None)
    return chart


def staff_posts(chart: Chart, staff: int, rng: Random) -> list[str]:
    """A post key for each of the staff: schools and health centres by their share, the rest by weight."""
    in_schools, in_clinics = round(staff * SCHOOL_SHARE), round(staff * CLINIC_SHARE)
    numbers = {"school": in_schools, "clinic": in_clinics, "": staff - in_schools - in_clinics}
    return [key for group, number in numbers.items() for key in _group_posts(chart, group, number, rng)]


def shares(total: int, weights: list[float]) -> list[int]:
    """Whole numbers that add up to the total; one each for weights of 0.6 and more while there is enough."""
    least = [1 if weight >= 0.6 else 0 for weight in weights]
    if sum(least) > total:
        least = [0] * len(weights)
    rest = total - sum(least)
    exact = [weight / sum(weights) * rest for weight in weights]
    given = [int(part) for part in exact]
    largest_remainders = sorted(range(len(weights)), key=lambda index: (given[index] - exact[index], index))
    for index in largest_remainders[: rest - sum(given)]:
        given[index] += 1
    return [part + floor for part, floor in zip(given, least, strict=True)]


def _group_posts(chart: Chart, group: str, staff: int, rng: Random) -> list[str]:
    offices = [office for office in chart.offices if office.group == group]
    weights = [office.weight * rng.uniform(0.75, 1.35) if group else office.weight for office in offices]
    return [
        key
        for office, number in zip(offices, shares(staff, weights), strict=True)
        for key in _office_posts(chart, office, number, rng)
    ]


def _office_posts(chart: Chart, office: Office, staff: int, rng: Random) -> list[str]:
    jobs, superiors = JOBS[office.work], chart.superiors_in(office)
    drawn = rng.choices(jobs, [job.weight for job in jobs], k=staff)
    return [
        chart.staff_post(office, job.title(rng), job.kind, superiors[order % len(superiors)])
        for order, job in enumerate(drawn)
    ]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
