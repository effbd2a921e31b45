"""What a dossier is made of, read from the log."""

from audit import heads, selectors
from audit.cosignatures import checkpoint_over
from audit.models import Checkpoint, Entry

from .archive import Dossier, End, Event
from .enclosing import enclosed_in


class Unsealed(Exception):
    """There is nothing yet that could be proven; one sentence says what to do."""


def dossier_of(stream: str, checkpoint: Checkpoint | None, reader=None) -> Dossier:
    """All events of a stream that the checkpoint covers, with the files that `reader` may have.

    Raises Unsealed where it covers none.
    """
    if checkpoint is None:
        raise Unsealed("The log has no checkpoint yet: run manage.py audit_seal.")
    sealed = Entry.objects.filter(stream=stream, sequence__idx__lt=checkpoint.size).order_by("n")
    found = list(sealed.select_related("sequence", "payload"))
    if not found:
        raise Unsealed(f"The log has no sealed event of {stream}.")
    tree = selectors.tree(checkpoint.size)  # one for all proofs: it keeps what it has read
    events = [_event(entry, selectors.proof_of(entry.sequence.idx, checkpoint, tree)) for entry in found]
    attachments, closed = enclosed_in(found, reader)
    return Dossier(stream, checkpoint.note, events, attachments, _end(stream, found, checkpoint, tree), closed)


def _end(stream, entries, checkpoint, tree):
    """Where the stream ended when that was last written down; None where it had not begun."""
    told = heads.stated_before(checkpoint.size)
    if told is None or entries[0].sequence.idx >= heads.stated_in(told).size:
        return None
    stated = heads.stated_in(told)
    last = max((entry for entry in entries if entry.sequence.idx < stated.size), key=lambda entry: entry.n)
    count, head = last.n + 1, bytes(last.leaf_hash)
    index, hashes = heads.place_of(stream, count, head, stated)
    return End(
        count=count,
        head=head,
        index=index,
        hashes=hashes,
        leaf=bytes(told.leaf),
        salt=bytes(told.payload.salt),
        data=told.payload.data,
        proof=selectors.proof_of(told.sequence.idx, checkpoint, tree),
    )


def checkpoint_for(stream: str) -> Checkpoint | None:
    """The newest that a witness signed, if it covers all that is sealed of the stream; else the newest."""
    sealed = Entry.objects.filter(stream=stream, sequence__isnull=False).order_by("n")
    return checkpoint_over(sealed.values_list("sequence__idx", flat=True).last() or 0)


def waiting_in(stream: str, checkpoint: Checkpoint) -> int:
    """How many later events of the stream the checkpoint does not cover."""
    return Entry.objects.filter(stream=stream).exclude(sequence__idx__lt=checkpoint.size).count()


def _event(entry, proof):
    payload = entry.payload
    is_erased = payload.data is None
    return Event(
        n=entry.n,
        leaf=bytes(entry.leaf),
        salt=None if is_erased else bytes(payload.salt),
        data=payload.data,
        proof=proof,
    )
