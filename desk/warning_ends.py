"""What became of a warning: the messages that took its place one after the other, and the one that ended it."""

from datetime import datetime

from desk.warning_states import enders
from domain.store import Store
from domain.times import VIETNAM
from domain.warning import OfficialWarning, Status
from domain.warning_chain import Key, StoredWarning, key_of

LIFTED = "Theo {source}, cảnh báo này đã kết thúc lúc {at}."
EXPIRED = "Cảnh báo này đã hết hiệu lực lúc {end}; {source} báo kết thúc lúc {at}."
REPLACED = "{source} đã thay cảnh báo này bằng bản tin lúc {at}"
LOWERED, RAISED, SAME = "từ cấp {was} xuống cấp {becomes}", "từ cấp {was} lên cấp {becomes}", "vẫn ở cấp {was}"


def followers(store: Store, kept: StoredWarning, now: datetime) -> list[StoredWarning]:
    """What followed it until now, in order; only the last may say that it is over.

    Another bulletin on what had run out before is another matter. A last one on it is not: readers were told of it.
    """
    chain = store.warnings.of_sender(kept.warning.sender, kept.warning.sent)
    ends = enders(store, kept.warning.sender, chain)
    known = {key_of(one.warning.reference): one for one in chain}
    found: list[StoredWarning] = []
    seen: set[Key] = set()
    at = kept.warning
    while (key := key_of(at.reference)) not in seen and (ender := ends.get(key)):
        if ender.sent > now or not (ender.is_over or ender.sent < at.ends_at):
            break
        seen.add(key)
        at = ender
        if one := known.get(key_of(at.reference)):
            found.append(one)
        if at.is_over:
            break
    return found


def ended_since(store: Store, article_id: str, since: datetime, now: datetime) -> StoredWarning | None:
    """The newest message on the matter, where it was sent after that, or sent before and read after it."""
    kept = store.warnings.find(article_id)
    if kept is None:
        return None
    if not kept.warning.warns:  # its own page has become the message that ends it
        is_end = kept.warning.is_over and kept.warning.status is Status.ACTUAL and kept.warning.sent > since
        return kept if is_end else None
    after = followers(store, kept, now)
    if not after:
        return None
    last = after[-1]
    return last if last.warning.sent > since or (last.read_at is not None and last.read_at > since) else None


def said(was: OfficialWarning, last: OfficialWarning, source: str) -> str:
    """One sentence for the page's readers: the post is Vietnamese, whoever writes it."""
    at = _hour(last.sent)
    if not last.is_over:
        replaced = REPLACED.format(source=source, at=at)
        return f"{replaced}{_levels(was.level, last.level)}."
    if was != last and was.ends_at <= last.sent:
        return EXPIRED.format(source=source, at=at, end=_hour(was.ends_at))
    return LIFTED.format(source=source, at=at)


def _levels(was: int | None, becomes: int | None) -> str:
    if not was or not becomes:
        return ""
    how = SAME if was == becomes else LOWERED if becomes < was else RAISED
    return f", rủi ro thiên tai {how.format(was=was, becomes=becomes)}"


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
