"""The one way a document becomes bytes: RFC 8785, restricted to what every language agrees on.

Keys match `[a-z][a-z0-9_]*`; values are objects, arrays, strings, booleans, null and integers
up to 2^53-1. Decimals, times and UUIDs travel as strings, so no float ever rounds a rating.
"""

import datetime
import json
import re
from decimal import Decimal
from uuid import UUID

from django.core.files import File

KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
LARGEST = 2**53 - 1


def canonical(document) -> bytes:
    """The bytes of a document; raises ValueError for what the profile leaves out."""
    _check(document)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def moment(value: datetime.datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.ffffffZ`, always UTC."""
    return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def columns(row) -> dict:
    """A model row as an object of all its columns; the same on SQLite and PostgreSQL."""
    return {field.column: _plain(field, getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(field, value):
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


def _check(value):
    match value:
        case None | bool():
            return
        case str():
            value.encode()  # a lone surrogate has no bytes
        case int() if abs(value) <= LARGEST:
            return
        case list():
            for item in value:
                _check(item)
        case dict() if all(isinstance(key, str) and KEY.match(key) for key in value):
            for item in value.values():
                _check(item)
        case _:
            raise ValueError(f"Not canonical: {value!r}")
