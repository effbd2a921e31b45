"""Log lines tell what happened, never about whom: errors and addresses may quote what somebody typed."""

import logging
import re

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
