"""The ways the door says no. Pages and API map `status`; nothing was written."""


class Refused(Exception):
    status = 400


class NotFound(Refused):
    """Outside what this person may see."""

    status = 404


class Forbidden(Refused):
    """Visible, but not this person's to do; the sentence names the role that could."""

    status = 403


class Conflict(Refused):
    """Already done, changed meanwhile, or the same key with another body."""

    status = 409


class Invalid(Refused):
    """A broken rule or bad input; `fields` says where: {"results.0.actual": sentence}."""

    def __init__(self, detail, fields=None):
        super().__init__(detail)
        self.fields = fields or {}


class Busy(Refused):
    """Somebody holds the row longer than we wait; nothing was written, ask again soon."""

    status = 503
    retry_after = 5  # seconds


class Full(Busy):
    """There is no room to write: nothing was written, and somebody has to make room first."""

    retry_after = 60  # seconds
