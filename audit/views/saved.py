"""Searches that were kept: one's own list, and the link that opens one for any inspector."""

from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.forms import SaveSearch
from audit.models import SavedSearch
from audit.permissions import inspectors_only
from audit.search.filters import Filter
from audit.search.streams import Names
from audit.search.words import chips, named_in
from audit.views.log import LOST, address_of, asked_in

MOST = 100  # of one person


@inspectors_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request):
    form = SaveSearch(request.POST if request.method == "POST" else None)
    if form.is_valid() and _kept(request, form):
        return redirect("log-saved")
    return _list(request, form, status=422 if form.is_bound else 200)


@inspectors_only
@never_cache
@require_safe
def saved_open(request, token):
    """Puts what was typed into this session: the address that follows says nothing about anybody."""
    found = SavedSearch.objects.filter(token=token).first()
    if found is None:
        raise Http404
    return redirect(address_of(Filter.of_document(found.filter), request.session))


@inspectors_only
@require_POST
def saved_forget(request, token):
    SavedSearch.objects.filter(token=token, owner=request.user).delete()
    return redirect("log-saved")


def _kept(request, form):
    asked, has_lost_texts = asked_in(request)
    mine = SavedSearch.objects.filter(owner=request.user)
    if has_lost_texts:
        form.add_error("name", LOST)
    elif asked.is_empty:
        form.add_error("name", _("Belum ada saringan untuk disimpan. Cari dulu sesuatu."))
    elif mine.count() >= MOST:
        form.add_error("name", _("Sudah ada %(n)s saringan. Hapus yang tidak dipakai lagi.") % {"n": MOST})
    else:
        return _written(request, form, asked)
    return False


def _written(request, form, asked):
    facts = {"name": form.cleaned_data["name"], "filter": asked.as_document(), "saved_at": timezone.now()}
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(owner=request.user, **facts)
    except IntegrityError:
        form.add_error("name", _("Anda sudah punya saringan dengan nama ini."))
        return None


def _list(request, form, *, status):
    rows = list(SavedSearch.objects.filter(owner=request.user).order_by("name")[:MOST])
    asked = [Filter.of_document(row.filter) for row in rows]
    named = [set().union(*parts) for parts in zip(*map(named_in, asked), strict=True)] if asked else [(), (), ()]
    names = Names(people=named[0], streams=named[1], units=named[2])
    listed = [(row, list(chips(one, names))) for row, one in zip(rows, asked, strict=True)]
    return render(
        request, "audit/saved.html", {"form": form, "listed": listed, "query": request.GET.urlencode()}, status=status
    )
