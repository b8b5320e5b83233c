"""Sixty days of made-up news and three made-up editors, for bench_ranking.

News. Each day brings 90 stories. A story has a section (ten, unevenly frequent), a source (forty, unevenly busy, each
with two sections it mostly covers), a distance (ours 12 %, beside 13 %, far), the signals of the sum with the
frequency of their kind (useful 18 %, good news 12 %, advertising 4 %, a warning 1 %), and a number of independent
texts (Pareto: most have one). All of that is drawn independently of any editor.

Editors. An editor's liking of a story is
    0.7 * (what the desk's fixed sum says, without newness)   the desk's common sense, which all three share
  + his own weight of its section, its source and its distance   drawn once an editor: N(0, 1.0), N(0, 0.5), N(0, 0.7)
  + something about the story itself that no feature shows         N(0, 1.0)
  - 1.5 a day of age.
The editor is shown the fifteen first of a ranking each day and looks at them all. He picks those that he likes more
than his bar (the liking that one story in nine of a day exceeds), and skips the others; with one decision in ten he
does the opposite, being tired or in a hurry. The ranking learns from nothing else. The three tastes are: weights as
drawn, twice as strong, and half as strong, for whom there is little to learn.

Relevance for NDCG is the liking above the day's median, cut at 0, over all stories that can be shown that day (of the
last two days, not decided yet); it is known to nobody while ranking.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from desk.ranking.ranker import shipped_weights
from domain.ranking import newness
from domain.story import ScoreTerm, Story, Term
from domain.understanding import Section

START = datetime(2026, 9, 1, tzinfo=UTC)
SOURCES, STORIES_A_DAY = 40, 90
SHOWN_FOR = timedelta(days=2)
SECTIONS = tuple(Section)
OFTEN = (16, 14, 4, 14, 10, 9, 12, 12, 7, 2)
TASTES = {"as drawn": 1.0, "twice as strong": 2.0, "half as strong": 0.5}


@dataclass(frozen=True)
class Editor:
    sections: dict[Section, float]
    sources: dict[str, float]
    near: dict[str, float]

    def likes(self, story: Story, hidden: float, now: datetime) -> float:
        near = next((part.term for part in story.terms if part.term in (Term.NEAR, Term.NEIGHBOUR)), "far")
        own = self.sources[story.source_id] + self.near[near] + (self.sections[story.section] if story.section else 0)
        fixed = sum(part.value for part in story.terms if part.term != Term.PREFERENCES)
        age = (now - story.newest_at) / timedelta(days=1)
        return 0.7 * fixed + own + hidden - 1.5 * age


def editor(dice: random.Random, strength: float) -> Editor:
    return Editor(
        {section: strength * dice.gauss(0, 1.0) for section in SECTIONS},
        {f"s{number}": strength * dice.gauss(0, 0.5) for number in range(SOURCES)},
        {name: strength * dice.gauss(0, 0.7) for name in (Term.NEAR, Term.NEIGHBOUR, "far")},
    )


def days(dice: random.Random, count: int) -> Iterator[list[tuple[Story, float]]]:
    """Each day's new stories, each with what no feature shows of it."""
    covers = [dice.choices(SECTIONS, OFTEN, k=2) for _ in range(SOURCES)]
    busy = [1 / (1 + number) ** 0.7 for number in range(SOURCES)]
    for day in range(count):
        made = []
        for number in range(STORIES_A_DAY):
            source = dice.choices(range(SOURCES), busy)[0]
            wide = dice.random() < 0.4
            section = dice.choices(SECTIONS, OFTEN)[0] if wide else dice.choice(covers[source])
            at = START + timedelta(days=day, hours=dice.uniform(0, 24))
            made.append((_story(dice, f"{day}/{number}", f"s{source}", section, at), dice.gauss(0, 1.0)))
        yield made


def _story(dice: random.Random, name: str, source: str, section: Section, at: datetime) -> Story:
    origins = min(12, int(dice.paretovariate(1.6)))
    parts = tuple(_parts(dice, origins))
    return Story(
        id=name, head_id=name, title="", lead="", source_id=source, section=section, newest_at=at, opened_at=at,
        members=origins + int(dice.expovariate(1 / (1.0 + origins))), origins=origins, terms=parts,
        score=sum(part.value for part in parts),
    )  # fmt: skip


def _parts(dice: random.Random, origins: int) -> Iterator[ScoreTerm]:
    w = shipped_weights()
    near = dice.random()
    if dice.random() < 0.01:
        yield ScoreTerm(term=Term.WARNING, value=w["warning"])
    elif dice.random() < 0.18:
        yield ScoreTerm(term=Term.USEFUL, value=w["useful"] * dice.uniform(0.4, 1))
    if near < 0.12:
        yield ScoreTerm(term=Term.NEAR, value=w["near"])
    elif near < 0.25:
        yield ScoreTerm(term=Term.NEIGHBOUR, value=w["neighbour"])
    if origins > 1:
        yield ScoreTerm(term=Term.ORIGINS, value=min(w["origins_most"], w["origins"] * (origins - 1) ** 0.5))
    if dice.random() < 0.12:
        yield ScoreTerm(term=Term.GOOD_NEWS, value=w["good-news"] * dice.uniform(0.4, 1))
    if dice.random() < 0.04:
        yield ScoreTerm(term=Term.ADVERTORIAL, value=w["advertorial"])


def total(story: Story, now: datetime) -> float:
    return story.score + newness(story.newest_at, now)
