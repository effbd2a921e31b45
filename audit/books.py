"""Streams of what concerns no row: letters that left, settings, looks, sign-ins to accounts that nobody has."""

from django.db import models


class Book(models.Model):
    """A stream with a name, such as `book:mail`. Its row is the lock of whoever writes in it."""

    name = models.CharField(max_length=20, primary_key=True)

    def __str__(self):
        return self.name


def hold(name):
    """The book, locked until the transaction ends; whoever first writes in it opens it."""
    Book.objects.bulk_create([Book(name=name)], ignore_conflicts=True)
    return Book.objects.select_for_update(no_key=True).get(pk=name)
