"""A mail server on the loopback: it keeps what it took, and refuses whom it does not know."""

import email
import socketserver
from contextlib import contextmanager, suppress
from threading import Thread


class MailServer:
    """`got` is what it took, the bytes of each letter; `took` is called between that and its answer."""

    def __init__(self):
        self.got, self.connections, self.unknown, self.most, self.port = [], 0, set(), None, 0
        self.took = lambda: None

    def letters(self):
        return [email.message_from_bytes(one) for one in self.got]


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        kept, self.taken = self.server.kept, 0
        kept.connections += 1
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"MAIL" and kept.most == self.taken:
                self.say("421 enough for one connection")
                return
            if verb == b"RCPT" and any(name.encode() in line for name in kept.unknown):
                self.say("550 5.1.1 nobody of that name")
            elif verb == b"DATA":
                self.take(kept)
            else:
                self.say("221 bye" if verb == b"QUIT" else "250 well")

    def take(self, kept):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        kept.got.append(b"".join(lines))
        self.taken += 1
        kept.took()
        self.say("250 taken")

    def say(self, text):
        with suppress(OSError):  # whoever asked may be dead
            self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server(settings):
    """It is the one that letters are sent to."""
    kept = MailServer()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads, server.kept = True, kept
        settings.POST_OFFICE = settings.POST_OFFICE | {
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}
        }
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        kept.port = settings.EMAIL_PORT
        thread = Thread(target=server.serve_forever, args=[0.05])
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
