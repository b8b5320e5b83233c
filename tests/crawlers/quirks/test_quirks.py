from datetime import UTC, date, datetime

import pytest
from lxml.cssselect import CSSSelector

from crawlers import quirks
from crawlers.extract.article import PageExtractor
from domain.page import FetchedPage

LINE = "Trung tâm Kiểm soát bệnh tật tỉnh cho biết chiến dịch tiêm kéo dài ba tuần, ưu tiên các thôn bản ở xa."
LEAD = "Trẻ từ một đến mười tuổi ở hai mươi xã vùng cao được tiêm miễn phí."


@pytest.mark.parametrize("rule", quirks.known().values(), ids=lambda rule: rule.host)
def test_every_rule_has_a_last_day_and_selectors_that_parse(rule: quirks.Quirk) -> None:
    assert date(2026, 11, 1) < rule.valid_until < date(2029, 1, 1)
    for selector in filter(None, (rule.lead, rule.drop, rule.byline, rule.time)):
        CSSSelector(selector)


def test_a_rule_serves_subdomains_until_its_last_day() -> None:
    rule = quirks.known()["vnexpress.net"]

    assert quirks.find("suckhoe.vnexpress.net", on=rule.valid_until) is rule
    assert quirks.find("vnexpress.net", on=date(2099, 1, 1)) is None
    assert quirks.find("giavnexpress.net", on=rule.valid_until) is None
    assert quirks.find("", on=rule.valid_until) is None


@pytest.mark.parametrize("rule", quirks.known().values(), ids=lambda rule: rule.host)
def test_the_first_lead_of_each_rule_is_read(rule: quirks.Quirk) -> None:
    def element(selector: str, inside: str) -> str:
        tag, _, name = selector.split(",")[0].strip().partition(".")
        return f"<{tag or 'div'} class='{name}'>{inside}</{tag or 'div'}>"

    html = (
        f"<h1>Lào Cai tiêm bổ sung vắc xin sởi</h1>{element(rule.lead, LEAD)}"
        f"<div><p>{LINE}</p><p>{LINE[6:]}</p><p>{LINE[10:]}</p></div>"
    )
    page = FetchedPage(
        url=f"https://{rule.host}/a-1.html", content=html.encode(), fetched_at=datetime(2026, 11, 23, tzinfo=UTC)
    )
    article = PageExtractor().extract(page)

    assert article.lead == LEAD
    assert article.text.split("\n") == [LEAD, LINE, LINE[6:], LINE[10:]]
