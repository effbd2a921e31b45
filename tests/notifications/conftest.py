import datetime
import os
from zoneinfo import ZoneInfo

import pytest

from notifications.live.hints import mouth
from tests.office import Office

REDIS = os.environ.get("TEST_REDIS_URL", "")


def pytest_collection_modifyitems(config, items):
    """What needs Redis is there only where one is named: make test-services names one."""
    if not REDIS:
        needless = [item for item in items if "redis" in item.keywords]
        items[:] = [item for item in items if item not in needless]
        config.hook.pytest_deselected(items=needless)


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture(params=["memory", pytest.param("redis", marks=[pytest.mark.services, pytest.mark.redis])])
def layer(request, settings, monkeypatch):
    """Hints through memory, as one process keeps them, and through Redis, as several do."""
    monkeypatch.setattr(mouth, "_loop", None)
    if request.param == "redis":
        config = {"hosts": [REDIS], "prefix": f"test-{os.getpid()}-{request.node.name}"}
        settings.CHANNEL_LAYERS = {
            "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": config}
        }
    return request.param


def moment(text):
    """A day and a time of November 2026 in Jakarta: "2 20.59"."""
    day, _space, time = text.partition(" ")
    hour, minute = map(int, time.split("."))
    return datetime.datetime(2026, 11, int(day), hour, minute, tzinfo=ZoneInfo("Asia/Jakarta"))
