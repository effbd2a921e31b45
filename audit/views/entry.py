"""One entry: what it changed, who acted, how firmly it stands; and its proof to take along."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit import purposes, selectors
from audit.cosignatures import checkpoint_over
from audit.erasure.orders import orders_for
from audit.permissions import inspectors_only
from audit.sealing_words import ERASED, seal_of
from audit.search.entry import find_entry
from audit.search.filters import Filter
from audit.search.listing import rows_of
from audit.search.proving import links_of
from audit.status import Status
from audit.views.opened import may_defer, note_look, open_to

RAW = 20_000  # letters of JSON that a page shows


@inspectors_only
@never_cache
@require_safe
def entry(request, pk):
    return show(request, pk)


def show(request, pk, *, purpose_form=None, status=200):
    """The page; also with a purpose that could not stand."""
    at = timezone.now()
    found = find_entry(pk)
    if found is None:
        raise Http404
    stream, zone = found.entry.stream, Filter().time_zone
    sight = open_to(request, stream, at=at)
    standing = Status.read(at)
    rows, names = rows_of(found.around, request.user, status=standing, sights={stream: sight})
    row = next(row for row in rows if row.id == found.entry.pk)
    note_look(request, stream, sight, names.about(stream), at=at)
    facts = {
        "found": found,
        "row": row,
        "rows": rows,
        "about": row.about,
        "changes": found.changes(sight, zone=zone, begin=_begin(request)),
        "is_of_act": found.act.pk != found.entry.pk,
        "links": links_of(found.entry, found.before),
        "seal": ERASED if found.entry.payload.data is None else seal_of(found.entry, standing),
        "sight": sight,
        "order": orders_for([found.entry]).get(found.entry.pk),
        "leaf": _pretty(bytes(found.entry.leaf).decode()),
        "payload": _pretty(found.entry.payload.data) if sight.has_content and found.entry.payload.data else "",
        "purpose_form": purpose_form,
        "may_defer": may_defer(stream),
        "purpose": purposes.stated(request.session, stream, at=at).purpose,
        "last_purpose": purposes.latest(request.session),
        "zone": zone,
        "at": at,
    }
    return render(request, "audit/entry.html", facts, status=status)


@inspectors_only
@require_safe
def proof(request, pk):
    """The C2SP tlog-proof of an entry under the newest checkpoint, or the newest that witnesses signed."""
    found = find_entry(pk)
    if found is None or not found.entry.place:
        raise Http404
    checkpoint = checkpoint_over(found.entry.place.idx)
    if checkpoint is None or found.entry.place.idx >= checkpoint.size:
        raise Http404
    text = str(selectors.proof_of(found.entry.place.idx, checkpoint))
    name = f"{found.entry.stream.replace(':', '-')}-{found.entry.n}.tlog-proof"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _begin(request):
    asked = request.GET.get("changes", "")[:9]
    return int(asked) if asked.isdecimal() else 0


def _pretty(text):
    """As far as anybody reads on a page; all of it is in the export."""
    if len(text) > RAW:
        return f"{text[:RAW]}\n…"
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
