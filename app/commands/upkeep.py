"""`rebuild`, `backup`, `user add`."""

import shutil
import sqlite3
from pathlib import Path

from app.bootstrap import Services
from desk import people
from desk.intake import document
from domain.errors import BadInput
from domain.people import Role
from index.rebuild import rebuild


def rebuild_index(services: Services) -> int:
    """Build the index from the database beside the old one, then swap."""
    services.migrate()
    with services.database.read() as store:
        documents = (document(article, services.gazetteer) for article in store.progress.texts())
        number = rebuild(services.settings.index_path, documents)
    print(f"Đã dựng lại chỉ mục: {number} bài.")
    return 0


def backup(services: Services, to: str) -> int:
    """Copy the database, consistently also while it is in use, and the index."""
    if services.settings.database_url:
        raise BadInput(detail="dữ liệu ở PostgreSQL; hãy dùng pg_dump để sao lưu.")
    target = Path(to)
    if target.exists() and any(target.iterdir()):
        raise BadInput(detail=f"thư mục {target} đã có dữ liệu; hãy chọn thư mục mới.")
    services.migrate()
    target.mkdir(parents=True, exist_ok=True)
    source = sqlite3.connect(services.settings.home / "diemtin.db")
    copy = sqlite3.connect(target / "diemtin.db")
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    index = services.settings.index_path
    if index.exists():
        shutil.copytree(index, target / "index", ignore=shutil.ignore_patterns("*.lock"), dirs_exist_ok=True)
    print(f"Đã sao lưu vào {target}. Dùng lại: diemtin --home {target} run")
    return 0


def add_user(services: Services, *, login: str, name: str, role: str) -> int:
    with services.database.write() as store:
        person, token = people.add_person(
            store, login=login, name=name or login, role=Role(role), by=None, now=services.clock()
        )
    base = services.settings.public_url or f"http://{services.settings.host}:{services.settings.port}"
    print(f"Đã thêm {person.name}. Đường dẫn đăng nhập một lần (hạn ba ngày):\n{base}/vao/{token}")
    return 0
