"""A log sealed anew with a foreign key, checked by the command as an operator runs it: without naming keys.

Whoever owns the database writes what he likes into it, that his key was the former one of ours as well.
"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit import seal
from audit.actors import SYSTEM
from audit.acts import record
from audit.books import hold
from audit.events import LOG_KEY_ROTATED
from audit.models import Checkpoint, Entry, Pending
from audit.rotation import announce
from audit.tlog.checkpoint import Checkpoint as Stated
from audit.tlog.note import SigningKey
from organization import events
from organization.models import User

from .attacks import EVIL, KEY, attack, rewrite, run

NEW = SigningKey(KEY.name, b"n" * 32)


def happen(key, former=None, count=2):
    user = User.objects.get(pk=SYSTEM.pk)
    for _ in range(count):
        record(events.PASSWORD_SET, subject=user, by=user, at=timezone.now())
    waiting = Entry.objects.filter(sequence=None, pending=None)  # where the trigger is gone
    Pending.objects.bulk_create([Pending(entry=entry) for entry in waiting])
    return seal.seal_all(key, timezone.now(), former)


@pytest.fixture
def log(db, settings):
    """Sealed three times by the only key there ever was."""
    settings.AUDIT_ORIGIN = KEY.name
    know(settings, KEY)
    for _ in range(3):
        happen(KEY)


@pytest.fixture
def rotated(log, settings):
    """As the sealer does it: announced, both, the new one alone."""
    announce(KEY.verifier, NEW.verifier, timezone.now())
    happen(KEY)
    happen(NEW, former=KEY)
    happen(NEW)
    know(settings, NEW)


def know(settings, *keys):
    settings.AUDIT_VERIFIER_KEYS = [str(key.verifier) for key in keys]


def verified():
    said = StringIO()
    try:
        call_command("audit_verify", stdout=said)
    except CommandError as error:
        return said.getvalue() + str(error)
    return said.getvalue()


def claim(former, following, key=EVIL):
    """An entry of the forger that one key followed the other, sealed by his."""
    record(
        LOG_KEY_ROTATED, subject=hold("log"), by=SYSTEM, at=timezone.now(),
        former=str(former.verifier), following=str(following.verifier),
    )  # fmt: skip
    happen(key, count=1)


def test_nothing_forged_nothing_found(log):
    assert verified().startswith("OK")


def test_a_true_rotation_is_believed(rotated):
    assert verified().startswith("OK")


def test_and_the_one_before_it_too(rotated, settings):
    newest = SigningKey(KEY.name, b"m" * 32)
    announce(NEW.verifier, newest.verifier, timezone.now())
    happen(NEW)
    happen(newest, former=NEW)
    know(settings, newest)
    assert verified().startswith("OK")


def test_a_foreign_key_that_claims_to_be_the_former_one(log):
    with attack():
        rewrite(EVIL, timezone.now())
        claim(EVIL, KEY)
        assert verified().count("FAIL signature: ") == Checkpoint.objects.count()


def test_a_foreign_key_that_claims_to_follow(log):
    with attack():
        rewrite(EVIL, timezone.now())
        claim(KEY, EVIL)
        assert "FAIL signature: " in verified()


def test_swapped_keys(rotated):
    """The forger turns the true rotation round, or follows it with his own."""
    for claimed in ((NEW, KEY), (EVIL, NEW), (EVIL, KEY)):
        with attack():
            rewrite(EVIL, timezone.now())
            claim(*claimed)
            said = verified()
            assert said.count("FAIL signature: ") == Checkpoint.objects.count(), claimed


def test_the_former_key_rewrites_nothing_after_its_time(rotated):
    """It was stolen when nobody guarded it any more: it can sign all, but not the newest."""
    with attack():
        rewrite(KEY, timezone.now())
        assert "FAIL signature: " in verified()
    with attack():
        happen(NEW)
        last = Checkpoint.objects.order_by("size").last()
        _sign(last, KEY)
        assert f"FAIL signature: checkpoint {last.size}: " in verified()


def test_a_claim_that_our_own_key_sealed_gives_no_right_to_sign_the_newest(log):
    """The forger's entry waited like a true one; his line stands beside ours, and then alone."""
    with attack():
        claim(EVIL, KEY, key=KEY)
        over = Checkpoint.objects.order_by("size").last()
        _sign(over, KEY, EVIL)
        assert verified().startswith("OK")  # our key signed all of it
        forged = happen(KEY)
        _sign(forged, EVIL)
        assert f"FAIL signature: checkpoint {forged.size}: " in verified()


@pytest.mark.parametrize("facts", [{}, {"former": "nothing", "following": "nothing"}])
def test_a_claim_that_says_nothing_hides_no_finding(log, facts):
    with attack():
        rewrite(EVIL, timezone.now())
        record(LOG_KEY_ROTATED, subject=hold("log"), by=SYSTEM, at=timezone.now(), **facts)
        happen(EVIL)
        assert "FAIL signature: " in verified()


def _sign(stored, *keys):
    note = str(Stated(KEY.name, stored.size, bytes(stored.root)).sign(*keys))
    run("UPDATE audit_checkpoint SET note = %s WHERE size = %s", note, stored.size)
