"""Static files from the application server itself."""

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise with whole answers: an ASGI server cannot stream a plain file, and ours are small."""

    @staticmethod
    def serve(static_file, request) -> HttpResponse:
        streamed = WhiteNoiseMiddleware.serve(static_file, request)
        return HttpResponse(streamed.getvalue(), status=streamed.status_code, headers=streamed.headers)
