"""What witnesses handed in, against the checkpoints they signed."""

from audit.cosignatures import Cosignature
from audit.models import Checkpoint
from audit.tlog import Invalid
from audit.tlog.note import Note, Signature

from .findings import Finding, Kind


class Cosigned:
    """Gathers cosignatures while entries are looked at; each is checked when all checkpoints are known."""

    def __init__(self, found, keys):
        self.found, self.keys = found, keys
        self.handed, self.last = [], {}  # last: {witness: its newest cosignature that holds}

    def hear(self, where, facts):
        self.handed.append((where, Cosignature.of(facts)))

    def hear_dispute(self, where, facts):
        """A witness may err; a checkpoint that our own key signed beside the log cannot."""
        try:
            other = self.keys.open(facts["note"])
        except Invalid:
            return
        sentence = f"{facts['witness']} holds another log of {other.size} entries, signed by the log's own key"
        self.found(Finding(Kind.FORKED, where, sentence))

    def finish(self):
        notes = dict(
            Checkpoint.objects.filter(size__in={one.size for _, one in self.handed}).values_list("size", "note")
        )
        for where, one in self.handed:
            try:
                self._check(one, notes.get(one.size))
            except Invalid as invalid:
                self.found(
                    Finding(Kind.WITNESS, where, f"{one.key.name} did not sign checkpoint {one.size}: {invalid}")
                )
            else:
                self.last[one.key] = one

    @staticmethod
    def _check(one, note):
        if note is None:
            raise Invalid("It is not there.")
        text = Note.parse(note).text
        Note(text, (Signature.parse(one.line),)).signed_by([one.key])
