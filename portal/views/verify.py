"""Whether a paper, a file or a fingerprint is what the log recorded, for anybody."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from audit.dossier.verify import CLOSABLE, CLOSING, ENCLOSED, LAWFUL
from audit.search.proving import BAD, OK, OPEN, Link
from organization.attempts import seconds_to_wait_here
from portal.answers import NONE, Answer, answer_to
from portal.forms import Asked
from portal.public import public_page
from portal.published import keys
from portal.words import words

BLANKS = [Answer(verdict) for verdict in (OK, BAD, NONE)]
BLANK_LINKS = [Link("", state, "") for state in (OK, BAD, OPEN)]


@csrf_exempt  # the token would need a cookie, and nothing is done here in anybody's name
@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    if request.method != "POST":
        return _page(request, Asked())
    form = Asked(request.POST)
    if wait := seconds_to_wait_here(request, "verify"):
        minutes = -(-wait // 60)
        form.add_error(
            None, _("Terlalu banyak pemeriksaan dari jaringan ini. Coba lagi %(n)s menit lagi.") % {"n": minutes}
        )
        response = _page(request, form, status=429)
        response["Retry-After"] = wait
        return response
    if not form.is_valid():
        return _page(request, form, status=422)
    return _page(request, form, answer=answer_to(form.cleaned_data["fingerprint"], form.cleaned_data["number"]))


def _page(request, form, *, answer=None, status=200):
    """The whole page, or for a browser that hashed the file itself the answer alone."""
    facts = {"form": form, "answer": answer, "at": timezone.now()}
    if request.headers.get("X-Part"):
        return render(request, "portal/verify_part.html", facts, status=status)
    facts |= {
        "keys": keys(),
        "origin": settings.AUDIT_ORIGIN,
        "blanks": BLANKS,
        "blank_links": BLANK_LINKS,
        "words": words(),
        "closings": {
            "closing": sorted(CLOSING),
            "lawful": sorted(LAWFUL),
            "enclosed": ENCLOSED,
            "closable": sorted(CLOSABLE),
        },
    }
    return render(request, "portal/verify.html", facts, status=status)
