from desk.changes import edits
from domain.article import ArticleVersion
from domain.differences import Op
from domain.message import say
from domain.versions import ChangeReason
from tests.making import NOON, TEXT, an_article


def version(number: int, text: str, title: str = "Tiêm chủng", grade: str = "material") -> ArticleVersion:
    return ArticleVersion(article_id="a", version=number, seen_at=NOON, title=title, text=text, grade=grade)


def said(pieces: object, op: Op) -> list[str]:
    return [piece.text for piece in pieces if piece.op is op]  # type: ignore[attr-defined]


def test_each_version_is_told_from_the_next_word_for_word_with_its_reason() -> None:
    middle = TEXT.replace("1900 9095", "1900 3228")
    now = an_article("a", title="Tiêm chủng sáng nay", text=middle.replace("năm tuổi", "sáu tuổi"))
    first, second = edits(now, [version(1, TEXT), version(2, middle)])
    assert (said(first.text, Op.REMOVED), said(first.text, Op.ADDED)) == (["9095"], ["3228"])
    assert first.title == ()
    assert say(ChangeReason.CONTACT) in first.reasons
    assert said(second.text, Op.REMOVED) == ["năm"]
    assert said(second.title, Op.ADDED) == ["sáng nay"]


def test_what_stayed_is_shortened_and_both_sides_can_be_put_together_again() -> None:
    long = " ".join(f"từ{n}" for n in range(400))
    now = an_article("a", text=f"{long} mới {long}")
    [edit] = edits(now, [version(1, f"{long} cũ {long}")])
    assert [piece.op for piece in edit.text] == [Op.EQUAL, Op.REMOVED, Op.ADDED, Op.EQUAL]
    assert all(len(piece.text) < 100 for piece in edit.text)
    short = an_article("a", text="Cầu đóng đến 17 giờ.")
    [edit] = edits(short, [version(1, "Cầu mở đến 18 giờ.")])
    assert " ".join(p.text for p in edit.text if p.op is not Op.REMOVED) == "Cầu đóng đến 17 giờ."
    assert " ".join(p.text for p in edit.text if p.op is not Op.ADDED) == "Cầu mở đến 18 giờ."


def test_a_withdrawal_is_a_version_without_other_words() -> None:
    [edit] = edits(an_article("a", title="Tiêm chủng", text=TEXT), [version(1, TEXT, grade="withdrawn")])
    assert (edit.text, edit.title, edit.version.grade) == ((), (), "withdrawn")
