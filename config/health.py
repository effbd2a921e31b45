"""Two questions a supervisor of processes asks: is it alive, and is all well?

`/healthz` is for whoever restarts processes or chooses among them: this process answers. `/readyz` is for whoever
wakes people: it also asks Redis where REDIS_URL names one, the database, the workers and the outbox, which restarting this process
does not mend.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from post_office.models import STATUS, Email

from config.models import Chore
from config.sealing import waits_too_long
from config.worker import HEARTBEAT
from notifications.models import Notice

ALIVE = timedelta(minutes=5)  # a worker may be launching a large period meanwhile
PATIENCE = timedelta(minutes=15)  # so long a letter may wait while none goes out
LONGEST = timedelta(hours=2)  # so long it may wait at all
SECONDS = 2  # that Redis has to answer
FEW = 5  # letters that are tried again: an address may be wrong


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """{"ready": bool, "checks": {name: "ok" or what is wrong}}; 503 if anything is."""
    checks = dict(_checked(timezone.now()))
    ready = set(checks.values()) == {"ok"}
    pretty = {"indent": 2}
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503, json_dumps_params=pretty)


def _checked(at: datetime) -> Iterator[tuple[str, str]]:
    """In order; after the first one that the database cannot answer the others make no sense."""
    if settings.REDIS_URL:
        yield "redis", _redis() or "ok"
    for name, check in CHECKS.items():
        try:
            yield name, check(at) or "ok"
        except DatabaseError as error:  # what the database says may name hosts and users: it stays in our log
            yield name, f"not answered by the database ({type(error).__name__})"
            return


def _redis():
    """Open pages and limits on attempts of several processes meet there."""
    from redis import Redis, RedisError  # heavy: it brings cryptography along

    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as redis:
            redis.ping()
    except (RedisError, OSError) as error:  # the message names the host
        return f"not answered at REDIS_URL ({type(error).__name__})"
    return ""


def _database(at):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations(at):
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return behind and f"{len(behind)} not applied: manage.py migrate"


def _worker(at):
    beat = Chore.objects.filter(name=HEARTBEAT).values_list("done_at", flat=True).first()
    if beat is None:
        return "never seen: manage.py worker"
    return at - beat > ALIVE and f"not seen since {beat:%Y-%m-%d %H:%M} UTC"


def _outbox(at):
    """Notices that become no letter, letters that nobody sends: a launch writes thousands, so progress counts."""
    old, far = at - PATIENCE, at - LONGEST
    notices = Notice.objects.unmailed().annotate(since=Coalesce("mail_after", "created_at"))  # put off till then
    waiting = Email.objects.filter(status=STATUS.queued)
    if notices.filter(since__lt=far).exists() or (
        notices.filter(since__lt=old).exists() and not Email.objects.filter(created__gt=old).exists()
    ):
        return "notices wait to be written as letters"
    is_sending = Email.objects.filter(status=STATUS.sent, last_updated__gt=old).exists()
    if waiting.filter(created__lt=far).exists() or (not is_sending and waiting.filter(created__lt=old).exists()):
        return "letters wait to be sent"
    refused = Email.objects.filter(status=STATUS.requeued, created__lt=old)
    return not is_sending and refused[:FEW].count() == FEW and "no letter goes out"


def _seal(at):
    """Entries that are not sealed can still be changed by whoever owns the database."""
    since = waits_too_long(at)
    return since and f"entries wait since {since:%Y-%m-%d %H:%M} UTC"


CHECKS: dict[str, Callable[[datetime], str | bool | None]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "outbox": _outbox,
    "seal": _seal,
}
