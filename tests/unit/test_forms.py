"""The shape of each outcome's data: what is taken, what is refused, and which field is named (design §3)."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from appraisal import forms
from appraisal.models import Procedure, Rating, Value

RATINGS = {"results_rating": "meets", "behaviour_rating": "above"}
GROUND = {"subject": "results_rating", "reason": "Bukti belum dilihat."}
VALID = [
    (forms.SelfAssessment, {}),
    (
        forms.SelfAssessment,
        {
            "results": [{"indicator": 3, "actual": "87.50", "note": "selesai"}, {"indicator": 4, "actual": "0"}],
            "behaviours": [{"value": value, "note": "sering"} for value in Value.values],
            "statement": "Semua tercapai.",
        },
    ),
    (forms.Review, RATINGS | {"reason": "Sesuai bukti."}),
    (forms.Review, RATINGS | {"reason": "Sesuai bukti.", "feedback": [{"subject": "indicator:3", "text": "baik"}]}),
    (forms.Reason, {"reason": "Ada alasannya."}),
    (forms.Nothing, {}),
    (forms.Objection, {"grounds": [GROUND]}),
    (forms.Statement, {"statement": "Rating tetap."}),
    (forms.Ask, {"to": "employee", "question": "Kapan?"}),
    (forms.Change, RATINGS | {"reason": "Terbukti."}),
    (forms.CommitteeReturn, {"reason": "Lengkapi."}),
    (forms.CommitteeReturn, {"reason": "Lengkapi.", "procedure": "reason_missing"}),
    (forms.Endorsement, {}),
    (forms.Endorsement, {"note": "Setuju."}),
]


@pytest.mark.parametrize(("form", "data"), VALID)
def test_what_the_design_pins_is_taken(form, data):
    form.model_validate(data)
    form.model_validate(json.loads(json.dumps(data)))


@pytest.mark.parametrize(("form", "data"), VALID)
def test_an_unknown_key_is_refused_by_name(form, data):
    assert faults(form, data | {"score": "1"}) == {"score": "Isian ini tidak dikenal."}


@pytest.mark.parametrize(("form", "data"), VALID)
def test_each_required_key_is_named_when_it_is_missing(form, data):
    for key in [name for name, field in form.model_fields.items() if field.is_required()]:
        assert faults(form, {name: value for name, value in data.items() if name != key}) == {key: "Wajib diisi."}


def faults(form, data):
    with pytest.raises(ValidationError) as error:
        form.model_validate(data)
    return forms.explain(error.value)


def self_assessment(actual):
    return {"results": [{"indicator": 3, "actual": actual}]}


@pytest.mark.parametrize(
    ("typed", "number"),
    [("87.5", "87.5"), ("0", "0"), ("999999999999.99", "999999999999.99"), (12, "12"), ("007", "7"), (" 8 ", "8")],
)
def test_numbers_are_exact(typed, number):
    [row] = forms.SelfAssessment.model_validate(self_assessment(typed)).results
    assert row.actual == Decimal(number)
    assert isinstance(row.model_dump()["actual"], str)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (87.5, "sebagai teks"),
        (87.0, "sebagai teks"),
        (float("nan"), "sebagai teks"),
        (float("inf"), "sebagai teks"),
        (True, "sebagai teks"),
        ("NaN", "Tulis angka"),
        ("Infinity", "Tulis angka"),
        ("-Infinity", "Tulis angka"),
        ("sNaN", "Tulis angka"),
        ("87,5", "Tulis angka"),  # the page turns a comma into a point before
        ("banyak", "Tulis angka"),
        ("", "Tulis angka"),
        ("-1", "kurang dari 0"),
        ("-0.01", "kurang dari 0"),
        ("1.234", "dua angka"),
        ("1e-3", "dua angka"),
        ("1e400", "terlalu besar"),
        ("1000000000000", "terlalu besar"),
        (10**30, "terlalu besar"),
        (None, "Bentuk isian"),
        ([], "Bentuk isian"),
        ({}, "Bentuk isian"),
    ],
)
def test_what_is_no_exact_number_is_refused(typed, sentence):
    found = faults(forms.SelfAssessment, self_assessment(typed))
    assert list(found) == ["results.0.actual"]
    assert sentence in found["results.0.actual"]


@pytest.mark.parametrize("typed", [1.5, 1.0, True, None, "x", [1], "9" * 5000])
def test_an_indicator_is_named_by_its_number(typed):
    data = {"results": [{"indicator": typed, "actual": "1"}]}
    assert list(faults(forms.SelfAssessment, data)) == ["results.0.indicator"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a < b & c > d, <3, 5<6", "a < b & c > d, <3, 5<6"),  # signs are no markup
        ("  satu  ", "satu"),
        ("satu\r\ndua\rtiga\u2028empat\tlima", "satu\ndua\ntiga\nempat\tlima"),
        ("é e\u0301 漢字 🙂 \u200d", "é e\u0301 漢字 🙂 \u200d"),  # no normalisation
        ("{{ 7*7 }} %s %(x)s", "{{ 7*7 }} %s %(x)s"),
    ],
)
def test_text_is_kept_as_it_was_typed(typed, kept):
    assert forms.Reason(reason=typed).reason == kept


@pytest.mark.parametrize(
    "char", ["\x00", "\x01", "\x07", "\x0b", "\x0c", "\x1b", "\x1f", "\x7f", "\x85", "\x9f", "\u202e", "\u2066"]
)
def test_control_characters_are_refused(char):
    assert "huruf kendali" in faults(forms.Reason, {"reason": f"a{char}b"})["reason"]
    assert "huruf kendali" in faults(forms.SelfAssessment, {"statement": f"a{char}b"})["statement"]


@pytest.mark.parametrize("text", ["<b>tebal</b>", "x <script>alert(1)", "</p>", "<!-- x", "a<br/>b"])
def test_markup_is_refused(text):
    assert "tanpa kode HTML" in faults(forms.Reason, {"reason": text})["reason"]
    assert "tanpa kode HTML" in faults(forms.SelfAssessment, {"statement": text})["statement"]


def test_the_codes_to_choose_from_are_listed():
    found = faults(forms.Review, RATINGS | {"reason": "x", "results_rating": "great"})
    assert found == {"results_rating": "Pilih salah satu: above, meets, below."}


def test_a_lone_surrogate_is_refused():
    assert list(faults(forms.Reason, {"reason": "a\ud800b"})) == ["reason"]


@pytest.mark.parametrize("blank", ["", " ", "\n\t \r\n", "\u2003"])
def test_a_blank_reason_is_none(blank):
    assert faults(forms.Reason, {"reason": blank}) == {"reason": "Wajib diisi."}


def test_a_long_text_is_refused_with_its_limit():
    forms.Reason(reason="x" * forms.TEXT_LIMIT)
    forms.Reason(reason=" " * 50 + "x" * forms.TEXT_LIMIT)
    found = faults(forms.Reason, {"reason": "x" * (forms.TEXT_LIMIT + 1)})
    assert found == {"reason": "Terlalu panjang: paling banyak 10000 huruf."}
    assert list(faults(forms.SelfAssessment, {"statement": "x" * 10_000_000})) == ["statement"]


@pytest.mark.parametrize("typed", ["great", "MEETS", "", None, 1, ["meets"], {"meets": 1}, "meets "])
def test_a_rating_outside_the_scale_is_refused(typed):
    for form in (forms.Review, forms.Change):
        found = faults(form, RATINGS | {"reason": "x", "results_rating": typed})
        assert list(found) == ["results_rating"]
    assert all(Rating(code) for code in RATINGS.values())


@pytest.mark.parametrize(
    "grounds", [[], None, {}, "results_rating", [{}], [{"subject": "results_rating"}], [GROUND] * 101]
)
def test_an_objection_has_grounds(grounds):
    found = faults(forms.Objection, {"grounds": grounds})
    assert all(field.startswith("grounds") for field in found)


def test_what_is_asked_is_put_to_one_of_both_sides():
    assert list(faults(forms.Ask, {"to": "mayor", "question": "Kapan?"})) == ["to"]
    assert list(faults(forms.Ask, {"to": "employee", "question": " "})) == ["question"]


def test_a_procedure_comes_from_the_closed_list():
    for code in Procedure.values:
        forms.CommitteeReturn(reason="x", procedure=code)
    assert list(faults(forms.CommitteeReturn, {"reason": "x", "procedure": "rating_too_low"})) == ["procedure"]


def test_lists_have_an_end():
    rows = [{"indicator": n, "actual": "1"} for n in range(201)]
    assert faults(forms.SelfAssessment, {"results": rows}) == {"results": "Terlalu banyak: paling banyak 200."}
    notes = [{"value": "loyal", "note": ""}] * 8
    assert list(faults(forms.SelfAssessment, {"behaviours": notes})) == ["behaviours"]
    feedback = [{"subject": "results_rating", "text": "x"}] * 301
    assert list(faults(forms.Review, RATINGS | {"reason": "x", "feedback": feedback})) == ["feedback"]


@pytest.mark.parametrize("limit", [80, 150, 200])
def test_one_line_fits_its_column(limit):
    line = {80: "letter_no", 150: "witness", 200: "authority"}[limit]
    form, data = {
        "letter_no": (forms.Substitute, {"reason": "x"}),
        "witness": (forms.Handover, {"handed_over_on": "2026-11-02", "letter_no": "1"}),
        "authority": (forms.Correction, RATINGS | {"reason": "x", "letter_no": "1"}),
    }[line]
    form.model_validate(data | {line: "x" * limit})
    for text in ("x" * (limit + 1), " ", "a\x00b"):
        assert list(faults(form, data | {line: text})) == [line]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@given(anything)
def test_garbage_is_refused_and_never_an_error(data):
    for form in {form for form, _ in VALID}:
        assert all(isinstance(sentence, str) and sentence for sentence in explained(form, data).values())


@given(st.data())
def test_any_wrong_part_of_a_right_document_is_explained(draw):
    form, data = draw.draw(st.sampled_from([one for one in VALID if one[1]]))
    key = draw.draw(st.sampled_from(sorted(data)))
    found = explained(form, data | {key: draw.draw(anything)})
    assert all(field.split(".")[0] == key for field in found)


def explained(form, data):
    try:
        form.model_validate(data)
    except ValidationError as error:
        return forms.explain(error)
    return {}


def test_the_schema_says_that_decimals_are_strings():
    schema = forms.SelfAssessment.model_json_schema()
    assert schema["$defs"]["Actual"]["properties"]["actual"]["type"] == "string"
    assert schema["additionalProperties"] is False
