"""Verbs on an account: each leaves a version with its author, one entry in the log, or nothing at all."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from knox.models import AuthToken
from post_office.models import Email

from audit.models import Entry
from notifications.models import Notice
from notifications.wording import tell
from organization import actions
from organization.models import SYSTEM, User
from organization.roles import Role
from organization.rules import RuleBroken
from tests.people import make_employee, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def rina():
    return make_user("Rina Marlina Harahap", roles=[Role.HR_ADMIN])


@pytest.fixture
def siti():
    return make_employee("Siti Rahmawati", email="siti@kota.example")


def log_of(person):
    return list(Entry.objects.filter(stream=f"user:{person.pk}").order_by("n").values_list("event", "actor"))


def last_version(person):
    return person.history.order_by("history_id").last()


def versions_of(person):
    return person.history.count()


def refused(action, **facts):
    """The sentence, and proof that nothing was written."""
    person = facts["person"]
    before = versions_of(person), log_of(person), User.objects.values().get(pk=person.pk)
    with pytest.raises(RuleBroken) as broken:
        action(at=NOW, **facts)
    assert (versions_of(person), log_of(person), User.objects.values().get(pk=person.pk)) == before
    return str(broken.value)


def test_a_granted_role_is_kept_with_author_reason_and_entry(rina, siti):
    actions.grant_role(person=siti, role=Role.INSPECTOR, reason="SK 800/12/2026", by=rina, at=NOW)
    siti.refresh_from_db()
    version = last_version(siti)
    assert siti.roles == ["inspector"]
    assert (version.history_user, version.history_change_reason, version.history_date) == (
        rina,
        "SK 800/12/2026",
        NOW,
    )
    assert log_of(siti) == [("user.role_granted", rina.pseudonym)]


def test_a_revoked_role_is_gone(rina, siti):
    actions.grant_role(person=siti, role=Role.INSPECTOR, reason="SK", by=rina, at=NOW)
    actions.revoke_role(person=siti, role=Role.INSPECTOR, reason="Pindah tugas", by=rina, at=NOW)
    siti.refresh_from_db()
    assert siti.roles == []
    assert [event for event, _actor in log_of(siti)] == ["user.role_granted", "user.role_revoked"]


@pytest.mark.parametrize(
    ("held", "role", "reason", "sentence"),
    [
        (["inspector"], "inspector", "SK", "sudah memegang"),
        (["hr_admin"], "inspector", "SK", "dirangkap"),
        (["inspector"], "hr_admin", "SK", "dirangkap"),
        ([], "mayor", "SK", "Pilih peran"),
        ([], "inspector", " ", "Tulis alasannya"),
        ([], "inspector", "<b>SK</b>", "teks biasa"),
        ([], "inspector", "SK\x07", "teks biasa"),
        ([], "inspector", "SK\u202e", "teks biasa"),
    ],
)
def test_a_role_is_refused(rina, held, role, reason, sentence):
    person = make_user("Togar", roles=held)
    assert sentence in refused(actions.grant_role, person=person, role=role, reason=reason, by=rina)


@pytest.mark.parametrize(
    ("action", "facts"),
    [
        (actions.grant_role, {"role": Role.INSPECTOR, "reason": "SK"}),
        (actions.revoke_role, {"role": Role.HR_ADMIN, "reason": "SK"}),
        (actions.deactivate, {"reason": "Pensiun"}),
        (actions.issue_sign_in_link, {}),
    ],
)
def test_nobody_works_on_his_own_record(rina, action, facts):
    assert "catatan Anda sendiri" in refused(action, person=rina, by=rina, **facts)


@pytest.mark.parametrize("roles", [[], ["inspector"]])
@pytest.mark.parametrize(
    ("action", "facts"),
    [
        (actions.grant_role, {"role": Role.INSPECTOR, "reason": "SK"}),
        (actions.revoke_role, {"role": Role.INSPECTOR, "reason": "SK"}),
        (actions.deactivate, {"reason": "Pensiun"}),
        (actions.reactivate, {"reason": "Kembali"}),
        (actions.issue_sign_in_link, {}),
    ],
)
def test_only_hr_works_on_people(siti, roles, action, facts):
    by = make_user("Togar", roles=roles)
    with pytest.raises(PermissionDenied, match="Pengelola kinerja"):
        action(person=siti, by=by, at=NOW, **facts)
    assert log_of(siti) == []


def test_a_right_lost_meanwhile_does_not_count(rina, siti):
    User.objects.filter(pk=rina.pk).update(roles=[])  # rina's own copy still says hr_admin
    with pytest.raises(PermissionDenied):
        actions.deactivate(person=siti, reason="Pensiun", by=rina, at=NOW)


def test_deactivating_ends_tokens_and_keeps_the_person(rina, siti):
    actions.create_api_token(person=siti, at=NOW)
    actions.deactivate(person=siti, reason="Pensiun", by=rina, at=NOW)
    siti.refresh_from_db()
    assert not siti.is_active
    assert not AuthToken.objects.exists()
    assert "sudah aktif" not in refused(actions.deactivate, person=siti, reason="Lagi", by=rina)
    actions.reactivate(person=siti, reason="Salah orang", by=rina, at=NOW)
    siti.refresh_from_db()
    assert siti.is_active
    assert "sudah aktif" in refused(actions.reactivate, person=siti, reason="Lagi", by=rina)


def test_a_password_is_kept_hashed_by_the_person_himself(siti):
    actions.set_password(person=siti, password="bukan-rahasia-9", at=NOW)
    siti.refresh_from_db()
    assert siti.check_password("bukan-rahasia-9")
    assert last_version(siti).history_user == siti
    assert log_of(siti) == [("user.password_set", siti.pseudonym)]


def test_a_link_goes_to_the_person_in_his_language_and_to_the_log(rina, siti):
    User.objects.filter(pk=siti.pk).update(language="en")
    with translation.override("id"):
        path = actions.issue_sign_in_link(person=siti, by=rina, at=NOW)
    letter = Email.objects.get()
    assert letter.to == ["siti@kota.example"]
    assert f"http://testserver{path}" in letter.message
    assert path in letter.html_message
    assert log_of(siti) == [("user.sign_in_link_issued", rina.pseudonym)]


def test_a_link_for_somebody_without_address_sends_nothing(rina):
    actions.issue_sign_in_link(person=make_employee("Budi"), by=rina, at=NOW)
    assert not Email.objects.exists()


def test_a_link_of_an_inspector_is_for_nobody_elses_eyes(rina):
    togar = make_user("Togar", roles=[Role.INSPECTOR], email="togar@kota.example")
    assert actions.issue_sign_in_link(person=togar, by=rina, at=NOW) == ""
    assert "/password/new/" in Email.objects.get().message
    silent = make_user("Bonar", roles=[Role.INSPECTOR])
    assert "surelnya" in refused(actions.issue_sign_in_link, person=silent, by=rina)


def test_whoever_is_concerned_is_told(rina, siti):
    actions.issue_sign_in_link(person=siti, by=rina, at=NOW)
    actions.grant_role(person=siti, role=Role.INSPECTOR, reason="SK", by=rina, at=NOW)
    told = Notice.objects.filter(to=siti).order_by("pk").values_list("about", "mailed_at")
    assert list(told) == [("user.sign_in_link_issued", NOW), ("user.role_granted", None)]
    assert all(one.title and one.lead.url == "/profile/" for one in tell(Notice.objects.all()))


def test_no_link_for_a_deactivated_account(rina, siti):
    User.objects.filter(pk=siti.pk).update(is_active=False)
    assert "nonaktif" in refused(actions.issue_sign_in_link, person=siti, by=rina)
    assert not Email.objects.exists()


def test_preferences_are_kept_and_choosing_the_same_again_is_nothing(siti):
    actions.set_preferences(person=siti, at=NOW, theme="dark")
    actions.set_preferences(person=siti, at=NOW, theme="dark")
    siti.refresh_from_db()
    assert (siti.theme, siti.language) == ("dark", "id")
    assert log_of(siti) == [("user.preferences_changed", siti.pseudonym)]


def test_a_token_is_told_once_and_kept_hashed(siti):
    token = actions.create_api_token(person=siti, at=NOW)
    kept = AuthToken.objects.get()
    assert kept.user == siti
    assert token not in (kept.digest, kept.token_key)
    assert log_of(siti) == [("user.api_token_created", SYSTEM.pseudonym)]


def test_an_act_that_fails_at_its_end_leaves_nothing(rina, siti, monkeypatch):
    monkeypatch.setattr("organization.notices.mail_sign_in_link", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.issue_sign_in_link(person=siti, by=rina, at=NOW)
    assert log_of(siti) == []
