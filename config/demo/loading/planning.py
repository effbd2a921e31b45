"""Agreed plans for everybody in a period, written in bulk with their history and log."""

import datetime
from random import Random

from appraisal import events
from appraisal.models import Indicator, Plan, PlannedResult
from audit.acts import Act, write
from config.demo.plans import plan_for
from organization.models import SYSTEM
from organization.selectors import ReportingLines

BATCH = 500  # people at a time
DAY = datetime.timedelta(days=1)


def agree_plans(city, people, period, *, at, only=None):
    """Every period holds a person to the same plan. Who has no supervisor has a draft only."""
    lines, agreed_at = ReportingLines(at.date()), period.created_at + DAY
    asked = [person for person in city.people if only is None or people[person.key].pk in only]
    for first in range(0, len(asked), BATCH):
        batch = asked[first : first + BATCH]
        write(*(_plan(period, city, person, people[person.key], lines, agreed_at) for person in batch))


def _plan(period, city, person, user, lines, at):
    supervisor = lines.supervisor_of(user.pk)
    plan = Plan(cycle=period, employee=user, supervisor_id=supervisor and supervisor.user_id)
    act = Act(plan, by=SYSTEM, at=at)
    act.record(events.PLAN_STARTED)
    if supervisor:
        plan.state, plan.agreed_at, plan.agreed_by_id = Plan.State.AGREED, at, supervisor.user_id
        act.record(events.PLAN_AGREED)
    act.add(plan)
    post = city.post_by_key[person.post]
    rng = Random(f"plan:{city.slug}:{person.key}")  # noqa: S311
    for position, drawn in enumerate(plan_for(post.title, post.kind, rng)):
        _add_result(act, plan, drawn, position)
    return act


def _add_result(act, plan, drawn, position):
    result = PlannedResult(plan=plan, kind=drawn.kind, text=drawn.title, position=position)
    act.add(result)
    for place, line in enumerate(drawn.indicators):
        act.add(
            Indicator(
                planned_result=result, aspect=line.aspect, name=line.name, unit=line.unit, target=line.target,
                direction=line.direction, source=line.source, position=place,
            )
        )  # fmt: skip
