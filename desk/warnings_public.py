"""What strangers may read of official warnings: our own CAP feed, and a screen on a wall at a secret address."""

from dataclasses import replace
from secrets import compare_digest, token_urlsafe

from desk import settings
from desk.acting import Acting
from domain.editorial import DeskAction
from domain.errors import BadInput
from domain.people import Act
from domain.problems import Problem
from domain.store import Store


def publish(acting: Acting, *, wanted: bool, public_url: str) -> None:
    """Open our feed to everybody, or close it. Raise BadInput where nobody could name us as its sender."""
    acting.may(Act.MANAGE)
    if wanted and not public_url:
        raise BadInput(Problem.PUBLIC_ADDRESS)
    settings.change(acting, lambda desk: replace(desk, publish_warnings=wanted))


def renew_wall(acting: Acting) -> None:
    """Make a new secret address. Screens at the old one say that they are shut. The log does not hold the address."""
    _save_wall(acting, token_urlsafe(24), DeskAction.WALL_OPENED)


def close_wall(acting: Acting) -> None:
    _save_wall(acting, "", DeskAction.WALL_CLOSED)


def opens_wall(store: Store, token: str) -> bool:
    kept = store.settings.get().wall_token
    return bool(kept) and compare_digest(kept.encode(), token.encode())


def _save_wall(acting: Acting, token: str, action: DeskAction) -> None:
    acting.may(Act.MANAGE)
    store = acting.store
    store.settings.lock()
    store.settings.save(replace(store.settings.get(), wall_token=token))
    acting.log(action, "desk", {}, {})
