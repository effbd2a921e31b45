"""The one way a document becomes bytes: RFC 8785, restricted to what every language agrees on.

Keys match `[a-z][a-z0-9_]*`; values are objects, arrays, strings, booleans, null and integers
up to 2^53-1. Decimals, times and UUIDs travel as strings, so no float ever rounds a rating.
"""

import datetime
import json
import re
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from uuid import UUID

from django.core.files import File

KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
LARGEST = 2**53 - 1
AS_IT_IS = frozenset({str, bool, type(None)})  # always canonical; a lone surrogate fails when it becomes bytes
MISSHAPEN = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # raised by reading one of another form
WRITTEN = {str: encode_basestring, int: str, bool: {True: "true", False: "false"}.get, type(None): lambda value: "null"}
encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(document) -> bytes:
    """The bytes of a document; raises ValueError for what the profile leaves out."""
    check(document)
    return encode(document).encode()


def whole(value) -> int:
    """A number in a document that somebody may have changed; raises TypeError for whatever else it is."""
    if type(value) is not int or abs(value) > LARGEST:
        raise TypeError(f"Not a whole number: {value!r}")
    return value


def moment(value: datetime.datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.ffffffZ`, always UTC."""
    return value.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def columns(row) -> dict:
    """A model row as an object of all its columns; the same on SQLite and PostgreSQL."""
    return {column: plain(field, getattr(row, name)) for column, name, field in _fields(type(row))}


def row_digest(salt, document: bytes) -> str:
    """What a payload says of a version: `salt` is its own, in hex."""
    return sha256(row_bytes(salt, document)).hexdigest()


def row_bytes(salt, document: bytes) -> bytes:
    """Exactly what is digested."""
    return b"skp-row-v1\0" + bytes.fromhex(salt) + document


class Writer:
    """`canonical(columns(row))` of many rows of a model, from the values of its columns in the order of `fields`.

    `shared` is {field: value} of what all of them have alike: it is written once. Only what is canonical goes in.
    """

    def __init__(self, model, shared=()):
        shared = dict(shared)
        told = [(column, field) for column, _, field in _fields(model)]
        self.fields = [field for _, field in told if field not in shared]
        self.names = [field.attname for field in self.fields]
        places = (_written(field, shared[field]).replace("%", "%%") if field in shared else "%s" for _, field in told)
        self.text = "{" + ",".join(f'"{column}":{place}' for (column, _), place in zip(told, places, strict=True)) + "}"

    def __call__(self, values) -> bytes:
        return (self.text % tuple(map(_written, self.fields, values))).encode()


def _written(field, value):
    write = WRITTEN.get(type(value))
    return write(value) if write else encode(plain(field, value))


@cache
def _fields(model):
    """In the order of the bytes, which spares sorting them for each row."""
    return sorted((field.column, field.attname, field) for field in model._meta.concrete_fields)


def plain(field, value):
    """The value of a column in canonical form."""
    if type(value) in AS_IT_IS:
        return value
    match value:
        case Decimal():
            return f"{value + 0:.{field.decimal_places}f}"  # no database keeps the sign of -0
        case datetime.datetime():
            return moment(value)
        case datetime.date() | datetime.time():
            return value.isoformat()
        case UUID():
            return str(value)
        case File():
            return value.name
    return value


def check(value):
    """Raises ValueError for what the profile leaves out."""
    match value:
        case int() if abs(value) <= LARGEST:
            return
        case None | str():
            return
        case list():
            _check_each(value)
        case dict() if _are_keys(tuple(value)):
            _check_each(value.values())
        case _:
            raise ValueError(f"Not canonical: {value!r}")


def _check_each(values):
    for value in values:
        if type(value) not in AS_IT_IS:
            check(value)


@lru_cache(1_000)
def _are_keys(names):
    return all(isinstance(name, str) and KEY.match(name) for name in names)
