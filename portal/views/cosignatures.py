"""Where witnesses hand in what they signed, and where the newest checkpoint with their signatures is read.

A witness runs a command now and then and needs no server of its own: see docs/adr/0018.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from audit.cosignatures import NotAccepted, accept, newest_cosigned
from portal.views.log import note_of

LARGEST = 16 * 1024  # bytes of a checkpoint and its signatures


@login_not_required
@require_safe
def cosigned(request):
    """The newest checkpoint that a witness signed; the log may have grown since."""
    newest = newest_cosigned()
    if newest is None:
        raise Http404(_("Belum ada saksi yang menandatangani."))
    return note_of(newest)


@csrf_exempt  # no session counts here: who may hand in is told by the signature
@login_not_required
@require_POST
def cosignature(request):
    """The body is a checkpoint of this log with the signature of a witness, as `audit_witness` prints it."""
    text = request.read(LARGEST + 1)
    if len(text) > LARGEST:
        return _said(413, _("Pos pemeriksaan dan tanda tangannya paling banyak 16 KB."))
    try:
        kept = accept(text, timezone.now())
    except NotAccepted as refused:
        return _said(refused.status, str(refused))
    told = ngettext("%(n)s tanda tangan saksi tersimpan.", "%(n)s tanda tangan saksi tersimpan.", len(kept))
    return _said(200, told % {"n": len(kept)})


def _said(status, sentence):
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
