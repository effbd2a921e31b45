"""Hints to devices: encrypted for one browser, without a word about anybody, to push services we know and nobody else."""

import datetime
import json
import multiprocessing
import os
import signal

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import CommandError, call_command
from django.db import connections

from appraisal.events import OBJECTED, PLAN_AGREED
from audit.key import make_key
from audit.models import Entry
from notifications.actions import add_device, choose, mark_all_read, post
from notifications.models import Notice, Subscription
from notifications.push import identity
from notifications.push.devices import is_sound
from notifications.push.encryption import encrypt
from notifications.push.sending import PAUSES, push
from notifications.wording import wordings
from organization.models import User
from tests.notifications.browsers import Browser, claim_of, push_service
from tests.notifications.conftest import moment
from tests.office import DAY, NOW

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    settings.PUSH_KEY_FILE = tmp_path / "push-key"
    settings.PUSH_HOSTS = ["127.0.0.1"]
    settings.DEFAULT_FROM_EMAIL = "Timbang <timbang@kota.example>"
    make_key(settings.PUSH_KEY_FILE)


@pytest.fixture
def service():
    with push_service() as service:
        yield service


@pytest.fixture
def device(office, service):
    """The employee's browser; he has one open task."""
    browser = Browser()
    add_device(office.employee, endpoint=f"{service.address}/device/1", **browser.keys, at=NOW)
    return browser


# --- what the standard says ---


def private(text):
    return ec.derive_private_key(int.from_bytes(identity.decoded(text)), ec.SECP256R1())


def test_the_example_of_rfc_8291():
    """Appendix A, byte for byte."""
    browser = Browser(
        private("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), identity.decoded("BTBZMqHH6r4Tts7J_aSIgg")
    )
    text = b"When I grow up, I want to be a watermelon"
    sender = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
    salt = identity.decoded("DGv6ra1nlYgDCS1FRnbzlw")
    body = encrypt(text, key=browser.public, secret=browser.secret, sender=sender, salt=salt)
    assert identity.encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.read(body) == text


def test_two_messages_share_nothing():
    browser = Browser()
    one, other = (encrypt(b"x", key=browser.public, secret=browser.secret) for _ in range(2))
    assert one[:16] != other[:16]
    assert one[21:86] != other[21:86]
    assert browser.read(one) == browser.read(other) == b"x"


def test_the_claim_is_signed_for_one_service_and_half_a_day():
    header = identity.authorization("https://fcm.googleapis.com/fcm/send/abc", NOW)
    claim = claim_of(header)
    expiry = datetime.datetime.fromtimestamp(claim["exp"], datetime.UTC)
    assert claim["aud"] == "https://fcm.googleapis.com"
    assert claim["sub"] == "mailto:timbang@kota.example"
    assert NOW < expiry <= NOW + DAY
    assert header.endswith(identity.public_key())


# --- what leaves ---


def test_a_device_is_told_how_much_is_new_and_nothing_else(office, service, device):
    assert push(NOW) == 1
    [(path, headers, body)] = service.got
    assert path == "/device/1"
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Ttl" if "Ttl" in headers else "TTL"] == "86400"
    assert claim_of(headers["Authorization"])["aud"] == service.address
    assert json.loads(device.read(body)) == {
        "title": "Timbang", "body": "1 tugas baru menunggu Anda.", "open": "/inbox/",
    }  # fmt: skip
    assert push(NOW) == 0  # told once


def test_many_at_once_are_one_message_in_the_readers_language(office, service, device):
    User.objects.filter(pk=office.employee.pk).update(language="en")
    post(
        Notice(to=office.employee, kind="info", about=OBJECTED.name, created_at=NOW, subject=f"appraisal:{office.appraisal.pk}", n=n)
        for n in range(3)
    )  # fmt: skip
    assert push(NOW) == 1
    assert json.loads(device.read(service.got[0][2]))["body"] == "1 new task waits for you. 3 news items for you."


def test_whoever_has_no_device_is_told_nothing(office, service):
    assert push(NOW) == 0
    assert not Notice.objects.filter(pushed_at=None).exists()


def test_without_a_key_nothing_leaves_and_nobody_is_asked(office, service, device, settings, client, tmp_path):
    settings.PUSH_KEY_FILE = tmp_path / "none"
    assert push(NOW) == 0
    client.force_login(office.hr)
    assert "Nyalakan di perangkat ini" not in client.get("/notices/settings/").content.decode()


def test_a_task_done_meanwhile_and_what_is_not_wanted_stay_silent(office, service, device):
    choose(office.employee, digest="soon", mail=set(), push=set(wordings) - {PLAN_AGREED.name}, at=NOW)
    office.take("submit")
    post([Notice(to=office.employee, kind="info", about=PLAN_AGREED.name, created_at=NOW, subject="plan:1")])
    assert push(NOW) == 0
    assert service.got == []


def test_what_comes_at_night_is_told_in_the_morning(office, service, device):
    for silent in ("2 23.00", "2 23.01", "3 05.59"):
        assert push(moment(silent)) == 0
    assert service.got == []
    assert push(moment("3 06.00")) == 1
    assert push(moment("3 06.01")) == 0


def test_what_came_at_night_and_what_comes_then_is_one_message(office, service, device):
    push(moment("2 23.00"))
    post([news(office, at=moment("3 05.00"))])
    push(moment("3 05.00"))
    assert push(moment("3 06.00")) == 1
    [(_path, _headers, body)] = service.got
    assert json.loads(device.read(body))["body"] == "1 tugas baru menunggu Anda. 1 kabar baru untuk Anda."


def test_what_was_read_at_night_is_not_told_in_the_morning(office, service, device):
    push(moment("2 23.00"))
    mark_all_read(office.employee, up_to=Notice.objects.latest("pk").pk, at=moment("2 23.30"))
    assert push(moment("3 06.00")) == 0
    assert service.got == []
    assert not owing()


def test_a_task_that_is_due_tonight_is_told_tonight(office, service, device):
    step = office.step()
    step.due_at = moment("2 23.59")
    step.save(update_fields=["due_at"])
    assert push(moment("2 23.00")) == 1


# --- what a push service does not take ---


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_is_not_taken_is_tried_again(office, service, device, status):
    service.status = status
    assert push(NOW) == 0
    service.status = 201
    assert push(NOW + 59 * SECOND) == 0
    assert len(service.got) == 1
    assert push(NOW + 60 * SECOND) == 1
    assert push(NOW + DAY) == 0
    assert [headers["Topic"] for _path, headers, _body in service.got] == ["timbang"] * 2
    assert device.read(service.got[0][2]) == device.read(service.got[1][2])


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("600", 600),
        ("Mon, 02 Nov 2026 03:20:00 GMT", 1_200),  # it is three o'clock there
        ("5", 60),  # no sooner than we would
        ("999999999", 6 * 3600),  # nor for ever
        ("Mon, 02 Nov 2026 02:00:00 GMT", 60),
        ("soon", 60),
    ],
)
def test_a_service_says_how_long_to_wait(office, service, device, asked, seconds):
    service.status, service.retry_after = 429, asked
    assert push(NOW) == 0
    service.status = 201
    assert push(NOW + (seconds - 1) * SECOND) == 0
    assert push(NOW + seconds * SECOND) == 1


def test_a_service_that_is_away_is_asked_again(office, service, device):
    Subscription.objects.update(endpoint="http://127.0.0.1:9/device/1")
    assert push(NOW) == 0
    Subscription.objects.update(endpoint=f"{service.address}/device/1")
    assert push(NOW + 60 * SECOND) == 1


def test_it_is_not_tried_for_ever(office, service, device):
    service.status = 503
    for quarter in range(4 * 10):
        push(NOW + quarter * 900 * SECOND)
    assert len(service.got) == 1 + len(PAUSES)
    assert not owing()
    service.status = 201
    post([news(office)])
    assert push(NOW + DAY) == 1  # of what is new then


def test_what_is_new_meanwhile_waits_for_the_next_try(office, service, device):
    service.status = 503
    push(NOW)
    post([news(office)])
    push(NOW + SECOND)
    assert len(service.got) == 1
    service.status = 201
    assert push(NOW + 60 * SECOND) == 1
    assert json.loads(device.read(service.got[1][2]))["body"] == "1 tugas baru menunggu Anda. 1 kabar baru untuk Anda."


def test_another_device_that_was_told_is_not_told_again(office, service, device):
    add_device(office.employee, endpoint=f"{service.address}/device/2", **Browser().keys, at=NOW)
    service.of_device = {"/device/2": 503}
    assert push(NOW) == 1
    service.of_device = {}
    assert push(NOW + 60 * SECOND) == 1
    assert sorted(path for path, *_ in service.got) == ["/device/1", "/device/2", "/device/2"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # Python 3.12 and later
def test_a_worker_killed_as_it_sends_tells_it_once_more_in_place_of_the_first(office, service, device):
    """At the worst moment: the push service has it, and nobody noted so."""
    connections.close_all()  # a fork must not share them
    worker = multiprocessing.get_context("fork").Process(target=push, args=[NOW])
    service.heard = lambda: os.kill(worker.pid, signal.SIGKILL)
    worker.start()
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL
    service.heard = lambda: None
    assert push(NOW) == 1
    assert push(NOW) == 0
    (_, first, one), (_, second, other) = service.got
    assert first["Topic"] == second["Topic"]
    assert device.read(one) == device.read(other)


def test_keys_that_cannot_be_used_hold_up_nobody(office, service, device):
    Subscription.objects.create(
        person=office.employee, endpoint=f"{service.address}/device/0", p256dh="x", auth="x", added_at=NOW
    )
    assert push(NOW) == 1


def news(office, *, at=NOW):
    subject = f"appraisal:{office.appraisal.pk}"
    return Notice(to=office.employee, kind="info", about=OBJECTED.name, created_at=at, subject=subject)


def owing():
    return Subscription.objects.exclude(due_at=None, owed_from=None, tries=0).exists()


@pytest.mark.parametrize(("status", "stays"), [(404, False), (410, False), (429, True), (500, True), (307, True)])
def test_a_dead_device_is_forgotten(office, service, device, status, stays):
    service.status = status
    assert push(NOW) == 0
    assert len(service.got) == 1  # a redirection is not followed
    assert Subscription.objects.exists() is stays


def test_a_service_that_is_away_stops_nothing(office, device):
    Subscription.objects.update(endpoint="http://127.0.0.1:9/device/1")
    assert push(NOW) == 0
    assert Subscription.objects.exists()


# --- who may be sent to ---


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x", "https://169.254.169.254/latest", "https://localhost/x", "file:///etc/passwd",
        "https://fcm.googleapis.com.evil.example/x", "https://evilfcm.googleapis.com.example/x", "",
        "https://fcm.googleapis.com:8443/x", "https://u:p@fcm.googleapis.com/x", "https://fcm.googleapis.com:x/",
        "https://fcm.googleapis.com/" + "x" * 500,
    ],
)  # fmt: skip
def test_no_other_door_is_knocked_at(office, client, endpoint):
    client.force_login(office.employee)
    assert client.post("/notices/devices/add/", {"endpoint": endpoint, **Browser().keys}).status_code == 400
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "keys", [{"p256dh": "x"}, {"auth": ""}, {"p256dh": identity.encoded(b"\4" + b"\1" * 64)}, {"auth": "é"}]
)
def test_keys_that_no_browser_gives_are_refused(keys):
    given = Browser().keys | keys
    assert not is_sound("https://fcm.googleapis.com/x", given["p256dh"], given["auth"])


@pytest.mark.parametrize("host", ["fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"])
def test_known_browsers_are_welcome(host):
    keys = Browser().keys
    assert is_sound(f"https://{host}/send/abc", keys["p256dh"], keys["auth"])


def test_a_device_is_added_listed_and_removed(office, service, client):
    client.force_login(office.employee)
    given = {"endpoint": f"{service.address}/device/1", **Browser().keys}
    for _ in range(2):
        assert client.post("/notices/devices/add/", given).status_code == 204
    kept = Subscription.objects.get()
    assert "127.0.0.1" in client.get("/notices/settings/").content.decode()
    client.force_login(office.stranger)
    client.post("/notices/devices/remove/", {"device": kept.pk})
    assert Subscription.objects.exists()  # not his
    client.force_login(office.employee)
    client.post("/notices/devices/remove/", {"device": kept.pk})
    assert not Subscription.objects.exists()
    told = Entry.objects.filter(stream=f"user:{office.employee.pk}", event__startswith="notices.")
    assert [entry.event for entry in told] == ["notices.device_added", "notices.device_removed"]


def test_a_browser_belongs_to_whoever_subscribed_last(office, service, device):
    add_device(office.stranger, endpoint=f"{service.address}/device/1", **device.keys, at=NOW)
    assert Subscription.objects.get().person == office.stranger
    assert push(NOW) == 0


def test_a_browser_that_changed_hands_owes_nothing_of_the_one_before(office, service, device):
    service.status = 503
    push(NOW)
    add_device(office.stranger, endpoint=f"{service.address}/device/1", **device.keys, at=NOW)
    assert not owing()


def test_the_worker_of_the_browser_keeps_nothing(client):
    answer = client.get("/push-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode()
    assert 'tag: "timbang"' in text  # a message that comes twice is shown once
    assert not [word for word in ("caches", "fetch(", '"fetch"', "indexedDB") if word in text]


# --- the key ---


def test_the_key_is_made_once_and_printed(settings, tmp_path, capsys):
    settings.PUSH_KEY_FILE = tmp_path / "another"
    with pytest.raises(CommandError, match="push_key --create"):
        call_command("push_key")
    call_command("push_key", create=True)
    made = capsys.readouterr().out.strip()
    assert len(identity.decoded(made)) == 65
    call_command("push_key")
    assert capsys.readouterr().out.strip() == made
    with pytest.raises(CommandError, match="already"):
        call_command("push_key", create=True)
