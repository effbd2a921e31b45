"""A stored archive as an answer, a piece at a time: that of a whole city does not fit into a page worker."""

from functools import partial

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from audit import stored

SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
PIECE = 1 << 16  # bytes


def stored_file(request, digest, name, media_type, *, shown):
    """The bytes kept under a digest; `shown` in the browser's own tab, or saved. Raises FileNotFoundError.

    Somebody gave them: they are what their bytes say and nothing else, in a page that can do nothing, on no shared disk.
    """
    size = stored.size_of(digest)
    response = StreamingHttpResponse(_streamed(request, partial(stored.opened, digest)), content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not shown, name)
    response["Content-Length"] = size
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def archive(request, file, name):
    """The stored file under a name; closed however it ends."""
    response = StreamingHttpResponse(_streamed(request, partial(file.open, "rb")), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = file.size
    return response


def _streamed(request, open_it):
    """Opened only once somebody reads, closed however it ends."""
    return _pieces_later(open_it) if isinstance(request, ASGIRequest) else _pieces(open_it)


def _pieces(open_it):
    with open_it() as opened:
        yield from iter(partial(opened.read, PIECE), b"")


async def _pieces_later(open_it):
    """For the server that also holds websockets: it waits for no disk."""
    with await sync_to_async(open_it)() as opened:
        while piece := await sync_to_async(opened.read)(PIECE):
            yield piece
