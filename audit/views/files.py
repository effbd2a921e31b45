"""A stored archive as an answer, a piece at a time: that of a whole city does not fit into a page worker."""

from functools import partial

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 1 << 16  # bytes


def stored_file(request, file, name, media_type, *, shown):
    """An opened file as it is; `shown` in the browser's own tab, or saved."""
    pieces = _pieces_later(file) if isinstance(request, ASGIRequest) else _pieces(file)
    response = StreamingHttpResponse(pieces, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not shown, name)
    response["Content-Length"] = file.size
    return response


def archive(request, file, name):
    """The stored file under a name; closed however it ends."""
    pieces = _pieces_later(file) if isinstance(request, ASGIRequest) else _pieces(file)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = file.size
    return response


def _pieces(file):
    with file.open("rb") as opened:
        yield from iter(partial(opened.read, PIECE), b"")


async def _pieces_later(file):
    """For the server that also holds websockets: it waits for no disk."""
    with await sync_to_async(file.open)("rb") as opened:
        while piece := await sync_to_async(opened.read)(PIECE):
            yield piece
