from threading import Event, Thread

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Serve pages from one process, with the worker inside (one machine; a city runs them apart)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--no-worker", action="store_true", help="serve only; `manage.py worker` runs elsewhere")

    def handle(self, *args, host: str, port: int, no_worker: bool, **options):
        import uvicorn

        from config import worker

        stop = Event()
        thread = Thread(target=worker.run, args=[stop], name="worker")
        if not no_worker:
            thread.start()
        self._tell_accounts()
        self.stdout.write(f"Timbang: http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl-C stops it)")
        try:  # no access log: addresses of one-time links do not belong in a file
            uvicorn.run(
                "config.asgi:application",
                host=host,
                port=port,
                lifespan="off",
                ws_max_size=1024,  # a page says nothing over its socket
                ws_per_message_deflate=False,  # and hears single words: a compressor each would take most of the memory
                access_log=False,
                log_config=None,  # ours: its lines name nobody
                log_level="warning",
                proxy_headers=False,
                server_header=False,
            )
        finally:
            stop.set()
            if thread.is_alive():
                thread.join()

    def _tell_accounts(self) -> None:
        from config.demo.loading.personas import PASSWORD
        from organization.personas import offered

        for user, persona in offered():
            self.stdout.write(f"  {user.username:14} {PASSWORD}   {persona.role}")
