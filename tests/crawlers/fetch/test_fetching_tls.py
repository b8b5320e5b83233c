"""A certificate that nobody vouches for is told as such, by the crawl and by a single visit."""

import datetime
import json
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import CrawlSettings


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>tin</html>")

    def log_message(self, *args: object) -> None: ...


class Server(ThreadingHTTPServer):
    def handle_error(self, *args: object) -> None: ...


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an.mau.test")])
    start = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start - datetime.timedelta(days=1))
        .not_valid_after(start + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("an.mau.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "an.pem"
    path.write_bytes(key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path_factory.mktemp("tls")))
    server = Server(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_single_visit_names_the_certificate_and_can_be_told_to_go_on(port: int) -> None:
    allow = frozenset({("an.mau.test", port)})
    url = f"https://an.mau.test:{port}/"

    def visit(verify: bool) -> tuple[str | None, bytes]:
        settings = CrawlSettings(lookup=lambda host: ["127.0.0.1"], verify_tls=verify)
        end = fetch_once(url, allow=allow, timeout=10, settings=settings)
        return end.error, end.content

    assert visit(verify=True) == ("tls", b"")
    assert visit(verify=False) == (None, b"<html>tin</html>")


@pytest.mark.parametrize("verify", [True, False])
def test_the_crawl_names_the_certificate_and_can_be_told_to_go_on(port: int, verify: bool) -> None:
    plan = {
        "jobs": [{"key": "an", "url": f"https://an.mau.test:{port}/"}],
        "allow": [["an.mau.test", port]],
        "names": {},
        "settings": {"verify_tls": verify, "timeout": 10.0},
    }
    done = subprocess.run(
        [sys.executable, Path(__file__).parent / "crawl_driver.py"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[0])["error"] == ("tls" if verify else None)
