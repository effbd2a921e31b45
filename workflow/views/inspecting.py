"""The end of an inspection: from here the people concerned know who opened what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflow.beside.inspecting import close_inspection
from workflow.refusals import Forbidden, NotFound, Refused


@require_POST
def inspection_close(request, pk):
    """A second click is told that it is closed already."""
    try:
        close_inspection(pk, by=request.user, at=timezone.now())
    except NotFound:
        raise Http404 from None
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from None
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Pemeriksaan ditutup. Pegawai yang bersangkutan diberi tahu."))
    return redirect("log-accesses")
