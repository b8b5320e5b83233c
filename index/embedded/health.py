"""Whether an index on disk is whole: every byte of it, since the engine notices much damage only where it reads."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import DeskError
from index.embedded.folder import pointed, unfilled
from index.embedded.schema import open_at
from index.rebuilt import UNFILLED

_MAGIC = 1337  # of the footer that tantivy writes behind each file: {"version": …, "crc": …}, its length, this
_PARTS = ("fast", "fieldnorm", "idx", "pos", "store", "term")  # files of a segment
_BYTES_AT_ONCE = 1 << 20

Stamp = tuple[int, int, int]


@dataclass
class Health:
    """Checks the index. It reads each file only once, because the engine never changes what it has written."""

    path: Path
    _whole: dict[Path, Stamp] = field(default_factory=dict)

    def fault(self) -> str:
        """What is wrong, for the log; "" when nothing is."""
        try:
            folder = pointed(self.path)
            if unfilled(folder).exists():
                return UNFILLED
            for file in _files(folder):
                if wrong := self._wrong(file):
                    return f"{file.name}: {wrong}"
            open_at(str(folder)).searcher()
        except DeskError as error:
            return str(getattr(error, "cause", error))
        except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
            return self._gone_on(folder) or repr(error)
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # pyo3's, which cannot be imported
                return repr(error)
            raise
        return ""

    def _gone_on(self, folder: Path) -> str | None:
        """Meanwhile a writer may have merged or swapped what was looked at: that is for the next look."""
        return None if folder.exists() else "gone"

    def _wrong(self, file: Path) -> str:
        at = file.stat()
        stamp = at.st_ino, at.st_mtime_ns, at.st_size
        if self._whole.get(file) == stamp:
            return ""
        if file.suffix != ".json" and not _is_sound(file, at.st_size):
            return "is not what was written"
        self._whole[file] = stamp
        return ""


def _files(folder: Path) -> Iterator[Path]:
    for segment in json.loads((folder / "meta.json").read_text("utf-8"))["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (folder / f"{name}.{part}" for part in _PARTS)
        if segment.get("deletes"):
            yield folder / f"{name}.{segment['deletes']['opstamp']}.del"


def _is_sound(file: Path, size: int) -> bool:
    with file.open("rb") as opened:
        opened.seek(max(size - 8, 0))
        tail = opened.read(8)
        length, magic = int.from_bytes(tail[:4], "little"), int.from_bytes(tail[4:], "little")
        if size < 8 or magic != _MAGIC or length > size - 8:
            return False
        opened.seek(size - 8 - length)
        wanted = json.loads(opened.read(length))["crc"]
        opened.seek(0)
        left, crc = size - 8 - length, 0
        while left and (read := opened.read(min(left, _BYTES_AT_ONCE))):
            crc, left = zlib.crc32(read, crc), left - len(read)
    return bool(crc == wanted)
