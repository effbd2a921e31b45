"""While a round is open no door tells how colleagues voted; where the policy votes openly every member reads it."""

import json
import re

import pytest

from appraisal.actions import agenda, meeting
from notifications.models import Notice
from tests.office import NOW, Office
from workflow.models import Step

SECRET = "Alasan rahasia anggota pertama."


@pytest.fixture
def blind(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return voted(Office(seats=5))


@pytest.fixture
def frank(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    return voted(Office(seats=5, committee={"blind_first": False}))


def voted(office):
    """The second member has voted to return, in a meeting that is open."""
    office.bring_to("committee_vote")
    made = agenda.prepare(office.committee.pk, held_on=NOW.date(), by=office.members[0], at=NOW)
    agenda.add_case(made.pk, office.appraisal.pk, by=office.members[0], at=NOW)
    meeting.open_meeting(made.pk, by=office.members[0], at=NOW)
    for member in office.members[1:]:
        meeting.attend(made.pk, by=member, at=NOW)
    place = made.items.get(kind="case").position
    office.item = f"/committees/{office.committee.pk}/meetings/1/items/{place}/"
    office.take("return", {"reason": SECRET}, by=office.members[1])
    return office


def words(answer):
    body = answer.content.decode()
    return body if answer.get("Content-Type", "").startswith("application/json") else re.sub(r"<[^>]+>", " ", body)


def doors(office, member):
    """Every address at which a member meets the case."""
    step = Step.objects.get(owner=member, name="committee_vote")
    pk = office.appraisal.pk
    return [
        f"/tasks/{step.pk}/", f"/tasks/{step.pk}/?outcome=endorse", f"/appraisals/{pk}/", office.item, "/inbox/",
        f"/inbox/?preview={step.pk}", "/appraisals/?tab=voted", "/notices/", f"/api/v1/tasks/{step.pk}/",
        f"/api/v1/appraisals/{pk}/", "/api/v1/tasks/", "/api/v1/appraisals/", "/",
    ]  # fmt: skip


def told(client, office, member, urls):
    client.force_login(member)
    return {url: words(answer) for url in urls if (answer := client.get(url)).status_code == 200}


@pytest.mark.parametrize("number", [0, 2])
def test_nobody_reads_a_colleagues_vote_before_and_after_his_own(client, blind, number):
    member = blind.members[number]
    for found in (told(client, blind, member, doors(blind, member)), _after_his_own(client, blind, member)):
        assert len(found) >= 9, found.keys()
        for url, said in found.items():
            assert SECRET not in said, url
            assert "Suara: Kembalikan" not in said, url
            assert '"choice": "return"' not in said, url


def _after_his_own(client, office, member):
    office.take("endorse", by=member)
    return told(client, office, member, doors(office, member))


def test_notices_tell_no_vote(blind):
    assert SECRET not in json.dumps(list(Notice.objects.values_list("facts", flat=True)))
    assert not Notice.objects.filter(about__contains="vote_cast").exists()


@pytest.mark.parametrize("who", ["employee", "supervisor", "second_level"])
def test_no_party_reads_a_vote_while_the_round_is_open(client, blind, who):
    client.force_login(getattr(blind, who))
    for url in (f"/appraisals/{blind.appraisal.pk}/", f"/api/v1/appraisals/{blind.appraisal.pk}/"):
        assert SECRET not in words(client.get(url))


def test_hr_with_a_purpose_reads_no_vote_either(client, blind):
    client.force_login(blind.hr)
    page = f"/appraisals/{blind.appraisal.pk}/"
    client.post(f"{page}purpose/", {"purpose": "Aduan 4"})
    assert SECRET not in words(client.get(page))


def test_a_member_has_no_log_to_search(client, blind):
    client.force_login(blind.members[0])
    assert client.get("/audit/").status_code == 403
    assert client.get("/api/v1/log/").status_code in (403, 404)


def test_ones_own_vote_is_shown_back(client, blind):
    client.force_login(blind.members[1])
    assert SECRET in words(client.get(f"/appraisals/{blind.appraisal.pk}/"))


def test_once_decided_members_read_every_vote(client, blind):
    for number in (0, 2, 3):
        blind.take("endorse", by=blind.members[number])
    client.force_login(blind.members[0])
    assert SECRET in words(client.get(f"/appraisals/{blind.appraisal.pk}/"))


def test_where_the_policy_votes_openly_members_read_along(client, frank):
    member = frank.members[2]
    found = told(client, frank, member, doors(frank, member))
    step = Step.objects.get(owner=member, name="committee_vote")
    for url in (f"/tasks/{step.pk}/", f"/appraisals/{frank.appraisal.pk}/", frank.item):
        assert SECRET in found[url], url


@pytest.mark.parametrize("who", ["employee", "supervisor", "second_level", "hr"])
def test_parties_read_nothing_of_an_open_vote_under_either_policy(client, frank, who):
    client.force_login(getattr(frank, who))
    for url in (f"/appraisals/{frank.appraisal.pk}/", f"/api/v1/appraisals/{frank.appraisal.pk}/"):
        assert SECRET not in words(client.get(url))
