"""Static files from the application server itself."""

from contextlib import closing

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise with whole answers: an ASGI server cannot stream a plain file, and ours are small."""

    @staticmethod
    def serve(static_file, request) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        answer = HttpResponse(status=int(found.status))
        del answer["Content-Type"]  # the file knows its own
        for name, value in found.headers:
            answer[name] = value
        if found.file:
            with closing(found.file):
                answer.content = found.file.read()
        return answer
