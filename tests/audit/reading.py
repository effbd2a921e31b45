"""What anybody can check who holds the rows: nothing here asks the application."""

import json
from hashlib import sha256

from django.apps import apps

from audit.canonical import canonical, columns
from audit.models import Entry

ROOMS = ("organization", "appraisal", "workflow")


def versions():
    """Every version that history keeps, as (table, key): row."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model.__name__.startswith("Historical"):
                found |= {(model._meta.db_table, row.pk): row for row in model._base_manager.all()}
    return found


def digests():
    """[((table, key), salt, digest)] of all payloads, in order."""
    rows = []
    for entry in Entry.objects.order_by("pk").select_related("payload"):
        rows += [((table, pk), salt, digest) for table, pk, salt, digest in json.loads(entry.payload.data)["rows"]]
    return rows


def undigested():
    """Versions that no entry speaks of: what a test's own set-up has written."""
    return set(versions()) - {key for key, _salt, _digest in digests()}


def check_log(known=frozenset()):
    """Chain, commitments, and each version digested exactly once; `known` were written by no act."""
    for stream in Entry.objects.values_list("stream", flat=True).distinct():
        check_stream(stream)
    kept, told = versions(), digests()
    assert len({key for key, _salt, _digest in told}) == len(told), "a version was digested twice"
    assert {key for key, _salt, _digest in told} == set(kept) - set(known)
    assert len({salt for _key, salt, _digest in told}) == len(told), "a salt was used twice"
    for key, salt, digest in told:
        body = b"skp-row-v1\0" + bytes.fromhex(salt) + canonical(columns(kept[key]))
        assert sha256(body).hexdigest() == digest, key


def check_stream(stream):
    previous = None
    entries = Entry.objects.filter(stream=stream).order_by("n").select_related("payload")
    for n, entry in enumerate(entries):
        salt, data = bytes(entry.payload.salt), entry.payload.data
        assert len(salt) == 32
        commitment = sha256(b"skp-payload-v1\0" + salt + data.encode()).hexdigest()
        assert bytes(entry.leaf) == leaf_of(entry, stream, n, previous, commitment)
        previous = sha256(b"\0" + bytes(entry.leaf)).hexdigest()
        assert bytes(entry.leaf_hash).hex() == previous
        assert canonical(json.loads(data)).decode() == data


def leaf_of(entry, stream, n, previous, commitment):
    """The leaf, put together by hand: keys in order, no blanks, no line end."""
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    before = f'"{previous}"' if previous else "null"
    return (
        f'{{"a":"{entry.actor}","c":"{commitment}","e":"{entry.event}","n":{n},"p":{before},'
        f'"s":"{stream}","t":"{at}","v":1}}'
    ).encode()
