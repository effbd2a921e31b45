"""The tree over the leaves as they are now, against the stored tiles and each signed checkpoint."""

from audit.models import Checkpoint, Tile
from audit.tlog import Invalid
from audit.tlog.tree import WIDTH, Edge

from .findings import Finding, Kind
from .rows import raw

BATCH = 16 * WIDTH  # leaves


class Rebuilt:
    """Grows leaf by leaf and stops at every size that somebody signed."""

    def __init__(self, found, keys, witness=None):
        self.found, self.keys, self.witness = found, keys, witness
        self.edge, self.waiting, self.tiles = Edge(), [], 0
        self.checkpoints = iter(Checkpoint.objects.order_by("size").iterator(chunk_size=500))
        self.next = next(self.checkpoints, None)
        self.stated = 0  # the size of the last checkpoint that was looked at

    def hear(self, stream):
        """An entry tells of the checkpoint before it: `checkpoint:SIZE`. So none of them can be taken away."""
        if stream != f"checkpoint:{self.stated}":
            self._find(Kind.SIGNATURE, stream.replace(":", " "), "it was signed, as an entry tells, and is gone")

    @property
    def size(self):
        return self.edge.size + len(self.waiting)

    def add(self, leaf_hash):
        self.waiting.append(leaf_hash)
        size = self.size
        if len(self.waiting) == BATCH or self._is_stated(size):
            self._grow()
            self._compare(size)

    def finish(self):
        """(size, root) of all leaves; whatever states more or less than there is, is said."""
        self._grow()
        if self.stated < self.edge.size:
            sentence = f"{self.edge.size} entries have places, and what was signed ends before"
            self._find(Kind.SIGNATURE, f"place {self.stated}", sentence)
        while self.next:
            self._check(self.next, None)
            self._find(Kind.TRUNCATED, f"checkpoint {self.next.size}", f"only {self.edge.size} entries are there")
            self.next = next(self.checkpoints, None)
        if self.witness and self.witness.size > self.edge.size:
            sentence = f"a witness saw {self.witness.size} entries, only {self.edge.size} are there"
            self._find(Kind.TRUNCATED, f"witness {self.witness.size}", sentence)
        if (stored := Tile.objects.count()) != self.tiles:
            self._find(Kind.TILE, "tiles", f"{stored} are stored, {self.tiles} belong to {self.edge.size} entries")
        return self.edge.size, self.edge.root()

    def _is_stated(self, size):
        return (self.next and self.next.size <= size) or (self.witness and self.witness.size == size)

    def _grow(self):
        made = self.edge.append(self.waiting)
        self.waiting = []
        self.tiles += len(made)
        for level in {tile.level for tile in made}:
            self._compare_tiles(level, [tile for tile in made if tile.level == level])

    def _compare_tiles(self, level, made):
        """A batch's tiles of one level stand side by side."""
        near = Tile.objects.filter(level=level, n__gte=made[0].n, n__lte=made[-1].n)
        stored = {n: (raw(hashes), raw(root)) for n, hashes, root in near.values_list("n", "hashes", "root")}
        for tile in made:
            if stored.get(tile.n) != (tile.hashes, tile.root):
                sentence = "it is not that of the leaves" if tile.n in stored else "it is missing"
                self._find(Kind.TILE, f"tile {level}/{tile.n}", sentence)

    def _compare(self, size):
        root = self.edge.root() if self._is_stated(size) else None
        while self.next and self.next.size <= size:
            self._check(self.next, root if self.next.size == size else None)
            self.next = next(self.checkpoints, None)
        if self.witness and self.witness.size == size and self.witness.root != root:
            self._find(Kind.FORKED, f"witness {size}", "a witness saw another log of this size")

    def _check(self, stored, root):
        """One checkpoint: who signed it, and whether it states what the leaves give."""
        where, self.stated = f"checkpoint {stored.size}", stored.size
        try:
            stated = self.keys.open(stored.note)
        except Invalid as invalid:
            return self._find(Kind.SIGNATURE, where, str(invalid))
        if (stated.size, stated.root) != (stored.size, raw(stored.root)):
            self._find(Kind.SIGNATURE, where, "the columns beside it do not say what was signed")
        if stated.root != root:
            self._find(Kind.ROOT, where, "the entries do not give the root that was signed")
        return None

    def _find(self, kind, where, sentence):
        self.found(Finding(kind, where, sentence))
