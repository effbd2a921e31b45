"""In which zone people live: a higher room knows, and registers its question in `AppConfig.ready`."""

from collections.abc import Callable

from django.conf import settings

questions: list[Callable] = []  # each: (ids of people, a moment) -> {id: zone}


def register(question):
    questions.append(question)


def zones_of(people, at):
    """{id: the zone of that person's office then}, that of the city for the others."""
    found = dict.fromkeys(people, settings.TIME_ZONE)
    for question in questions:
        found |= question(people, at)
    return found
