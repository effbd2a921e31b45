"""Loads the demo city through the same actions that people use: people, plans, cycles, and stories in progress."""

import datetime
from random import Random

from django.db import transaction
from django.db.models import F

from config.demo.city import build
from config.demo.loading import cycles, meetings, organization, personas, planning, stories
from notifications.models import Notice
from organization.models import User

BEGUN, LOADED = "u-mayor", "employee"  # who exists once the people do, and once everything does
DAY = datetime.timedelta(days=1)


class HalfLoaded(Exception):
    """A load was cut off after the first cases had begun; nothing takes those back."""


def load(*, city, employees, at, say=print):
    """The whole demo, once, in the order in which it would have happened: log and notices are read in that order.

    Everything is rolled back together if it is cut off before the cases begin; after that `HalfLoaded` is raised.
    """
    if User.objects.filter(username=LOADED).exists():
        say("The demo city is there already.")
        return False
    if User.objects.filter(username=BEGUN).exists():
        raise HalfLoaded
    content = build(city, employees, at.date())
    rng = Random(f"load:{city}:{employees}")  # noqa: S311 the same city again, not a secret
    with transaction.atomic():
        people = organization.load(content, at=at - 400 * DAY)
        cast = personas.cast(content, people, at)
        policy = cycles.adopt_policy(by=cast.hr_admin, at=at - 300 * DAY)
        cycles.fill_calendars((at.year, at.year + 1), by=cast.hr_admin, at=at - 299 * DAY)
        earlier = cycles.prepare_earlier(policy, cast, at=at, rng=rng)
        planning.agree_plans(content, people, earlier, at=at)
    say(f"{len(people)} people of {content.name}, with posts, lines and plans.")
    told = stories.Stories(cast, rng=rng, at=at)
    meetings.declare(cast, at=at - stories.EARLIER_OPEN)
    told.open_earlier(earlier)
    for (opened, closed), number, signatures in meetings.HELD:
        held = meetings.Held(earlier, number)
        told.plan(held.story(at - opened, at - closed, signatures=signatures))
    told.tell_until(at - cycles.TOGETHER_SINCE)
    _wait_for_release(content, people, cast, told, at)
    told.tell_until(at - cycles.CURRENT_SINCE)
    current = cycles.prepare_current(policy, cast, at=at, rng=rng)
    told.tell_until(at - stories.CURRENT_OPEN)
    planning.agree_plans(content, people, current, at=at)
    told.open_current(current)
    say(f"{told.count} appraisals are open.")
    told.tell_until(at)
    meetings.prepare_next(at=at)
    _mail_nothing_of_the_past(at)
    personas.open_accounts(cast, at)
    say("Stories are under way in all cycles.")
    return True


def _wait_for_release(content, people, cast, told, at):
    """A period of one agency whose results are released together, soon."""
    since, rng = at - cycles.TOGETHER_SINCE, Random("together")  # noqa: S311 the same again, not a secret
    policy = cycles.adopt_release_together(by=cast.hr_admin, at=since)
    period = cycles.prepare_together(policy, cast, at=at, rng=rng)
    told.tell_until(at - stories.TOGETHER_OPEN)
    planning.agree_plans(content, people, period, at=at, only={person.pk for person in cast.agency})
    told.open_together(period, rng)


def _mail_nothing_of_the_past(at):
    """Its letters went out long ago, or would have: the worker begins with what happens from now on."""
    Notice.objects.filter(created_at__lt=at).update(mailed_at=F("created_at"), pushed_at=F("created_at"))
