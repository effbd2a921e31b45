"""The log for programs of inspectors: the same search, the same sentences, paged by key (design §7)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.models import Access
from audit.permissions import require_inspector
from audit.search.filters import CHECKS, TEXTS, Filter
from audit.search.finding import Key, search
from audit.search.listing import rows_of
from audit.search.looking import look_at_log, people_of
from audit.search.words import named_in

AFTER = "after"


class LogEntry(serializers.Serializer):
    """One entry as far as the process goes; its content is opened on its page, for a purpose."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    event = serializers.CharField()
    sentence = serializers.CharField(source="line.plain")
    actor = serializers.CharField(source="line.actor")
    actor_pseudonym = serializers.UUIDField()
    capacity = serializers.CharField(source="line.capacity")
    about = serializers.CharField(help_text="what the stream is called")
    person = serializers.CharField(source="about.person", help_text="whom it concerns, if it concerns one")
    stream = serializers.CharField()
    n = serializers.IntegerField(source="line.n", help_text="0-based number in the stream")
    leaf_hash = serializers.CharField(source="line.leaf_hash", help_text="RFC 6962 leaf hash, lowercase hex")
    index = serializers.IntegerField(allow_null=True, help_text="place in the tree; null while it waits for its seal")


class LogPage(serializers.Serializer):
    results = LogEntry(many=True)
    next = serializers.URLField(allow_null=True)
    looked_at = serializers.IntegerField(help_text="entries that were looked at for this page")
    back_to = serializers.DateTimeField(allow_null=True, help_text="the oldest of them; null: to the beginning")


ASKED = {
    "actor": "pseudonym of who acted",
    "person": "pseudonym of whom it concerns",
    "unit": "id of a unit; its branches belong to it",
    "stream": "such as appraisal:520",
    "event": "such as appraisal.objected",
    "since": "first day, YYYY-MM-DD, in the zone",
    "until": "last day, YYYY-MM-DD, in the zone",
    "zone": "Asia/Jakarta, Asia/Makassar, Asia/Jayapura or UTC",
    AFTER: "the key that `next` carries",
}


class Log(APIView):
    """The entries that a filter finds, newest first. For inspectors; each hour of reading is journaled."""

    @extend_schema(
        responses=LogPage,
        parameters=[OpenApiParameter(name, str, required=False, description=told) for name, told in ASKED.items()],
    )
    def get(self, request):
        require_inspector(request.user)
        at = timezone.now()
        asked, after = _asked(request.query_params)
        found = search(asked, after=after)
        rows, names = rows_of(found.entries, request.user, status=found.status(at), more=named_in(asked))
        look_at_log(people_of(asked, names), viewer=request.user, at=at, kind=Access.Kind.LOG, part="inspector")
        page = {"results": [LogEntry(_told(row)).data for row in rows], "next": _next(request, asked, found)}
        return Response(page | {"looked_at": found.count, "back_to": found.older and found.older.at})


def _asked(parameters):
    """What makes no sense is refused: a program would take everything for what it asked."""
    if personal := [name for name in TEXTS if name in parameters]:
        sentence = _("Kata dan nilai dicari di halaman jejak audit: %(name)s tidak boleh ada dalam alamat.")
        raise exceptions.ParseError(sentence % {"name": personal[0]})
    asked = Filter.read(parameters)
    kept = asked.as_parameters()
    key = parameters.get(AFTER, "")
    wrong = [name for name, value in parameters.items() if name in CHECKS and value and name not in kept]
    wrong += [name for name in parameters if name not in {*CHECKS, AFTER, "format"}]
    if key and Key.read(key) is None:
        wrong.append(AFTER)
    if wrong or asked.field:
        raise exceptions.ParseError(
            _("Parameter ini tidak dapat dibaca: %(name)s.") % {"name": (wrong or ["field"])[0]}
        )
    return asked, Key.read(key)


def _told(row):
    place = row.entry.place
    told = {name: getattr(row, name) for name in ("id", "line", "about", "stream")}
    return told | {
        "at": row.line.at,
        "event": row.entry.event,
        "actor_pseudonym": row.entry.actor,
        "index": place.idx if place else None,
    }


def _next(request, asked, found):
    if found.older is None:
        return None
    parameters = asked.as_parameters() | {AFTER: str(found.older)}
    return request.build_absolute_uri(f"{reverse('api-log')}?{urlencode(parameters)}")
