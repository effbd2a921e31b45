"""Words in streams that concern several people: why somebody was absent or did not sign, why a unit was rated so."""

import json

import pytest

from appraisal.actions import erasure
from appraisal.actions import minutes as minutes_actions
from appraisal.actions.hold import place_hold
from appraisal.actions.unit_rating import justify, set_unit_rating
from appraisal.models import Attendance, Cycle, Justification, Minutes, Signature, UnitRating
from appraisal.rules import RuleBroken
from appraisal.selectors.erasure import why_not
from audit.erasure.own import proposals_about
from audit.models import Access, Entry, ErasureProposal
from organization.models import User
from tests.calibrated import Calibrated
from tests.office import DAY, Office
from tests.workflow.sitting import AT, hold

from .ended import LETTER, Ended, everything_kept, findings

ABSENT, REFUSED, UNABLE = "Dinas luar.", "menolak, sangat pribadi", "sakit, sangat pribadi"
LATER = AT + DAY
SAID = "Penjelasan sebaran unit ini panjang, dan sangat pribadi."


@pytest.fixture
def office(db):
    """A meeting with somebody absent; its minutes are refused by one and cannot be signed by another."""
    office = Office(seats=4)
    User.objects.create(username="inspector2", name="Dame Manurung", roles=["inspector"])
    office.bring_to("committee_vote")
    chair, office.absent, office.refusing, office.unable = office.members
    held = hold(office, absent=[office.absent])
    made = minutes_actions.draw_up(held.pk, number="800/12", place="Aula", by=office.hr, at=LATER)
    seen = {"seen": made.sha256, "at": LATER}
    minutes_actions.check(made.pk, by=chair, **seen)
    minutes_actions.refuse(made.pk, reason=REFUSED, by=office.refusing, **seen)
    minutes_actions.note_unable(made.pk, reason=UNABLE, place=2, by=office.hr, at=LATER)
    minutes_actions.sign(made.pk, by=chair, **seen)
    office.minutes, office.stream = made, f"committee:{office.committee.pk}"
    assert findings() == []
    return office


def number_of(office, event):
    return Entry.objects.get(stream=office.stream, event=event).n


WORDS = [("member_absent", ABSENT), ("minutes_refused", REFUSED), ("minutes_unable", UNABLE)]


@pytest.mark.parametrize(("event", "words"), WORDS)
def test_what_a_member_said_or_was_said_of_him_can_go(office, event, words):
    assert everything_kept().count(words) > 1
    Ended.order(office, number_of(office, f"committee.{event}"), at=LATER + DAY)
    kept = everything_kept()
    assert words not in kept
    assert [other for _event, other in WORDS if other != words and other not in kept] == []
    assert findings() == []


def test_who_was_there_and_what_was_decided_stays(office):
    Ended.order(office, *(number_of(office, f"committee.{event}") for event, _words in WORDS), at=LATER + DAY)
    absent = Attendance.objects.get(member=office.absent)
    assert (absent.present_at, absent.absent_reason) == (None, "")
    assert list(Signature.objects.order_by("position").values_list("kind", "reason")) == [
        ("refused", ""), ("unable", ""), ("signed", ""),
    ]  # fmt: skip
    assert Minutes.objects.get().body == office.minutes.body


def test_a_file_that_cannot_be_made_again_is_not_given_out(office):
    assert json.loads(minutes_actions.hand_out(office.minutes.pk, by=office.hr, at=LATER))["signatures"][0]["reason"]
    Ended.order(office, number_of(office, "committee.minutes_refused"), at=LATER + DAY)
    with pytest.raises(RuleBroken, match="dihapus menurut perintah"):
        minutes_actions.hand_out(office.minutes.pk, by=office.hr, at=LATER + 2 * DAY)


def test_pages_say_that_it_was_erased(office, client):
    client.force_login(office.hr)
    page = f"/committees/{office.committee.pk}/meetings/1/minutes/"
    before = client.get(page).content.decode()
    assert ABSENT in before
    Ended.order(office, *(number_of(office, f"committee.{event}") for event, _words in WORDS), at=LATER + DAY)
    after = client.get(page).content.decode()
    assert "tanpa keterangan" not in after
    assert after.count("dihapus") - before.count("dihapus") == 3


# --- two roles, and a hold ---


def propose(office, by, number=None):
    numbers = [number or number_of(office, "committee.member_absent")]
    return erasure.propose(office.stream, numbers=numbers, by=by, at=LATER + DAY, **LETTER)


def test_it_is_proposed_and_answered_as_of_a_case(office, client):
    proposal = propose(office, office.hr)
    for member in office.members:
        assert list(proposals_about(member)) == [proposal]
        client.force_login(member)
        assert client.get(f"/erasures/{proposal.pk}/").status_code == 200
    assert not Access.objects.filter(viewer__in=office.members).exists()  # it is their own business
    client.force_login(office.stranger)
    assert client.get(f"/erasures/{proposal.pk}/").status_code == 404
    erasure.answer(proposal.pk, agrees=True, by=office.inspector, at=LATER + 2 * DAY)
    assert erasure.carry_out(LATER + 3 * DAY) == 1
    assert ErasureProposal.objects.get().state == "done"
    assert ABSENT not in everything_kept()
    assert findings() == []


def test_hr_finds_it_beside_what_concerns_a_member_alone(office, client):
    client.force_login(office.hr)
    listed = client.get(f"/erasures/people/{office.absent.pseudonym}/").content.decode()
    assert f"/erasures/new/committee/{office.committee.pk}/" in listed
    assert f"Komite kota, {office.cycle.name}" in listed  # that of another period is called alike
    page = client.get(f"/erasures/new/committee/{office.committee.pk}/").content.decode()
    assert "Komite kota" in page


def test_nobody_of_the_committee_proposes_or_answers(office):
    office.members[2].roles = ["hr_admin", "inspector"]
    office.members[2].save()
    with pytest.raises(RuleBroken, match="Anda sendiri"):
        propose(office, office.members[2])
    proposal = propose(office, office.hr)
    with pytest.raises(RuleBroken, match="Anda sendiri"):
        erasure.answer(proposal.pk, agrees=True, by=office.members[2], at=LATER + 2 * DAY)


def test_a_hold_on_the_account_of_a_member_keeps_it(office):
    facts = {"reason": "Gugatan", "letter_no": "W1", "by": office.inspector, "at": LATER}
    place_hold(f"user:{office.members[3].pk}", **facts)
    with pytest.raises(RuleBroken, match="W1"):
        propose(office, office.hr)


# --- of a unit ---


def test_why_a_unit_was_rated_so_can_go_once_its_period_is_over(db):
    office = Calibrated([1, 1, 0, 0, 0])
    set_unit_rating(
        office.cycle.pk, office.unit.pk, rating="good", reason="alasan unit", letter_no="800/1", by=office.hr, at=AT
    )
    rating = UnitRating.objects.get()
    justify(rating.pk, text=SAID, by=office.head, at=AT)
    office.stream = f"unitrating:{rating.pk}"
    assert "belum ditutup" in why_not(office.stream)
    Cycle.objects.filter(pk=office.cycle.pk).update(state="closed", closed_at=AT, closed_by=office.hr)
    assert why_not(office.stream) == ""
    Ended.order(office, *Entry.objects.filter(stream=office.stream).values_list("n", flat=True), at=LATER)
    kept = everything_kept()
    assert [words for words in ("alasan unit", SAID) if words in kept] == []
    assert (UnitRating.objects.get().rating, Justification.objects.get().text) == ("good", "")
