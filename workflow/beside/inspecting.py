"""Content opened under an inspection: the person concerned is told when it closes, ninety days later at most (design §3).

Until then nothing of it is in the stream of the case, which its employee may read: it is in that of the inspection.
"""

from django.utils.translation import gettext as _

from appraisal import events, notices
from appraisal.permissions import Part, sight_of
from audit import events as log_events
from audit.access import inspections
from audit.acts import Act, record, write
from notifications.actions import post
from organization.models import SYSTEM
from workflow.holding import hold_appraisal, is_system, transaction_or_busy
from workflow.reading import read
from workflow.refusals import Conflict, Forbidden, Invalid

from .opening import Purpose


def inspect_content(appraisal_id, *, purpose, by, at):
    """An inspector states what for, and that telling is deferred; the same purpose covers many cases."""
    purpose = read(Purpose, {"purpose": purpose}).purpose
    with transaction_or_busy():
        appraisal = hold_appraisal(appraisal_id, by)
        sight = sight_of(appraisal, by)
        if not (sight.may_state_purpose and sight.has(Part.INSPECTOR)):
            raise Forbidden(_("Hanya inspektorat, dan bukan pihak dalam berkas, yang dapat menunda pemberitahuan."))
        inspection = _begun(purpose, by, at)
        record(log_events.INSPECTION_CASE_OPENED, subject=inspection, by=by, at=at, case=appraisal.pk)
        return inspection


def close_inspection(inspection_id, *, by, at):
    """End the deferral: each case it opened says so from now on, and its employee is told. Twice is refused."""
    opened = inspections.cases_of(inspection_id)
    with transaction_or_busy():
        held = [hold_appraisal(pk, by) for pk in sorted(opened)]
        if not (is_system(by) or by.is_inspector):
            raise Forbidden(_("Hanya inspektorat yang menutup pemeriksaan."))
        inspection = inspections.close(inspection_id, by=by, at=at)
        if inspection is None:
            raise Conflict(_("Pemeriksaan ini sudah ditutup."))
        if inspections.cases_of(inspection_id).keys() != opened.keys():
            raise Conflict(_("Baru saja ada berkas lain yang dibuka dalam pemeriksaan ini. Tutup sekali lagi."))
        acts = [_disclosure(appraisal, inspection, opened[appraisal.pk], by, at) for appraisal in held]
        write(*acts)
        post(notice for act in acts for notice in notices.caused_by(act))


def close_ended(at):
    """A chore of the worker: close those whose ninety days are over; how many were closed."""
    return sum(_close(inspection_id, at) for inspection_id in inspections.ended(at))


def _close(inspection_id, at):
    try:
        close_inspection(inspection_id, by=SYSTEM, at=at)
    except Conflict:  # its inspector was first
        return False
    return True


def _begun(purpose, by, at):
    try:
        return inspections.begin(inspector=by, purpose=purpose, at=at)
    except inspections.Over as over:
        sentence = _("Pemeriksaan dengan tujuan ini sudah berakhir. Tulis tujuan yang lain, atau buka tanpa penundaan.")
        raise Invalid(sentence, {"purpose": sentence}) from over


def _disclosure(appraisal, inspection, since, by, at):
    act = Act(appraisal, by=by, at=at)
    facts = {"inspector": str(inspection.inspector.pseudonym), "purpose": inspection.purpose}
    act.record(events.INSPECTION_DISCLOSED, since=since.date().isoformat(), **facts)
    return act
