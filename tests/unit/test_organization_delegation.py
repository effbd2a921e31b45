"""Delegations of tasks: who may give and end one, what is refused in a sentence, who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from notifications.models import Notice
from organization import actions
from organization.models import Delegation
from organization.roles import Role
from organization.rules import RuleBroken
from tests.people import make_employee, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def hasan():
    return make_employee("Hasan")


@pytest.fixture
def budi():
    return make_employee("Budi")


def delegate(principal, to, by=None, **facts):
    given = {"from_date": TODAY, "to_date": TODAY + 7 * DAY, "letter_no": "800/7/2026"} | facts
    return actions.delegate_tasks(principal=principal, delegate=to, **given, by=by or principal, at=NOW)


def end(row, by, reason="Sudah kembali dari cuti.", at=NOW):
    actions.end_delegation(delegation=row, reason=reason, by=by, at=at)


def told():
    return list(Notice.objects.order_by("pk").values_list("to__name", "about"))


def events_of(person):
    return list(Entry.objects.filter(stream=f"user:{person.pk}").order_by("n").values_list("event", flat=True))


def test_one_gives_it_himself_and_the_other_is_told(hasan, budi):
    row = delegate(hasan, budi)
    assert list(Delegation.objects.on(TODAY + 7 * DAY)) == [row]
    assert not Delegation.objects.on(TODAY + 8 * DAY).exists()
    assert row.history.get().history_user == hasan
    assert events_of(hasan) == ["user.tasks_delegated"]
    assert told() == [("Budi", "user.tasks_delegated")]


def test_hr_records_it_for_him_and_both_are_told(hasan, budi):
    rina = make_user("Rina", roles=[Role.HR_ADMIN])
    end(delegate(hasan, budi, by=rina), by=rina)
    begun, over = "user.tasks_delegated", "user.delegation_ended"
    assert sorted(told()) == sorted((name, about) for name in ("Hasan", "Budi") for about in (begun, over))


def test_nobody_else_decides_over_his_tasks(hasan, budi):
    other = make_employee("Citra")
    with pytest.raises(PermissionDenied):
        delegate(hasan, budi, by=other)
    with pytest.raises(PermissionDenied):
        delegate(hasan, budi, by=budi)
    row = delegate(hasan, budi)
    with pytest.raises(PermissionDenied):
        end(row, by=other)
    assert Delegation.objects.get().ended_at is None


@pytest.mark.parametrize("who", ["hasan", "budi"])
def test_either_side_ends_it_at_once(request, hasan, budi, who):
    row = delegate(hasan, budi)
    end(row, by=request.getfixturevalue(who))
    assert not Delegation.objects.on(TODAY).exists()
    assert events_of(hasan)[-1] == "user.delegation_ended"
    with pytest.raises(RuleBroken, match="sudah berakhir"):
        end(row, by=hasan)


def test_what_is_over_by_its_date_needs_no_end(hasan, budi):
    row = delegate(hasan, budi)
    with pytest.raises(RuleBroken, match="sudah berakhir"):
        end(row, by=hasan, at=NOW + 8 * DAY)


def test_to_one_at_a_time_and_again_once_it_is_ended(hasan, budi):
    row = delegate(hasan, budi)
    citra = make_employee("Citra")
    with pytest.raises(RuleBroken, match="Budi") as broken:
        delegate(hasan, citra, from_date=TODAY + 7 * DAY, to_date=TODAY + 9 * DAY)
    assert broken.value.field == "from_date"
    delegate(hasan, citra, from_date=TODAY + 8 * DAY, to_date=TODAY + 9 * DAY)
    end(row, by=hasan)
    delegate(hasan, citra)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"letter_no": " "}, "letter_no"),
        ({"letter_no": "<b>800</b>"}, "letter_no"),
        ({"to_date": TODAY - DAY}, "to_date"),
        ({"from_date": TODAY - 9 * DAY, "to_date": TODAY - DAY}, "to_date"),
    ],
)
def test_what_is_refused(hasan, budi, facts, field):
    with pytest.raises(RuleBroken) as broken:
        delegate(hasan, budi, **facts)
    assert broken.value.field == field
    assert not Delegation.objects.exists()


def test_never_to_oneself_or_to_a_closed_account(hasan):
    for to in (hasan, make_employee("Dewi", is_active=False)):
        with pytest.raises(RuleBroken) as broken:
            delegate(hasan, to)
        assert broken.value.field == "delegate"


def test_an_end_needs_its_reason(hasan, budi):
    row = delegate(hasan, budi)
    with pytest.raises(RuleBroken) as broken:
        end(row, by=hasan, reason=" ")
    assert broken.value.field == "reason"
