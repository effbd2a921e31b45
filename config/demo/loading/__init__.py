"""Loads the demo city through the same actions that people use: people, plans, cycles, and stories in progress."""

import datetime
from random import Random

from django.db import transaction

from config.demo.city import build
from config.demo.loading import cycles, organization, personas, planning, stories
from organization.models import User

LOADED = "employee"  # the persona that exists once everything does


def load(*, city, employees, at, say=print):
    """The whole demo, once: everything is rolled back together if it is cut off before the cases begin."""
    if User.objects.filter(username=LOADED).exists():
        say("The demo city is there already.")
        return False
    content = build(city, employees, at.date())
    rng = Random(f"load:{city}:{employees}")  # noqa: S311 the same city again, not a secret
    with transaction.atomic():
        people = organization.load(content, at=at - datetime.timedelta(days=400))
        cast = personas.cast(content, people, at)
        policy = cycles.adopt_policy(by=cast.hr_admin, at=at - datetime.timedelta(days=300))
        periods = cycles.prepare(policy, cast, at=at, rng=rng)
        planning.agree_plans(content, people, periods, at=at)
    say(f"{len(people)} people of {content.name}, with posts, lines and plans.")
    told = stories.Stories(cast, periods, rng=rng, at=at)
    told.open_cycles()
    say(f"{told.count} appraisals are open.")
    told.tell()
    personas.open_accounts(cast)
    say("Stories are under way in both cycles.")
    return True
