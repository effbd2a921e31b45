"""Who else has a case open, for the open page that heard of it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from workflow.selectors.presence import others_at


@require_safe
@never_cache
def presence(request, pk):
    people = others_at(pk, request.user)
    if people is None:
        raise Http404
    return render(request, "workflow/presence.html", {"people": people})
