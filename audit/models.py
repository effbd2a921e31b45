"""The log: one stream per subject, each entry naming the hash of the one before."""

from django.db import models


class Entry(models.Model):
    """One line of a stream: the exact leaf bytes and their RFC 6962 hash. No personal data."""

    stream = models.CharField(max_length=60)
    n = models.PositiveIntegerField()
    event = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.UUIDField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "n"], name="audit_entry_in_stream")]

    def __str__(self):
        return f"{self.stream}/{self.n} {self.event}"


class Payload(models.Model):
    """What the entry commits to. The only table of the log that an erasure order may blank."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True)
    salt = models.BinaryField(null=True)
    data = models.TextField(null=True)  # noqa: DJ001 - null is "erased by order", "" never occurs

    def __str__(self):
        return f"payload of {self.entry_id}"
