"""The tables. Names follow the domain's words; times are UTC; nested values are JSON."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)


class UTCDateTime(TypeDecorator[datetime]):
    """Aware in, aware (UTC) out. SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only on INTEGER

sources = Table(
    "sources",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("home_url", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("province", String(20), nullable=False),
    Column("checked_at", UTCDateTime),
    Column("active", Boolean, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("rule", Text, nullable=False),
    Column("due_at", UTCDateTime, nullable=False, index=True),
    Column("interval_seconds", Integer, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("penalty", Float, nullable=False),
    Column("last_visit_at", UTCDateTime),
    Column("last_good_at", UTCDateTime),
    Column("last_whole_at", UTCDateTime),
    Column("last_messages", JSON, nullable=False),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("messages", JSON, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Index("ix_fetches_feed_id_at", "feed_id", "at"),
)

blockages = Table(
    "blockages",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("why", JSON, nullable=False),  # of the last answer
)

websub_subscriptions = Table(
    "websub_subscriptions",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("token", String(64), nullable=False, unique=True),  # the callback's own address
    Column("secret", String(64), nullable=False),  # the hub signs with it
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("asked_at", UTCDateTime),
    Column("expires_at", UTCDateTime),  # null: not yet confirmed by the hub
)

FAILING = text("failures > 0")

crawl_queue = Table(
    "crawl_queue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("published_at", UTCDateTime),
    Column("due_at", UTCDateTime, index=True),  # null: not visited again
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_message", JSON(none_as_null=True)),  # null: it was read
    Column("article_id", String(200), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Index("ix_crawl_queue_failing", "source_id", sqlite_where=FAILING, postgresql_where=FAILING),
)

# Marks of search. Queries say them in the same words, so that they use the small indexes on them.
BEHIND = text("indexed_version < version AND stopped = ''")
OPEN_ITEM = text("state IN ('picked', 'approved', 'returned')")  # a story has one at most
DISCARDED = text("indexed_version > 0 AND stopped = 'discarded'")

articles = Table(
    "articles",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("stage", String(12), nullable=False),
    Column("stopped", String(12), nullable=False),  # "" | discarded | quarantine
    Column("retry_at", UTCDateTime),
    Column("lease", String(32), nullable=False, default=""),
    Column("leased_until", UTCDateTime),  # by the database's clock
    Column("version", Integer, nullable=False),
    Column("indexed_version", Integer, nullable=False, default=0),  # what search knows; 0: nothing
    Column("fetched_at", UTCDateTime, nullable=False),
    Column("published_at", UTCDateTime),
    Column("modified_at", UTCDateTime),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("byline", Text, nullable=False),
    Column("publisher_section", Text, nullable=False),
    Column("image_url", Text, nullable=False),
    Column("language", String(12), nullable=False),
    Column("section", String(24), nullable=False),
    Column("places", JSON, nullable=False),
    Column("summary", JSON, nullable=False),
    Column("signals", JSON, nullable=False),
    Column("claim_reviews", JSON, nullable=False),
    Column("extraction_warnings", JSON, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("story_id", String(200), nullable=False, index=True),
    Column("assignment_reason", JSON, nullable=False),
    Column("copy_of", String(200), nullable=False),
    Column("overlap", Float, nullable=False),
    Column("origin", Text, nullable=False),
    Column("withdrawn_at", UTCDateTime),
    Index("ix_articles_stage_stopped_fetched_at", "stage", "stopped", "fetched_at", "id"),
    Index("ix_articles_search_behind", "fetched_at", "id", sqlite_where=BEHIND, postgresql_where=BEHIND),
    Index("ix_articles_search_discarded", "id", sqlite_where=DISCARDED, postgresql_where=DISCARDED),
    Index("ix_articles_source_id_fetched_at", "source_id", "fetched_at"),
)

warnings = Table(
    "warnings",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", String(80), nullable=False),
    Column("sender", Text, nullable=False),
    Column("sent", UTCDateTime, nullable=False),
    Column("expires", UTCDateTime),
    Column("ended_at", UTCDateTime),  # by an Update or Cancel
    Column("warns", Boolean, nullable=False),  # no: an exercise, a draft, a Cancel
    Column("value", JSON, nullable=False),  # as it was read
    Column("follows", JSON, nullable=False),  # references, as the chain stands
    Index("ix_warnings_sender_sent", "sender", "sent"),
    Index("ix_warnings_warns_expires", "warns", "expires"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(64), primary_key=True),  # its key; the sealed address stands in the settings
    Column("kind", String(24), nullable=False),
    Column("about", String(200), nullable=False),
    Column("subject", JSON, nullable=False),  # a code with parameters
    Column("body", JSON, nullable=False),  # codes with parameters, a line each
    Column("texts", JSON, nullable=False),  # finished texts, by format
    Column("url", Text, nullable=False),
    Column("created_at", UTCDateTime, nullable=False, index=True),
    Column("due_at", UTCDateTime, index=True),  # null: done with
    Column("until", UTCDateTime),
    Column("tries", Integer, nullable=False),
    Column("sent_at", UTCDateTime),
    Column("outcome", JSON, nullable=False),  # of the last try: a code with parameters, or empty
)

raw_pages = Table(
    "raw_pages",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("fetched_at", UTCDateTime, nullable=False),
    Column("content_type", Text),
    Column("content", LargeBinary, nullable=False),  # zlib; deleted once extracted
)

versions = Table(
    "versions",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("seen_at", UTCDateTime, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("grade", String(20), nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("step", String(12), primary_key=True),  # the key is the promise: one outcome per step
    Column("outcome", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Index("ix_outcomes_outcome_at", "outcome", "at"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("head_id", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("source_id", String(80), nullable=False),
    Column("section", String(24), nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("newest_at", UTCDateTime, nullable=False),
    Column("members", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("score", Float, nullable=False),
    Column(
        "rank", Float, nullable=False
    ),  # score + what newness adds; grows with newest_at, so it never needs a refresh
    Column("terms", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("flags", JSON, nullable=False),
    Index("ix_stories_state_rank", "state", "rank", "id"),
    Index("ix_stories_state_section_rank", "state", "section", "rank", "id"),
    Index("ix_stories_state_newest_at", "state", "newest_at"),
)

story_places = Table(
    "story_places",
    metadata,
    Column("place", String(20), primary_key=True),
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_story_places_story_id", "story_id"),
)

story_sources = Table(
    "story_sources",
    metadata,
    Column("source_id", String(80), primary_key=True),
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_story_sources_story_id", "story_id"),
)

regroupings = Table(  # what editors put elsewhere by hand; the last row of an article counts
    "regroupings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("story_id", String(200), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

bands = Table(  # MinHash bands (nlp/stories/duplicates.py); the key holds its band's place, so one column serves all 32
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("article_id", String(200), primary_key=True),
    Column("day", Integer, nullable=False),  # days since 1970, for forgetting
    sqlite_with_rowid=False,
)

story_views = Table(
    "story_views",
    metadata,
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("part", String(12), primary_key=True),
    Column("process", String(120), primary_key=True),  # host and process id
    Column("started_at", UTCDateTime, nullable=False),
    Column("beat_at", UTCDateTime, nullable=False),
    Column("moved_at", UTCDateTime, nullable=False),
    Column("faults", JSON, nullable=False),  # what it says of itself: codes with parameters
)

items = Table(
    "items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("story_id", String(200), nullable=False, index=True),
    Column("state", String(12), nullable=False, index=True),
    Column("caption", Text, nullable=False),
    Column("picked_by", ForeignKey("people.id"), nullable=False),
    Column("picked_at", UTCDateTime, nullable=False),
    Column("written_by", ForeignKey("people.id")),
    Column("article_version", Integer, nullable=False),
    Column("reviewed_by", ForeignKey("people.id")),
    Column("reviewed_at", UTCDateTime),
    Column("note", Text, nullable=False),
    Column("shared_by", ForeignKey("people.id")),
    Column("shared_at", UTCDateTime),
    Column("post", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("uq_items_open_story_id", "story_id", unique=True, sqlite_where=OPEN_ITEM, postgresql_where=OPEN_ITEM),
)

digests = Table(
    "digests",
    metadata,
    Column("day", Date, primary_key=True),
    Column("opening", Text, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("saved_at", UTCDateTime, nullable=False),
    Column("saved_by", ForeignKey("people.id")),  # NULL: by the program
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", UTCDateTime),
    Column("sent_at", UTCDateTime),
)

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("seen_at", UTCDateTime),  # null: not since it was opened
    Column("browser", String(40), nullable=False),  # a word or two, for its owner to know it by
)

second_steps = Table(
    "second_steps",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", Text, nullable=False),  # sealed with the desk's key
    Column("last_step", BigInteger, nullable=False),  # half-minutes since 1970; a code is taken once
    Column("recovery", JSON, nullable=False),  # SHA-256 of the codes that are left
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("used_at", UTCDateTime),
)

failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(160), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("logged", Boolean, nullable=False),  # counted in Sổ ghi
    Index("ix_failed_sign_ins_key_at", "key", "at"),
)

log = Table(
    "log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(120), nullable=False, index=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
)
