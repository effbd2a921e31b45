"""Searches that inspectors keep: the address that shares one says nothing about anybody."""

import secrets
from functools import partial

from django.conf import settings
from django.db import models

make_token = partial(secrets.token_urlsafe, 12)


class SavedSearch(models.Model):
    """A filter with a name, under an opaque token."""

    token = models.CharField(max_length=16, unique=True, default=make_token)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    filter = models.JSONField()  # audit.search.Filter.as_document
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_once_a_name")]

    def __str__(self):
        return f"saved search {self.pk}"
