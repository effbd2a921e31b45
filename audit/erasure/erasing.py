"""Blanking by order. For each entry an order `payload.erased` {"of": its number} is written into the same stream first.

The order tells of every version that it changes or whose own entry falls silent: [table, key, salt, digest of what is left
of it]. So what was not erased is as provable afterwards as before.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from audit import events
from audit.acts import Act, told_row, write
from audit.canonical import canonical, columns
from audit.models import Erasure, Payload
from audit.registry import subjects

from .columns import blank_of, known, version_models
from .holds import people_of
from .words import PAYLOADS, CannotErase, by_table, words_of


@dataclass(frozen=True)
class Held:
    """A stream whose subject's row is held."""

    stream: str


def hold(stream):
    """Lock the subject of a stream, and the accounts of whom it concerns: a hold may be placed on them meanwhile.

    Only what concerns people can be erased. Within a transaction.
    """
    kind, _colon, key = stream.partition(":")
    subject = subjects.get(kind)
    if subject is None or not subject.paths or not key.isdecimal():
        raise CannotErase("No person is concerned.")
    if _locked(subject.model, key) is None:
        raise CannotErase("There is no such subject.")
    for person in sorted(people_of(stream)):
        _locked(get_user_model(), person)
    return Held(stream)


def _locked(model, key):
    return model._base_manager.select_for_update(no_key=True, of=("self",)).filter(pk=key).first()


def erase(held, numbers, *, basis, letter_no, by, at, **facts):
    """Write the orders and blank what they name; the caller holds the subject. Returns the orders."""
    words = words_of(held.stream, numbers)
    left = _left_of_versions(words)
    act = Act(held, by=by, at=at)
    for n, places in words.places.items():
        blanked = [told_row(*place, canonical(left[place])) for place in places if place in left]
        act.record(events.PAYLOAD_ERASED, of=n, basis=basis, letter_no=letter_no, blanked=blanked, **facts)
    write(act)
    _permit(words, act.entries)
    _blank(words)
    _go_on(words)
    return act.entries


def _go_on(words):
    """What a room does beside the rows, such as with files: only once the order stands."""
    blanked = by_table(words.blanked)
    for one in known.values():
        if one.then and (keys := blanked.get(one.model._meta.db_table)):
            transaction.on_commit(partial(one.then, keys), robust=True)


def _left_of_versions(words):
    """{(table, key): what the version is once its words are gone}."""
    left = {}
    for table, keys in by_table({place for places in words.places.values() for place in places}).items():
        if model := version_models().get(table):
            for key, version in model._base_manager.in_bulk(keys).items():
                for name in words.blanked.get((table, key), ()):
                    setattr(version, name, blank_of(model._meta.get_field(name)))
                left[table, key] = columns(version)
    return left


def _permit(words, orders):
    """What the guards ask for. A row that a former order named needs no second permission."""
    named = {}
    for order, places in zip(orders, words.places.values(), strict=True):
        named = {place: order for place in places if place in words.blanked} | named
    for table, keys in by_table(named).items():
        for key in Erasure.objects.filter(table_name=table, row_id__in=keys).values_list("row_id", flat=True):
            del named[table, key]
    Erasure.objects.bulk_create(
        Erasure(table_name=table, row_id=key, order=order) for (table, key), order in named.items()
    )


def _blank(words):
    """A statement for all rows of a table that lose the same columns."""
    alike = defaultdict(list)
    for (table, key), names in words.blanked.items():
        alike[table, tuple(sorted(names))].append(key)
    for (table, names), keys in alike.items():
        model, is_guarded = _model_of(table)
        if is_guarded and connection.vendor == "postgresql":
            _blank_guarded(table, names, keys)
        else:
            blank = {name: blank_of(model._meta.get_field(name)) for name in names}
            model._base_manager.filter(pk__in=keys).update(**blank)


def _blank_guarded(table, names, keys):
    """By a function of the owner: the application itself may not change what is guarded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_blank(%s, %s::text[], %s::bigint[])", [table, list(names), keys])


def _model_of(table):
    """(model, whether the database guards its rows) of a table."""
    if table == PAYLOADS:
        return Payload, True
    if table in version_models():
        return version_models()[table], True
    return next((one.model, one.is_guarded) for one in known.values() if one.model._meta.db_table == table)
