"""`diemtin models pull`: the only thing here that downloads a model, and only when it is typed."""

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from app.bootstrap import Services
from app.commands.wording import Line
from domain.errors import BadInput, DeskError
from domain.message import say
from domain.problems import Setup
from index.onnx_reranker import EXTRA, FILES, model_file

PINNED = re.compile(r"(?P<repo>[\w.-]+/[\w.-]+)@(?P<revision>[0-9a-f]{40})")
NEEDED = ("*.json", "*.txt", "*.model", *FILES, *(f"{name}_data" for name in FILES))


class NotPulled(DeskError):
    code, status = "not-pulled", 502


def pull(services: Services, wanted: str, *, out: IO[str], find: Callable[[str], object] = find_spec) -> int:
    """Bring one revision of a hub's repository into the home folder and say what to set."""
    pinned = PINNED.fullmatch(wanted)
    if pinned is None:
        raise BadInput(Setup.MODEL_NAME, name=wanted)
    if not all(find(name) for name in EXTRA):
        raise BadInput(Setup.MODEL_EXTRA)
    folder = services.settings.home.resolve() / "models" / wanted.replace("/", "--")
    folder.mkdir(parents=True, exist_ok=True)  # what is wrong with the home is said before anything is fetched
    _download(pinned["repo"], pinned["revision"], folder)
    model_file(folder)
    print(services.say(say(Line.MODEL_PULLED, folder=str(folder))), file=out)
    return 0


def _download(repo: str, revision: str, folder: Path) -> None:
    from huggingface_hub import snapshot_download

    download: Any = snapshot_download
    try:
        download(repo, revision=revision, local_dir=folder, allow_patterns=list(NEEDED))
    except Exception as error:  # the hub's client has a dozen kinds, none of them ours
        raise NotPulled(
            Setup.MODEL_NOT_PULLED, repo=repo, cause=(str(error).splitlines() or [repr(error)])[0][:200]
        ) from error
