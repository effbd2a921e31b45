"""All that the log knows of one stream, with its proofs, for whoever stated why he needs it: `verify.py` checks it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from audit import purposes
from audit.dossier.collecting import Unsealed
from audit.dossier.handing import hand_out
from audit.permissions import inspectors_only
from audit.views.opened import open_to
from audit.views.subject import known


@inspectors_only
@never_cache
@require_POST
def subject_dossier(request, kind, key):
    """It holds what people wrote: given only while a purpose is stated, and logged before it leaves."""
    at, stream = timezone.now(), known(kind, key)
    purpose, sight = purposes.stated(request.session, stream, at=at).purpose, open_to(request, stream, at=at)
    if not (purpose and sight.has_content):
        raise PermissionDenied(_("Nyatakan dahulu untuk apa Anda membuka isinya. Berkas pemeriksaan memuat alasan."))
    if not sight.is_whole:
        messages.error(
            request, _("Sebagian isinya masih tertutup, misalnya suara yang sedang dikumpulkan. Coba lagi nanti.")
        )
        return redirect("log-subject", kind, key)
    try:
        content = hand_out(stream, purpose=purpose, by=request.user, at=at)
    except Unsealed:
        messages.error(request, _("Catatan ini belum bersegel. Coba lagi satu menit lagi."))
        return redirect("log-subject", kind, key)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="berkas-{kind}-{key}.zip"'
    return response
