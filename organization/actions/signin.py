"""That somebody came in, tried to, or went: a stream of its own for each account, for there are many.

What was typed is kept nowhere. An account that nobody has is told apart from others by a keyed digest.
"""

from dataclasses import dataclass

from django.db import transaction

from audit.acts import record
from audit.books import hold
from organization import events
from organization.attempts import digest, plain
from organization.models import ANONYMOUS, User
from organization.selectors import find_by_sign_in


@dataclass(frozen=True)
class SignIns:
    """The subject of a person's comings and goings, apart from what is done to his record."""

    person: User

    @property
    def stream(self):
        return f"signin:{self.person.pk}"


@transaction.atomic
def sign_in(*, person, at):
    """Whoever cannot be recorded does not come in. The time of it makes no version: it is not in the history."""
    User.objects.filter(pk=person.pk).update(last_login=at)  # and holds the row
    record(events.SIGNED_IN, subject=SignIns(person), by=person, at=at)


@transaction.atomic
def sign_out(*, person, at):
    record(events.SIGNED_OUT, subject=_held(person), by=person, at=at)


@transaction.atomic
def fail_to_sign_in(*, account, at):
    """In the stream of the account that was tried; in `book:sign_in` if there is none."""
    person = find_by_sign_in(account)
    subject = _held(person) if person else hold("sign_in")
    tried = digest("account", plain(account))  # tells one attacked account from many
    record(events.SIGN_IN_FAILED, subject=subject, by=person or ANONYMOUS, at=at, tried=tried)


@transaction.atomic
def refuse_token(*, sent, at):
    """Whose it should be nobody knows: in `book:sign_in`. The digest tells one token sent again from many guessed."""
    tried = digest("token", sent)
    record(events.SIGN_IN_FAILED, subject=hold("sign_in"), by=ANONYMOUS, at=at, tried=tried, way="token")


def ask_for_link(*, person, at):
    """Somebody who is not signed in has a link mailed to the account's owner. Within a transaction."""
    record(events.PASSWORD_LINK_REQUESTED, subject=_held(person), by=ANONYMOUS, at=at)


def _held(person):
    return SignIns(User.objects.select_for_update(no_key=True).get(pk=person.pk))
