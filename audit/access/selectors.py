"""Questions to the access journal. Lists are paged by key and never counted exactly."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, TextChoices
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .looking import log_of
from .models import Access, Question

PAGE = 25
COUNTED = 1_000  # looks that a summary looks at
LATELY = timedelta(days=90)
OFFICES = ("hr", "inspector")  # parts whose holders are no party to what they look at
TAKEN_OUT = (Access.Kind.EXPORT, Access.Kind.PRINT)
DAY_BEGINS, DAY_ENDS = 6, 18  # o'clock
FRIDAY = 5


class Shown(TextChoices):
    """What of the journal is shown."""

    ALL = "all", _("Semua")
    UNUSUAL = "unusual", _("Tidak biasa")
    TAKEN_OUT = "taken", _("Dicetak atau diunduh")


def looks_at(person, *, at, shown=Shown.ALL, stream="", before=None):
    """A page of looks at what concerns a person, newest first; one more than a page tells that older ones follow.

    A stream is also looked at by who searches the log for the person.
    """
    found = _at_stream(Access.objects.filter(person=person).visible_to(person, at=at), person, stream)
    return _page(_narrowed(found, shown), before)


def looks(
    user, *, at, shown=Shown.ALL, viewer=None, person=None, kind="", purpose="", since=None, until=None, before=None
):
    """The same of everybody, for an inspector; `since` and `until` are moments."""
    found = Access.objects.visible_to(user, at=at)
    asked = {"viewer": viewer, "person": person, "kind": kind, "at__gte": since, "at__lt": until}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    for word in purpose.split():
        found = found.filter(purpose__icontains=word)
    return _page(_narrowed(found, shown), before)


def _at_stream(found, person, stream):
    return found.filter(stream__in=[stream, log_of(person.pk)]) if stream else found


def _narrowed(found, shown):
    if shown == Shown.TAKEN_OUT:
        return found.filter(kind__in=TAKEN_OUT)
    if shown == Shown.ALL:
        return found
    zone = timezone.get_current_timezone()
    local = {"hour_there": ExtractHour("at", tzinfo=zone), "day_there": ExtractIsoWeekDay("at", tzinfo=zone)}
    late = Q(hour_there__lt=DAY_BEGINS) | Q(hour_there__gte=DAY_ENDS) | Q(day_there__gt=FRIDAY)
    return found.alias(**local).filter(late | Q(kind__in=TAKEN_OUT), part__in=OFFICES, person__isnull=False)


def is_late(at):
    """Whether that is outside the hours of an office, Monday to Friday from 6 to 18 o'clock of the reader."""
    local = timezone.localtime(at)
    return not DAY_BEGINS <= local.hour < DAY_ENDS or local.isoweekday() > FRIDAY


def is_unusual(look):
    """Somebody of an office, who is no party, at night or with a copy: nothing is wrong yet, but it may be asked."""
    return bool(look.person_id) and look.part in OFFICES and (is_late(look.at) or look.kind in TAKEN_OUT)


@dataclass(frozen=True)
class Summary:
    """The looks of the last ninety days, or the latest thousand of them."""

    since: datetime
    people: int
    count: int
    unusual: int
    parts: list  # [(part, how many)], the most first
    is_capped: bool


def summary(person, *, at, stream=""):
    found = Access.objects.filter(person=person, at__gte=at - LATELY).visible_to(person, at=at)
    found = _at_stream(found, person, stream)
    rows = list(found.only("viewer", "person", "part", "kind", "at").order_by("-pk")[:COUNTED])
    parts = Counter(row.part for row in rows)
    return Summary(
        since=at - LATELY,
        people=len({row.viewer_id for row in rows}),
        count=len(rows),
        unusual=sum(map(is_unusual, rows)),
        parts=parts.most_common(),
        is_capped=len(rows) == COUNTED,
    )


def look_at(person, pk, *, at):
    """One look that concerns a person and may be told him, with what he asked about it; or None."""
    found = Access.objects.visible_to(person, at=at).filter(person=person, pk=pk)
    return found.select_related("viewer", "person", "on_behalf_of").prefetch_related("questions").first()


def question_seen_by(user, pk):
    people = ("access__viewer", "access__person", "access__on_behalf_of", "answered_by")
    return Question.objects.visible_to(user).filter(pk=pk).select_related(*people).first()


def questions_of(person, *, limit=10):
    """What a person asked or reported, the latest first."""
    asked = Question.objects.filter(access__person=person).select_related("access__viewer", "answered_by")
    return list(asked.order_by("-pk")[:limit])


def _page(found, before):
    found = found.filter(pk__lt=before) if before else found
    return list(found.select_related("viewer", "person", "on_behalf_of").order_by("-pk")[: PAGE + 1])
