"""A transparency log in formats that others read too: RFC 6962 (the tree) and C2SP (the texts). No Django in here.

Errors of any of it, in what somebody claims, raise `Invalid` with one sentence.
"""


class Invalid(ValueError):
    """A text is not in its format, or what it claims does not hold."""
