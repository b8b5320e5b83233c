"""A mail server on loopback that takes what it is given, or is busy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


@dataclass
class MailServer:
    port: int = 0
    busy: bool = False
    received: list[EmailMessage] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?smtp=127.0.0.1&mode=insecure&from=tin@xa.vn&to=lan@xa.vn"


@contextmanager
def a_mail_server() -> Iterator[MailServer]:
    mail = MailServer()

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._say("421 busy" if mail.busy else "220 here")
            while not mail.busy and (line := self.rfile.readline().strip().upper()):
                if line == b"DATA":
                    self._say("354 go on")
                    whole = b"".join(iter(self.rfile.readline, b".\r\n"))
                    mail.received.append(message_from_bytes(whole, policy=policy.default))
                self._say("221 bye" if line == b"QUIT" else "250 ok")

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        mail.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            server.shutdown()
            thread.join()
