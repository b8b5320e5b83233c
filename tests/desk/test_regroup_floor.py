"""Floors for the product's path, which places one article at a time and regroups every hour, on the sample's truth."""

from bench.regrouped import played, sample_newsroom
from tests.making import NOON
from tests.nlp.stories.test_truths import pairs


def test_regrouping_every_hour_brings_the_sample_newsrooms_stories_together():
    gold, coming = sample_newsroom(NOON)
    single, regrouped, path = played(coming)
    precision, recall = pairs(gold, regrouped)
    assert precision >= 0.92
    assert recall >= 0.95
    assert recall > pairs(gold, single)[1]
    assert 0 < path.moved < len(coming) / 4
