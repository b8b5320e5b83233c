"""Kinds of channels: by which scheme apprise knows them, and which format each takes. A new kind is a line."""

from domain.outbox import Format

FORMATS = {
    "tgram": Format.TELEGRAM_HTML,
    "zalo": Format.ZALO,
    "mailto": Format.EMAIL,
    "mailtos": Format.EMAIL,
}
# These schemes act on this machine instead of telling somebody.
ACTING_HERE = frozenset({"dbus", "file", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})


def kind_of(address: str) -> str:
    """The scheme of an address, which is all of it that may be shown."""
    scheme, colon, _ = address.strip().lower().partition("://")
    return scheme if colon and scheme.isalnum() else ""


def format_of(kind: str) -> Format:
    return FORMATS.get(kind, Format.PLAIN)
