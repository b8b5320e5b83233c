"""A bulletin that states its level warns, however long it is."""

import pytest

from demo.content import articles
from domain.understanding import SignalKind
from nlp.signals import signals

STATED = {"bao-so-1", "bao-so-2", "lu-quet-canh-bao"}
OTHERS = {"muc-nuoc-ho", "tram-do-moi", "nong-vu"}


@pytest.mark.parametrize("key", sorted(STATED | OTHERS))
def test_the_weather_services_own_bulletins_warn_and_its_other_notices_do_not(key: str):
    one = next(article for article in articles() if article.key == key)
    kinds = {signal.kind for signal in signals(title=one.title, text=f"{one.lead}\n{one.body}")}
    assert (SignalKind.WARNING in kinds) is (key in STATED)
