"""Asking for an export: refused without a purpose, logged before a single row is written."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from audit import events
from audit.acts import record
from audit.books import hold
from audit.models import Export
from audit.opening import LOG

AT_ONCE = 3  # of one person


class Refused(Exception):
    """One sentence for the page."""


def ask_export(asked, *, purpose, format, with_content, by, at):
    """Queue an export for the worker. Raises Refused."""
    with transaction.atomic():
        book = hold(LOG)  # one at a time, so that the count below holds
        if Export.objects.filter(by=by, state__in=Export.UNDER_WAY).count() >= AT_ONCE:
            raise Refused(
                _("Masih ada %(n)s ekspor Anda yang dikerjakan. Tunggu salah satunya selesai.") % {"n": AT_ONCE}
            )
        facts = {"format": format, "with_content": with_content, "filter": asked.as_document()}
        record(events.LOG_EXPORTED, subject=book, by=by, at=at, purpose=purpose, **facts)
        return Export.objects.create(by=by, asked_at=at, purpose=purpose, language=get_language() or "id", **facts)
