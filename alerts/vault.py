"""Seals secrets, such as the channels' addresses, with a key that stands in a file of its own, outside the database."""

import hmac
import os
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import BadInput
from domain.problems import Problem


@dataclass(frozen=True)
class Vault:
    """The key file is made when something is first sealed, readable by its owner alone."""

    key_file: Path

    def seal(self, text: str) -> str:
        return Fernet(self._key).encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raise BadInput when another key has sealed it."""
        try:
            return Fernet(self._key).decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise BadInput(Problem.CHANNEL_LOCKED) from error

    def fingerprint(self, text: str) -> str:
        """The same for the same text; nobody without the key can try out passwords against it."""
        return hmac.new(self._key, text.encode(), sha256).hexdigest()

    def derived(self, purpose: str, length: int) -> bytes:
        """So many bytes that follow from the key and this purpose alone, and tell nothing of either."""
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode()).derive(self._key)

    @cached_property
    def _key(self) -> bytes:
        if not self.key_file.exists():
            self._make()
        return self.key_file.read_bytes().strip()

    def _make(self) -> None:
        """Written whole and then named: of two processes that begin at once, one key stays."""
        self.key_file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.key_file.parent) as fresh:  # mkstemp's mode is 0600
            fresh.write(Fernet.generate_key() + b"\n")
            fresh.flush()
            os.fsync(fresh.fileno())
            try:
                os.link(fresh.name, self.key_file)
            except FileExistsError:
                return
