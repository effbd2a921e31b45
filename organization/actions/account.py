"""Verbs on an account: password, preferences, roles, active or not."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from knox.models import AuthToken

from audit.acts import Act, write
from notifications.live.hints import SESSION, hint
from organization import events, notices, rules
from organization.actions.signin import ask_for_link
from organization.models import SYSTEM, User
from organization.permissions import require_people_manager

NOBODY = User(pk=SYSTEM.pk, name="Nobody", email="nobody@kota.invalid", password=make_password(None))


def locked(person: User, by: User) -> tuple[User, User]:
    """Both as they are now, held until the transaction ends: a right lost meanwhile does not count."""
    rows = User.objects.select_for_update(no_key=True).order_by("pk").in_bulk([person.pk, by.pk])
    return rows[person.pk], rows[by.pk]


def locked_for_manager(person: User, by: User) -> tuple[User, User]:
    """As `locked`; refuses whoever does not manage people, and nobody manages himself."""
    person, by = locked(person, by)
    require_people_manager(by)
    rules.check_not_own(person, by)
    return person, by


@transaction.atomic
def set_password(*, person, password, at, is_by_link=False):
    """The person himself sets it, signed in or by a one-time link."""
    person, _by = locked(person, person)
    act = Act(person, by=person, at=at)
    act.change(person, password=make_password(password))
    if is_by_link:
        act.record(events.SIGN_IN_LINK_USED)
    act.record(events.PASSWORD_SET)
    write(act)
    hint(SESSION, people=[person.pk])  # his other sessions end
    return person


@transaction.atomic
def set_preferences(*, person, at, **chosen):
    """`theme` and `language`, by the person himself; choosing the same again leaves no trace."""
    person, _by = locked(person, person)
    act = Act(person, by=person, at=at)
    act.change(person, **chosen)
    if act.changed:
        act.record(events.PREFERENCES_CHANGED)
        write(act)
    return person


@transaction.atomic
def issue_sign_in_link(*, person, by, at) -> str:
    """The path where the person sets his password, once, within PASSWORD_RESET_TIMEOUT.

    Whoever holds a role gets it by mail only: nobody else may come to see the link of an inspector.
    """
    person, by = locked_for_manager(person, by)
    rules.check_active(person)
    is_mail_only = bool(person.roles) and by != SYSTEM
    rules.check_reachable(person, is_mail_only)
    act = Act(person, by=by, at=at)
    act.record(events.SIGN_IN_LINK_ISSUED)
    write(act)
    path = password_path(person)
    notices.caused_by(act, is_mailed=True)
    notices.mail_sign_in_link(person, path)
    return "" if is_mail_only else path


@transaction.atomic
def mail_password_link(*, person, at):
    """Asked for by somebody who is not signed in; only the owner of the account's address gets it.

    For nobody, or who cannot be reached, as much is done and nothing of it stays: how long it takes tells nothing.
    """
    reached = person if person and person.is_active and person.email else NOBODY
    ask_for_link(person=reached, at=at)
    notices.mail_password_reset(reached, password_path(reached))
    if reached is NOBODY:
        transaction.set_rollback(True)


def password_path(person) -> str:
    """Django's token dies with the next sign-in and with the next password."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("password_new", args=[uid, default_token_generator.make_token(person)])


@transaction.atomic
def grant_role(*, person, role, reason, by, at):
    person, by = locked_for_manager(person, by)
    rules.check_reason(reason)
    rules.check_active(person)
    rules.check_grant(person, role)
    act = Act(person, by=by, at=at, reason=reason)
    act.change(person, roles=[*person.roles, str(role)])
    act.record(events.ROLE_GRANTED, role=str(role))
    write(act)
    notices.caused_by(act)


@transaction.atomic
def revoke_role(*, person, role, reason, by, at):
    """The one who revokes manages people himself, so a manager always remains."""
    person, by = locked_for_manager(person, by)
    rules.check_reason(reason)
    rules.check_holds(person, role)
    act = Act(person, by=by, at=at, reason=reason)
    act.change(person, roles=[held for held in person.roles if held != role])
    act.record(events.ROLE_REVOKED, role=str(role))
    write(act)
    notices.caused_by(act)


@transaction.atomic
def deactivate(*, person, reason, by, at):
    """Sessions end with the next request; API tokens are gone for good."""
    person, by = locked_for_manager(person, by)
    rules.check_reason(reason)
    rules.check_active(person)
    act = Act(person, by=by, at=at, reason=reason)
    act.change(person, is_active=False)
    act.record(events.USER_DEACTIVATED, reason=reason)
    if revoked := AuthToken.objects.filter(user=person).delete()[0]:
        act.record(events.API_TOKENS_REVOKED, count=revoked)
    write(act)
    hint(SESSION, people=[person.pk])


@transaction.atomic
def reactivate(*, person, reason, by, at):
    person, by = locked_for_manager(person, by)
    rules.check_reason(reason)
    rules.check_inactive(person)
    act = Act(person, by=by, at=at, reason=reason)
    act.change(person, is_active=True)
    act.record(events.USER_REACTIVATED, reason=reason)
    write(act)


@transaction.atomic
def create_api_token(*, person, at) -> str:
    """The token itself is told once; the database keeps its hash. Only the command gives one."""
    person, by = locked(person, SYSTEM)
    rules.check_active(person)
    _kept, token = AuthToken.objects.create(person)
    act = Act(person, by=by, at=at)
    act.record(events.API_TOKEN_CREATED)
    write(act)
    return token
