"""`diemtin` as people type it. NDJSON shapes are those of docs/ndjson.md."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services
from app.settings import Settings
from tests.app.conftest import Run

Write = Callable[..., Path]
TEXT = (
    "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại các trạm y tế xã. "
    "Người dân mang theo sổ tiêm chủng và gọi số 1900 9095 để đặt lịch trước."
)
COFFEE = "Giá cà phê tại Đắk Lắk sáng nay tăng thêm 500 đồng mỗi cân, lên mức cao nhất trong ba tháng qua."
HTML = (
    "<html><head><title>Tiêm chủng ở Lào Cai</title></head><body><article><h1>Tiêm chủng ở Lào Cai</h1>"
    f"<p>{TEXT}</p><p>{COFFEE}</p><p>{TEXT}</p></article></body></html>"
)
SHAPE = {
    "id": str, "title": str, "lead": str, "text": str, "published": (str, type(None)), "language": str,
    "section": (str, type(None)), "sections": dict, "places": list, "words": list, "summary": list,
    "publisher_section": str, "signals": list,
}  # fmt: skip
EVERY_ID = ["a", "A/b?c#d e", "ố", "x" * 200, "2026-11-23", "'\"<>", "../etc", "0"]


def test_reading_a_text_gives_the_documented_shape(run: Run, ndjson: Write) -> None:
    record = {"id": "t1", "title": "Tiêm chủng", "text": TEXT, "published": "2026-11-23T08:00:00", "source": "Báo A"}
    code, [answer], _ = run("read", "--ndjson", ndjson(record))
    assert code == 0
    assert set(answer) == set(SHAPE)
    for name, kind in SHAPE.items():
        assert isinstance(answer[name], kind), name  # type: ignore[arg-type]
    assert (answer["id"], answer["title"], answer["language"]) == ("t1", "Tiêm chủng", "vi")
    assert answer["published"] == "2026-11-23T08:00:00+07:00"
    assert answer["text"] == TEXT
    assert any("Lào Cai" in sentence for sentence in answer["words"])
    for place in answer["places"]:
        assert set(place) == {"code", "name", "start", "end"}
        assert answer["text"][place["start"] : place["end"]]
    assert all(sentence in TEXT for sentence in answer["summary"])


def test_reading_gives_the_publishers_own_section_and_signals_with_the_places_that_show_them(
    run: Run, ndjson: Write
) -> None:
    record = {"text": f"{TEXT}\nMọi người gọi đường dây nóng 1900 9095 để đặt lịch.", "publisher_section": "Sức khỏe"}
    _, [answer], _ = run("read", "--ndjson", ndjson(record))
    assert answer["publisher_section"] == "Sức khỏe"
    useful = next(signal for signal in answer["signals"] if signal["kind"] == "useful")
    assert set(useful) == {"kind", "weight", "spans"}
    assert 0 < useful["weight"] <= 1
    assert "đường dây nóng 1900 9095" in [answer["text"][start:end] for start, end in useful["spans"]]


def test_reading_a_page_gives_its_title_and_text(run: Run, ndjson: Write) -> None:
    _, [answer], _ = run("read", "--ndjson", ndjson({"id": "h1", "url": "https://bao-a.example/1", "html": HTML}))
    assert set(answer) == set(SHAPE)
    assert answer["title"] == "Tiêm chủng ở Lào Cai"
    assert COFFEE in answer["text"]


BAD_LINES = [
    "{not json",
    "[1, 2]",
    '"text"',
    "12",
    "null",
    '{"id": "x"}',
    '{"id": "x", "text": ""}',
    '{"id": "x", "text": 12}',
    '{"id": 7, "text": "abc"}',
    '{"id": "x", "text": "abc", "title": ["a"]}',
    '{"id": "x", "text": "abc", "published": "hôm qua"}',
    '{"id": "x", "html": "<p></p>"}',
    "[" * 100_000,
    '{"id": "\\ud800", "text": 1}',
]


def test_bad_lines_are_answered_with_their_error_and_the_rest_goes_on(run: Run, ndjson: Write) -> None:
    good = {"id": "good", "text": TEXT}
    code, [before, *wrong, after], _ = run("read", "--ndjson", ndjson(good, *BAD_LINES, good))
    assert code == 0
    assert len(wrong) == len(BAD_LINES)
    for answer, bad in zip(wrong, BAD_LINES, strict=True):
        assert set(answer) == {"id", "error"}, bad
        assert set(answer["error"]) == {"code", "detail"}, bad
        assert all(answer["error"].values()), bad
    assert [answer["id"] for answer in wrong[5:12]] == ["x", "x", "x", 7, "x", "x", "x"]
    assert before == after
    assert before["id"] == "good"


def test_a_line_that_is_no_utf8_is_one_bad_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in"
    file.write_bytes(b'{"id": "a", "text": "\xff\xfe"}\n' + b'{"id": "b", "text": "Xin ch\xc3\xa0o b\xe1\xba\xa1n"}')
    _, [wrong, good], _ = run("read", "--ndjson", file)
    assert "error" in wrong
    assert good["id"] == "b"


def test_a_page_in_a_file_is_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(HTML, encoding="utf-8")
    code, [answer], _ = run("read", file)
    assert (code, answer["title"]) == (0, "Tiêm chủng ở Lào Cai")


def test_a_missing_file_is_said_plainly(run: Run) -> None:
    code, lines, said = run("read", "/nowhere/at/all")
    assert (code, lines) == (2, [])
    assert "/nowhere/at/all" in said


def found(run: Run, query: str, *more: object) -> list[str]:
    code, [answer], _ = run("search", query, *more)
    assert code == 0
    assert set(answer) == {"query", "hits"}
    assert answer["query"] == query
    for hit in answer["hits"]:
        assert set(hit) == {"id", "score"}
    return [hit["id"] for hit in answer["hits"]]


def test_what_is_imported_is_found_under_its_own_id(run: Run, ndjson: Write) -> None:
    records = [{"id": one, "title": "Tiêm chủng", "text": f"{TEXT} Số {n}."} for n, one in enumerate(EVERY_ID)]
    code, lines, _ = run("import", ndjson(*records))
    assert (code, lines) == (0, [{"imported": len(EVERY_ID), "errors": 0}])
    assert sorted(found(run, "tiem chung", "--limit", 20)) == sorted(EVERY_ID)
    assert len(found(run, "tiêm chủng", "--limit", 2)) == 2


def test_many_questions_are_answered_in_their_order(run: Run, ndjson: Write) -> None:
    run("import", ndjson({"id": "a", "text": TEXT}, {"id": "b", "text": COFFEE}))
    questions = ndjson({"id": "q1", "query": "cà phê"}, "oops", {"query": 7, "id": "q3"}, {"query": ""}, name="q")
    code, [first, bad, wrong, empty], _ = run("search", "--ndjson", questions)
    assert code == 0
    assert (first["id"], first["query"], [hit["id"] for hit in first["hits"]]) == ("q1", "cà phê", ["b"])
    assert "error" in bad
    assert (wrong["id"], wrong["error"]["code"]) == ("q3", "bad-input")
    assert empty["query"] == ""


def test_odd_questions_are_answered(run: Run, ndjson: Write) -> None:
    run("import", ndjson({"id": "a", "text": TEXT}))
    queries = ['"', "((", "nguồn:", "-", "từ:abc", "a" * 5000, "\x00", "AND OR NOT", "*", "~^:", ""]
    _, answers, _ = run("search", "--ndjson", ndjson(*({"query": query} for query in queries), name="q"))
    assert [answer["query"] for answer in answers] == queries
    assert {hit["id"] for answer in answers for hit in answer["hits"]} <= {"a"}


def test_an_import_refuses_peoples_pages_by_line_and_goes_on(run: Run, ndjson: Write) -> None:
    code, lines, _ = run(
        "import",
        ndjson(
            {"id": "a", "text": TEXT, "url": "https://www.facebook.com/x/posts/1"},
            {"id": "b", "text": TEXT, "url": "https://baolaocai.vn/1.html"},
            {"id": "c", "text": TEXT, "source": "m.facebook.com"},
            {"id": "d", "text": TEXT, "url": "https://bit.ly/abc"},
            {"id": "e", "text": TEXT, "url": "javascript:alert(1)"},
            {"id": "f", "text": COFFEE, "url": "https://baolaocai.vn/1.html"},
        ),
    )
    *errors, summary = lines
    assert code == 0
    assert [(line["id"], line["error"]["code"]) for line in errors] == [
        ("a", "refused-source"), ("c", "refused-source"), ("d", "refused-source"), ("e", "bad-input"),
    ]  # fmt: skip
    assert summary == {"imported": 2, "errors": 4}
    assert found(run, "tiêm chủng") == ["b"]
    assert found(run, "cà phê") == ["f"]


def test_lines_that_cannot_be_imported_are_named_and_the_rest_is_kept(run: Run, ndjson: Write) -> None:
    bad: list[Any] = [
        "{",
        "7",
        {"id": "x"},
        {"id": "x" * 201, "text": TEXT},
        {"id": "x\0", "text": TEXT},
        {"id": "x", "text": " "},
        {"id": ["x"], "text": TEXT},
        '{"id": "x", "title": "\\ud800", "text": " "}',
        {"id": "x", "text": TEXT, "published": "x"},
    ]
    code, lines, _ = run("import", ndjson({"id": "a", "text": TEXT}, *bad, {"id": "b", "text": COFFEE}))
    assert code == 0
    assert all(set(error) == {"id", "error"} for error in lines[:-1])
    assert lines[-1] == {"imported": 2, "errors": len(bad)}
    assert found(run, "cà phê") == ["b"]


def test_the_same_id_again_replaces_the_text(run: Run, ndjson: Write) -> None:
    run("import", ndjson({"id": "a", "text": TEXT}))
    run("import", ndjson({"id": "a", "text": COFFEE}, {"id": "a", "text": COFFEE}))
    assert found(run, "cà phê") == ["a"]
    assert found(run, "tiêm chủng") == []


def test_odd_characters_in_a_text_do_not_stop_an_import(run: Run, ndjson: Write) -> None:
    odd = '{"id": "odd", "title": "\\ud800", "text": "tiêm chủng \\u0000 \\ud83d lũ quét", "source": "\\udfff TP.HCM"}'
    _, lines, _ = run("import", ndjson(odd, {"id": "b", "text": COFFEE}))
    assert lines[-1]["imported"] + lines[-1]["errors"] == 2
    assert found(run, "cà phê") == ["b"]


def test_the_index_is_rebuilt_as_it_was(run: Run, ndjson: Write, home: Path) -> None:
    run("import", ndjson(*({"id": str(n), "text": f"{TEXT} {COFFEE} số {n}"} for n in range(8))))
    before = [found(run, query) for query in ("tiêm chủng", "ca phe", "số 5")]
    code, [said], _ = run("rebuild")
    assert (code, "8 bài" in said) == (0, True)
    assert [found(run, query) for query in ("tiêm chủng", "ca phe", "số 5")] == before


def test_migrating_and_adding_people(run: Run) -> None:
    assert run("migrate")[0] == 0
    code, lines, _ = run("user", "add", "Lan", "--name", "Lan Anh", "--role", "reviewer")
    assert code == 0
    assert "/vao/" in lines[-1]
    code, _, said = run("user", "add", "lan")
    assert (code, "đã có người dùng" in said) == (2, True)


def test_a_home_that_is_being_worked_on_is_not_imported_into(run: Run, ndjson: Write, home: Path) -> None:
    from app.leader import only_one

    services = Services(Settings(home=home))
    services.migrate()
    with only_one(services):
        code, _, said = run("import", ndjson({"id": "a", "text": TEXT}))
    assert code == 2
    assert "đang chạy" in said


def test_a_command_that_is_unknown_is_refused(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run("dance")
    assert ended.value.code == 2
