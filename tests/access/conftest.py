import pytest

from config import worker
from tests.access.everything import LATER, Everything


@pytest.fixture
def office(db, time_machine):
    """A row behind every address."""
    time_machine.move_to(LATER, tick=False)
    office = Everything()
    worker.beat(LATER)
    return office
