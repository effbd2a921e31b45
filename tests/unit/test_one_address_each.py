"""An e-mail address is one person's, in capitals or not: in the database, at the sign-in, after the migration."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from organization.models import User
from organization.selectors import with_email
from tests.people import make_user

BEFORE = [("organization", "0002_posts_of_their_own")]
AFTER = [("organization", "0003_one_address_each")]


@pytest.mark.django_db
def test_two_people_never_share_an_address():
    make_user("Siti", email="Siti@kota.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("Sitti", email="siti@KOTA.example")
    for _ in range(2):
        make_user("Tanpa surel")  # any number of people may have none


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["siti@kota.example", "SITI@KOTA.EXAMPLE", " Siti@Kota.Example "])
def test_an_address_signs_in_however_it_is_typed(typed):
    siti = make_user("Siti", email="Siti@Kota.example", password=make_password("batik-kawung-7"))
    make_user("Tanpa surel")
    assert authenticate(None, username=typed, password="batik-kawung-7") == siti
    assert with_email(typed) == siti


@pytest.mark.django_db
def test_nobody_is_found_without_an_address():
    make_user("Tanpa surel")
    assert with_email("") is None


@pytest.mark.services
@pytest.mark.django_db
def test_an_address_is_found_by_the_index_that_keeps_it_apart():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = User.objects.alias(lowered=User._meta.constraints[0].expressions[0]).filter(lowered="a@kota.example")
    assert "user_email" in found.exclude(email="").explain()


@pytest.mark.django_db(transaction=True)
def test_the_migration_leaves_a_shared_address_to_whoever_uses_it():
    """The others lose it, with a version that says why; nobody else is touched."""
    executor = MigrationExecutor(connection)
    latest = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "organization"]
    dependants = [key for key in executor.loader.graph.leaf_nodes() if key[0] != "organization"]
    try:
        executor.migrate(BEFORE)
        old = executor.loader.project_state(BEFORE).apps.get_model("organization", "User")
        made = [
            old.objects.create(username=f"m{n}", name=f"Orang {n}", email=email, is_active=active, last_login=login)
            for n, (email, active, login) in enumerate(
                [
                    ("a@kota.example", False, timezone.now()),
                    ("A@kota.example", True, None),
                    ("a@KOTA.example", True, timezone.now()),
                    ("b@kota.example", True, None),
                    ("", True, None),
                ]
            )
        ]
        executor = MigrationExecutor(connection)
        executor.migrate(AFTER)
        kept = dict(User.objects.filter(username__startswith="m").values_list("pk", "email"))
        assert [kept[user.pk] for user in made] == ["", "", "a@KOTA.example", "b@kota.example", ""]
        lost = User.history.filter(history_type="~").order_by("id")
        assert [(row.id, row.email) for row in lost] == [(made[0].pk, ""), (made[1].pk, "")]
        assert "huruf besar-kecil" in lost[0].history_change_reason
    finally:
        MigrationExecutor(connection).migrate(latest + dependants)
