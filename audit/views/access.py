"""Who looked: at what concerns me, and for inspectors at what concerns anybody."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit.access import inspections, selectors
from audit.access.forms import AccessSearch
from audit.access.looking import look
from audit.access.selectors import PAGE, Shown
from audit.access.words import called, line_of, part_label
from audit.models import Access
from audit.permissions import inspectors_only
from audit.search.filters import is_day, is_pseudonym

STREAM = re.compile(r"[a-z]{1,20}:[0-9]{1,18}")
PURPOSE = "access_purpose"  # in the session: what was typed stays out of addresses
ASKED = ("who", "whom", "kind", "since", "until")
CHECKS = {
    "who": is_pseudonym,
    "whom": is_pseudonym,
    "since": is_day,
    "until": is_day,
    "kind": lambda value: value in Access.Kind.values,
}
DAY = timedelta(days=1)


@never_cache
@require_safe
def accesses(request):
    """Who looked at what concerns me, as what, for which purpose; what I may ask, and what became of it."""
    at, person = timezone.now(), request.user
    stream, shown = _stream(request), _shown(request)
    found = selectors.looks_at(person, at=at, shown=shown, stream=stream, before=_before(request))
    asked, told = selectors.questions_of(person), selectors.summary(person, at=at, stream=stream)
    facts = {
        "days": by_day(found[:PAGE]),
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first": "before" not in request.GET,
        "shown": shown,
        "choices": [(one, one == shown) for one in Shown],
        "stream": stream,
        "called": called(stream) if stream else None,
        "summary": told,
        "bars": bars_of(told),
        "questions": asked,
        "may_ask": True,
        "today": timezone.localdate(at),
    }
    return render(request, "audit/accesses.html", facts)


@inspectors_only
@never_cache
@require_safe
def log_accesses(request):
    """Everybody's looks. Whoever reads them leaves a look himself."""
    at = timezone.now()
    asked, shown = _asked(request), _shown(request)
    people = _people(asked)
    look(viewer=request.user, at=at, kind=Access.Kind.LOG, stream="access", part="inspector")
    found = selectors.looks(
        request.user, at=at, shown=shown, before=_before(request), **_question(asked, people, request)
    )
    named = {name: people[asked[name]].get_full_name() for name in ("who", "whom") if asked.get(name) in people}
    form = AccessSearch(initial=asked | named | {"purpose": request.session.get(PURPOSE, "")})
    is_narrowed = bool(asked or request.session.get(PURPOSE))
    return _page(request, form, found, shown=shown, at=at, is_narrowed=is_narrowed)


@inspectors_only
@require_POST
def log_accesses_search(request):
    """By POST, so that no name and no number is ever part of an address."""
    form = AccessSearch(request.POST)
    if not form.is_valid():
        return _page(request, form, [], shown=Shown.ALL, at=timezone.now(), status=422)
    told = form.cleaned_data
    request.session[PURPOSE] = told["purpose"]
    asked = {name: told[name] for name in ASKED if told[name]}
    return redirect(reverse("log-accesses") + (f"?{urlencode(asked)}" if asked else ""))


def _page(request, form, found, *, shown, at, is_narrowed=True, status=200):
    request.menu = "log-accesses"
    facts = {
        "form": form,
        "days": by_day(found[:PAGE], names_person=True),
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first": "before" not in request.GET,
        "is_narrowed": is_narrowed or shown != Shown.ALL,
        "shown": shown,
        "choices": [(one, one == shown) for one in Shown],
        "inspections": [] if is_narrowed else inspections.under_way(request.user, at=at),
        "today": timezone.localdate(at),
    }
    return render(request, "audit/log_accesses.html", facts, status=status)


@dataclass(frozen=True)
class Bar:
    """The share of one part in the looks, of a hundred."""

    kind: str
    label: str
    count: int
    begin: float
    width: float


def bars_of(told):
    """At most five, the largest first."""
    bars, begin = [], 0
    for place, (part, count) in enumerate(told.parts[:5], 1):
        width = count * 100 / told.count
        bars.append(Bar(f"s{place}", str(part_label(part)), count, round(begin, 2), round(width, 2)))
        begin += width
    return bars


def by_day(found, *, names_person=False):
    """[(day, [Line])] in the zone of the reader."""
    lines = [line_of(row, names_person=names_person) for row in found]
    return [(day, list(some)) for day, some in groupby(lines, key=lambda line: timezone.localtime(line.at).date())]


def _asked(request):
    """What the address asks; what it says wrongly is as if it were not there."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    return {name: value for name, value in asked.items() if CHECKS[name](value)}


def _people(asked):
    pseudonyms = {asked[name] for name in ("who", "whom") if name in asked}
    if not pseudonyms:
        return {}
    found = get_user_model().objects.filter(pseudonym__in=pseudonyms)
    return {str(person.pseudonym): person for person in found}


def _question(asked, people, request):
    """The arguments of `selectors.looks`; a person whom nobody knows has no looks."""
    nobody = get_user_model()(pk=-1)
    told = {"viewer": "who", "person": "whom"}
    question = {name: people.get(asked[key], nobody) for name, key in told.items() if key in asked}
    question |= {"kind": asked.get("kind", ""), "purpose": request.session.get(PURPOSE, "")}
    if "since" in asked:
        question["since"] = _midnight(date.fromisoformat(asked["since"]))
    if "until" in asked:
        question["until"] = _midnight(date.fromisoformat(asked["until"]) + DAY)
    return question


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _stream(request):
    asked = request.GET.get("of", "")
    return asked if STREAM.fullmatch(asked) else ""


def _shown(request):
    asked = request.GET.get("show", "")
    return Shown(asked) if asked in Shown.values else Shown.ALL


def _before(request):
    asked = request.GET.get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None
