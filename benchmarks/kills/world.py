"""What there is to do: letters, deadlines, steps to be sent, votes and devices, spread over some seconds."""

from datetime import timedelta

from django.utils import timezone

LETTERS, DEADLINES, REQUESTS, DEVICES = 12, 16, 10, 4  # that fall due in a second
LATE, RELEASED, VOTES = 3, 3, 2  # so are these; each took steps of its own to get there
COURTESY = timedelta(minutes=15)  # the policy's, after a deadline
TEAM = 500  # cases that one act opens
SENT, RATED = {"statement": "Selesai."}, {"results_rating": "meets", "behaviour_rating": "meets", "reason": "Sesuai."}


def make_world(seconds):
    from django.core.management import call_command

    from benchmarks.kills.found import of_log
    from benchmarks.ours.people import Office
    from organization.actions import create_api_token

    call_command("migrate", verbosity=0)
    office, together, many = Office(), Office(release="together"), 1 + int(seconds)
    token = create_api_token(person=office.employee, at=office.at)
    world = {
        "due": _started(office, many * DEADLINES),
        "asked": _started(office, many * REQUESTS, of=office.employee),
        "late": _rated(office, _started(office, many * LATE), "self_assessment"),
        "released": _rated(together, _started(together, many * RELEASED), "supervisor_review"),
        "votes": _rated(office, _started(office, many * VOTES), "employee_response"),
    }
    start = timezone.now() + timedelta(seconds=2)
    _let_pass(office, together)
    _spread(world["due"], start - COURTESY, seconds)
    _spread(world["released"], start - COURTESY, seconds)
    _spread(world["late"], start - COURTESY, seconds, lapses=False)
    _spread_letters(many * LETTERS, office.mark, start, seconds)
    return world | {
        "token": token, "mark": office.mark, "letters": many * LETTERS, "devices": many * DEVICES,
        "written_beside": of_log(),  # what stands in for an organization was written by no act
        "member": office.members[0].pk, "start": start.timestamp(), "seconds": seconds,
    }  # fmt: skip


def _started(office, count, of=None):
    """The ids of the open steps of as many cases, of one employee each or all of the same."""
    from workflow.models import Step

    employees = [of] * count if of else office.people(count)
    unsaved = [office.unsaved(employee) for employee in employees]
    for segment, appraisal in enumerate(unsaved, start=1):
        appraisal.segment = segment
    steps = []
    for first in range(0, count, TEAM):
        cases = [case.pk for case in office.start(unsaved[first : first + TEAM])]
        steps += Step.objects.filter(case__appraisal__in=cases).order_by("pk").values_list("pk", flat=True)
    return steps


def _rated(office, step_ids, last):
    """Each case taken on until its `last` step is done; the ids of what is open then, of the first seat."""
    from workflow.beside import receive_result
    from workflow.models import Step
    from workflow.steps import take_step

    ways = {
        "self_assessment": ("submit", SENT),
        "supervisor_review": ("submit", RATED),
        "employee_response": ("acknowledge", {}),
    }
    opened = []
    for step in Step.objects.filter(pk__in=step_ids).select_related("owner").order_by("pk"):
        done = None
        while done != last:
            outcome, data = ways[step.name]
            if step.name == "employee_response":
                receive_result(step.pk, by=step.owner, at=office.at)
            take_step(step.pk, outcome=outcome, data=data, by=step.owner, at=office.at)
            done = step.name
            step = Step.objects.filter(case=step.case_id, completed_at=None).select_related("owner").earliest("pk")
        opened.append(step.pk)
    return opened


def _let_pass(*offices):
    """The dates of the periods are over: a step's own deadline alone lets nothing lapse, nor is anything released."""
    for office in offices:
        day = office.at.date() - timedelta(days=30)
        dates = {"self_assessment_on": day, "release_on": day + timedelta(days=1) if office.cycle.release_on else None}
        type(office.cycle).objects.filter(pk=office.cycle.pk).update(**dates)


def _moments(start, seconds, count):
    return [start + timedelta(seconds=seconds * n / count) for n in range(count)]


def _spread(step_ids, start, seconds, *, lapses=True):
    from audit.update import update_all
    from workflow.models import Step

    overs, second = _moments(start, seconds, len(step_ids)), timedelta(seconds=1)
    steps = [
        Step(pk=pk, lapse_at=over if lapses else None, due_at=over - lapses * second)
        for pk, over in zip(step_ids, overs, strict=True)
    ]
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
