"""What a person reads when a request cannot be answered; programs get the same as JSON."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from config.trouble import Kept, kept_from, trouble_in

PAGE, BARE, TROUBLE = "errors/page.html", "errors/bare.html", "errors/trouble.html"


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


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Render without the request: whatever broke may break again in a context processor."""
    if trouble := trouble_in(sys.exception()):
        return _in_trouble(request, trouble)
    detail = _("Tidak ada yang tersimpan dari permintaan ini. Coba lagi; bila tetap gagal, hubungi pengelola kinerja.")
    return _answer(request, 500, _("Ada kesalahan di sistem kami"), detail, template=BARE)


def session_ended(request: HttpRequest, texts: tuple[str, ...], *, sign_in: str) -> HttpResponse:
    """Nothing was saved; the texts stand here to be copied, and the way back leads through the sign-in page."""
    detail = _("Tidak ada yang tersimpan dari permintaan ini. Salin isian Anda di bawah, masuk lagi, lalu tempelkan.")
    facts = {"kept_title": _("Isian Anda"), "again": _("Masuk lagi"), "kept": Kept(texts), "path": sign_in}
    return _answer(request, 401, _("Sesi Anda berakhir"), detail, template=TROUBLE, **facts)


def _in_trouble(request, trouble):
    """No mistake of ours: say what it is, and give back what was typed."""
    kept = kept_from(request)
    words = {"kept_title": _("Isian Anda"), "again": _("Kirim lagi") if kept.may_resend else _("Coba lagi")}
    facts = words | {"kept": kept, "path": request.get_full_path(), "token": get_token(request)}
    response = _answer(request, trouble.status, str(trouble.title), str(trouble.detail), template=TROUBLE, **facts)
    if trouble.retry_after:
        response["Retry-After"] = trouble.retry_after
    return response


def _answer(request: HttpRequest, status: int, title: str, detail: str, *, template=PAGE, **more) -> HttpResponse:
    if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"title": title, "detail": detail, "fields": {}}, status=status)
    facts = {"status": status, "title": title, "detail": detail, "language": get_language()} | more
    try:
        return HttpResponse(render_to_string(template, facts, request if template == PAGE else None), status=status)
    except TemplateDoesNotExist:
        return HttpResponse(f"{title}\n\n{detail}\n", status=status, content_type="text/plain; charset=utf-8")
