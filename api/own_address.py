"""The address of this desk, for links that leave it: one-time links, feeds for followers, copies of the digest.

What a browser calls us may be forged. Without a public address a name counts that this machine or the settings vouch
for, and else the number that the request came in by.
"""

import re
from ipaddress import ip_address

from starlette.requests import Request

from api.services import Web

LOCAL_NAMES = frozenset({"localhost"})
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s\[\]:@/\\?#%,;]+)(?::(\d{1,5}))?", re.ASCII)


def own_address(request: Request, services: Web) -> str:
    """Such as "https://tin.example.vn", without a final slash."""
    if services.public_url:
        return services.public_url.rstrip("/")
    name, port = split_host(request.headers.get("host", ""))
    here, here_port = request.scope.get("server") or ("localhost", None)
    if not (name in LOCAL_NAMES or name in services.hosts or _is_loopback(name) or name == here):
        name, port = str(here), str(here_port or "")
    shown = f"[{name}]" if ":" in name else name
    usual = {"http": "80", "https": "443"}[request.url.scheme]
    return f"{request.url.scheme}://{shown}{f':{port}' if port not in ('', usual) else ''}"


def split_host(host: str) -> tuple[str, str]:
    """A Host header's name, as names are compared (lower case, no final dot), and its port; "" for what is none."""
    found = _HOST.fullmatch(host)
    return (found[1].strip("[]").rstrip(".").lower(), found[2] or "") if found else ("", "")


def is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return is_number(name) and ip_address(name).is_loopback
