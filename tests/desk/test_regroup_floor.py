"""Floors for the product's path, which places one article at a time and regroups every hour, on the sample's truth."""

from datetime import timedelta

from bench.regrouped import played
from demo.content import articles
from domain.ports import GroupingInput
from tests.making import NOON
from tests.nlp.stories.test_truths import pairs


def test_regrouping_every_hour_brings_the_sample_newsrooms_stories_together():
    rows = sorted(articles(), key=lambda one: (one.at, one.publisher, one.key))
    coming = [
        GroupingInput(
            id=f"{one.publisher}/{one.key}",
            title=one.title,
            text=f"{one.lead}\n{one.body}",
            published_at=NOON + timedelta(minutes=one.at),
        )
        for one in rows
    ]
    single, regrouped, path = played(coming)
    gold = [one.story for one in rows]
    precision, recall = pairs(gold, regrouped)
    assert precision >= 0.92
    assert recall >= 0.95
    assert recall > pairs(gold, single)[1]
    assert 0 < path.moved < len(rows) / 4
