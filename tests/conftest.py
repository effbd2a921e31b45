"""What every test stands on: compiled translations, and nothing left behind."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import migrated

# A busy machine is no fault of the code.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _translations():
    """Compile what changed, so that the English pages are English."""
    call_command("compile_locale", verbosity=0)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, request) -> bool:
    """Say whether there is a database to begin with: what an earlier run migrated."""
    return hasattr(request.config, "cache") and migrated.begin_with(request.config.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """The database of this run, its own; kept for the next one while it is empty."""
    if hasattr(request.config, "cache"):
        with django_db_blocker.unblock():
            migrated.keep(request.config.cache.mkdir("migrated"))


@pytest.fixture(autouse=True)
def _as_begun():
    """Every test begins in Indonesian, in the default zone, and without a key to seal with."""
    key = Path(settings.AUDIT_KEY_FILE)
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        yield
    key.unlink(missing_ok=True)


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
