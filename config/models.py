"""What the workers have to remember together."""

from django.db import models


class Chore(models.Model):
    """When a chore was last done, by whichever worker; whoever holds the row is doing it."""

    name = models.CharField(max_length=40, primary_key=True)
    done_at = models.DateTimeField()

    def __str__(self):
        return self.name
