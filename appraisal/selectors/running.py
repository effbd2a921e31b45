"""Appraisals that a change of the organization leaves where they are, and what was begun on an import since."""

from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.models import Appraisal, Committee, Plan, Seat, Stage
from organization.importing import Built, Running


def running_appraisals(user_ids):
    """Of these employees, in one statement; told to HR when an import gives them another superior."""
    wanted = set(user_ids)
    running = Appraisal.objects.exclude(stage__in=[Stage.FINAL, Stage.CANCELLED]).order_by("pk")
    columns = ("pk", "employee", "cycle__name", "stage")
    return [
        Running(employee, f"{cycle}: {Stage(stage).label}", reverse("appraisal", args=[pk]))
        for pk, employee, cycle, stage in running.values_list(*columns)
        if employee in wanted
    ]


def begun_since(built: Built):
    """What stands on an import: appraisals of its people, plans and seats of those it made; four statements."""
    yield from _appraisals_since(built)
    plans = Plan.objects.filter(pk__in=_made_since(Plan, built)).order_by("pk")
    for pk, cycle, *parties in plans.values_list("pk", "cycle__name", "employee", "supervisor"):
        if built.new_users & set(parties):
            yield Running(parties[0], _("SKP, {cycle}").format(cycle=cycle), reverse("plan", args=[pk]))
    for pk, name, member in Seat.objects.values_list("committee", "committee__name", "member").order_by("pk"):
        if member in built.new_users:
            yield Running(member, _("Anggota {committee}").format(committee=name), reverse("committee", args=[pk]))
    for pk, name, unit in Committee.objects.values_list("pk", "name", "unit").order_by("pk"):
        if unit in built.new_units:
            yield Running(0, name, reverse("committee", args=[pk]))


def _appraisals_since(built):
    """Whoever was moved keeps the supervisor of that moment in his appraisal; so does whoever was made."""
    since = Appraisal.objects.filter(pk__in=_made_since(Appraisal, built)).exclude(stage=Stage.CANCELLED)
    columns = ("pk", "cycle__name", "employee__name", "employee", "supervisor", "second_level")
    for pk, cycle, name, employee, *others in since.order_by("pk").values_list(*columns):
        if employee in built.users or built.new_users & {employee, *others}:
            yield Running(employee, f"{cycle}: {name}", reverse("appraisal", args=[pk]))


def _made_since(model, built):
    return model.history.filter(history_type="+", history_date__gte=built.since).values("id")
