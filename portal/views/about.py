"""What the log is, in plain words, and what one takes along to check it elsewhere."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.selectors import newest_checkpoint
from portal.public import public_page
from portal.published import keys, verifier, verifier_digest


@public_page
@require_safe
def about(request):
    facts = {"checkpoint": newest_checkpoint(), "keys": keys(), "verifier_digest": verifier_digest()}
    return render(request, "portal/about.html", facts)


@public_page
@require_safe
def key_file(request):
    known = keys()
    if not known:
        raise Http404(_("Kunci catatan tidak diketahui di sini."))
    return _file("".join(f"{key}\n" for key in known).encode(), "log.vkey")


@public_page
@require_safe
def verifier_file(request):
    return _file(verifier(), "verify.py")


def _file(content, name):
    """Saved, never opened as a page."""
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
