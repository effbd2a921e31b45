"""What a person reads when a request cannot be answered; programs get the same as JSON."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        detail = _("Kirim paling banyak %(limit)s MB. Kembali dengan tombol peramban, lalu persingkat teks Anda.")
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        return _answer(request, 413, _("Isian terlalu besar"), detail % {"limit": limit})
    return _answer(request, 400, _("Permintaan tidak dapat dibaca"), _("Kembali, muat ulang halaman, lalu coba lagi."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        _("Formulir sudah kedaluwarsa"),
        _("Kembali, muat ulang halaman, lalu kirim lagi. Pastikan peramban Anda menerima kuki."),
    )


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = str(exception) or _("Anda dapat melihat halaman ini, tetapi tidak dapat melakukan tindakan ini.")
    return _answer(request, 403, _("Tindakan ini bukan untuk peran Anda"), detail)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request,
        404,
        _("Halaman tidak ditemukan"),
        _("Alamatnya salah, atau halaman itu tidak terbuka untuk Anda. Mulailah dari beranda."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Render without the request: whatever broke may break again in a context processor."""
    detail = _("Tidak ada yang tersimpan dari permintaan ini. Coba lagi; bila tetap gagal, hubungi pengelola kinerja.")
    return _answer(request, 500, _("Ada kesalahan di sistem kami"), detail, bare=True)


def _answer(request: HttpRequest, status: int, title: str, detail: str, *, bare: bool = False) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"title": title, "detail": detail, "fields": {}}, status=status)
    facts = {"status": status, "title": title, "detail": detail}
    try:
        return HttpResponse(
            render_to_string("errors/bare.html" if bare else "errors/page.html", facts, None if bare else request),
            status=status,
        )
    except TemplateDoesNotExist:
        return HttpResponse(f"{title}\n\n{detail}\n", status=status, content_type="text/plain; charset=utf-8")
