"""One document, one row of bytes: checked against an encoder written from RFC 8785 alone, and against another's."""

import datetime
import enum
import json
import math
from decimal import Decimal
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from audit.canonical import LARGEST, canonical, moment

keys = st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True)
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(st.characters(exclude_categories=["Cs"]))
documents = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5), max_leaves=20
)


class Level(enum.IntEnum):
    HIGH = 3


class Word(enum.StrEnum):
    YES = "yes"


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def by_hand(value):
    """Sections 3.2.2 and 3.2.3, for what the profile keeps: no floats, keys of ASCII."""
    match value:
        case None:
            return "null"
        case True | False:
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return '"' + "".join(SHORT.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in value) + '"'
        case list():
            return "[" + ",".join(map(by_hand, value)) + "]"
    rows = sorted(value.items(), key=lambda row: row[0].encode("utf-16-be"))
    return "{" + ",".join(f"{by_hand(key)}:{by_hand(inner)}" for key, inner in rows) + "}"


@given(documents)
def test_the_bytes_are_those_of_the_standard(document):
    assert canonical(document) == by_hand(document).encode() == rfc8785.dumps(document)


@given(documents)
def test_what_is_read_back_is_what_was_written(document):
    assert json.loads(canonical(document)) == document
    assert canonical(json.loads(canonical(document))) == canonical(document)


@given(st.dictionaries(keys, scalars, min_size=2))
def test_the_order_of_keys_does_not_matter(document):
    backwards = dict(reversed(document.items()))
    assert canonical(backwards) == canonical(document)


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"b": 1, "a": [True, None, "x"], "a_1": {}}, '{"a":[true,null,"x"],"a_1":{},"b":1}'),
        ('\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),  # RFC 8785, section 3.2.2.2
        ("é e\u0301", '"é e\u0301"'),  # no normalisation
        ("\x7f\u2028\U0001f600", '"\x7f\u2028\U0001f600"'),
        (-LARGEST, "-9007199254740991"),
        ([], "[]"),
        (0, "0"),
        ({"a": [True, 1, Level.HIGH, Word.YES]}, '{"a":[true,1,3,"yes"]}'),  # a choice is its value
    ],
)
def test_known_bytes(document, text):
    assert canonical(document) == text.encode()


@pytest.mark.parametrize(
    "document",
    [
        1.5,
        1.0,
        math.nan,
        math.inf,
        LARGEST + 1,
        -LARGEST - 1,
        Decimal("1.50"),
        UUID(int=0),
        datetime.date(2026, 11, 2),
        (1, 2),
        {1, 2},
        b"x",
        object(),
        "\ud800",
        {"a": "\udfff"},
        {"A": 1},
        {"1a": 1},
        {"": 1},
        {"a-b": 1},
        {"é": 1},
        {"a\n": 1},
        {"a b": 1},
        {1: 1},
        {None: 1},
        {"a": {"B": 1}},
        [{"a": [1.5]}],
        {"a": {"b": ["\ud800"]}},
        {"a": [b"x"]},
        {"a": {"b": 2**53}},
        {"\ud800": 1},
        {True: 1},
    ],
)
def test_what_languages_disagree_on_is_refused(document):
    with pytest.raises(ValueError, match="Not canonical|surrogates"):
        canonical(document)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-11-02T03:00:00+00:00", "2026-11-02T03:00:00.000000Z"),
        ("2026-11-02T10:00:00.000001+07:00", "2026-11-02T03:00:00.000001Z"),
        ("2027-01-01T06:59:59.999999+07:00", "2026-12-31T23:59:59.999999Z"),
        ("2028-03-01T00:30:00+09:00", "2028-02-29T15:30:00.000000Z"),
    ],
)
def test_a_moment_is_utc_to_the_microsecond(value, text):
    assert moment(datetime.datetime.fromisoformat(value)) == text
