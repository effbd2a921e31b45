"""Log lines tell what happened, never about whom: errors and addresses may quote what somebody typed."""

import logging
import re

MINUTE = 60  # seconds
PERSONAL = re.compile(
    r"""(?<!\d)\d{8}\s?\d{6}\s?\d\s?\d{3}(?!\d)   # NIP, also spaced
      | [\w.+-]+(?:@|%40)[\w-]+\.[\w.-]+          # e-mail, also in an address
      | (?<=DETAIL:\s).*                          # PostgreSQL quotes the row
    """,
    re.VERBOSE,
)


class Line(logging.Formatter):
    """The whole of it, traceback included, without identity numbers, e-mail addresses and rows."""

    def format(self, record: logging.LogRecord) -> str:
        return PERSONAL.sub("***", super().format(record))


class OnceAMinute(logging.Filter):
    """Let a sentence through that was not told in the last minute: alarms that repeat themselves hide the others."""

    def __init__(self):
        super().__init__()
        self.told = {}  # sentence: when, seconds since 1970

    def filter(self, record: logging.LogRecord) -> bool:
        said, now = record.getMessage(), record.created
        self.told = {one: at for one, at in self.told.items() if 0 <= now - at < MINUTE}
        return self.told.setdefault(said, now) == now


def to_stderr(level: str) -> dict:
    """The LOGGING of Django: every line to stderr, from `level` on."""
    own = {"handlers": ["stderr"], "propagate": False}
    line = {"class": "config.logs.Line", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": own | {"level": level},
            "django.security.DisallowedHost": own | {"level": "CRITICAL"},  # whoever scans the net would fill the disk
            "post_office": own | {"level": "WARNING"},  # it would tell of every round
        },
    }
