"""How a committee decides, as a table: chair first; e endorse, r return, a abstain, x recuse, . not cast."""

from itertools import product

import pytest

from appraisal.rules import RuleBroken, check_committee_return, check_members_free, needs_committee, verdict

NAMES = {"e": "endorse", "r": "return", "a": "abstain", "x": "recuse", ".": None}


def tally(votes, *, closing=False):
    return verdict({n: NAMES[vote] for n, vote in enumerate(votes)}, chair=0, closing=closing)


@pytest.mark.parametrize(
    ("votes", "answer"),
    [
        ("...", None),
        ("ee.", "endorsed"),
        ("e..", None),
        ("rr.", "returned"),
        ("er.", None),
        (".er", None),
        ("eer", "endorsed"),
        ("err", "returned"),
        ("er..", None),
        ("erre", "endorsed"),  # a tie follows the chair
        ("reer", "returned"),
        ("aerer", "undecided"),  # a tie, and the chair abstained
        ("xerer", "undecided"),  # a tie, and the chair recused himself
        ("eer.x", "endorsed"),  # the last vote can only tie, and the chair endorsed
        ("rre.x", "returned"),
        (".ee.", None),  # the chair and the other may still tie, and then the chair decides
        ("aa.", None),
        ("aae", "endorsed"),  # abstentions count for the quorum, not for the majority
        ("aar", "returned"),
        ("aaa", "undecided"),
        ("xxx", "undecided"),
        ("xxe", "endorsed"),
        ("xxr", "returned"),
        ("xxa", "undecided"),
        ("xx.", None),
        ("x..", None),
        ("xe.", None),  # one of two is no quorum
        ("xee", "endorsed"),
        (".eerr", None),
        ("eee....", None),
        ("eeee...", "endorsed"),
        ("eee.xx.", "endorsed"),  # five seats count, three of them have endorsed
        ("e", "endorsed"),
        ("r", "returned"),
        ("a", "undecided"),
    ],
)
def test_decided_as_soon_as_the_rest_cannot_change_it(votes, answer):
    assert tally(votes) == answer


@pytest.mark.parametrize(
    ("votes", "answer"),
    [
        ("...", "no_quorum"),
        ("e..", "no_quorum"),
        ("ee..", "no_quorum"),  # half is not more than half
        ("eee..", "endorsed"),
        ("er.", "endorsed"),  # a tie follows the chair
        ("re.", "returned"),
        (".er", "undecided"),  # a tie, and the chair did not come
        (".rr", "returned"),
        ("ea.", "endorsed"),
        ("aa.", "undecided"),
        ("xx.", "no_quorum"),
        ("xe.", "no_quorum"),
        ("xee.", "endorsed"),
    ],
)
def test_when_the_meeting_closes_what_was_cast_decides(votes, answer):
    assert tally(votes, closing=True) == answer


@pytest.mark.parametrize("seats", [1, 2, 3, 4, 5])
def test_an_early_verdict_is_the_verdict_of_every_way_to_go_on(seats):
    """Against brute force: whatever the open seats do, even recuse themselves, the answer stays."""
    for votes in product("erax.", repeat=seats):
        early = tally(votes)
        ends = {tally(filled(votes, rest)) for rest in product("erax", repeat=votes.count("."))}
        if early:
            assert ends == {early}, votes
        elif "." in votes and "x" not in votes and (seats - votes.count(".")) * 2 > seats:
            assert len(ends) > 1, votes  # else it should have been decided already
        assert None not in ends


def filled(votes, rest):
    rest = iter(rest)
    return [next(rest) if vote == "." else vote for vote in votes]


def test_a_determination_goes_back_once_and_only_for_a_procedure():
    once = {"is_determined": True, "is_returned_once": False}
    check_committee_return(**once, procedure="employee_not_heard")
    check_committee_return(is_determined=False, is_returned_once=False, procedure=None)
    for facts, procedure, field in [
        (once, None, "procedure"),
        ({"is_determined": True, "is_returned_once": True}, "employee_not_heard", ""),
        ({"is_determined": True, "is_returned_once": True}, None, ""),
        ({"is_determined": False, "is_returned_once": False}, "employee_not_heard", "procedure"),
    ]:
        with pytest.raises(RuleBroken) as broken:
            check_committee_return(**facts, procedure=procedure)
        assert broken.value.field == field


def test_at_least_one_member_is_no_party():
    check_members_free([1, 2, 3], {1, 2})
    with pytest.raises(RuleBroken, match="Semua anggota"):
        check_members_free([1, 2], {1, 2, 3})
    with pytest.raises(RuleBroken):
        check_members_free([], {1})


@pytest.mark.parametrize(
    ("scope", "plain", "contested", "flagged"),
    [("all", True, True, True), ("contested", False, True, True), ("flagged", False, False, True)],
)
def test_who_goes_to_the_committee(scope, plain, contested, flagged):
    assert needs_committee(scope, is_contested=False, is_flagged=False) is plain
    assert needs_committee(scope, is_contested=True, is_flagged=False) is contested
    assert needs_committee(scope, is_contested=False, is_flagged=True) is flagged
