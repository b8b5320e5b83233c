"""A message in each format: our words said now, finished texts as they came, within the channel's length."""

from datetime import UTC, datetime

import pytest

from alerts.formats import written
from domain.fitting import LIMITS, Limit, cut
from domain.message import say
from domain.outbox import Format, OutboxMessage
from messages.catalogue import LANGUAGES, Catalogue

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
URL = "https://dai.example/?a=1&b=2"


def a_message(*, words: str = "Không qua <ngầm> & suối.", **more: object) -> OutboxMessage:
    plain: dict[str, object] = {
        "id": "n",
        "channel": "c",
        "kind": "warning",
        "subject": say("notice.warning.alert", headline="Lũ «lớn» <ở> Bát Xát"),
        "body": (say("notice.warning.instruction", words=words), say("notice.source", source="Đài")),
        "url": URL,
        "created_at": NOON,
        "due_at": NOON,
    }
    return OutboxMessage(**plain | more)  # type: ignore[arg-type]


def test_plain_text_has_its_subject_apart():
    notice = written(a_message(), Format.PLAIN, Catalogue("vi"))
    assert notice.title == "Cảnh báo: Lũ «lớn» <ở> Bát Xát"
    assert notice.text == f"«Không qua <ngầm> & suối.»\nTheo Đài.\n{URL}"


def test_zalo_and_telegram_say_the_subject_in_the_text():
    zalo, telegram = (written(a_message(), takes, Catalogue("vi")) for takes in (Format.ZALO, Format.TELEGRAM_HTML))
    assert (zalo.title, telegram.title) == ("", "")
    assert zalo.text.startswith("Cảnh báo: Lũ «lớn» <ở> Bát Xát\n«Không")
    assert telegram.text.startswith("<b>Cảnh báo: Lũ «lớn» &lt;ở&gt; Bát Xát</b>\n«Không qua &lt;ngầm&gt; &amp; suối.»")


def test_an_e_mail_is_html_in_which_nothing_of_the_text_is_a_tag():
    notice = written(a_message(), Format.EMAIL, Catalogue("vi"))
    assert notice.text == (
        "<p>«Không qua &lt;ngầm&gt; &amp; suối.»<br>Theo Đài.</p>"
        '<p><a href="https://dai.example/?a=1&amp;b=2">https://dai.example/?a=1&amp;b=2</a></p>'
    )


def test_a_text_that_is_too_long_loses_its_last_lines_and_keeps_its_link():
    notice = written(
        a_message(body=tuple(say("notice.source", source="x" * 700) for _ in range(4))), Format.ZALO, Catalogue()
    )
    assert len(notice.text) <= 2000
    assert notice.text.endswith(f"{'x' * 700}.\n{URL}")


@pytest.mark.parametrize("takes", [Format.ZALO, Format.TELEGRAM_HTML])
@pytest.mark.parametrize("long", [0, 1, 2])
def test_a_line_that_is_too_long_is_left_out_and_the_others_stay(takes: Format, long: int):
    body = tuple(say("notice.source", source=f"Đài {n}" + "&" * 5000 * (n == long)) for n in range(3))
    text = written(a_message(body=body), takes, Catalogue("vi")).text
    assert [n for n in range(3) if f"Đài {n}" in text] == [n for n in range(3) if n != long]
    assert "Lũ «lớn»" in text


@pytest.mark.parametrize("takes", [Format.ZALO, Format.TELEGRAM_HTML])
@pytest.mark.parametrize("mark", ["&", "<", "x", "🌧", '"'])
def test_a_subject_that_is_too_long_is_cut_and_the_link_stays(takes: Format, mark: str):
    subject = say("notice.warning.alert", headline=mark * 9000)
    text = written(a_message(subject=subject, body=()), takes, Catalogue("vi")).text
    assert LIMITS[takes].takes(text)
    assert text.startswith(("Cảnh báo", "<b>Cảnh báo"))
    assert "https://dai.example/?a=1" in text


def test_a_finished_text_is_sent_as_it_came():
    message = a_message(texts={Format.ZALO: "Chào buổi sáng"})
    assert written(message, Format.ZALO, Catalogue("vi")).text == "Chào buổi sáng"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_is_said_in_the_language_it_is_sent_in(language: str):
    title = written(a_message(), Format.PLAIN, Catalogue(language)).title
    assert title.partition(":")[0] == {"vi": "Cảnh báo", "en": "Warning"}[language]


def test_a_subject_of_any_length_is_cut_in_a_few_tries():
    tried: list[str] = []

    def write(said: str) -> str:
        tried.append(said)
        return f"<b>{said}</b>"

    assert cut("mưa " * 9000, write, Limit(100)) == ("mưa " * 9000)[:93]
    assert len(tried) <= 20


def test_a_browser_gets_title_lines_and_address_apart_and_only_warnings_are_urgent():
    notice = written(a_message(body=(say("notice.source", source="Đài"),) * 5), Format.PUSH, Catalogue("vi"))
    assert (notice.title, notice.url, notice.tag, notice.urgent) == ("Cảnh báo: Lũ «lớn» <ở> Bát Xát", URL, "", True)
    assert notice.text.split("\n") == ["Theo Đài."] * 3
    task = written(
        a_message(subject=say("notice.own.task", cause="withdrawn", title="A")), Format.PUSH, Catalogue("vi")
    )
    assert (task.tag, task.urgent) == (URL, False), "the next one about this task takes its place"
