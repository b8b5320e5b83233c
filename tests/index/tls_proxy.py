"""A proxy that asks for a name and a password over TLS, before an OpenSearch that asks for nothing. It can go away."""

import http.client
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.web_server import QuietServer


@dataclass
class Proxy:
    """`away`: it hangs up on whoever calls."""

    url: str
    ca_file: Path
    user: str = "desk"
    password: str = "mật khẩu"
    away: bool = False


@contextmanager
def tls_proxy(server: str, folder: Path) -> Iterator[Proxy]:
    ca_file, own = certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    proxy = Proxy("", ca_file)
    with QuietServer(("127.0.0.1", 0), _handler(server, proxy)) as listening:
        listening.daemon_threads = True
        listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
        proxy.url = f"https://127.0.0.1:{listening.server_port}"
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.away = True
            listening.shutdown()
            thread.join()


def _handler(server: str, proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    wanted = "Basic " + b64encode(f"{proxy.user}:{proxy.password}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ssl.SSLError:  # whoever calls trusts another authority
                self.close_connection = True
            self.close_connection = self.close_connection or proxy.away

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if proxy.away:
                self.close_connection = True
                return
            if self.headers.get("Authorization") != wanted:
                self.told(401, b"{}")
                return
            asked = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
            try:
                kind = self.headers.get("Content-Type") or "application/json"
                asked.request(self.command, self.path, body, {"Content-Type": kind})
                found = asked.getresponse()
                self.told(found.status, found.read())
            finally:
                asked.close()

        def told(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler


def certificates(folder: Path) -> tuple[Path, Path]:
    """An authority's certificate, and one for 127.0.0.1 with its key that the authority has signed."""
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    signer = _made("Test authority", authority, "Test authority", authority, is_authority=True)
    issued = _made("127.0.0.1", own, "Test authority", authority, is_authority=False)
    ca_file, own_file = folder / "ca.pem", folder / "own.pem"
    ca_file.write_bytes(signer.public_bytes(serialization.Encoding.PEM))
    key = own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    own_file.write_bytes(key + issued.public_bytes(serialization.Encoding.PEM))
    return ca_file, own_file


def _made(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, by_key: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
    )
    if not is_authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), False)
    return builder.sign(by_key, hashes.SHA256())
