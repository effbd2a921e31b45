"""A letter that a mail server took and then gave back: its report reaches HR, and nothing else does."""

import datetime
import io
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office import mail as outbox
from post_office.models import STATUS, Email, Log, RecipientDeliveryStatus

from audit.models import Entry
from config.mail import send_mail
from notifications.models import Notice
from notifications.returned import NoReport, read_report
from organization.notices import UNREACHABLE, tell_of_unreachable
from organization.selectors.unreachable import unreachable
from tests.notifications.mailserver import mail_server
from tests.notifications.reports import EXCHANGE, POSTFIX, report
from tests.repository.files import ROOT

ADDRESS = "employee@kota.example"


@pytest.fixture
def sent(office, settings):
    """A letter to the employee as the mail server got it."""
    office.employee.email = ADDRESS
    office.employee.save()
    outbox.send(ADDRESS, "timbang@kota.example", subject="Kabar", message="Buka.")
    with mail_server(settings) as server:
        send_mail(timezone.now())
    [letter] = server.letters()
    return letter["Message-ID"]


@pytest.fixture
def piped(monkeypatch, capsys):
    """What the command answers to a message on its standard input."""

    def answer(raw):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("mail_returned")
        return capsys.readouterr().out.strip()

    return answer


def came_back():
    return list(
        Email.objects.exclude(recipient_delivery_status=None).values_list("recipient_delivery_status", flat=True)
    )


# --- the whole way ---


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_comes_back_reaches_hr(office, sent, client, test_database_url):
    """As a mail server does it: a process of its own, the report on its standard input."""
    assert not unreachable(timezone.now()).filter(pk=office.employee.pk).exists()
    Email.objects.update(last_updated=timezone.now() - datetime.timedelta(hours=5))  # it left in the morning
    environment = os.environ | {"DATABASE_URL": test_database_url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    run = [sys.executable, "manage.py", "mail_returned"]
    done = subprocess.run(run, cwd=ROOT, env=environment, input=report(sent), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    letter = Email.objects.get(message_id=sent)
    assert done.stdout.decode() == f"Letter {letter.pk} came back.\n"
    assert (letter.status, letter.recipient_delivery_status) == (STATUS.sent, RecipientDeliveryStatus.HARD_BOUNCED)
    assert unreachable(timezone.now()).filter(pk=office.employee.pk).exists()
    for _ in range(2):
        tell_of_unreachable(timezone.now())
    told = Notice.objects.get(about=UNREACHABLE)
    assert (told.to, told.subject) == (office.hr, f"user:{office.employee.pk}")
    client.force_login(office.hr)
    assert office.employee.name in client.get("/people/unreachable/").content.decode()


def test_no_report_ends_with_a_sentence_and_a_code_of_its_own(tmp_path):
    """By it a mail server tells the sender; 75 would make it try again."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/none",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for raw, code, said in (
        (b"Subject: Apa kabar?\n\nHalo", 65, "This is no delivery report, and nobody reads letters at this address."),
        (report("<x@y>"), 75, "The database did not answer (OperationalError); try again later."),
    ):
        run = [sys.executable, "manage.py", "mail_returned"]
        done = subprocess.run(run, cwd=ROOT, env=environment, input=raw, capture_output=True)
        assert (done.returncode, done.stderr.decode()) == (code, f"CommandError: {said}\n")


# --- what changes something ---


@pytest.mark.parametrize("form", [POSTFIX, EXCHANGE])
def test_a_report_that_comes_twice_changes_nothing_more(sent, piped, form):
    assert piped(report(sent, form=form)).endswith("came back.")
    before = list(Email.objects.values()), list(Log.objects.values())
    assert piped(report(sent, form=form)) == "Nothing changed."
    assert (list(Email.objects.values()), list(Log.objects.values())) == before


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("relayed", "2.0.0"), ("delivered", "2.1.5"), ("expanded", "2.0.0"),
     ("delayed", "5.1.1"), ("", ""), ("failed", "")],
)  # fmt: skip
def test_what_may_still_arrive_changes_nothing(sent, piped, action, status):
    assert piped(report(sent, action=action, status=status)) == "Nothing changed."
    assert came_back() == []


def test_what_was_given_up_after_days_of_trying_came_back(sent, piped):
    """RFC 3464, 2.3.3: nobody will try again, whatever the status says of the cause."""
    assert piped(report(sent, action="failed", status="4.4.1")).endswith("came back.")


@pytest.mark.parametrize("message_id", ["<another@kota.example>", "", "%", "<>"])
def test_nobody_is_guessed_by_his_address(sent, piped, message_id):
    assert piped(report(message_id)) == "Nothing changed."
    assert came_back() == []


def test_the_log_counts_a_letter_that_came_back_once(sent, piped):
    """It left once; that it came back is no second time."""
    piped(report(sent))
    send_mail(timezone.now())
    assert Entry.objects.filter(event="mail.sent").count() == 1


def test_a_later_letter_that_arrives_takes_the_person_off_the_list(office, sent, piped):
    piped(report(sent))
    later = outbox.send(ADDRESS, "timbang@kota.example", subject="Kabar", message="Buka.")
    Email.objects.filter(pk=later.pk).update(status=STATUS.sent)
    assert not unreachable(timezone.now()).filter(pk=office.employee.pk).exists()


# --- what is no report ---


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\0\xff\n\n", b"Subject: Halo\n\nAction: failed\nStatus: 5.1.1\n",
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\n\n--x\n\n--x--\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nHalo\n--x--\n",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nHalo\n",
        POSTFIX.replace("multipart/report", "multipart/mixed").encode(),
    ],
)  # fmt: skip
def test_what_is_no_report_is_none(raw):
    with pytest.raises(NoReport):
        read_report(raw)


def test_what_is_cut_off_is_read_as_far_as_it_goes():
    whole = report("<1@kota.example>")
    for end in range(0, len(whole), 7):
        try:
            found = read_report(whole[:end])
        except NoReport:
            continue
        assert found.message_id in ("", "<1@kota.example>") or "<1@kota.example>".startswith(found.message_id)
