"""A whole made-up city: `build("padangsidimpuan", 600)`. The same input gives the same city, always."""

from datetime import date, timedelta
from random import Random

from config.demo.letters import order_letter_no
from config.demo.people import Registry
from config.demo.places import PLACES, Place
from config.demo.posts import Chart, draw_up, staff_posts
from config.demo.records import Acting, City, Official, Person, Post, Unit

__all__ = ["Acting", "City", "Official", "Person", "Post", "Unit", "build"]

TODAY = date(2026, 11, 20)
SMALLEST = 60

# Heads who are missing, as office codes. Nobody acts in the first two that the city has.
UNCOVERED = ("2.16.3", "2.11.1.1", "3.02.2", "2.02.2")
VACANT_AGENCY, ITS_SECRETARY = "2.06", "2.06.1"  # the acting head's own line leads to himself
VACANT_WARD, NEIGHBOUR_WARD = "4.01.02", "4.01.01"
ABSENT_DISTRICT_HEAD = "4.01"  # the district secretary stands in
ABSENT_SECTION, SISTER_SECTION = "1.01.3.1", "1.01.3.2"


def build(city: str = "padangsidimpuan", employees: int = 600, on: date = TODAY) -> City:
    """Exactly that many civil servants beside the mayor, 60 to 25,000, the same all year.

    The day moves only who is acting; another year moves everybody's dates, and so their identifiers.
    """
    if employees < SMALLEST:
        raise ValueError(f"a city needs at least {SMALLEST} employees")
    place = PLACES[city]
    rng = Random(f"timbang:{city}:{employees}")  # noqa: S311 the same city again, not a secret
    chart = draw_up(place, employees)
    uncovered = _uncovered(chart)
    people = _people(place, chart, employees, _vacant(chart, uncovered), on, rng)
    return City(
        slug=place.slug,
        name=place.name,
        on=on,
        units=tuple(chart.units),
        posts=tuple(chart.posts.values()),
        people=people,
        officials=(_mayor(place, chart, on),),
        acting=_acting(chart, people, on, rng),
        vacancies=uncovered,
    )


def _uncovered(chart: Chart) -> tuple[str, ...]:
    return tuple(chart.head_of[code] for code in UNCOVERED if code in chart.head_of)[:2]


def _vacant(chart: Chart, uncovered: tuple[str, ...]) -> set[str]:
    return {*uncovered, chart.head_of[VACANT_AGENCY], chart.head_of[VACANT_WARD]}


def _people(place: Place, chart: Chart, employees: int, vacant: set[str], on: date, rng: Random) -> tuple[Person, ...]:
    """Heads first, then the staff, so that the number comes out exactly."""
    heads = [key for key, post in chart.posts.items() if post.kind != "official" and key not in vacant]
    keys = heads + staff_posts(chart, employees - len(heads), rng)
    fields = {office.code: office.field for office in chart.offices}
    registry = Registry(place, on, rng)
    posts = (chart.posts[key] for key in keys)
    return tuple(registry.person(f"p{number:05d}", post, fields[post.unit]) for number, post in enumerate(posts, 1))


def _mayor(place: Place, chart: Chart, on: date) -> Official:
    post = chart.head_of["0"]
    return Official("mayor", place.mayor, "", "", date(on.year - 1, 2, 20), f"walikota@{place.slug}.example", post)


def _acting(chart: Chart, people: tuple[Person, ...], on: date, rng: Random) -> tuple[Acting, ...]:
    """Two who act in a vacancy (plt, three months) and two for an absent holder (plh, some weeks)."""
    holder = {person.post: person.key for person in people}
    head = chart.head_of
    deputy = next(
        key for key, post in chart.posts.items() if post.superior == head[ABSENT_DISTRICT_HEAD] and post.unit == "4.01"
    )

    def letter(person: str, post: str, kind: str, past: int, ahead: int) -> Acting:
        start, end = on - timedelta(days=past), on + timedelta(days=ahead)
        return Acting(holder[person], post, kind, start, end, order_letter_no(rng, start.year))

    return (
        letter(head[ITS_SECRETARY], head[VACANT_AGENCY], "plt", 48, 42),
        letter(head[NEIGHBOUR_WARD], head[VACANT_WARD], "plt", 25, 65),
        letter(deputy, head[ABSENT_DISTRICT_HEAD], "plh", 9, 21),
        letter(head[SISTER_SECTION], head[ABSENT_SECTION], "plh", 4, 10),
    )
