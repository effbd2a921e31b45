"""The log search: what happened, by whom, about whom, and how firmly each entry stands."""

from dataclasses import replace
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from audit import purposes
from audit.forms import LogSearch, Purpose
from audit.models import Access
from audit.opening import open_log
from audit.permissions import inspectors_only
from audit.sealing_words import MEANINGS
from audit.search import changes, reach
from audit.search.days import days_of
from audit.search.filters import Filter
from audit.search.finding import LAST, Found, Key, search
from audit.search.listing import by_day, rows_of
from audit.search.looking import look_at_log, people_of
from audit.search.words import chips, named_in, typed

LOST = gettext_lazy("Kata yang diketik tidak dikenal lagi dalam sesi ini. Cari lagi dari awal, lalu ulangi.")
TEXTS = "log_texts"  # in the session: what was typed stays out of addresses
KEPT_TEXTS = 20
SEEN = "log_seen"  # a cookie: this hour's looks are journaled, those at ALL and at the people with these ids
ALL, KEPT_PEOPLE = "all", 100


@inspectors_only
@never_cache
@require_safe
def log(request):
    asked, has_lost_texts = asked_in(request)
    return _page(request, asked, has_lost_texts=has_lost_texts)


@inspectors_only
@require_POST
def log_search(request):
    """Names and words by POST, so that none is ever part of an address."""
    form = LogSearch(request.POST)
    if form.is_valid():
        return redirect(address_of(form.filter(), request.session))
    return _page(request, Filter(), form=form, status=422)


@inspectors_only
@require_POST
def log_purpose(request):
    """Logged before anything is searched; kept for an hour of this session."""
    at = timezone.now()
    asked, _lost = asked_in(request)
    form = Purpose(request.POST)
    if not form.is_valid():
        return _page(request, asked, purpose_form=form, status=422)
    purpose = form.cleaned_data["purpose"]
    open_log(purpose=purpose, by=request.user, at=at)
    purposes.keep(request.session, purposes.LOG, purpose, at=at)
    return redirect(f"{reverse('log')}?{request.GET.urlencode()}")


@inspectors_only
@never_cache
@require_safe
def log_days(request):
    """How busy each day was, as a part of the page that is asked for after it."""
    asked, _lost = asked_in(request)
    at = timezone.now()
    days = days_of(asked, at=at)
    listed = [(day, address_of(_on(asked, day.date), request.session)) for day in days.days]
    page = "audit/log_days.html" if "X-Part" in request.headers else "audit/log_days_page.html"
    response = render(request, page, {"days": days, "listed": listed})
    purpose = purposes.stated(request.session, purposes.LOG, at=at).purpose  # as the page it is a part of
    return _journaled(request, response, asked, None, purpose=purpose, at=at)


def _on(asked, day):
    return replace(asked, since=day.isoformat(), until=day.isoformat())


def asked_in(request):
    """(what the address asks, whether texts that belong to it are known to another session only)."""
    token = request.GET.get("t", "")
    texts = request.session.get(TEXTS, {}).get(token)
    return Filter.read(request.GET, texts or {}), bool(token) and texts is None


def address_of(asked, session, **more):
    """Where a search is shown. Texts go into the session, under a key; without a session they are left out."""
    parameters = asked.as_parameters() | more
    if session is not None and (texts := asked.texts()):
        kept = session.get(TEXTS, {})
        token = next((token for token, some in kept.items() if some == texts), token_urlsafe(6))
        if kept.get(token) != texts:
            session[TEXTS] = dict([*kept.items(), (token, texts)][-KEPT_TEXTS:])
        parameters["t"] = token
    return reverse("log") + (f"?{urlencode(parameters)}" if parameters else "")


def _page(request, asked, *, form=None, purpose_form=None, has_lost_texts=False, status=200):
    at = timezone.now()
    purpose, until, _inspection = purposes.stated(request.session, purposes.LOG, at=at)
    after = Key.read(request.GET.get("after", ""))
    is_closed = _needs_purpose(asked) and not purpose
    found = Found() if is_closed or form else search(asked, after=after, reads_content=bool(purpose))
    standing = found.status(at)
    rows, names = rows_of(found.entries, request.user, status=standing, more=named_in(asked))
    reached = reach.reach_of(found)
    older = found.older and address_of(asked, request.session, after=str(found.older))
    facts = {
        "asked": asked,
        "form": form or LogSearch(initial=typed(asked, names)),
        "days": by_day(rows, asked.time_zone),
        "rows": rows,
        "older": older,
        "is_cut": found.is_cut,
        "reached": reached,
        "reached_words": reached.words(asked.time_zone),
        "is_first": after is None,
        "is_closed": is_closed,
        "chips": [(chip, address_of(chip.without, request.session)) for chip in chips(asked, names)],
        "has_lost_texts": has_lost_texts,
        "purpose": purpose,
        "purpose_until": until,
        "purpose_form": purpose_form,
        "last_purpose": purposes.latest(request.session),
        "query": request.GET.urlencode(),
        "standing": standing,
        "seals": MEANINGS,
        "zone": asked.time_zone,
        "zone_name": at.astimezone(asked.time_zone).tzname(),
        "at": at,
        "today": timezone.localdate(at, asked.time_zone),
    }
    facts["further"] = {
        "older": older,
        "isCut": found.is_cut,
        "count": reached.count,
        "found": len(rows),
        "percent": reached.percent,
        "reach": facts["reached_words"],
        "searched": _searched(asked, purpose, is_closed=is_closed, has_lost_texts=has_lost_texts),
        # where this page shows the same however the log grows, so that what follows it can be found again
        "pinned": address_of(asked, request.session, after=str(after or Key(at, LAST))),
    }
    facts["further_words"] = reach.words()
    page = "audit/log_part.html" if "X-Part" in request.headers else "audit/log.html"
    response = render(request, page, facts, status=status)
    return _journaled(request, response, asked, names, purpose=purpose, at=at)


def _needs_purpose(asked):
    """A field that says more than the process cannot be searched freely: what is found would tell its value."""
    return bool(asked.field and changes.searchable()[asked.field].opened_by)


def _searched(asked, purpose, *, is_closed, has_lost_texts):
    """In what: a page that looks on stops where that changes."""
    if has_lost_texts:
        return "lost"
    if is_closed:
        return "closed"
    return "sentences" if asked.words and not purpose else "whole"


def _journaled(request, response, asked, names, *, purpose, at):
    """One look an hour. The cookie spares the statement, the journal allows no second."""
    hour = f"{request.user.pk}:{at:%Y%m%d%H}:{bool(purpose)}:"
    known = request.get_signed_cookie(SEEN, default="")
    seen = known.removeprefix(hour).split(",") if known.startswith(hour) else []
    people = [one for one in people_of(asked, names) if str(one) not in seen]
    if people or not seen:
        facts = {"kind": Access.Kind.LOG, "part": "inspector", "purpose": purpose}
        look_at_log(people, whole=not seen, viewer=request.user, at=at, **facts)
        told = hour + ",".join([ALL, *seen[1:], *map(str, people)][:KEPT_PEOPLE])
        response.set_signed_cookie(SEEN, told, max_age=3600, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
