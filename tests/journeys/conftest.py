import pytest

from tests.journeys.walking import Walker
from tests.office import NOW, Office


@pytest.fixture
def office(db, time_machine):
    """An office whose clock stands still: Monday 2 November 2026, 10.00 WIB."""
    time_machine.move_to(NOW, tick=False)
    return Office()


@pytest.fixture
def as_(client, office):
    """Return `as_(user)`: that person at the browser."""
    return lambda user: Walker(client, office, user)
