"""Who hears a hint, by names that tell nobody who that is: a keyed digest of the person or of the subject's stream."""

from functools import lru_cache

from django.utils.crypto import salted_hmac


def of_person(key):
    return _group(f"person:{key}")


def of_stream(stream):
    return _group(f"stream:{stream}")


@lru_cache(20_000)
def _group(name):
    return salted_hmac("timbang.live", name, algorithm="sha256").hexdigest()[:40]
