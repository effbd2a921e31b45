"""What happens beside cases: how people order their inboxes, HR those of all, and what an upgrade took over."""

from django.utils.translation import gettext_lazy as _

from appraisal.event_words import day
from appraisal.models import Stage
from audit.registry import Event

HR = _("pengelola kinerja")


def inbox_role(code):
    """The word of a role; its module is read late, for it reads models."""
    from .selectors.inbox import Role

    return Role(code).label if code in Role.values else code


def stage(code):
    return Stage(code).label


ROLE_VIEW_SET = Event(
    "inbox.view_set",
    _("{actor} menetapkan tampilan awal kotak tugas: {name} ({role})."),
    labels={"role": inbox_role},
    role=HR,
)
ROLE_VIEW_DROPPED = Event(
    "inbox.view_dropped",
    _("{actor} mencabut tampilan awal kotak tugas ({role})."),
    labels={"role": inbox_role},
    role=HR,
)
STEP_PUT_OFF = Event(
    "inbox.put_off",
    _("{actor} menunda tugas {step} pada {case} dalam kotak tugasnya sampai {until}. Batas waktunya tetap."),
    labels={"step": stage, "until": day},
)
STEP_BROUGHT_BACK = Event(
    "inbox.brought_back",
    _("{actor} mengembalikan tugas {step} pada {case} ke kotak tugasnya."),
    labels={"step": stage},
)
STEPS_TAKEN_OVER = Event(
    "inbox.steps_taken_over",
    _("{actor} mencatat {count} berkas dan tugas sebagaimana adanya, karena versinya mulai disimpan."),
)
