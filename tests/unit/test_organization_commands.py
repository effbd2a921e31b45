"""Two commands: a token for a program, a role for the first administrator of a new city."""

from io import StringIO

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from knox.auth import TokenAuthentication

from audit.models import Entry
from organization.models import User
from tests.people import make_employee

pytestmark = pytest.mark.django_db
NIP = "198609262015051001"


@pytest.fixture
def siti():
    return make_employee("Siti", nip=NIP, password=make_password(None))


def said(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("typed", ["username", NIP, "19860926 201505 1 001"])
def test_the_token_is_the_last_word_and_opens_the_api(siti, typed):
    token = said("create_token", siti.username if typed == "username" else typed).split()[-1]
    person, _kept = TokenAuthentication().authenticate_credentials(token.encode())
    assert person == siti


@pytest.mark.parametrize("typed", ["tidak-ada", "198001012005011009", "system"])
def test_no_token_for_nobody(siti, typed):
    with pytest.raises(CommandError):
        said("create_token", typed)


def test_no_token_for_a_deactivated_account(siti):
    User.objects.filter(pk=siti.pk).update(is_active=False)
    with pytest.raises(CommandError, match="nonaktif"):
        said("create_token", siti.username)


def test_a_first_role_comes_with_a_link_and_is_logged(siti):
    told = said("grant_role", NIP, "hr_admin", "--reason", "SK 800/1/2026")
    siti.refresh_from_db()
    assert siti.roles == ["hr_admin"]
    assert "/password/new/" in told
    assert NIP not in told
    assert [entry.event for entry in Entry.objects.order_by("n")] == ["user.role_granted", "user.sign_in_link_issued"]


def test_a_role_twice_is_refused(siti):
    said("grant_role", siti.username, "hr_admin", "--reason", "SK")
    with pytest.raises(CommandError, match="sudah memegang"):
        said("grant_role", siti.username, "hr_admin", "--reason", "SK")
