"""CAP 1.2 messages in and out. A feed's message is taken as it is; what it lacks stays unknown."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from lxml import etree

from domain.errors import BadInput
from domain.hazards import Hazard
from domain.problems import Unreadable
from domain.times import VIETNAM
from domain.warning import (
    Certainty,
    MsgType,
    OfficialWarning,
    Reference,
    Severity,
    Status,
    Urgency,
)
from nlp.places.gazetteer import load
from nlp.places.recogniser import PlaceRecogniser
from nlp.warnings.hazards import hazard_of

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
_MAX_BYTES = 2_000_000
_CODES, _LEVEL, _NEXT, _HAZARD = "VN-administrative-unit", "risk-level-18-2021-QD-TTg", "next-bulletin", "hazard"
Word = TypeVar("Word", bound=StrEnum)


def read_cap(xml: bytes) -> OfficialWarning:
    """The warning of one CAP message; raise BadInput when it is none. Entities and DTDs are refused."""
    root = _parse(xml)
    if etree.QName(root).localname != "alert":
        raise BadInput(Unreadable.NOT_CAP)
    info = _best_info(root)
    areas = _children(info, "area")
    description = ", ".join(d for a in areas if (d := _text(a, "areaDesc")))
    event, headline = _text(info, "event"), _text(info, "headline")
    parameters = {_text(p, "valueName"): _text(p, "value") for p in _children(info, "parameter")}
    sent = _time(_text(root, "sent"))
    if sent is None:
        raise BadInput(Unreadable.CAP_WITHOUT_TIME)
    return OfficialWarning(
        identifier=_text(root, "identifier"),
        sender=_text(root, "sender"),
        sent=sent,
        status=_word(Status, _text(root, "status"), Status.SYSTEM),
        msg_type=_word(MsgType, _text(root, "msgType"), MsgType.ALERT),
        references=_references(_text(root, "references")),
        hazard=_hazard(parameters.get(_HAZARD, ""), f"{event} {headline}"),
        event=event,
        headline=headline or event,
        area=description,
        codes=_codes(areas, description, sent),
        severity=_word(Severity, _text(info, "severity"), Severity.UNKNOWN),
        urgency=_word(Urgency, _text(info, "urgency"), Urgency.UNKNOWN),
        certainty=_word(Certainty, _text(info, "certainty"), Certainty.UNKNOWN),
        level=_level(parameters.get(_LEVEL, "")),
        onset=_time(_text(info, "onset") or _text(info, "effective")),
        expires=_time(_text(info, "expires")),
        next_bulletin=_time(parameters.get(_NEXT, "")),
        description=_text(info, "description"),
        instruction=_text(info, "instruction"),
        url=_text(info, "web"),
    )


def write_cap(warning: OfficialWarning) -> bytes:
    """One CAP 1.2 message, with the level of risk and the next bulletin as parameters."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _add(root, "identifier", warning.identifier)
    _add(root, "sender", warning.sender)
    _add(root, "sent", _stamp(warning.sent))
    _add(root, "status", warning.status)
    _add(root, "msgType", warning.msg_type)
    _add(root, "scope", "Public")
    _add(root, "references", " ".join(f"{_bare(r.sender)},{r.identifier},{_stamp(r.sent)}" for r in warning.references))
    info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
    for name, value in _info(warning):
        _add(info, name, value)
    level = str(warning.level) if warning.level else ""
    for name, value in ((_HAZARD, str(warning.hazard)), (_LEVEL, level), (_NEXT, _stamp(warning.next_bulletin))):
        _pair(info, "parameter", name, value)
    area = etree.SubElement(info, f"{{{NAMESPACE}}}area")
    _add(area, "areaDesc", warning.area or "Không nêu rõ khu vực")
    for code in warning.codes:
        _pair(area, "geocode", _CODES, code)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _info(warning: OfficialWarning) -> tuple[tuple[str, str], ...]:
    """CAP asks for exactly this order."""
    return (
        ("language", "vi-VN"),
        ("category", warning.hazard.category),
        ("event", warning.event or warning.headline or warning.hazard.value),
        ("urgency", warning.urgency),
        ("severity", warning.severity),
        ("certainty", warning.certainty),
        ("onset", _stamp(warning.onset)),
        ("expires", _stamp(warning.expires)),
        ("headline", warning.headline),
        ("description", warning.description),
        ("instruction", warning.instruction),
        ("web", warning.url),
    )


def _parse(xml: bytes) -> etree._Element:
    if len(xml) > _MAX_BYTES or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise BadInput(Unreadable.CAP_UNSAFE)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(Unreadable.CAP_BROKEN) from error


def _best_info(root: etree._Element) -> etree._Element:
    """The Vietnamese part when there are several languages; a bare Cancel may have none."""
    every = _children(root, "info")
    vietnamese = [i for i in every if _text(i, "language").lower().startswith("vi")]
    return (vietnamese or every or [etree.Element("info")])[0]


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    return [c for c in parent if isinstance(c.tag, str) and etree.QName(c).localname == name]


def _text(parent: etree._Element, name: str) -> str:
    return next(((c.text or "").strip() for c in _children(parent, name)), "")


def _add(parent: etree._Element, name: str, value: str) -> None:
    if value:
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = value


def _pair(parent: etree._Element, element: str, name: str, value: str) -> None:
    if value:
        pair = etree.SubElement(parent, f"{{{NAMESPACE}}}{element}")
        _add(pair, "valueName", name)
        _add(pair, "value", value)


def _stamp(moment: datetime | None) -> str:
    """CAP wants seconds and an offset, never "Z"."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment else ""


def _time(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=VIETNAM)


def _word(words: type[Word], text: str, otherwise: Word) -> Word:
    return next((word for word in words if word.value.lower() == text.lower()), otherwise)


def _bare(sender: str) -> str:
    """A reference is told apart by commas and spaces, so its sender may hold neither."""
    return sender.replace(",", "_").replace(" ", "_")


def _references(text: str) -> tuple[Reference, ...]:
    found = []
    for part in text.split():
        pieces = part.rsplit(",", 2)
        sent = _time(pieces[2]) if len(pieces) == 3 else None
        if sent:
            found.append(Reference(pieces[0].replace("_", " "), pieces[1], sent))
    return tuple(found)


def _hazard(said: str, words: str) -> Hazard:
    if said in set(Hazard):
        return Hazard(said)
    found = hazard_of(words)
    return found[0] if found else Hazard.OTHER


def _level(text: str) -> int | None:
    return int(text) if text.isdigit() and 1 <= int(text) <= 5 else None


def _codes(areas: list[etree._Element], description: str, sent: datetime) -> tuple[str, ...]:
    """Official codes as stated; otherwise the units that the description names."""
    stated = [_text(g, "value") for a in areas for g in _children(a, "geocode")]
    known = [code for code in stated if code in load().units]
    if known:
        return tuple(dict.fromkeys(known))
    mentions = PlaceRecogniser().find(text=description, published_at=sent)
    return tuple(dict.fromkeys(m.code for m in mentions))
