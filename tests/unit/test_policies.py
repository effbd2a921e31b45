"""A policy is a typed document: the same bytes, the same digest, and nothing unknown in it."""

import json
from hashlib import sha256

import pytest
from pydantic import ValidationError

from appraisal import policies
from appraisal.policies import PolicyDocument

NATIONAL = "permenpanrb-6-2022"


@pytest.fixture
def facts():
    return json.loads(policies.body_of(policies.preset(NATIONAL)))


def test_presets_ship_and_can_be_read():
    assert NATIONAL in policies.preset_names()
    for name in policies.preset_names():
        assert policies.preset(name).slug == name
    with pytest.raises(FileNotFoundError):
        policies.preset("unknown")


def test_every_number_of_a_preset_is_cited(facts):
    cited = {citation["subject"] for citation in facts["citations"]}
    assert {"matrix", "deadlines.response", "objection", "committee", "suggestion"} <= cited
    assert all(citation["source"] for citation in facts["citations"])


def test_the_same_document_has_the_same_bytes(facts):
    body = policies.body_of(policies.preset(NATIONAL))
    assert policies.body_of(PolicyDocument.model_validate(facts)) == body
    assert policies.body_of(policies.read(body)) == body
    assert policies.digest_of(body) == sha256(body.encode()).hexdigest()
    assert list(facts) == sorted(facts)


def test_decimals_are_strings_in_the_body(facts):
    assert facts["suggestion"] == {"above_from": "110.00", "cap": "120.00", "meets_from": "90.00"}


def changed(facts, path, value):
    *way, last = path.split(".")
    part = facts
    for key in way:
        part = part[key]
    part[last] = value
    return facts


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("deadlines.response", 13),  # PP 30/2019 art. 59: never fewer than fourteen
        ("deadlines.response", 367),
        ("deadlines.statement", -1),
        ("deadlines.statement", "soon"),
        ("deadlines.unknown", 1),
        ("unknown", 1),
        ("committee.scope", "nobody"),
        ("committee.postpone_days", 0),
        ("suggestion.meets_from", "110.00"),  # not below `above_from`
        ("suggestion.cap", "109.99"),
        ("suggestion.cap", "120.001"),
        ("suggestion.cap", "NaN"),
        ("slug", "Has Spaces"),
        ("slug", "x" * 61),
        ("title", ""),
    ],
)
def test_what_cannot_be_a_policy_is_refused(facts, path, value):
    with pytest.raises(ValidationError):
        PolicyDocument.model_validate(changed(facts, path, value))


def test_the_matrix_has_each_of_the_nine_cells_once(facts):
    for matrix in (
        facts["matrix"][:8],
        [*facts["matrix"][:8], facts["matrix"][0]],
        [*facts["matrix"], facts["matrix"][0]],
    ):
        with pytest.raises(ValidationError, match="nine cells"):
            PolicyDocument.model_validate(facts | {"matrix": matrix})


def test_a_document_does_not_change():
    document = policies.preset(NATIONAL)
    with pytest.raises(ValidationError):
        document.deadlines.response = 20
    assert document.deadlines.response == 14
