"""CAP 1.2 messages in and out. A feed's message is taken as it is; what it lacks stays unknown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from lxml import etree

from domain.cap_messages import Relay
from domain.errors import BadInput
from domain.hazards import Hazard
from domain.problems import Unreadable
from domain.times import VIETNAM
from domain.warning import (
    Certainty,
    MsgType,
    OfficialWarning,
    Severity,
    Status,
    Urgency,
    WarningPart,
)
from nlp.places.gazetteer import load
from nlp.places.recogniser import PlaceRecogniser
from nlp.warnings.cap_xml import children, name_of, parse, text_of
from nlp.warnings.drills import is_drill
from nlp.warnings.hazards import hazard_of
from nlp.warnings.references import read_references, read_time

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_CODES, _LEVEL, _NEXT, _HAZARD = "VN-administrative-unit", "risk-level-18-2021-QD-TTg", "next-bulletin", "hazard"
_SPEAKING = ("event", "headline", "description", "instruction")
_ALL_CLEAR = "AllClear"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2 Characters
Word = TypeVar("Word", bound=StrEnum)


def read_cap(xml: bytes) -> OfficialWarning:
    """The warning of one CAP message; raise BadInput when it is none. Entities and DTDs are refused."""
    root = parse(xml)
    if name_of(root) != "alert":
        raise BadInput(Unreadable.NOT_CAP)
    sent = read_time(text_of(root, "sent"))
    if sent is None:
        raise BadInput(Unreadable.CAP_WITHOUT_TIME)
    msg_type = _word(MsgType, text_of(root, "msgType"), MsgType.ALERT)
    infos = [info for info in children(root, "info") if any(text_of(info, name) for name in _SPEAKING)]
    if not infos and msg_type in (MsgType.ALERT, MsgType.UPDATE):
        raise BadInput(Unreadable.CAP_WITHOUT_INFO)
    speaking = _of_danger(_ours(infos, sent)) or [etree.Element("info")]
    parts = tuple(_part(info, sent) for info in speaking)
    warning = _message(root, sent, msg_type, parts)
    status = _word(Status, text_of(root, "status"), Status.SYSTEM)
    if status is Status.ACTUAL and is_drill(warning.headline, warning.description):
        status = Status.EXERCISE
    return replace(warning, status=status, all_clear=any(_is_clear(info) for info in speaking))


def _message(
    root: etree._Element, sent: datetime, msg_type: MsgType, parts: tuple[WarningPart, ...]
) -> OfficialWarning:
    """The gravest part leads, the first of equals; areas and words are those of all."""
    lead = max(parts, key=lambda part: part.gravity)
    ends = [part.expires for part in parts]
    return OfficialWarning(
        identifier=text_of(root, "identifier"),
        sender=text_of(root, "sender"),
        sent=sent,
        msg_type=msg_type,
        references=read_references(text_of(root, "references")),
        hazard=lead.hazard,
        event=lead.event,
        headline=lead.headline,
        area=_joined([part.area for part in parts], ", "),
        codes=() if any(not part.codes for part in parts) else _once(code for part in parts for code in part.codes),
        severity=lead.severity,
        urgency=lead.urgency,
        certainty=lead.certainty,
        level=lead.level,
        onset=lead.onset,
        expires=max(end for end in ends if end) if all(ends) else None,
        next_bulletin=lead.next_bulletin,
        description=_joined([part.description for part in parts], "\n"),
        instruction=_joined([part.instruction for part in parts], "\n"),
        url=lead.url,
        parts=parts if len(parts) > 1 else (),
    )


def _part(info: etree._Element, sent: datetime) -> WarningPart:
    event, headline = text_of(info, "event"), text_of(info, "headline")
    parameters = {text_of(p, "valueName"): text_of(p, "value") for p in children(info, "parameter")}
    areas = children(info, "area")
    return WarningPart(
        hazard=_hazard(parameters.get(_HAZARD, ""), f"{event} {headline}"),
        event=event,
        headline=headline or event or text_of(info, "description").split("\n", maxsplit=1)[0],
        area=_joined([text_of(area, "areaDesc") for area in areas], ", "),
        codes=_codes(areas, sent),
        severity=_word(Severity, text_of(info, "severity"), Severity.UNKNOWN),
        urgency=_word(Urgency, text_of(info, "urgency"), Urgency.UNKNOWN),
        certainty=_word(Certainty, text_of(info, "certainty"), Certainty.UNKNOWN),
        level=_level(parameters.get(_LEVEL, "")),
        onset=read_time(text_of(info, "onset") or text_of(info, "effective")),
        expires=read_time(text_of(info, "expires")),
        next_bulletin=read_time(parameters.get(_NEXT, "")),
        description=text_of(info, "description"),
        instruction=text_of(info, "instruction"),
        url=text_of(info, "web"),
    )


def _ours(infos: Sequence[etree._Element], sent: datetime) -> list[etree._Element]:
    """Those in Vietnamese, and of other languages what says more: of another place, or of a graver danger."""
    ours = [info for info in infos if text_of(info, "language").lower()[:2] == "vi"]
    if not ours or len(ours) == len(infos):
        return list(infos) if ours else _of_first_language(infos)
    known = [_part(info, sent) for info in ours]
    places = {code for part in known for code in part.codes}
    gravest = max(part.gravity for part in known)
    for info in infos:
        if info not in ours:
            part = _part(info, sent)
            if set(part.codes) - places or part.gravity > gravest:
                ours.append(info)
    return ours


def _of_first_language(infos: Sequence[etree._Element]) -> list[etree._Element]:
    """Of several foreign languages one; a service that states no language wrote in its own."""
    first = text_of(infos[0], "language").lower()[:2] if infos else ""
    return [info for info in infos if text_of(info, "language").lower()[:2] in (first, "")]


def _is_clear(info: etree._Element) -> bool:
    kinds = children(info, "responseType")
    clear = any(_own_text(kind) == _ALL_CLEAR.lower() for kind in kinds)
    return clear or text_of(info, "urgency").lower() == Urgency.PAST.value.lower()


def _own_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).replace(" ", "").strip().lower()


def _of_danger(infos: list[etree._Element]) -> list[etree._Element]:
    """Where some parts warn and others say that it has passed, those that warn."""
    return [info for info in infos if not _is_clear(info)] or infos


def write_cap(warning: OfficialWarning, relay: Relay | None = None) -> bytes:
    """One CAP 1.2 message, with the level of risk and the next bulletin as parameters. `relay`: whose it is, if not
    its sender's."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _add(root, "identifier", warning.identifier)
    _add(root, "sender", warning.sender)
    _add(root, "sent", _stamp(warning.sent))
    _add(root, "status", warning.status)
    _add(root, "msgType", warning.msg_type)
    _add(root, "source", relay.source if relay else "")
    _add(root, "scope", "Public")
    _add(root, "note", relay.note if relay else "")
    whole = [r for r in warning.references if r.sender and r.sent]
    _add(root, "references", " ".join(f"{_bare(r.sender)},{r.identifier},{_stamp(r.sent)}" for r in whole))
    for part in warning.parts or (warning,):
        _write_info(root, part, relay, all_clear=warning.all_clear)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _write_info(
    root: etree._Element, part: WarningPart | OfficialWarning, relay: Relay | None, *, all_clear: bool
) -> None:
    info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
    for name, value in _info(part, relay, all_clear):
        _add(info, name, value)
    level = str(part.level) if part.level else ""
    for name, value in ((_HAZARD, str(part.hazard)), (_LEVEL, level), (_NEXT, _stamp(part.next_bulletin))):
        _pair(info, "parameter", name, value)
    area = etree.SubElement(info, f"{{{NAMESPACE}}}area")
    _add(area, "areaDesc", part.area or "Không nêu rõ khu vực")
    for code in part.codes:
        _pair(area, "geocode", _CODES, code)


def _info(part: WarningPart | OfficialWarning, relay: Relay | None, all_clear: bool) -> tuple[tuple[str, str], ...]:
    """CAP asks for exactly this order."""
    return (
        ("language", "vi-VN"),
        ("category", part.hazard.category),
        ("event", part.event or part.headline or part.hazard.value),
        ("responseType", _ALL_CLEAR if all_clear else ""),
        ("urgency", part.urgency),
        ("severity", part.severity),
        ("certainty", part.certainty),
        ("effective", _stamp(relay.published_at if relay else None)),
        ("onset", _stamp(part.onset)),
        ("expires", _stamp(part.expires)),
        ("senderName", relay.source if relay else ""),
        ("headline", part.headline),
        ("description", part.description),
        ("instruction", part.instruction),
        ("web", part.url),
    )


def _add(parent: etree._Element, name: str, value: str) -> None:
    if value:
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = _NO_XML.sub("", value)


def _pair(parent: etree._Element, element: str, name: str, value: str) -> None:
    if value:
        pair = etree.SubElement(parent, f"{{{NAMESPACE}}}{element}")
        _add(pair, "valueName", name)
        _add(pair, "value", value)


def _stamp(moment: datetime | None) -> str:
    """CAP wants seconds and an offset, never "Z"."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else ""


def _word(words: type[Word], text: str, otherwise: Word) -> Word:
    return next((word for word in words if word.value.lower() == text.lower()), otherwise)


def _bare(sender: str) -> str:
    """A reference is told apart by commas and spaces, so its sender may hold neither."""
    return sender.replace(",", "_").replace(" ", "_")


def _hazard(said: str, words: str) -> Hazard:
    if said in set(Hazard):
        return Hazard(said)
    found = hazard_of(words)
    return found[0] if found else Hazard.OTHER


def _level(text: str) -> int | None:
    return int(text) if text.isdigit() and 1 <= int(text) <= 5 else None


def _codes(areas: list[etree._Element], sent: datetime) -> tuple[str, ...]:
    """Of each area its official codes as stated; otherwise the units that its description names."""
    return _once(code for area in areas for code in _codes_of(area, sent))


def _codes_of(area: etree._Element, sent: datetime) -> list[str]:
    stated = " ".join(text_of(geocode, "value") for geocode in children(area, "geocode"))
    known = [code for code in re.findall(r"[\w-]+", stated) if code in load().units]
    if known:
        return known
    mentions = PlaceRecogniser().find(text=text_of(area, "areaDesc"), published_at=sent)
    return [mention.code for mention in mentions]


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _joined(texts: Sequence[str], by: str) -> str:
    return by.join(dict.fromkeys(text for text in texts if text))
