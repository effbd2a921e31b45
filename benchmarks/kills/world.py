"""What there is to do: letters, deadlines and steps to be sent, spread over some seconds."""

from datetime import timedelta

LETTERS, DEADLINES, REQUESTS = 12, 16, 10  # that fall due in a second
COURTESY = timedelta(minutes=15)  # the policy's, after a deadline
TEAM = 500  # cases that one act opens


def make_world(seconds):
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.ours.people import Office
    from organization.actions import create_api_token

    call_command("migrate", verbosity=0)
    office, many = Office(), 1 + int(seconds)
    due = _started(office, [office.unsaved(person) for person in office.people(many * DEADLINES)])
    asked = _started(office, _own_cases(office, many * REQUESTS))
    token = create_api_token(person=office.employee, at=office.at)
    start = timezone.now() + timedelta(seconds=2)
    _let_pass(office.cycle, office.at.date() - timedelta(days=30))
    _spread_deadlines(due, start, seconds)
    _spread_letters(many * LETTERS, office.mark, start, seconds)
    return {
        "due": due, "asked": asked, "token": token, "mark": office.mark, "letters": many * LETTERS,
        "start": start.timestamp(), "seconds": seconds,
    }  # fmt: skip


def _own_cases(office, count):
    """As many of one employee."""
    unsaved = [office.unsaved(office.employee) for _ in range(count)]
    for segment, appraisal in enumerate(unsaved, start=1):
        appraisal.segment = segment
    return unsaved


def _started(office, unsaved):
    """The ids of their open steps."""
    from workflow.models import Step

    steps = []
    for first in range(0, len(unsaved), TEAM):
        cases = [case.pk for case in office.start(unsaved[first : first + TEAM])]
        steps += Step.objects.filter(case__appraisal__in=cases).order_by("pk").values_list("pk", flat=True)
    return steps


def _let_pass(cycle, day):
    """The date of the period is over: a step's own deadline alone lets nothing lapse."""
    type(cycle).objects.filter(pk=cycle.pk).update(self_assessment_on=day)


def _moments(start, seconds, count):
    return [start + timedelta(seconds=seconds * n / count) for n in range(count)]


def _spread_deadlines(step_ids, start, seconds):
    from audit.update import update_all
    from workflow.models import Step

    overs = _moments(start - COURTESY, seconds, len(step_ids))
    second = timedelta(seconds=1)
    steps = [Step(pk=pk, lapse_at=over, due_at=over - second) for pk, over in zip(step_ids, overs, strict=True)]
    update_all(steps, ["lapse_at", "due_at"])


def _spread_letters(count, mark, start, seconds):
    """One notice each to people who have an address, to be mailed each at its moment."""
    from notifications.actions import post
    from notifications.models import Notice
    from organization.models import User

    named = [User(username=f"kill-{mark}-{n}", name=f"P {n}", email=f"{mark}-{n}@kota.example") for n in range(count)]
    told = zip(User.objects.bulk_create(named), _moments(start, seconds, count), strict=True)
    post(
        Notice(to=person, kind="info", about="bench", subject=f"user:{person.pk}", created_at=start, mail_after=moment)
        for person, moment in told
    )
