"""What every test stands on: compiled translations, and nothing left behind."""

import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# A busy machine is no fault of the code.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _translations():
    """Compile what changed, so that the English pages are English."""
    call_command("compile_locale", verbosity=0)


@pytest.fixture(autouse=True)
def _as_begun():
    """Every test begins in Indonesian, in the default zone."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        yield


@pytest.fixture
def test_database_url(db) -> str:
    """The address of the database of this test, for a process that it starts."""
    from django.db import connection

    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def pytest_sessionfinish(session):
    shutil.rmtree(settings.SCRATCH, ignore_errors=True)
