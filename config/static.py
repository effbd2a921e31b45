"""Static files from the application server itself."""

from contextlib import closing

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """A module asks for its neighbours by the names that tell one version from another."""

    support_js_module_import_aggregation = True


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
