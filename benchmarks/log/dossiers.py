"""`python -m benchmarks.log.dossiers KEYFILE` writes down the ends of all streams, then makes dossiers; the log stands and is sealed.

Each in a process that has done nothing else, so that what it needs of memory is seen, too.
"""

import json
import os
import random
import sys
from pathlib import Path

MADE = 30


def main(key_file):
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.utils import timezone

    from audit import heads
    from audit.dossier.collecting import checkpoint_for, dossier_of
    from audit.key import signing_key
    from audit.models import Entry
    from audit.seal import seal_all

    from .spent import wall
    from .verifying import resident

    settings.AUDIT_KEY_FILE = Path(key_file)
    connection.ensure_connection()

    def write_down():
        with transaction.atomic():
            heads.record_heads(timezone.now())

    idle = resident()
    figures = {"heads": wall(write_down), "heads_memory": resident(peak=True) - idle}
    seal_all(signing_key(), timezone.now())
    streams = list(
        Entry.objects.filter(n=0, stream__startswith="appraisal:").values_list("stream", flat=True)[: 50 * MADE]
    )
    idle, walls = resident(), []
    for stream in random.sample(streams, MADE):
        walls.append(wall(lambda stream=stream: dossier_of(stream, checkpoint_for(stream)).zip()))
    print(json.dumps(figures | {"dossier": sorted(walls)[MADE // 2], "dossier_memory": resident(peak=True) - idle}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(sys.argv[1])
