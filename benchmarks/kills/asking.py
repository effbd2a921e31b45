"""What is asked for meanwhile, by a process that nobody kills: runs of many votes, and notices for devices."""

import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.utils import timezone

TOGETHER = 5  # votes in one run


def ask_all(world, place):
    """Each at its moment. Returns the paths of the devices at their push service."""
    from workflow.models import Step

    votes = list(Step.objects.filter(pk__in=world["votes"]).select_related("case__appraisal").order_by("pk"))
    runs = [votes[first : first + TOGETHER] for first in range(0, len(votes), TOGETHER)]
    devices = _devices(world, place)
    moments = [(n * world["seconds"] / len(runs), _begin, (run, world["member"])) for n, run in enumerate(runs)]
    moments += [(n * world["seconds"] / len(devices), _tell, (one,)) for n, one in enumerate(devices)]
    for moment, do, given in sorted(moments, key=lambda one: one[0]):
        time.sleep(max(0, world["start"] + moment - time.time()))
        do(*given)
    return [f"/{device.person_id}" for device in devices]


def _begin(steps, member):
    from organization.models import User
    from workflow.desk import bulk

    by = User.objects.get(pk=member)
    bulk.begin(steps, act="endorse", key=f"kill-{steps[0].pk}", by=by, at=timezone.now())


def _devices(world, place):
    """A person each, with a browser at a push service of ours."""
    from cryptography.hazmat.primitives.asymmetric import ec

    from notifications.models import Subscription
    from notifications.push.encryption import point_of
    from notifications.push.identity import encoded
    from organization.models import User

    port = int(Path(place, "push-port").read_text())
    people = [User(username=f"device-{world['mark']}-{n}", name=f"G {n}") for n in range(world["devices"])]
    keys = {
        "p256dh": encoded(point_of(ec.generate_private_key(ec.SECP256R1()).public_key())),
        "auth": encoded(os.urandom(16)),
    }
    return Subscription.objects.bulk_create(
        Subscription(person=person, endpoint=f"http://127.0.0.1:{port}/{person.pk}", added_at=timezone.now(), **keys)
        for person in User.objects.bulk_create(people)
    )


def _tell(device):
    from notifications.actions import post
    from notifications.models import Notice

    told = {"kind": "info", "about": "bench", "subject": f"user:{device.person_id}", "created_at": timezone.now()}
    post([Notice(to_id=device.person_id, **told)])


def push_service(place):
    """Takes everything; each message is a line of the file `pushed`. Its port stands in `push-port`."""
    log = os.open(Path(place, "pushed"), os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            os.write(log, f"{self.path}\n".encode())
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    aside = Path(place, "push-port.part")
    aside.write_text(str(server.server_port))
    aside.rename(Path(place, "push-port"))
    server.serve_forever()
