"""The log as monitors of others read it: its newest checkpoint and its tiles (C2SP tlog-tiles).

What is published names nobody: leaves hold pseudonyms, times and hashes.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.cosignatures import with_cosignatures
from audit.published import NotPublished, tile_of
from audit.selectors import newest_checkpoint
from audit.tlog import Invalid
from audit.tlog.tiles import TileName

YEAR = 365 * 24 * 60 * 60  # seconds


@login_not_required
@require_safe
def log(request):
    """The address that a monitor is given; whoever opens it in a browser is told what it is."""
    return redirect("portal")


@login_not_required
@require_safe
def checkpoint(request):
    newest = newest_checkpoint()
    if newest is None:
        raise Http404(_("Catatan belum bersegel."))
    return note_of(with_cosignatures(newest))


def note_of(checkpoint):
    response = HttpResponse(checkpoint.note, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


@login_not_required
@require_safe
def tile(request, tile):
    """A tile once published never changes, so whoever has it may keep it."""
    try:
        content = tile_of(TileName.parse(tile))
    except (Invalid, NotPublished):
        raise Http404(_("Bagian catatan ini tidak ada.")) from None
    response = HttpResponse(content, content_type="application/octet-stream")
    patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response
