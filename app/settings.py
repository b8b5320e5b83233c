"""Settings, read once from the environment and passed down. Every one is described in docs/settings.md."""

import os
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, FilePath, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.logs import FILE_NAME, Shape

NO_SECRET = "no_secret"  # noqa: S105 - a code: the file is missing, closed to us, or empty


def _holds_a_secret(file: Path) -> Path:
    _secret_of(file)
    return file


def _secret_of(file: Path) -> str:
    try:
        secret = file.read_text("utf-8").strip()
    except (OSError, UnicodeError):
        secret = ""
    if not secret:
        raise PydanticCustomError(NO_SECRET, "no secret can be read from the file")
    return secret


Secret = Annotated[str, Field(repr=False)]  # a setting of this kind has another beside it, …_file
SecretFile = Annotated[Path, AfterValidator(_holds_a_secret)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DIEMTIN_", extra="ignore")

    home: Path = Field(default=Path("var"), description="The one folder that holds all state.")
    database_url: Secret = Field(default="", description="PostgreSQL address; empty: SQLite in the home folder.")
    database_url_file: SecretFile | None = Field(default=None, description="A file that holds that address instead.")
    host: str = Field(default="127.0.0.1", description="Address the web listens on.")
    port: int = Field(default=8000, description="Port the web listens on; 0 takes a free one.")
    public_url: str = Field(default="", description="Address people type, if a proxy stands in front (https://…).")
    hosts: str = Field(
        default="",
        description="More names that people reach the web by, with commas; numbers and localhost always work.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Addresses of proxies whose X-Forwarded-* headers are believed, with commas."
    )
    second_step: bool = Field(
        default=True, description="Whether administrators need a second step (TOTP) once there is a public address."
    )
    contact_url: str = Field(
        default="https://github.com/diemtin/diemtin", description="Named in the crawler's User-Agent, for publishers."
    )
    language: Literal["vi", "en"] = Field(default="vi", description="Language of what the commands print: vi or en.")
    log: Shape = Field(default="text", description="Shape of the log's lines: text or json.")
    metrics_port: int = Field(
        default=0, ge=0, le=65_535, description="Port of /metrics, on this machine only; 0: none."
    )
    processes: int = Field(default=2, ge=1, le=64, description="Processes that read and understand articles.")
    reader_deadline_seconds: float = Field(
        default=20, gt=0, le=600, description="How long one page may take to read; then its reader is replaced."
    )
    reader_memory_mb: int = Field(
        default=1024, ge=512, description="Most memory that one reading process may take, in megabytes."
    )

    search_url: str = Field(
        default="",
        pattern=r"^(https?://[^,\s]+(,\s*https?://[^,\s]+)*)?$",
        description="Addresses of OpenSearch, with commas; empty: the search index in the home folder.",
    )
    search_name: str = Field(
        default="diemtin", pattern=r"^[a-z][a-z0-9-]{0,60}$", description="Beginning of the names of its indexes there."
    )
    search_user: str = Field(default="", description="Who signs in to OpenSearch; empty: nobody does.")
    search_password: Secret = Field(default="", description="The password to it.")
    search_password_file: SecretFile | None = Field(
        default=None, description="A file that holds that password instead."
    )
    search_ca_file: FilePath | None = Field(
        default=None, description="Certificates that OpenSearch's own is checked with; none: those of the system."
    )
    search_shards: int = Field(default=1, ge=1, le=64, description="Parts of the next index that is built there.")

    allow_inside_channels: bool = Field(
        default=False, description="Whether notices and our own posts may go to addresses inside our own network."
    )
    outlets_stand_in: str = Field(
        default="",
        pattern=r"^(https?://[^\s?#]+[^\s?#/])?$",
        description="Address under which stand-ins of Telegram, Facebook and Zalo answer, for tests; empty: they do.",
    )
    silence_hours: int = Field(
        default=6, ge=1, le=168, description="Daytime hours without a new article after which the channels are told."
    )
    heartbeat_url: Secret = Field(
        default="", description="Address that the worker asks for each minute while it works; empty: none."
    )
    heartbeat_url_file: SecretFile | None = Field(default=None, description="A file that holds that address instead.")

    model: Path | None = Field(
        default=None,
        description="Folder of a cross-encoder in ONNX that re-ranks search; needs the extra transformers.",
    )

    backup_dir: Path | None = Field(default=None, description="Folder of the nightly backups; none: no such backup.")
    backup_keep: int = Field(default=14, ge=1, description="Nightly backups that are kept.")
    backup_hour: int = Field(default=2, ge=0, le=23, description="Hour of the nightly backup, in Vietnam.")

    pictures: bool = Field(default=True, description="Whether pictures are shown to people who have not chosen.")

    @model_validator(mode="after")
    def _read_secrets(self) -> Self:
        """Once, at the start: a file that is changed or taken away later changes nothing in this process."""
        for name, field in type(self).model_fields.items():
            if not field.repr and (file := getattr(self, f"{name}_file")):
                setattr(self, name, _secret_of(file))
        return self

    @property
    def database_path(self) -> Path:
        """Where the database lies when it is SQLite."""
        return self.home / "diemtin.db"

    @property
    def names(self) -> frozenset[str]:
        """The host names that the web answers to, beside numbers and localhost."""
        listed = (*self.hosts.split(","), self.host, urlsplit(self.public_url).hostname or "")
        return frozenset(name.strip().lower() for name in listed if name.strip())

    @property
    def index_path(self) -> Path:
        return self.home / "index"

    @property
    def search_place(self) -> str:
        """Where the search index is, for people: no password."""
        hosts = (urlsplit(url.strip()) for url in self.search_url.split(","))
        return ", ".join(f"{at.scheme}://{at.hostname}:{at.port or 443}" for at in hosts if at.hostname) or str(
            self.index_path
        )

    @property
    def log_file(self) -> Path:
        """Where the processes of `diemtin run` write their log."""
        return self.home / FILE_NAME

    @property
    def key_file(self) -> Path:
        return self.home / "secret.key"

    @property
    def is_public(self) -> bool:
        """Whether people reach the desk from other machines."""
        host = urlsplit(self.public_url).hostname or ""
        return bool(host) and host not in ("localhost", "127.0.0.1", "::1")

    @property
    def secure(self) -> bool:
        """Cookies are marked Secure when people reach the desk over https."""
        return self.public_url.startswith("https://")


def library_environment() -> dict[str, str]:
    """Where the system's loader looks for Python's own libraries: all that a process of ours needs to inherit."""
    return {name: value for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if (value := os.environ.get(name))}
