"""`python -m benchmarks.worker REQUESTS` reads pages of one gunicorn worker, as a city serves them, on DATABASE_URL.

Prints one JSON object: the MiB that the worker holds then.
"""

import json
import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

HOST = "127.0.0.1"


def main(requests):
    paths, cookie = _opened()
    port = _free_port()
    run = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "1"]
    environment = os.environ | {"ALLOWED_HOSTS": HOST, "HTTPS": "0", "LOG_LEVEL": "ERROR"}
    server = subprocess.Popen([*run, "--log-level", "warning"], env=environment)
    try:
        _read(port, paths, cookie, requests)
        print(json.dumps({"resident": _resident(server.pid)}))
    finally:
        server.terminate()
        server.wait()


def _opened():
    """Pages of an employee with a case: inbox, step, appraisal, notices; and the cookie that opens them."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from benchmarks.browser import Browser
    from benchmarks.ours.people import Office
    from workflow.models import Step

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    office = Office()
    person = office.people(1)[0]
    appraisal = office.start([office.unsaved(person, plan=office.plan_of(person))])[0]
    step = Step.objects.get(case__appraisal=appraisal)
    browser = Browser(person)
    paths = [reverse("inbox"), reverse("step", args=[step.pk]), reverse("appraisal", args=[appraisal.pk])]
    return [*paths, reverse("notices")], browser.client.cookies.output(header="", sep=";").strip()


def _free_port():
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def _read(port, paths, cookie, requests):
    _wait_for(port)
    for n in range(requests):
        path = paths[n % len(paths)]
        page = HTTPConnection(HOST, port, timeout=60)
        page.request("GET", path, headers={"Cookie": cookie, "Host": HOST})
        answer = page.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        page.close()


def _wait_for(port):
    while True:
        try:
            return socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)


def _resident(master):
    """MiB of the only worker."""
    [worker] = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    pages = int(Path(f"/proc/{worker}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(int(sys.argv[1]))
