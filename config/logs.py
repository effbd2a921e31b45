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
