"""What has had its use goes once a day, whole or not at all, however many workers there are."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from knox.models import AuthToken
from post_office.models import STATUS, Email

from audit.models import Entry
from config import daily, worker
from config.models import Chore
from organization.models import Attempts
from tests.people import make_user
from tests.workflow.together import together

NOW = timezone.now()
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def session(n, expires):
    return Session(session_key=f"k{n}", session_data="", expire_date=expires)


def letter(status, age):
    made = Email.objects.create(from_email="a@kota.example", to=["b@kota.example"], status=status)
    Email.objects.filter(pk=made.pk).update(last_updated=NOW - age * DAY)
    return made.pk


def due_again():
    Chore.objects.update(done_at=daily.NEVER)


@pytest.mark.django_db
class TestWhatGoes:
    def test_sessions_that_ended(self):
        Session.objects.bulk_create([session(1, NOW - SECOND), session(2, NOW + SECOND)])
        assert worker.run_once(NOW) == []
        assert list(Session.objects.values_list("session_key", flat=True)) == ["k2"]

    def test_tokens_that_open_nothing(self):
        siti = make_user("Siti")
        old, new, endless = (AuthToken.objects.create(siti)[0].pk for _ in range(3))
        AuthToken.objects.filter(pk=old).update(expiry=NOW - SECOND)
        AuthToken.objects.filter(pk=endless).update(expiry=None)
        worker.run_once(NOW)
        assert set(AuthToken.objects.values_list("pk", flat=True)) == {new, endless}

    def test_windows_in_which_nobody_tries(self):
        second = int(NOW.timestamp())
        Attempts.objects.bulk_create(
            [Attempts(key="a", n=1, until=second - 1), Attempts(key="b", n=1, until=second + 9)]
        )
        worker.run_once(NOW)
        assert list(Attempts.objects.values_list("pk", flat=True)) == ["b"]

    def test_letters_long_since_sent_or_given_up(self, settings):
        settings.MAIL_KEEP_DAYS = 30
        kept = {
            letter(STATUS.sent, 29),
            letter(STATUS.failed, 29),
            letter(STATUS.queued, 99),
            letter(STATUS.requeued, 99),
        }
        letter(STATUS.sent, 31), letter(STATUS.failed, 31)
        daily.DAILY["old mail"](NOW)
        assert set(Email.objects.values_list("pk", flat=True)) == kept
        [entry] = Entry.objects.filter(event="mail.removed").select_related("payload")
        assert (entry.stream, json.loads(entry.payload.data)["facts"]) == ("book:mail", {"count": 2, "days": 30})
        due_again()
        daily.DAILY["old mail"](NOW)  # nothing went, nothing is said
        assert Entry.objects.filter(event="mail.removed").count() == 1

    def test_or_never(self, settings):
        settings.MAIL_KEEP_DAYS = 0
        letter(STATUS.sent, 5000)
        assert daily.DAILY["old mail"](NOW) == 0
        assert Email.objects.count() == 1


@pytest.mark.django_db
class TestOnceADay:
    def test_the_next_day_again(self):
        for hours, left in ((0, 0), (23, 1), (24, 0)):
            Session.objects.bulk_create([session(hours, NOW - SECOND)])
            worker.run_once(NOW + timedelta(hours=hours))
            assert Session.objects.count() == left
            if left:
                Session.objects.all().delete()

    def test_much_goes_in_batches_a_round(self, monkeypatch):
        monkeypatch.setattr(daily, "BATCH", 3)
        Session.objects.bulk_create([session(n, NOW - SECOND) for n in range(7)])
        assert [daily.DAILY["old sessions"](NOW) for _ in range(4)] == [3, 3, 1, 0]

    def test_what_fails_goes_with_the_next_round(self, monkeypatch, caplog):
        Session.objects.bulk_create([session(1, NOW - SECOND)])
        with monkeypatch.context() as broken:
            broken.setattr(Chore, "save", lambda self, **fields: 1 / 0)
            assert "old sessions" in worker.run_once(NOW)
        assert Session.objects.count() == 1  # nothing half done
        assert worker.run_once(NOW) == []
        assert Session.objects.count() == 0

    def test_a_clock_that_was_ahead_stops_no_broom(self):
        worker.run_once(NOW + 900 * DAY)
        Session.objects.bulk_create([session(1, NOW - SECOND)])
        worker.run_once(NOW)
        assert Session.objects.count() == 0

    def test_a_round_with_nothing_to_do_asks_one_question_each(self, django_assert_num_queries):
        worker.run_once(NOW)
        with django_assert_num_queries(len(daily.DAILY)):
            for chore in daily.DAILY.values():
                chore(NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 and later
def test_many_workers_do_it_once():
    Session.objects.bulk_create([session(n, NOW - SECOND) for n in range(40)])
    counts = together(*[(daily.DAILY["old sessions"], NOW)] * 6)
    assert sorted(counts) == [0] * 5 + [40]
