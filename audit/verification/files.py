"""The files that rows name by their digest: each is there and is what was recorded, piece by piece, none is kept."""

from audit import stored
from audit.registry import histories

from .findings import Finding, Kind

CHUNK = 500  # rows


def check_files(found):
    """Beside the one moment of the rows: reading files may take hours, and whoever erases need not wait."""
    for history in filter(lambda history: history.stored, histories.values()):
        try:
            _check(history, found)
        except Exception as error:  # whatever was put into a column: all other findings are told
            table = history.model._meta.db_table
            found(Finding(Kind.FILE, table, f"which files its rows name cannot be read: {error}"))


def _check(history, found):
    erased, named = {}, set()
    for row in history.model._base_manager.order_by("pk").iterator(chunk_size=CHUNK):
        told, where = history.stored(row), f"{row._meta.db_table} {row.pk}"
        if told.is_erased:
            erased[told.digest] = where
        elif sentence := stored.why_not_as_told(told.digest):
            found(Finding(Kind.FILE, where, sentence))
    if erased:
        rows = history.model._base_manager.order_by("pk").iterator(chunk_size=CHUNK)
        named = {told.digest for told in map(history.stored, rows) if not told.is_erased and told.digest in erased}
    for digest, where in erased.items():
        if digest not in named and stored.is_kept(digest):
            found(Finding(Kind.FILE, where, "an order erased it, and its bytes are still there"))
