"""Who acts where nobody is signed in: two actors with fixed pseudonyms, the same in every installation.

00000000-0000-0000-0000-000000000000   the system: silence, timers, sealing, commands
00000000-0000-0000-0000-000000000001   somebody unknown: a sign-in to an account that nobody has
"""

from types import SimpleNamespace
from uuid import UUID

NOBODY = UUID(int=0)
UNKNOWN = UUID(int=1)
SYSTEM = SimpleNamespace(pk=0, pseudonym=NOBODY)  # as an actor of the log's own acts
