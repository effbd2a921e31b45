"""Which days nobody works: national holidays, joint leave and days of the city's own, a calendar a year."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Calendar(models.Model):
    """One year, as HR keeps it. Its row is the lock of its days."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    created_at = models.DateTimeField()
    history = HistoricalRecords()

    def __str__(self):
        return str(self.year)


class DayOff(models.Model):
    """A day that is off, or was taken out again: then it stays here, and counts as a working day."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("Libur nasional")
        JOINT = "joint", _("Cuti bersama")
        LOCAL = "local", _("Libur daerah")

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days")
    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=120)  # a letter, or the library and its version
    is_off = models.BooleanField(default=True)
    history = HistoricalRecords()

    def __str__(self):
        return f"{self.day} {self.name}"
