"""What people of the demo city write: varied, whole sentences, fitting the situation."""

import re
from decimal import Decimal
from random import Random

import pytest

from config.demo import letters, texts
from config.demo.plans import plan_for, setting_of
from config.demo.plans.families import FAMILIES, SETTINGS
from config.demo.texts import objection
from config.demo.texts.numbers import plain
from config.demo.texts.self_assessment import _CAUSES_IN, _SERVICE_IN

RNG = Random(7)
INDICATOR = plan_for("Guru Ahli Muda", "fungsional", Random(1))[0].indicators[0]
SITUATIONS = {
    **{
        name: getattr(texts, name)
        for name in texts.__all__
        if name.endswith(("_reason", "_note", "_ground", "_statement", "general_feedback"))
        and name not in ("rating_reason", "indicator_note", "behaviour_note", "indicator_ground", "acting_reason")
    },
    **{f"behaviour {value}": lambda rng, value=value: texts.behaviour_note(rng, value) for value in texts.BEHAVIOURS},
    **{
        f"rated {results}/{behaviour}": lambda rng, pair=(results, behaviour): texts.rating_reason(rng, *pair)
        for results in ("above", "meets", "below")
        for behaviour in ("above", "meets", "below")
    },
    **{f"behaviour rated {r}": lambda rng, r=r: texts.behaviour_feedback(rng, r) for r in ("above", "meets", "below")},
    **{
        f"{part} {factor}": lambda rng, write=write, factor=factor: write(
            rng, INDICATOR, (INDICATOR.target * Decimal(factor)).quantize(Decimal("0.01"))
        )
        for part, write in (("note", texts.indicator_note), ("feedback", texts.indicator_feedback))
        for factor in ("1.1", "0.9", "0.5")
    },
    **{
        f"question to {to}": lambda rng, to=to: texts.clarification_question(rng, to)
        for to in ("employee", "supervisor")
    },
    **{f"answer of {by}": lambda rng, by=by: texts.clarification_answer(rng, by) for by in ("employee", "supervisor")},
    **{f"acting {kind}": lambda rng, kind=kind: texts.acting_reason(rng, kind) for kind in ("plt", "plh")},
    "indicator ground": lambda rng: texts.indicator_ground(rng, INDICATOR.name, INDICATOR.source),
    "reply": texts.reply,
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_situation_has_six_texts_or_more(situation):
    drawn = {SITUATIONS[situation](RNG) for _ in range(200)}
    assert len(drawn) >= 6
    for text in drawn:
        assert 25 <= len(text) <= 600
        assert text == text.strip()
        assert text[0].isupper()
        assert text.endswith((".", "?"))
        assert not re.search(r"[{}<>]|  ", text)


def test_the_seven_values_have_the_codes_of_the_domain():
    assert list(texts.BEHAVIOURS) == [
        "service_orientation",
        "accountable",
        "competent",
        "harmonious",
        "loyal",
        "adaptive",
        "collaborative",
    ]


def test_a_text_suits_where_the_work_happens():
    assert setting_of("Guru Ahli Muda", "fungsional") == "school"
    assert setting_of("Kepala Dinas Sosial", "jpt") == ""
    assert set(SETTINGS) == set(_CAUSES_IN) == set(_SERVICE_IN)
    assert {family for families in SETTINGS.values() for family in families} <= set(FAMILIES)
    notes = {texts.behaviour_note(RNG, "service_orientation", "school") for _ in range(200)}
    assert any("Murid" in note for note in notes)
    assert not any("pemohon lansia" in note for note in notes)


def test_an_answer_belongs_to_its_question_and_a_reply_to_its_statement():
    question = "Apakah ukuran yang sama dipakai bagi pegawai lain dengan tugas serupa?"
    assert texts.clarification_answer(RNG, "supervisor", question).startswith("Ya, ukurannya sama.")
    statement = next(text for text in objection._STATEMENTS if "sepuluh hari" in text)
    assert "dua puluh tiga hari kerja, bukan sepuluh hari" in texts.reply(RNG, statement)


@pytest.mark.parametrize(
    ("number", "text"),
    [("87.50", "87,50"), ("12.00", "12"), ("1200.00", "1.200"), ("1234.50", "1.234,50"), ("0.25", "0,25")],
)
def test_numbers_are_written_as_in_indonesian(number, text):
    assert plain(Decimal(number)) == text


def test_letter_numbers_look_like_a_registry_wrote_them():
    assert re.fullmatch(r"800\.1\.4\.1/\d+/2026", letters.letter_no(RNG, letters.PERFORMANCE, 2026))
    for write in (letters.order_letter_no, letters.delivery_letter_no, letters.committee_letter_no):
        assert re.fullmatch(r"800(\.\d+){3}/\d+/[A-Z]+/2026", write(RNG, 2026))
