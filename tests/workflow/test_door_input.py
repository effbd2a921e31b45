"""Whatever comes as `data`, the door takes it or refuses it with a sentence; it never stumbles."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.office import NOW
from workflow.refusals import Invalid, Refused
from workflow.steps import check_step, take_step

STAGES = [
    "self_assessment", "supervisor_review", "employee_response", "refusal_period", "supervisor_statement",
    "objection_decision", "clarification", "committee_vote",
]  # fmt: skip
REPEATABLE = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
REFUSED = (400, True)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=2**53)
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["\x00", "\ud800", "NaN", "-0", "9" * 400, "results_rating", "indicator:1", "meets", "{}"])
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)


def answer(step, outcome, data):
    """The status and sentence with which the door refuses; an exception of any other kind fails the test."""
    try:
        check_step(step.pk, outcome=outcome, data=data, by=step.owner, at=NOW)
    except Refused as refused:
        return refused.status, bool(str(refused))
    return None


def paths(data, way=()):
    """Every place in a document, as a way of keys and positions."""
    yield way
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*way, key))
    elif isinstance(data, list):
        for n, value in enumerate(data[:1]):
            yield from paths(value, (*way, n))


def put(data, way, value):
    """A copy of the document with another value in one place."""
    if not way:
        return value
    key, *rest = way
    if isinstance(data, dict):
        return {**data, key: put(data.get(key), rest, value)}
    return [put(item, rest, value) if n == key else item for n, item in enumerate(data)]


@pytest.mark.parametrize("stage", STAGES)
def test_wrong_types_at_every_key_of_every_outcome(office, stage):
    step = office.bring_to(stage)
    outcomes = sorted(step.task.flow_task.human_outcomes)

    @REPEATABLE
    @given(st.data())
    def check(draw):
        outcome = draw.draw(st.sampled_from(outcomes))
        right = office.data(stage, outcome)
        way = draw.draw(st.sampled_from(sorted(paths(right), key=str)))
        assert answer(step, outcome, put(right, way, draw.draw(anything))) in (None, REFUSED)

    check()


@pytest.mark.parametrize("stage", STAGES)
def test_garbage_for_every_outcome(office, stage):
    step = office.bring_to(stage)
    outcomes = st.sampled_from(sorted(step.task.flow_task.human_outcomes)) | anything

    @REPEATABLE
    @given(outcomes, anything)
    def check(outcome, data):
        assert answer(step, outcome, data) in (None, REFUSED)

    check()


@pytest.mark.parametrize(
    "data",
    [
        {"statement": [[[[]]]]},
        {"results": [{"indicator": 1, "actual": 87.5}]},
        {"results": [{"indicator": 2**63, "actual": "1"}]},
        {"results": [{"indicator": 10**400, "actual": "1"}]},
        {"results": [{"indicator": 1, "actual": "9" * 5_000}]},
        {"Statement": "x"},
        {"": ""},
        {"\ud800": "x"},
        {"statement": "\ud800"},
        {"statement": float("nan")},
        {"statement": float("inf")},
        {"behaviours": {"loyal": "x"}},
        {1: 2},
        {None: None},
        object(),
        b"{}",
    ],
)
def test_what_json_or_a_caller_might_bring(office, data):
    assert answer(office.step(), "submit", data) == REFUSED


@pytest.mark.parametrize("depth", [100, 900, 5_000])
def test_deep_garbage(office, depth):
    deep = []
    for _ in range(depth):
        deep = [deep]
    for data in (deep, {"statement": deep}, {"results": deep}):
        assert answer(office.step(), "submit", data) == REFUSED


def test_what_has_no_canonical_form_is_refused_even_if_a_form_would_take_it(office, monkeypatch):
    """The request's digest is what a repeat is compared with; without one nothing is taken."""
    monkeypatch.setattr("workflow.steps.canonical", lambda body: "\ud800".encode())
    with pytest.raises(Invalid, match="Bentuk isian"):
        take_step(office.step().pk, outcome="submit", data={}, by=office.employee, at=NOW)
