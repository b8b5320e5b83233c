"""The one place that looks at names of private people, to ask an editor to leave a child's or a victim's name out.

It keeps the flagged spans and nothing else (design §1): no index, no counting, nothing joined across articles.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from domain.times import now as clock
from nlp import privacy_words as words
from nlp.cues import Reading, abroad, cues
from nlp.person_names import Name, names

Places = list[tuple[int, int]]

_ADULT_YEARS = 18
_BEFORE = 60  # characters of the sentence before a name
_HARM_BEFORE, _HARM_AFTER = 160, 220  # characters around the sentence
_BEHIND_CHARS = 60
_FIRST_FORM_YEARS = 6
_TOLD_FIRST = 900  # characters in which a report introduces its victims
_TOGETHER_WITHIN = 450  # characters
_KIN_BEFORE, _KIN_AFTER = 120, 160  # characters around a parent's name


def privacy(reading: Reading, published_at: datetime | None) -> Places:
    """Names to leave out: of a child in trouble, a victim, a patient, or of kin who give a child away."""
    named, given_away = named_or_given_away(reading, published_at)
    return named or given_away


def named_or_given_away(reading: Reading, published_at: datetime | None) -> tuple[Places, Places]:
    """Names told in full, or else what tells all the same who stands behind initials: kin, school and class."""
    marks = cues("privacy")
    if marks["changed"].search(reading.low):
        return [], []
    if not marks["harm"].search(reading.low) and not marks["harm"].search(reading.low_title):
        return [], []
    judge = _Judge(reading, (published_at or clock()).year)
    named = judge.named()
    return named, [] if named else judge.given_away()


@dataclass(frozen=True)
class _Judge:
    reading: Reading
    year: int

    def named(self) -> Places:
        found: dict[str, tuple[int, int]] = {}
        for name in self._names:
            known = name.text in found
            if not known and (self._is_cut_elsewhere(name) or (name.text not in self._others and self._flagged(name))):
                found[name.text] = (name.start, name.end)
        return sorted(found.values())

    def _is_cut_elsewhere(self, name: Name) -> bool:
        """The text hides it once ("Nguyễn Văn L.") and spells it out another time."""
        cut = rf"(?<!\w){re.escape(name.text[: -len(name.given) + 1])}\.(?!\w)"
        hidden = re.search(cut, self.reading.text)
        suspect = cues("privacy")["suspect"]
        return bool(hidden and not suspect.search(self.reading.low, max(0, hidden.start() - 30), hidden.start()))

    @cached_property
    def _names(self) -> list[Name]:
        return list(names(self.reading.text))

    @cached_property
    def _head(self) -> str:
        return f"{self.reading.low_title}\n{self.reading.low[:500]}"

    @cached_property
    def _is_crime(self) -> bool:
        return bool(cues("privacy")["crime"].search(self._head))

    @cached_property
    def _tells_of_known_people(self) -> bool:
        """Abroad, of a star, or an obituary: their names are public."""
        star = words.STAR.search(f"{self.reading.low_title}\n{self.reading.low[:250]}")
        return bool(star or words.OBITUARY.search(self.reading.low_title) or abroad(self.reading))

    @cached_property
    def _others(self) -> frozenset[str]:
        """Suspects and people in office, by the words around one of their mentions."""
        return frozenset(
            n.text
            for n in self._names
            if (self._is_suspect(n) or self._is_in_office(n))
            and not (words.PETTY.search(self._before(n)) and self._dies(n))
        )

    def _behind(self, name: Name) -> int:
        """Where the sentence goes on after the age and address in brackets."""
        bracket = words.PAREN.match(self.reading.text, name.end)
        return bracket.end() if bracket else name.end

    def _before(self, name: Name, chars: int = _BEFORE) -> str:
        start, _ = self.reading.sentence_at(name.start)
        return self.reading.low[max(start, name.start - chars) : name.start]

    def _is_suspect(self, name: Name) -> bool:
        marks = cues("privacy")
        if not marks["suspect"].search(self._before(name, 45)) or marks["victim"].search(self._before(name, 30)):
            return False
        before = self._before(name, 24)
        return not any(said.search(before) for said in (words.TO_SOMEONE, words.IS_HIT, words.IS_CHILD))

    def _is_in_office(self, name: Name) -> bool:
        marks = cues("privacy")
        near = self._before(name)
        addressed = re.search(r"(?:anh|chị|ông|bà|cụ|vợ|chồng|và|cho|với|của|,|\() ?$", near)
        held = marks["office"].search(near[-28:]) or (marks["office"].search(near) and not addressed)
        if held and not marks["victim"].search(near) and not words.IS_CHILD.search(near):
            return True
        behind = self.reading.low[name.end : name.end + 40]
        m = re.match(r"(?: ?\([^)]{0,20}\))?\s?(?:[-–,(]|là)\s?(?:nguyên |cựu )?", behind)
        return bool(m and marks["office"].match(behind, m.end()))

    def _flagged(self, name: Name) -> bool:
        """One reason is enough: called a victim, a child, someone with age or address near harm, or one who suffers."""
        before, age = self._before(name), self._age(name)
        child_word = bool(words.IS_CHILD.search(before))
        child = age < _ADULT_YEARS if age is not None else child_word
        victim = bool(
            cues("privacy")["victim"].search(before[-45:]) or words.IS_VICTIM.match(self.reading.low, name.end)
        )
        if before.endswith(("nạn nhân của ", "bị hại của ")):
            return False
        if self._is_no_person(name, before) or (self._tells_of_known_people and not child and not victim):
            return False
        if name.length > 2 and (words.IS_HIT.search(before) or self._dies(name)) and not self._tells_of_known_people:
            return True
        if self._is_crime and not (victim or child or words.OF_KIN.search(before)):
            return False  # in a crime report a bare name is the suspect's
        if self._is_pupil_who_suffers(name):
            return True
        if victim or child:
            return self._is_near_harm(name, widely=True) and not (child and not victim and self._tells(name))
        if words.OWNS.search(before):
            return False
        _, end = self.reading.sentence_at(name.start)
        if words.ACTS.search(self.reading.low, name.end, min(end, name.end + 110)):
            return False
        placed = age is not None or self._has_address(name, before)
        if placed and not self._tells(name) and self._is_near_harm(name, widely=False):
            return True
        return bool(words.IS_TITLED.search(before)) and self._suffers(name, before, placed=placed)

    def _dies(self, name: Name) -> bool:
        return bool(words.DIES.match(self.reading.low, self._behind(name)))

    def _is_no_person(self, name: Name, before: str) -> bool:
        """A place, a school, a company; two words are only a name when something says so."""
        place = re.search(cues("privacy")["place"].pattern + r"(?: [\w-]+)? $", before[-24:])
        if place or words.HYPHENED_PLACE.search(self.reading.text, max(0, name.start - 12), name.start):
            return not (words.IS_CHILD.search(before) or words.IS_TITLED.search(before))
        said = words.CALLED.search(before) or self._age(name) is not None or self._has_address(name, before)
        return name.length == 2 and not said and not cues("privacy")["victim"].search(before[-45:])

    def _age(self, name: Name) -> int | None:
        """In years, from what stands right behind the name."""
        behind = self.reading.low[name.end : name.end + _BEHIND_CHARS]
        opened = re.match(r"\s?(?:[,(–-]|(?=mới |khi ))\s?\(?(?:khi )?", behind)
        if not opened:
            return None
        rest = re.split(r"[).\n]", behind[opened.end() :])[0] + ")"
        m = words.AGE.search(rest)
        if not m:
            return None
        if m["months"] or m["days"]:
            return 0
        if m["form"]:
            return _FIRST_FORM_YEARS + int(m["form"]) - 1 if m["form"].isdigit() else _FIRST_FORM_YEARS
        return int(m["years"]) if m["years"] else self.year - int(m["born"] or m["birth"])

    def _has_address(self, name: Name, before: str) -> bool:
        low = self.reading.low
        return bool(
            words.ADDRESS.match(low, name.end)
            or (words.CALLED.search(before) and words.ADDRESS_OF_MAN.match(low, name.end))
        )

    def _is_near_harm(self, name: Name, *, widely: bool) -> bool:
        harm = cues("privacy")["harm"]
        start, end = self.reading.sentence_at(name.start)
        if not widely:
            return bool(harm.search(self.reading.low, start, end))
        return bool(
            harm.search(self.reading.low, max(0, start - _HARM_BEFORE), end + _HARM_AFTER)
            or harm.search(self.reading.low_title)
        )

    def _tells(self, name: Name) -> bool:
        """A witness who is quoted in a sentence that tells no harm, or an adult who is quoted at all."""
        _, end = self.reading.sentence_at(name.start)
        said = self.reading.low[name.end : min(end, name.end + 90)]
        quoted = cues("privacy")["witness"].search(said)
        if not quoted or words.ANOTHER_TELLS.search(said[: quoted.start()]):
            return False
        return not (words.IS_CHILD.search(self._before(name)) and self._is_near_harm(name, widely=False))

    def _suffers(self, name: Name, before: str, *, placed: bool) -> bool:
        _, end = self.reading.sentence_at(name.start)
        tells = self._tells(name)
        if not tells and words.SUFFERS.match(self.reading.low[self._behind(name) : max(end, self._behind(name))]):
            return True
        if words.HURT.search(before[-55:]) and self._is_near_harm(name, widely=True):
            return True
        if not placed and name.length < 3:
            return False
        low, called = self.reading.low, self._called(name)
        if any(words.SUFFERS_LATER.match(low, m.end()) for m in re.finditer(called, low)):
            return True
        if re.search(rf"(?<!\w){words.STRUCK} {called}", low) or re.search(
            rf"(?<!\w)đưa {called}{words.TO_HOSPITAL}", low
        ):
            return True
        return placed and (self._suffers_together(name) or self._is_whom_the_title_means(name, called))

    def _is_pupil_who_suffers(self, name: Name) -> bool:
        """By the bare name, where the title tells of a child."""
        if name.length < 3 or not words.SMALL_CHILD.search(self.reading.low_title) or self._tells(name):
            return False
        return bool(words.SUFFERS.match(self._rest(name))) and self._is_near_harm(name, widely=False)

    def _called(self, name: Name) -> str:
        """As a later sentence calls them: "anh Tú", or by two syllables "anh Ngọc Tú"."""
        parts = name.text.lower().split(" ")
        given = rf"(?:{re.escape(' '.join(parts[-2:]))}|{re.escape(parts[-1])})"
        return rf"(?<!\w)(?:anh|chị|ông|bà|cháu|em|bé|nạn nhân|bệnh nhân) {given}(?![^\W_])"

    def _suffers_together(self, name: Name) -> bool:
        if words.TAKES_PART.search(self._rest(name)):
            return False
        low = self.reading.low
        return bool(
            words.TOGETHER.search(low, max(0, name.start - _TOGETHER_WITHIN), name.end + _TOGETHER_WITHIN)
            or words.TOGETHER.search(self.reading.low_title)
        )

    def _rest(self, name: Name) -> str:
        """Of the sentence, behind the name."""
        _, end = self.reading.sentence_at(name.start)
        return self.reading.low[self._behind(name) : max(end, self._behind(name))]

    def _is_whom_the_title_means(self, name: Name, called: str) -> bool:
        """Introduced early where the title tells of somebody hurt, and never as one who does, finds or tells."""
        if name.start > _TOLD_FIRST or not words.HURT_TITLE.search(self.reading.low_title):
            return False
        if words.IS_KIN_OF_THEM.match(self.reading.low, name.end):
            return False
        told = [self._rest(name)]
        told += [self.reading.low[m.end() : m.end() + 60] for m in re.finditer(called, self.reading.low)]
        return not any(words.TAKES_PART.search(one) for one in told) and not words.TAKES_PART.search(
            self._before(name, 40)
        )

    def given_away(self) -> Places:
        """A child behind initials whom a parent's full name, or school and class, tell all the same."""
        if kin := self._kin_of_unnamed():
            return sorted(kin)
        hidden = words.HIDDEN_CHILD.search(self.reading.text)
        if not hidden:
            return []
        for name in self._names:
            around = self.reading.low[max(0, name.start - _KIN_BEFORE) : name.end + _KIN_AFTER]
            if (
                name.text not in self._others
                and words.IS_TITLED.search(self._before(name))
                and words.KIN.search(around)
            ):
                return sorted([hidden.span(), (name.start, name.end)])
        low = self.reading.low
        form = words.FORM.search(low, hidden.start(), hidden.end() + 60)
        school = words.SCHOOL.search(low)
        partly_named = len(hidden[0].split()) >= 3
        if form and school and (partly_named or words.NAMED_PUPIL.match(low, form.start())):
            return sorted([hidden.span(), form.span(), school.span()])
        return []

    def _kin_of_unnamed(self) -> Places:
        """A parent's full name beside a child without one: "bố cháu là anh …", or one who tells of the own child."""
        low, title = self.reading.low, self.reading.low_title
        young = words.SMALL_CHILD.search(low) or words.HIDDEN_CHILD.search(self.reading.text)
        titled = words.SMALL_CHILD.search(title) and words.HURT_TITLE.search(title)
        if not (young or titled) or self._tells_of_known_people:
            return []
        for name in self._names:
            before = self._before(name)
            kin = words.KIN_IS.search(before) or words.IS_KIN.match(low, name.end)
            if not kin and titled and words.IS_TITLED.search(before):
                kin = words.OWN_CHILD.search(self._rest(name))
            if kin and name.text not in self._others and self._is_near_harm(name, widely=True):
                return [*([young.span()] if young else []), (name.start, name.end)]
        return []
