"""The project's settings for tests: fast, quiet, alone; only the database may be chosen."""

import os
import tempfile
from pathlib import Path

# Each run has a database and files of its own: two runs in one clone do not meet.
SCRATCH = Path(tempfile.mkdtemp(prefix="timbang-test-"))
os.environ.update(
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{SCRATCH}/unused.sqlite3",
    SECRET_KEY="only-for-tests",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DEBUG="0",
    DEMO="0",
    HTTPS="0",
    REDIS_URL="",
    EMAIL_URL="memorymail://",
    SITE_URL="http://testserver",
    TIME_ZONE="Asia/Jakarta",
    LOG_LEVEL="WARNING",
)

from config.settings import *
from config.settings import DATABASE, INSTALLED_APPS, STORAGES

MEDIA_ROOT = SCRATCH / "media"
AUDIT_KEY_FILE = SCRATCH / "audit-key"
PUSH_KEY_FILE = SCRATCH / "push-key"
DATABASE["TEST"] = {"NAME": f"test_timbang_{os.getpid()}"}
if "sqlite3" in DATABASE["ENGINE"]:
    DATABASE["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}  # a file: other processes must see it

INSTALLED_APPS = [*INSTALLED_APPS, "tests.flushing"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # seconds saved for every person made
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
