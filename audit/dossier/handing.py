"""A dossier leaves: written down with its fingerprint, for whom and why, before it does."""

from hashlib import sha256

from django.db import transaction

from audit.acts import record
from audit.books import hold
from audit.events import LOG_DOSSIER_MADE
from audit.opening import LOG

from .collecting import checkpoint_for, dossier_of


def hand_out(stream: str, *, purpose: str, by, at) -> bytes:
    """The ZIP. Raises Unsealed where nothing of the stream is proven yet."""
    content = dossier_of(stream, checkpoint_for(stream)).zip()
    with transaction.atomic():
        facts = {"stream": stream, "purpose": purpose, "sha256": sha256(content).hexdigest()}
        record(LOG_DOSSIER_MADE, subject=hold(LOG), by=by, at=at, **facts)
    return content
