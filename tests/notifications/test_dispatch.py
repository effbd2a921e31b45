"""Letters on their way to the mail server: at least once each, and after a kill one at most a second time."""

import multiprocessing
import os
import signal
from collections import Counter

import pytest
from django.db import connections
from django.utils import timezone
from post_office import mail as outbox
from post_office.models import STATUS, Email, Log

from audit.models import Entry
from config.mail import send_mail
from tests.notifications.mailserver import mail_server

AT = timezone.now()
KILLED_AT = (1, 3)  # that many letters were taken
fork = multiprocessing.get_context("fork")


@pytest.fixture
def server(db, settings):
    with mail_server(settings) as server:
        yield server


def write(*names):
    return Email.objects.bulk_create(
        [
            outbox.send(f"{name}@kota.example", "timbang@kota.example", subject="Kabar", message="Buka.", commit=False)
            for name in names
        ]
    )


def statuses():
    return dict(Email.objects.values_list("pk", "status"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 and later
def test_a_kill_sends_one_letter_again_at_most_and_under_its_own_name(server):
    """The server takes a letter, and the worker dies before it hears so: the worst moment there is."""
    write("a", "b", "c", "d", "e")
    for taken in KILLED_AT:
        killed_after(server, taken + len(server.got))
    assert send_mail(AT) == 3
    assert set(statuses().values()) == {STATUS.sent}
    got = Counter((letter["To"], letter["Message-ID"]) for letter in server.letters())
    assert len(got) == 5
    assert len(server.got) == 5 + len(KILLED_AT)


def killed_after(server, taken):
    connections.close_all()  # a fork must not share them
    worker = fork.Process(target=send_mail, args=[AT])

    def kill():
        if len(server.got) == taken:
            os.kill(worker.pid, signal.SIGKILL)

    server.took = kill
    worker.start()
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL
    server.took = lambda: None


def test_a_letter_has_its_name_from_the_moment_it_is_queued(server):
    [letter] = write("siti")
    named = Email.objects.get().message_id
    assert named.endswith("@localhost>")  # of DEFAULT_FROM_EMAIL
    assert named == letter.message_id
    send_mail(AT)
    assert [one["Message-ID"] for one in server.letters()] == [named]


def test_many_leave_over_one_connection(server):
    write(*"abcdefgh")
    assert send_mail(AT) == 8
    assert server.connections == 1


def test_one_that_is_refused_is_tried_again_and_holds_up_no_other(server):
    server.unknown = {"salah"}
    first, wrong, last = write("a", "salah", "b")
    assert send_mail(AT) == 2
    assert statuses() == {first.pk: STATUS.sent, wrong.pk: STATUS.requeued, last.pk: STATUS.sent}
    kept = Email.objects.get(pk=wrong.pk)
    assert kept.number_of_retries == 1
    assert kept.scheduled_time > timezone.now()
    assert "5.1.1" in Log.objects.get(email=wrong).message
    assert send_mail(AT) == 0  # not at once


def test_one_that_is_always_refused_is_given_up(server, settings):
    server.unknown = {"salah"}
    [wrong] = write("salah")
    Email.objects.update(number_of_retries=settings.POST_OFFICE["MAX_RETRIES"])
    send_mail(AT)
    assert statuses() == {wrong.pk: STATUS.failed}


def test_a_server_that_takes_few_over_one_connection_is_called_again(server):
    server.most = 2
    write(*"abcde")
    assert send_mail(AT) == 4
    assert sorted(statuses().values()) == [STATUS.sent] * 4 + [STATUS.requeued]


def test_that_no_server_answers_is_no_letters_fault(server, settings):
    """What waits goes on waiting: an outage of hours makes nobody unreachable."""
    settings.EMAIL_PORT = 9
    [letter] = write("a")
    with pytest.raises(OSError, match="refused"):
        send_mail(AT)
    assert statuses() == {letter.pk: STATUS.queued}
    settings.EMAIL_PORT = server.port
    assert send_mail(AT) == 1
    assert Entry.objects.filter(event="mail.sent").count() == 1
