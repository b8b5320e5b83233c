"""Hosts as crawlers lease them. Every time here is the database's own: crawlers' machines may go wrong."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    String,
    Table,
    bindparam,
    case,
    delete,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.engine import RowMapping

from database.clock import DatabaseTime
from database.rows import put
from database.tables import UTCDateTime, metadata
from domain.hosts import MAX_HOST_CHARS, HostNow, HostPause
from domain.work import Lease

hosts = Table(
    "hosts",
    metadata,
    Column("host", String(MAX_HOST_CHARS), primary_key=True),
    Column("lease", String(140), nullable=False, default=""),  # the process that holds it, and a word of its own
    Column("leased_until", UTCDateTime, nullable=False, default=DatabaseTime()),
    Column("next_visit_at", UTCDateTime, nullable=False, default=DatabaseTime()),  # not before
    Column("delay_seconds", Float, nullable=False, default=0.0),
)

MAX_REST_OF_A_LEASE = timedelta(minutes=1)  # who rests for longer is not worth holding
FORGOTTEN_AFTER = timedelta(days=1)  # robots.txt is believed for no longer, and no back-off lasts longer


def may_be_asked(host: ColumnElement[str], token: str | None) -> ColumnElement[bool]:
    """Whether the crawler with this lease may ask the host, or take it. None: who asks does not matter."""
    if token is None:
        return true()
    others = select(hosts.c.host).where(hosts.c.lease != token)
    held = others.where(hosts.c.leased_until > DatabaseTime())
    return host.not_in(union_all(held, others.where(hosts.c.next_visit_at > DatabaseTime())))


class SqlHosts:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def clock(self) -> datetime:
        moment: datetime = self.connection.execute(select(DatabaseTime())).scalar_one()
        return moment

    def take(self, names: Sequence[str], lease: Lease) -> list[HostPause]:
        """PostgreSQL skips rows that another crawler is taking at this moment; SQLite has one writer, who is us.

        A crawler whose lease ran out may have asked until then: its hosts rest for their delay first.
        """
        put(self.connection, hosts, [{"host": name} for name in sorted(set(names))])
        free = or_(hosts.c.lease.in_(("", lease.token)), hosts.c.leased_until <= DatabaseTime())
        awake = hosts.c.next_visit_at <= DatabaseTime(MAX_REST_OF_A_LEASE)
        found = select(hosts, DatabaseTime().label("now")).where(hosts.c.host.in_(names), free, awake)
        locked = found.order_by(hosts.c.host).with_for_update(skip_locked=True)
        taken = []
        for row in self.connection.execute(locked).mappings():
            rest = max((row["next_visit_at"] - row["now"]).total_seconds(), 0.0)
            if row["lease"] not in ("", lease.token):
                rest = max(rest, row["delay_seconds"])
            taken.append(HostPause(host=row["host"], delay_seconds=row["delay_seconds"], rest_seconds=rest))
        if taken:
            held = {"lease": lease.token, "leased_until": DatabaseTime(lease.lasts)}
            ours = hosts.c.host.in_([one.host for one in taken])
            self.connection.execute(update(hosts).where(ours).values(held))
        return taken

    def list(self, names: Collection[str], limit: int) -> list[HostNow]:
        """The table knows only what was asked within a day, so it may be read through."""
        held = (hosts.c.lease != "") & (hosts.c.leased_until > DatabaseTime())
        named = hosts.c.host.in_(names)
        wanted = named | held | (hosts.c.next_visit_at > DatabaseTime())
        found = select(hosts, DatabaseTime().label("now")).where(wanted)
        rows = self.connection.execute(
            found.order_by(named.desc(), hosts.c.next_visit_at.desc(), hosts.c.host).limit(limit)
        )
        return [_now_of(row) for row in rows.mappings()]

    def renew(self, lease: Lease) -> set[str]:
        """A lease that ran out is ours still while nobody else has taken the host."""
        ours = hosts.c.lease == lease.token
        self.connection.execute(update(hosts).where(ours).values(leased_until=DatabaseTime(lease.lasts)))
        return set(self.connection.execute(select(hosts.c.host).where(ours)).scalars())

    def note(self, pauses: Iterable[HostPause], lease: Lease) -> None:
        self._write(pauses, lease, {})

    def give_back(self, pauses: Iterable[HostPause], lease: Lease) -> None:
        rested = (replace(one, rest_seconds=max(one.rest_seconds, one.delay_seconds)) for one in pauses)
        self._write(rested, lease, {"lease": "", "leased_until": DatabaseTime()})

    def _write(self, pauses: Iterable[HostPause], lease: Lease, more: dict[str, Any]) -> None:
        # To the millisecond: SQLite does not read 1e-05 as a number of seconds.
        rows = [
            {"of": one.host, "delay": round(one.delay_seconds, 3), "rest": round(one.rest_seconds, 3)} for one in pauses
        ]
        if not rows:
            return
        values = {"delay_seconds": bindparam("delay"), "next_visit_at": _rested(bindparam("rest", type_=Float))}
        ours = (hosts.c.host == bindparam("of")) & (hosts.c.lease == lease.token)
        self.connection.execute(update(hosts).where(ours).values(values | more), rows)

    def give_back_all(self, token: str | None = None) -> None:
        held = hosts.c.lease != "" if token is None else hosts.c.lease == token
        free = {"lease": "", "leased_until": DatabaseTime(), "next_visit_at": _rested(hosts.c.delay_seconds)}
        self.connection.execute(update(hosts).where(held).values(free))

    def forget(self) -> None:
        long_ago = DatabaseTime(-FORGOTTEN_AFTER)
        old = (hosts.c.leased_until < long_ago) & (hosts.c.next_visit_at < long_ago)
        self.connection.execute(delete(hosts).where(old))


def _now_of(row: RowMapping) -> HostNow:
    is_held = row["lease"] != "" and row["leased_until"] > row["now"]
    return HostNow(
        host=row["host"],
        lease=row["lease"] if is_held else "",
        leased_until=row["leased_until"] if is_held else None,
        rests_until=row["next_visit_at"] if row["next_visit_at"] > row["now"] else None,
        delay_seconds=row["delay_seconds"],
    )


def _rested(seconds: ColumnElement[float]) -> ColumnElement[Any]:
    """The time from now at which a host may be asked, unless it wants to rest for longer already."""
    after = DatabaseTime(seconds)
    return case((hosts.c.next_visit_at > after, hosts.c.next_visit_at), else_=after)
