"""Who I am to the system, and why these people rate and decide on me."""

from django.shortcuts import render
from django.utils import timezone

from organization import selectors
from organization.models import User
from organization.roles import DESCRIPTIONS, Role


def profile(request):
    today = timezone.localdate()
    lines = selectors.ReportingLines(today)
    person = selectors.record_of(request.user, on=today)
    facts = {
        "person": person,
        "levels": selectors.superiors(lines, person.pk),
        "rates": len(lines.supervised_by(person.pk)),
        "delegations": selectors.delegations_of(person, on=today),
        "roles": [(Role(role).label, DESCRIPTIONS[role]) for role in person.roles],
        "themes": User.Theme.choices,
        "today": today,
    }
    return render(request, "organization/profile.html", facts)
