"""A web server for tests. A client that hangs up, as ours do on purpose, is no news on another test's stderr."""

from http.server import ThreadingHTTPServer


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None: ...
