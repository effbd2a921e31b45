"""Looking that leaves a trace: content opened with a purpose, the document printed. No row changes."""

from django.utils.translation import gettext as _

from appraisal import events, forms
from appraisal.permissions import sight_of
from audit.acts import record
from audit.models import Access
from workflow.holding import hold_appraisal, transaction_or_busy
from workflow.journal import note_look
from workflow.reading import read
from workflow.refusals import Conflict, Forbidden


class Purpose(forms.Form):
    """What the content is opened for: a complaint's number, a letter of assignment."""

    purpose: forms.line(300)


def open_content(appraisal_id, *, purpose, by, at):
    """HR or an inspector states what for; the log says so to the person concerned."""
    purpose = read(Purpose, {"purpose": purpose}).purpose
    with transaction_or_busy():
        appraisal = hold_appraisal(appraisal_id, by)
        if not sight_of(appraisal, by).may_state_purpose:
            raise Forbidden(
                _("Isi berkas dibuka dengan tujuan oleh pengelola kinerja atau inspektorat, bukan oleh pihak.")
            )
        return record(events.CONTENT_OPENED, subject=appraisal, by=by, at=at, purpose=purpose)


def record_print(appraisal_id, *, purpose, by, at, inspection=None):
    """A copy of the evaluation document leaves the system; its number is that of the entry."""
    with transaction_or_busy():
        appraisal = hold_appraisal(appraisal_id, by)
        if inspection:  # the entry would tell at once what the inspection defers
            raise Conflict(_("Selama pemberitahuan ditunda, dokumen dibaca di layar dan tidak dicetak."))
        if not appraisal.is_final:
            raise Conflict(_("Dokumen evaluasi baru ada setelah predikat final."))
        sight = sight_of(appraisal, by, purpose=purpose)
        if not sight.may_print:
            raise Forbidden(_("Dokumen dicetak oleh para pihak, atau dengan tujuan yang dicatat."))
        note_look(appraisal, sight, at=at, kind=Access.Kind.PRINT)
        return record(events.PRINTED, subject=appraisal, by=by, at=at)
