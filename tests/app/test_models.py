"""`diemtin models pull` and `DIEMTIN_MODEL`, with a hub on this machine."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha1
from http.server import BaseHTTPRequestHandler
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest

from app.bootstrap import Services
from app.commands.models import pull
from app.settings import Settings
from domain.errors import BadInput
from domain.problems import Setup
from domain.search import Document, Query
from tests.tiny_model import build
from tests.web_server import QuietServer

REPO, REVISION = "nhom/doc-cau-hoi", "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """Answers what huggingface_hub asks of one repository."""
    folder = build(tmp_path / "hub", "bão số mưa")
    (folder / "weights.safetensors").write_bytes(b"nobody asked for these")
    files = {file.name: file.read_bytes() for file in folder.iterdir()}

    class Hub(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.split("?")[0].rpartition("/")[2]
            if self.path.startswith("/api/models/"):
                about = {"id": REPO, "sha": REVISION, "siblings": [{"rfilename": one} for one in files]}
                if "/tree/" in self.path:
                    about = [
                        {"type": "file", "path": one, "size": len(data), "oid": sha1(data).hexdigest()}
                        for one, data in files.items()
                    ]  # type: ignore[assignment]
                self._answer(json.dumps(about).encode(), {"Content-Type": "application/json"})
            elif name in files and f"/resolve/{REVISION}/" in self.path:
                self._answer(files[name], {"ETag": f'"{sha1(files[name]).hexdigest()}"', "X-Repo-Commit": REVISION})
            else:
                self.send_error(404)

        do_HEAD = do_GET

        def _answer(self, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(200)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = QuietServer(("127.0.0.1", 0), Hub)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def pulled(home: Path, wanted: str, endpoint: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the hub's client reads its endpoint once."""
    around = os.environ | {"HF_ENDPOINT": endpoint, "HF_HOME": str(home / "hf"), "HF_HUB_DISABLE_TELEMETRY": "1"}
    command = [sys.executable, "-m", "app", "--home", str(home), "models", "pull", wanted]
    return subprocess.run(command, env=around, capture_output=True, text=True, timeout=120)


def test_a_pinned_revision_is_brought_and_can_be_used(tmp_path: Path, hub: str) -> None:
    done = pulled(tmp_path / "var", f"{REPO}@{REVISION}", hub)
    assert done.returncode == 0, done.stderr
    folder = Path(done.stdout.rpartition("DIEMTIN_MODEL=")[2].strip())
    assert (folder / "model.onnx").is_file()
    assert not (folder / "weights.safetensors").exists()
    services = Services(Settings(home=tmp_path / "var", model=folder))
    assert services.reranker is not None
    assert services.reranker.scores("mưa", ["bão số", "mưa mưa"]) == [0, 2]


def test_a_hub_that_does_not_answer_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = pulled(tmp_path, f"{REPO}@{REVISION}", "http://127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith(f"Chưa tải được {REPO}")


@pytest.mark.parametrize("wanted", ["nhom/mo-hinh", f"{REPO}@main", f"{REPO}@{REVISION[:12]}", f"../../x@{REVISION}x"])
def test_what_is_not_pinned_is_not_pulled(tmp_path: Path, wanted: str) -> None:
    with pytest.raises(BadInput, match=Setup.MODEL_NAME):
        pull(Services(Settings(home=tmp_path)), wanted, out=StringIO())


def test_pulling_without_the_extra_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=Setup.MODEL_EXTRA):
        pull(Services(Settings(home=tmp_path)), f"{REPO}@{REVISION}", out=StringIO(), find=lambda name: None)


def test_a_folder_without_a_model_is_said_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="tokenizer_config"):
        _ = Services(Settings(home=tmp_path, model=tmp_path)).index


def test_a_model_orders_search_by_the_articles_that_the_database_holds(tmp_path: Path) -> None:
    lines = [
        {"id": "mot", "title": "Bão số 5", "text": "Bão số 5 đang mạnh lên và gây mưa. " * 3},
        {"id": "hai", "title": "Bão số 5 gây mưa", "text": "Mưa lớn, mưa kéo dài, mưa ở nhiều nơi vì bão số 5. " * 3},
    ]
    (tmp_path / "in.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))
    around = os.environ | {"DIEMTIN_MODEL": str(build(tmp_path / "model", "bão số 5 đang mạnh lên và gây mưa"))}

    def said(*arguments: str, env: dict[str, str]) -> str:
        command = [sys.executable, "-m", "app", "--home", str(tmp_path / "var"), *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=True).stdout

    said("import", str(tmp_path / "in.ndjson"), env=dict(os.environ))
    plain = json.loads(said("search", "đang mạnh", env=dict(os.environ)))
    model = json.loads(said("search", "mưa bão số", env=around))
    assert [hit["id"] for hit in plain["hits"]] == ["mot"]
    assert [hit["id"] for hit in model["hits"]] == ["hai", "mot"]


def test_without_the_setting_the_engine_is_asked_directly(tmp_path: Path) -> None:
    services = Services(Settings(home=tmp_path))
    assert services.reranker is None
    services.index.add([Document(id="a", title="Bão", text="")])
    assert [hit.id for hit in services.index.find(Query(text="bão")).hits] == ["a"]
