"""Two windows on one form: what merges by itself and what a person has to choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.merging import mark_of, marks_in, marks_of, merge

NAMES = st.sampled_from(["actual", "note", "ground", "outcome"])
FIELDS = st.dictionaries(NAMES, st.text("ab\r\n", max_size=3))


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "merged", "asks"),
    [
        ("a", "a", "a", "a", False),
        ("a", "b", "a", "b", False),  # only I changed it
        ("a", "a", "b", "b", False),  # only the other window did
        ("a", "b", "b", "b", False),  # both, to the same
        ("a", "b", "c", "b", True),
        ("a", "", "a", "", False),  # I emptied it
        ("a", "", "c", "", True),
        ("", "", "c", "c", False),  # the other window filled it in
        ("a\nb", "a\r\nb", "c", "c", False),  # browsers send CRLF: not a change
        ("a", "b\r\nc", "b\nc", "b\r\nc", False),
    ],
)
def test_one_field(was, mine, theirs, merged, asks):
    found, both = merge({"note": mine}, {"note": theirs}, marks_of({"note": was}))
    assert (found["note"], both) == (merged, ["note"] if asks else [])


@given(began=FIELDS, mine=FIELDS, theirs=FIELDS)
def test_nothing_is_lost_or_made_up(began, mine, theirs):
    merged, both = merge(mine, theirs, marks_of(began))
    for name, text in merged.items():
        assert text in (mine.get(name, ""), theirs.get(name, ""))
    for name in both:
        assert mark_of(mine.get(name, "")) != mark_of(theirs.get(name, ""))
    assert set(merged) == {*mine, *theirs}


@given(began=FIELDS, mine=FIELDS)
def test_a_window_alone_is_asked_nothing(began, mine):
    assert merge(mine, began, marks_of(began))[1] == []


@pytest.mark.parametrize("text", ["", "nothing", "[1]", "null"])
def test_marks_that_no_page_carried(text):
    assert marks_in(text) is None


def test_marks_do_not_tell_what_was_written():
    assert "rahasia" not in str(marks_of({"note": "rahasia"}))
    assert marks_of({"note": ""}) == {}
