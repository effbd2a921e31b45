import pytest
from django.db import connection

from tests.office import Office


@pytest.fixture
def office(db):
    return Office()


def pytest_collection_modifyitems(config, items):
    """What needs PostgreSQL is there only when the tests run on it."""
    if connection.vendor != "postgresql":
        needless = [item for item in items if item.get_closest_marker("services")]
        items[:] = [item for item in items if item not in needless]
        config.hook.pytest_deselected(items=needless)
