"""No log line names anybody, whatever an error quotes."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from organization.models import Identifier
from tests.people import make_employee

NIP = "198609262015051001"
EMAIL = "siti@kota.example"


@pytest.fixture
def lines(monkeypatch):
    """What reaches stderr, as an installation writes it."""
    stream = io.StringIO()
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["line"])
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    for name in ("", "django"):
        logging.getLogger(name).addHandler(handler)
    yield stream
    for name in ("", "django"):
        logging.getLogger(name).removeHandler(handler)


def untold(lines):
    return not [word for word in (NIP, "19860926 201505", EMAIL, "siti%40") if word in lines.getvalue()]


@pytest.mark.parametrize("quoted", [NIP, "19860926 201505 1 001", EMAIL, "siti%40kota.example", f"NIP={NIP},"])
def test_what_is_quoted_is_left_out_and_the_rest_stays(lines, quoted):
    logging.getLogger("organization").warning("Could not read %s in row 7", quoted)
    assert untold(lines)
    assert "Could not read" in lines.getvalue()
    assert "row 7" in lines.getvalue()


def test_other_numbers_stay(lines):
    logging.getLogger("workflow").warning("Launch 12 of 20,000 at 2026-11-02 03:00 took 1234567890 ns")
    assert "Launch 12 of 20,000 at 2026-11-02 03:00 took 1234567890 ns" in lines.getvalue()


def test_an_address_that_somebody_typed_a_number_into(db, lines):
    Client().get(f"/people/{NIP}/?q={EMAIL}")
    assert "Not Found: /people/***/" in lines.getvalue()
    assert untold(lines)


def test_what_the_database_says_of_a_row(db, lines):
    """PostgreSQL quotes it: `DETAIL: Key (number)=(…) already exists.`"""
    siti = make_employee("Siti", nip=NIP)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Identifier.objects.create(employee=siti.employee, kind="nip", number=NIP, from_date="2026-01-01")
    logging.getLogger("config").error("The chore failed.", exc_info=caught.value)
    assert (NIP in str(caught.value)) is (connection.vendor == "postgresql")
    assert "IntegrityError" in lines.getvalue()
    assert untold(lines)


def test_whoever_scans_the_net_does_not_fill_the_disk(db):
    logger = logging.config.DictConfigurator(settings.LOGGING).config["loggers"]["django.security.DisallowedHost"]
    assert logger["level"] == "CRITICAL"
