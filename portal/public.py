"""How a page is given to everybody: no sign-in, no cookie, a language by its address, kept by caches between."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

MINUTE = 60  # seconds


def public_page(view):
    @login_not_required
    @wraps(view)
    def public(request, *args, **kwargs):
        asked = request.GET.get("lang")
        language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
        request.language_query = f"?lang={language}" if asked == language else ""
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response["Content-Language"] = language
        is_kept = request.method in ("GET", "HEAD") and response.status_code == 200
        patch_cache_control(response, **({"public": True, "max_age": MINUTE} if is_kept else {"no_store": True}))
        patch_vary_headers(response, ["Cookie"])  # who chose a language or a theme keeps it
        return response

    return public
