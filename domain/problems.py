"""What exactly is wrong, by family: the `why` of an error in `domain/errors.py`. The words are in `messages/`."""

from domain.message import Code


class Missing(Code):
    """What was asked for and does not exist."""

    ARTICLE = "missing.article"
    ITEM = "missing.item"
    PERSON = "missing.person"
    SESSION = "missing.session"
    SOURCE = "missing.source", "source"
    STORY = "missing.story"
    STORY_ARTICLES = "missing.story-articles"
    WARNING = "missing.warning"
    DIGEST_OUTPUT = "missing.digest-output"
    DIGEST_FEED = "missing.digest-feed"
    PAGE = "missing.page"


class Service(Code):
    """A service that may be away for a while."""

    SEARCH_INDEX = "service.search-index"
    RERANKER = "service.reranker"
    CHANNEL = "service.channel"


class Database(Code):
    """Why the database cannot be used for the moment."""

    AWAY = "database.away"
    LOCKED = "database.locked"
    READ_ONLY = "database.read-only"
    FULL = "database.full"
    DAMAGED = "database.damaged"


class Problem(Code):
    """What a person at the desk is told."""

    # who may, and from where
    ROLE = "problem.role"
    OLD_PAGE = "problem.old-page"
    OTHER_SITE = "problem.other-site"
    # what was typed
    FIELDS = "problem.fields", "fields"
    EMPTY = "problem.empty", "fields"
    TOO_LONG = "problem.too-long", "field", "characters"
    CONTENT = "problem.content"
    DATE = "problem.date"
    PLACE_UNKNOWN = "problem.place-unknown", "name"
    CHANNEL_ADDRESS = "problem.channel-address"
    CHANNEL_INSIDE = "problem.channel-inside"
    CHANNEL_LOCKED = "problem.channel-locked"
    DIGEST_TIME = "problem.digest-time"
    # people
    PERSON_NAMES = "problem.person-names"
    LOGIN_TAKEN = "problem.login-taken", "login"
    LAST_ADMINISTRATOR = "problem.last-administrator"
    SHORT_PASSWORD = "problem.short-password", "characters"
    WRONG_PASSWORD = "problem.wrong-password"  # noqa: S105 - a code
    SPENT_LINK = "problem.spent-link"
    WRONG_CODE = "problem.wrong-code"
    WRONG_OWN_PASSWORD = "problem.wrong-own-password"  # noqa: S105 - a code
    SECOND_STEP = "problem.second-step"
    OWN_SECOND_STEP = "problem.own-second-step"
    WAITED_TOO_LONG = "problem.waited-too-long"
    # sources
    NOT_A_WEB_ADDRESS = "problem.not-a-web-address", "url"
    LIST_WITHOUT_ADDRESS = "problem.list-without-address"
    NO_ORGANISATION = "problem.no-organisation"
    SOURCE_CHANGED = "problem.source-changed", "person", "changes"
    PROVINCE_UNKNOWN = "problem.province-unknown"
    FEED_KIND = "problem.feed-kind"
    NO_FEEDS = "problem.no-feeds", "url"
    NO_FEED_CHOSEN = "problem.no-feed-chosen"
    LIST_TOO_LARGE = "problem.list-too-large", "kilobytes"
    LIST_TOO_LONG = "problem.list-too-long", "most"
    RULE_FINDS_NOTHING = "problem.rule-finds-nothing", "rule"
    NOT_FETCHED = "problem.not-fetched", "note"
    BLOCKED = "problem.blocked", "url", "why"
    # choosing, reviewing, sharing
    NOT_READ_YET = "problem.not-read-yet"
    BEING_READ_AGAIN = "problem.being-read-again"
    WITHDRAWN_PICK = "problem.withdrawn-pick"
    WITHDRAWN_REVIEW = "problem.withdrawn-review"
    WITHDRAWN_SHARE = "problem.withdrawn-share"
    ALREADY_PICKED = "problem.already-picked", "person"
    NO_SUCH_VERDICT = "problem.no-such-verdict"
    STEP_PASSED = "problem.step-passed", "state"
    NOT_SENT = "problem.not-sent", "person"
    ITS_WRITER_ONLY = "problem.its-writer-only", "person"
    TAKE_BACK_FIRST = "problem.take-back-first"
    OWN_RETURN = "problem.own-return"
    ITS_REVIEWER_ONLY = "problem.its-reviewer-only", "person"
    NO_RETURN_NOTE = "problem.no-return-note"
    NO_UNDO_REASON = "problem.no-undo-reason"
    CHANGED_BY = "problem.changed-by", "person", "action"
    CHANGED_ELSEWHERE = "problem.changed-elsewhere"
    CHANGED_MEANWHILE = "problem.changed-meanwhile"
    NOT_APPROVED = "problem.not-approved"
    POST_TOO_LONG = "problem.post-too-long", "characters", "limit"
    # stories
    NO_STORY_CHOSEN = "problem.no-story-chosen"
    SAME_STORY = "problem.same-story"
    BOTH_PICKED = "problem.both-picked", "person", "other"
    ONLY_ARTICLE = "problem.only-article"
    MOVED_MEANWHILE = "problem.moved-meanwhile"
    # digest
    DIGEST_LINES = "problem.digest-lines"
    DIGEST_TWICE = "problem.digest-twice"
    DIGEST_CHANGED = "problem.digest-changed"
    DIGEST_SAME_PERSON = "problem.digest-same-person"
    # HTTP
    METHOD = "problem.method"
    REQUEST = "problem.request"
    CONTENT_LENGTH = "problem.content-length"


class Setup(Code):
    """What a person at the command line is told."""

    PORT_TAKEN = "setup.port-taken", "port", "host", "other"
    WORKER_RUNS = "setup.worker-runs"
    NO_VALUE = "setup.no-value"
    MODEL_NAME = "setup.model-name", "name"
    MODEL_EXTRA = "setup.model-extra"
    MODEL_FILE = "setup.model-file", "folder", "file"
    MODEL_NOT_PULLED = "setup.model-not-pulled", "repo", "cause"


class Unreadable(Code):
    """Why a page, a feed, a record or a message cannot be read."""

    PAGE_EMPTY = "unreadable.page-empty"
    PAGE_BROKEN = "unreadable.page-broken"
    PAGE_NOT_HTML = "unreadable.page-not-html"
    PAGE_IS_A_FILE = "unreadable.page-is-a-file"
    PAGE_TOO_DEEP = "unreadable.page-too-deep"
    PAGE_TOO_MANY_TAGS = "unreadable.page-too-many-tags"
    PAGE_IS_A_LIST = "unreadable.page-is-a-list"
    PAGE_TOO_SHORT = "unreadable.page-too-short", "characters"
    PAGE_WITHOUT_TEXT = "unreadable.page-without-text"
    PAGE_WITHOUT_TITLE = "unreadable.page-without-title"
    PAGE_IS_ANOTHER = "unreadable.page-is-another"
    PAGE_CHALLENGE = "unreadable.page-challenge"
    PAGE_SIGN_IN = "unreadable.page-sign-in"
    PAGE_MAINTENANCE = "unreadable.page-maintenance"
    PAGE_NOT_FOUND = "unreadable.page-not-found"
    PAGE_SERVER_ERROR = "unreadable.page-server-error"
    PAGE_NEEDS_SCRIPT = "unreadable.page-needs-script"
    PAGE_REDIRECT = "unreadable.page-redirect"
    PAGE_CONSENT = "unreadable.page-consent"
    PAGE_FAILED = "unreadable.page-failed", "cause"
    TANGLED = "unreadable.tangled"
    FEED_EMPTY = "unreadable.feed-empty"
    FEED_BROKEN = "unreadable.feed-broken"
    FEED_TOO_DEEP = "unreadable.feed-too-deep"
    FEED_IS_A_PAGE = "unreadable.feed-is-a-page"
    FEED_IS_A_SITEMAP = "unreadable.feed-is-a-sitemap"
    NOT_A_FEED = "unreadable.not-a-feed"
    JSON_TOO_LARGE = "unreadable.json-too-large"
    JSON_BROKEN = "unreadable.json-broken"
    NOT_A_JSON_FEED = "unreadable.not-a-json-feed"
    NOT_A_SITEMAP = "unreadable.not-a-sitemap"
    LIST_NOT_HTML = "unreadable.list-not-html"
    LIST_RULE = "unreadable.list-rule", "rule"
    OPML_TOO_LARGE = "unreadable.opml-too-large"
    OPML_BROKEN = "unreadable.opml-broken"
    OPML_DOCTYPE = "unreadable.opml-doctype"
    NOT_OPML = "unreadable.not-opml"
    NOT_CAP = "unreadable.not-cap"
    CAP_WITHOUT_INFO = "unreadable.cap-without-info"
    CAP_WITHOUT_TIME = "unreadable.cap-without-time"
    CAP_UNSAFE = "unreadable.cap-unsafe"
    CAP_BROKEN = "unreadable.cap-broken"
    WARNING_WITHOUT_SENDER = "unreadable.warning-without-sender"
    WARNING_LEVEL = "unreadable.warning-level"
    LINE_NOT_JSON = "unreadable.line-not-json", "line", "cause"
    LINE_NOT_AN_OBJECT = "unreadable.line-not-an-object"
    LINE_WITHOUT_QUERY = "unreadable.line-without-query"
    FIELD_NOT_TEXT = "unreadable.field-not-text", "field"
    WITHOUT_HTML_OR_TEXT = "unreadable.without-html-or-text"
    WITHOUT_TEXT = "unreadable.without-text"
    PUBLISHED_NOT_ISO = "unreadable.published-not-iso", "value"
    ID_TOO_LONG = "unreadable.id-too-long", "characters"
    ID_CHARACTERS = "unreadable.id-characters"


class Refusal(Code):
    """Why an address is not a publisher's."""

    SOCIAL = "refusal.social", "name"
    MESSENGER = "refusal.messenger", "name"
    FORUM = "refusal.forum", "name"
    VIDEO = "refusal.video", "name"
    PERSONAL = "refusal.personal", "name"
    SHORTENER = "refusal.shortener", "name"
    PROXY = "refusal.proxy", "name"
    HIDDEN_HOST = "refusal.hidden-host"
    FORUM_PATH = "refusal.forum-path"
    PROFILE_PATH = "refusal.profile-path"


class Forbidden(Code):
    """Why an address may not be connected to."""

    LETTERS = "forbidden.letters"
    MALFORMED = "forbidden.malformed"
    SCHEME = "forbidden.scheme"
    CREDENTIALS = "forbidden.credentials"
    NO_HOST = "forbidden.no-host"
    PORT = "forbidden.port", "port"
    NUMERIC = "forbidden.numeric"
    INSIDE_NAME = "forbidden.inside-name", "host"
    LEADS_INSIDE = "forbidden.leads-inside", "ip", "kind"
    IP_UNREADABLE = "forbidden.ip-unreadable"
    IP_LOOPBACK = "forbidden.ip-loopback"
    IP_RESERVED = "forbidden.ip-reserved"
    IP_PRIVATE = "forbidden.ip-private"
