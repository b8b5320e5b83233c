"""Our places by their kind: what was typed is looked through and sealed, and opened to post there."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from domain.errors import BadInput, ForbiddenAddress
from domain.outlets import FIELDS, SECRET_FIELDS, Fitted, Outlet, OutletAccount, OutletField, OutletKind, Post
from domain.ports import Vault
from domain.problems import Problem
from outlets import facebook, telegram, zalo
from outlets.facebook import FacebookPage
from outlets.fitting import fit
from outlets.line import DEADLINE_SECONDS, CheckAddress, Line
from outlets.portal import Portal
from outlets.telegram import TelegramChannel
from outlets.wordpress import WordPressSite
from outlets.zalo import Secrets, ZaloArticles

_FORMS: Mapping[OutletField, str] = {
    OutletField.CHANNEL: r"@[A-Za-z]\w{3,31}|-100\d{5,15}",
    OutletField.PAGE: r"\d{5,20}",
    OutletField.APP: r"\d{5,25}",
    OutletField.COVER: r"https://\S+",
    OutletField.SITE: r"https?://[^\s?#]+",
    OutletField.AUTHOR: r"\S.{0,49}",
}
_HEADER_FORM = r"[!-~]{8,1000}"  # what stands in a header or a path
_GROUPED_FORM = r"[!-~ ]{8,200}"  # WordPress shows an application password in groups of four
_IN_PATH = r"\d+:[\w-]{20,100}"  # a bot's token is part of the address
_TELEGRAM_PAGE = re.compile(r"^(?:https?://)?t\.me/(?:s/)?(\w+)/?$")
MAX_CHARS = 1000


@dataclass(frozen=True, kw_only=True)
class OurPlaces:
    """Implements domain.outlets.Outlets."""

    vault: Vault
    clock: Callable[[], datetime]
    check_url: Callable[[str], object] | None  # raises ForbiddenAddress; None: the owner allows addresses inside
    check_address: CheckAddress | None
    stand_in: str = ""  # an address under which stand-ins of the platforms answer, for tests
    deadline_seconds: float = DEADLINE_SECONDS

    def fit(self, post: Post, kind: OutletKind) -> Fitted:
        return fit(post, kind)

    def keep(self, kind: OutletKind, typed: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
        filled = {field: self._checked(kind, field, typed.get(field.key, "").strip()) for field in FIELDS[kind]}
        secret = {field.key: value for field, value in filled.items() if field in SECRET_FIELDS}
        return {field.key: value for field, value in filled.items() if field not in SECRET_FIELDS}, self._seal(secret)

    def open(self, account: OutletAccount) -> Outlet:
        fields = {**account.fields, **json.loads(self.vault.open(account.sealed) if account.sealed else "{}")}
        match account.kind:
            case OutletKind.TELEGRAM:
                return TelegramChannel(line=self._line(telegram.URL, "telegram"), clock=self.clock, **fields)
            case OutletKind.FACEBOOK:
                return FacebookPage(line=self._line(facebook.URL, "facebook"), clock=self.clock, **fields)
            case OutletKind.ZALO:
                return self._zalo(fields)
            case OutletKind.WORDPRESS:
                line = self._line(fields.pop("site"))
                return WordPressSite(line=line, clock=self.clock, **fields)
            case OutletKind.PORTAL:
                return Portal(line=self._line(fields["site"]), token=fields["token"], clock=self.clock)
            case _:
                raise BadInput(Problem.OUTLET_BY_HAND)

    def _zalo(self, fields: Mapping[str, str]) -> ZaloArticles:
        return ZaloArticles(
            line=self._line(zalo.URL, "zalo"),
            sign_in=self._line(zalo.SIGN_IN_URL, "zalo"),
            secrets=Secrets(
                token=fields["token"], refresh_token=fields["refresh-token"], app_secret=fields["app-secret"]
            ),
            app=fields["app"],
            author=fields["author"],
            cover=fields["cover"],
            seal=lambda secrets: self._seal({name.replace("_", "-"): value for name, value in asdict(secrets).items()}),
            clock=self.clock,
        )

    def _line(self, url: str, platform: str = "") -> Line:
        base = f"{self.stand_in}/{platform}" if self.stand_in and platform else url
        return Line(base=base, check_address=self.check_address, deadline_seconds=self.deadline_seconds)

    def _seal(self, secret: Mapping[str, Any]) -> str:
        return self.vault.seal(json.dumps(secret)) if secret else ""

    def _checked(self, kind: OutletKind, field: OutletField, value: str) -> str:
        if field is OutletField.CHANNEL and (page := _TELEGRAM_PAGE.match(value)):
            value = f"@{page[1]}"
        form = _IN_PATH if kind is OutletKind.TELEGRAM and field is OutletField.TOKEN else _form(field)
        if len(value) > MAX_CHARS or not re.fullmatch(form, value):
            raise BadInput(Problem.OUTLET_FIELD, field=field.key)
        if field is OutletField.SITE:
            self._check_site(value)
            value = value.rstrip("/")
        return value

    def _check_site(self, url: str) -> None:
        """A password goes there with each request, so https, but for a site on this very machine."""
        if not self.check_url:
            return
        try:
            self.check_url(url)
        except ForbiddenAddress as error:
            raise BadInput(Problem.OUTLET_INSIDE) from error
        if urlsplit(url).scheme != "https":
            raise BadInput(Problem.OUTLET_FIELD, field=OutletField.SITE.key)


def _form(field: OutletField) -> str:
    if field is OutletField.PASSWORD:
        return _GROUPED_FORM
    return _HEADER_FORM if field in SECRET_FIELDS else _FORMS.get(field, r"\S.{0,99}")
