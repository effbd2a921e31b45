"""The page that says how to run it in a city: its files are sound, and its commands do what they say."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from configparser import RawConfigParser
from pathlib import Path

import pytest
from django.db import connection

from appraisal.models import Appraisal
from audit.models import Entry
from tests.office import Office
from tests.repository.files import ROOT, text
from tests.repository.test_settings import EXAMPLE

PLACE = ROOT / "docs/operate"
PAGE = text(PLACE / "README.md")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
UNITS = sorted(PLACE.glob("*.service"))
INSTALLED = "/srv/timbang/"


def commands(word):
    """The block of the page that holds a word."""
    (found,) = [block for block in BLOCKS if word in block]
    return found


@pytest.fixture
def city(tmp_path):
    """The environment of the page's example, with what an administrator fills in; files lie under `tmp_path`."""
    scope = {}
    for line in text(PLACE / "production.env").splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            scope[name] = shlex.split(value)[0] if value else ""
    scope |= {
        "SECRET_KEY": "k" * 25 + "0123456789" * 3,
        "DATABASE_URL": f"sqlite:///{tmp_path}/timbang.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "AUDIT_KEY_FILE": str(tmp_path / "audit-key"),
        "AUDIT_MEMORY_FILE": str(tmp_path / "audit-memory"),
    }
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | scope


def run(script, environment, **more):
    """As the page says, from the clone."""
    script = script.replace(".venv/bin/python", shlex.quote(sys.executable))
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=ROOT, env=environment | more, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_the_example_sets_what_there_is_to_set():
    explained = set(EXAMPLE.findall(text(ROOT / ".env.example")))
    assert set(EXAMPLE.findall(text(PLACE / "production.env"))) <= explained
    assert "SECRET_KEY=\n" in text(PLACE / "production.env")  # nobody runs with the one that stands here


@pytest.mark.django_db(transaction=True)  # else this process holds the lock of the file
def test_a_city_begins(city, tmp_path, test_database_url):
    """Migrated, with its static files, and Django finds nothing to say about the deployment."""
    said = run(commands("migrate"), city, DATABASE_URL=test_database_url)
    assert "no issues" in said
    assert list((tmp_path / "static").rglob("components.*.css.gz"))


def configuration(unit):
    read = RawConfigParser(strict=False)
    read.optionxform = str
    read.read(unit)
    return read


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_program_that_is_there(unit):
    read = configuration(unit)
    assert read["Service"]["WorkingDirectory"] == INSTALLED.rstrip("/")
    program = read["Service"]["ExecStart"].split()[0]
    assert program.startswith(f"{INSTALLED}.venv/bin/")
    assert (Path(sys.executable).parent / Path(program).name).exists()  # installed beside this Python
    if verify := shutil.which("systemd-analyze"):
        done = subprocess.run([verify, "verify", "--man=no", str(unit)], capture_output=True, text=True)
        strange = [line for line in done.stderr.splitlines() if unit.name in line and "is not executable" not in line]
        assert strange == []


@pytest.mark.parametrize("timer", sorted(PLACE.glob("*.timer")), ids=lambda path: path.name)
def test_a_timer_starts_a_unit_that_ends(timer):
    assert configuration(timer.with_suffix(".service"))["Service"]["Type"] == "oneshot"
    assert timer.name in PAGE
    if analyze := shutil.which("systemd-analyze"):
        when = configuration(timer)["Timer"]["OnCalendar"]
        assert "Next elapse" in subprocess.run([analyze, "calendar", when], capture_output=True, text=True).stdout


def test_nginx_would_take_its_file(tmp_path):
    """Where nginx is not installed: braces are closed, and what the application believes is always set."""
    conf = text(PLACE / "nginx.conf")
    assert conf.count("{") == conf.count("}")
    for header in ("Host $host", "X-Forwarded-For $proxy_add_x_forwarded_for", "X-Forwarded-Proto $scheme"):
        assert f"proxy_set_header {header};" in conf
    if (nginx := shutil.which("nginx")) and (openssl := shutil.which("openssl")):
        key, certificate = tmp_path / "key.pem", tmp_path / "fullchain.pem"
        subprocess.run(
            [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x",
             "-keyout", key, "-out", certificate], check=True, capture_output=True,
        )  # fmt: skip
        local = conf.replace("/etc/ssl/timbang/", f"{tmp_path}/").replace("80;", "8080;").replace("443 ", "8443 ")
        (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{local}\n}}\n")
        checked = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
        assert "syntax is ok" in checked.stderr  # the rest asks for folders that only root may make


def test_hints_are_not_compressed():
    """A word has nothing to gain; a compressor for each open page takes more memory than all the rest of it."""
    assert "--ws-per-message-deflate false" in text(PLACE / "timbang-live.service")
    assert "ws_per_message_deflate=False" in text(ROOT / "config/management/commands/serve.py")


def test_pages_are_served_as_the_unit_says(city, test_database_url):
    """Behind a proxy that says it came by https; whoever comes without is led there; strangers' names are refused."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    unit = text(PLACE / "timbang-web.service")
    asked = re.search(r"^ExecStart=\S+ (.*)$", unit, re.MULTILINE)[1].replace("127.0.0.1:8001", address)
    city["DATABASE_URL"] = test_database_url
    run(".venv/bin/python manage.py collectstatic --no-input", city)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *asked.split()], cwd=ROOT, env=city)
    try:
        assert ask(address, "/healthz", patience=60)[0] == 200
        by_proxy = {"Host": "timbang.example.go.id", "X-Forwarded-Proto": "https"}
        status, headers = ask(address, "/readyz", **by_proxy)
        assert status in (200, 503)
        assert "max-age" in headers["Strict-Transport-Security"]
        status, headers = ask(address, "/", Host="timbang.example.go.id")
        assert (status, headers["Location"]) == (301, "https://timbang.example.go.id/")
        status, headers = ask(address, "/login/", **by_proxy)
        assert (status, headers["Cross-Origin-Opener-Policy"]) == (200, "same-origin")
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(headers["Set-Cookie"].split("; "))
        assert ask(address, "/login/", **by_proxy | {"Host": "evil.example"})[0] == 400
    finally:
        server.terminate()
        assert server.wait(30) == 0


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *facts):
        return None


def ask(address, path, patience=0, **headers):
    request = urllib.request.Request(f"http://{address}{path}", headers=headers)
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=20) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def kept():
    return Appraisal.objects.count(), list(Entry.objects.order_by("pk").values_list("leaf_hash", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other database has its own")
def test_a_copy_of_sqlite_while_it_is_used(city, tmp_path, test_database_url):
    Office().bring_to("employee_response")
    run(commands("VACUUM"), city, DATABASE_URL=test_database_url, BACKUP=str(tmp_path))
    counted = "from tests.operate.test_city import kept; n, log = kept(); print(n, len(log))"
    said = run(f'.venv/bin/python -c "import django; django.setup(); {counted}"', city,
               DATABASE_URL=f"sqlite:///{tmp_path}/timbang.sqlite3", DJANGO_SETTINGS_MODULE="config.settings")  # fmt: skip
    appraisals, log = kept()
    assert said.split()[-2:] == [str(appraisals), str(len(log))]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_what_was_backed_up_comes_back(city, tmp_path, test_database_url):
    """PostgreSQL: into a new database, with the log to the last byte; and the files beside it."""
    Office().bring_to("employee_response")
    before = kept()
    media, restored = tmp_path / "media", f"{connection.settings_dict['NAME']}_restored"
    media.mkdir()
    (media / "letter.pdf").write_bytes(b"%PDF")
    where = {"DATABASE_URL": test_database_url.replace(":@", "@"), "BACKUP": str(tmp_path), "RESTORED": restored}
    run(commands("pg_dump"), city, **where)
    shutil.rmtree(media)
    try:
        run(commands("pg_restore"), city, **where)
        said = run(
            '.venv/bin/python -c "import django; django.setup(); from tests.operate.test_city import kept;'
            ' n, log = kept(); print(n, *map(bytes.hex, map(bytes, log)))"',
            city, DATABASE_URL=f"{where['DATABASE_URL'].rpartition('/')[0]}/{restored}",
            DJANGO_SETTINGS_MODULE="config.settings",
        )  # fmt: skip
        assert said.split() == [str(before[0]), *(bytes(leaf).hex() for leaf in before[1])]
        assert (media / "letter.pdf").read_bytes() == b"%PDF"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{restored}"')
