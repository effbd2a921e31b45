"""What leaves the log is written down before it does: for whom and why, a dossier with its fingerprint."""

from hashlib import sha256

from django.db import transaction

from audit.acts import record
from audit.books import hold
from audit.events import LOG_DOSSIER_MADE, LOG_WRITTEN_OUT
from audit.models import Checkpoint
from audit.opening import LOG

from .collecting import checkpoint_for, dossier_of


def hand_out(stream: str, *, purpose: str, by, at) -> bytes:
    """The ZIP. Raises Unsealed where nothing of the stream is proven yet."""
    content = dossier_of(stream, checkpoint_for(stream)).zip()
    note_dossier(stream, content, purpose=purpose, by=by, at=at)
    return content


@transaction.atomic
def note_dossier(stream: str, content: bytes, *, purpose: str, by, at) -> None:
    facts = {"stream": stream, "purpose": purpose, "sha256": sha256(content).hexdigest()}
    record(LOG_DOSSIER_MADE, subject=hold(LOG), by=by, at=at, **facts)


@transaction.atomic
def note_export(checkpoint: Checkpoint, *, purpose: str, by, at) -> None:
    """That the whole log leaves, for programs of others."""
    facts = {"size": checkpoint.size, "root": bytes(checkpoint.root).hex(), "purpose": purpose}
    record(LOG_WRITTEN_OUT, subject=hold(LOG), by=by, at=at, **facts)
