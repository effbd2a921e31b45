"""Who may not vote, whose name stands in a text, and who may say that he disagreed."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from appraisal.policies import CommitteeRules, body_of, digest_of, preset, read
from appraisal.rules import (
    RuleBroken,
    check_dissent,
    check_is_asked,
    check_kin,
    dissent_until,
    is_named,
    recusal_kind,
)

NOBODY = {"is_party": False, "is_kin": False, "leads": False, "is_named": False}
USUAL = CommitteeRules().conflicts


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, ""),
        ({"is_party": True}, "party"),
        ({"is_kin": True}, "kin"),
        ({"leads": True}, "own_unit"),
        ({"is_named": True}, ""),  # a hint, no recusal
        ({"is_party": True, "is_kin": True, "leads": True}, "party"),  # the gravest is told
        ({"is_kin": True, "leads": True}, "kin"),
    ],
)
def test_why_a_member_is_kept_out(facts, kind):
    assert recusal_kind(USUAL, **NOBODY | facts) == kind


@pytest.mark.parametrize("facts", [{"is_kin": True}, {"leads": True}, {"is_named": True}])
def test_the_policy_says_which_conflicts_recuse_but_parties_always_do(facts):
    assert recusal_kind(frozenset(), **NOBODY | facts) == ""
    assert recusal_kind(frozenset(), **NOBODY | facts | {"is_party": True}) == "party"
    assert recusal_kind(frozenset({"named"}), **NOBODY | {"is_named": True}) == "named"


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("Hasan Nauli", "Menurut hasan  nauli bukti ada.", True),
        ("Hasan Nauli", "Hasan\nNauli", True),
        ("Hasan Nauli", "Hasan dan Nauli", False),
        ("Abdul Rahman Siregar", "Pak Rahman Siregar hadir.", True),
        ("Abdul Rahman Siregar", "Abdul Siregar", False),  # not side by side
        ("Sari", "Sari hadir", True),
        ("Sari", "menjadi sari laporan", False),
        ("Sari", "Sarinah", False),
        ("Andi (x", "Andi (x", True),  # a bracket breaks nothing
        ("", "apa saja", False),
    ],
)
def test_whose_name_stands_in_a_text(name, text, answer):
    assert is_named(name, ["", text]) is answer


def test_who_is_named_says_so_or_recuses_himself():
    check_is_asked(is_named=True, no_relation=True)
    check_is_asked(is_named=False, no_relation=False)
    with pytest.raises(RuleBroken) as broken:
        check_is_asked(is_named=True, no_relation=False)
    assert broken.value.field == "no_relation"


def test_nobody_is_his_own_kin():
    one, other, system = SimpleNamespace(pk=1), SimpleNamespace(pk=2), SimpleNamespace(pk=0)
    check_kin(one, other)
    for relative in (one, system):
        with pytest.raises(RuleBroken):
            check_kin(one, relative)


AT = datetime(2026, 12, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("choice", "verdict", "until", "refused"),
    [
        ("return", "endorse", None, ""),
        ("endorse", "return", None, ""),
        ("endorse", "endorse", None, "berbeda dengan putusan"),
        ("abstain", "endorse", None, "berbeda dengan putusan"),
        ("return", None, None, "sesudah komite memutus"),
        ("return", "endorse", AT, "sudah lewat"),
    ],
)
def test_who_may_disagree_and_until_when(choice, verdict, until, refused):
    if not refused:
        return check_dissent(choice=choice, verdict=verdict, at=AT, until=until)
    with pytest.raises(RuleBroken, match=refused):
        check_dissent(choice=choice, verdict=verdict, at=AT, until=until)


def test_the_days_end_at_local_midnight():
    assert dissent_until(AT, 3, "Asia/Jakarta") == datetime(2026, 12, 5, 17, tzinfo=UTC)
    assert dissent_until(AT, 0, "Asia/Jayapura") == datetime(2026, 12, 2, 15, tzinfo=UTC)


def test_a_document_frozen_before_keeps_its_bytes_and_a_changed_one_is_read_again():
    body = body_of(preset("permenpanrb-6-2022"))
    assert not any(name in body for name in ("conflicts", "blind_first", "dissent_days"))
    changed = preset("permenpanrb-6-2022").model_dump()
    changed["committee"] |= {"conflicts": ["kin"], "blind_first": False, "dissent_days": 5}
    again = read(body_of(type(preset("permenpanrb-6-2022")).model_validate(changed)))
    assert again.committee.conflicts == {"kin"}
    assert (again.committee.blind_first, again.committee.dissent_days) == (False, 5)
    assert digest_of(body_of(again)) != digest_of(body)
