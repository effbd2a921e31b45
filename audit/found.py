"""What somebody finds an entry by who holds a paper or a file: 32 bytes, that of a leaf or that of a file.

The facts of an event say the SHA-256 of a file that left the system as `"sha256":"…"`. The search is an index over
that text, not a table of its own: what an order erases can no longer be found, and there is nothing else to protect.
"""

from django.db.models import CharField, Func


class StatedDigest(Func):
    """The first SHA-256 that a payload's text states, in hex, or NULL. Within a text of it the quotes are escaped."""

    output_field = CharField()
    template = (
        'CASE WHEN INSTR(%(expressions)s, \'"sha256":"\') > 0'
        ' THEN SUBSTR(%(expressions)s, INSTR(%(expressions)s, \'"sha256":"\') + 10, 64) END'
    )

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template=self.template.replace("INSTR", "STRPOS"), **context)
