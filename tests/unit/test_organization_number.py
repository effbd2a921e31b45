"""A person outlives a number: HR records the one that succeeds it, and no number comes into the log."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from notifications.models import Notice
from organization import actions
from organization.models import Identifier
from organization.roles import Role
from organization.rules import RuleBroken
from organization.selectors import find_by_sign_in, identity_of
from organization.signin import IdentifierBackend
from tests.people import START, make_employee, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
OLD, NEW, OTHER = "199001012021211001", "199001012026212001", "198609262015051001"


@pytest.fixture
def rina():
    return make_user("Rina", roles=[Role.HR_ADMIN])


@pytest.fixture
def marlan():
    person = make_employee("Marlan", type="pppk", password=make_password("sandi-yang-panjang"))
    Identifier.objects.create(employee=person.employee, kind="ni_pppk", number=OLD, from_date=START)
    return person


def succeed(person, by, **facts):
    given = {"kind": "ni_pppk", "number": NEW, "from_date": TODAY - DAY, "reason": "Perjanjian 800/4/2026"} | facts
    return actions.succeed_number(person=person, by=by, at=NOW, **given)


def test_the_old_number_ends_the_day_before(rina, marlan):
    made = succeed(marlan, rina)
    old = Identifier.objects.get(number=OLD)
    assert (old.to_date, made.from_date, made.to_date) == (TODAY - 2 * DAY, TODAY - DAY, None)
    assert identity_of(marlan, TODAY)["number"] == NEW
    for row in (old, made):
        version = row.history.order_by("history_id").last()
        assert (version.history_user, version.history_change_reason) == (rina, "Perjanjian 800/4/2026")


def test_the_entry_holds_no_number_and_the_person_is_told(rina, marlan):
    succeed(marlan, rina)
    entry = Entry.objects.get(stream=f"user:{marlan.pk}")
    told = entry.payload.data
    assert entry.event == "user.number_succeeded"
    assert json.loads(told)["facts"]["reason"] == "Perjanjian 800/4/2026"
    assert OLD not in f"{told}{bytes(entry.leaf)}"
    assert NEW not in f"{told}{bytes(entry.leaf)}"
    assert Notice.objects.get(to=marlan).about == "user.number_succeeded"


def test_he_signs_in_with_the_new_number_and_not_with_the_old(rina, marlan):
    succeed(marlan, rina)
    backend = IdentifierBackend()
    assert backend.authenticate(None, "19900101 2026 21 2 001", "sandi-yang-panjang") == marlan
    assert backend.authenticate(None, OLD, "sandi-yang-panjang") is None
    assert find_by_sign_in(OLD) is None


def test_from_nip_to_ni_pppk_and_who_had_none(rina, marlan):
    assert succeed(marlan, rina, kind="nip", number=OTHER).kind == "nip"
    assert succeed(make_employee("Baru"), rina).number == NEW


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"number": "19900101202621200"}, "number", "17 angka"),
        ({"number": "199013012026212001"}, "number", "Tanggal lahir"),
        ({"kind": "nip"}, "number", "Bulan TMT"),
        ({"number": OLD}, "number", "sudah tercatat bagi orang ini"),
        ({"number": OTHER}, "number", "sudah dipakai orang lain"),
        ({"from_date": TODAY + DAY}, "from_date", "belum tiba"),
        ({"from_date": START}, "from_date", "Pilih tanggal sesudahnya"),
        ({"reason": " "}, "reason", "Tulis alasannya"),
        ({"reason": f"Menggantikan {OLD[:8]} {OLD[8:]}"}, "reason", "Jangan tulis nomor induk"),
    ],
)
def test_what_is_refused(rina, marlan, facts, field, said):
    make_employee("Siti", nip=OTHER)
    with pytest.raises(RuleBroken, match=said) as broken:
        succeed(marlan, rina, **facts)
    assert broken.value.field == field
    assert OTHER not in str(broken.value)
    assert not Entry.objects.exists()
    assert Identifier.objects.get(number=OLD).to_date is None


def test_only_hr_and_nobody_his_own(marlan):
    with pytest.raises(PermissionDenied):
        succeed(marlan, make_user("Togar", roles=[Role.INSPECTOR]))
    farida = make_employee("Farida", roles=[Role.HR_ADMIN])
    with pytest.raises(RuleBroken, match="catatan Anda sendiri"):
        succeed(farida, farida)
