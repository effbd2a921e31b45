"""Which columns of records an order may blank: words and names, never a rating, a date or who did it.

A room registers its records here, and names the same columns where its migration guards their tables
(`audit.triggers.guard(…, blankable=…, partly=True)`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db import models

from audit.registry import histories

REASON = "history_change_reason"  # of every version


@dataclass(frozen=True)
class Erasable:
    """`columns` of the record and its versions; without any only the reasons go that versions keep.

    `is_guarded`: the database guards records of this kind themselves, once they are final.
    """

    model: type
    columns: tuple
    is_guarded: bool
    then: Callable | None = None  # (keys of records of which something was blanked), once that is committed

    @property
    def versions(self):
        return self.model.history.model

    def labels(self, names):
        """What these columns are called where versions are told in words."""
        return [str(histories[self.model].labels[name]) for name in self.columns if name in names]


known: dict[type, Erasable] = {}  # model of versions -> how it is blanked


def register_erasable(model, *columns, is_guarded=False, then=None):
    known[model.history.model] = Erasable(model, columns, is_guarded, then)


@cache
def version_models():
    """{table: model} of everything that keeps versions."""
    return {model.history.model._meta.db_table: model.history.model for model in histories}


def blank_of(field):
    """What a column holds once it is blank."""
    if field.null:
        return None
    return {} if isinstance(field, models.JSONField) else ""
