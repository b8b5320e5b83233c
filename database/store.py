"""One transaction over every noun."""

from sqlalchemy import Connection

from database.articles import SqlArticles, SqlProgress, SqlVersions
from database.bands import SqlBands
from database.editorial import SqlDigests, SqlItems, SqlLog, SqlSettings
from database.looks import SqlLooks
from database.moves import SqlMoves
from database.pages import SqlPages
from database.past import SqlPast
from database.people import SqlPeople, SqlSessions, SqlSignIns
from database.sources import SqlFeeds, SqlLeases, SqlSources
from database.stories import SqlStories
from database.warnings import SqlNotices, SqlWarnings


class SqlStore:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sources = SqlSources(connection)
        self.feeds = SqlFeeds(connection)
        self.leases = SqlLeases(connection)
        self.past = SqlPast(connection)
        self.pages = SqlPages(connection)
        self.articles = SqlArticles(connection)
        self.progress = SqlProgress(connection)
        self.versions = SqlVersions(connection)
        self.stories = SqlStories(connection)
        self.moves = SqlMoves(connection)
        self.bands = SqlBands(connection)
        self.looks = SqlLooks(connection)
        self.warnings = SqlWarnings(connection)
        self.notices = SqlNotices(connection)
        self.items = SqlItems(connection)
        self.digests = SqlDigests(connection)
        self.people = SqlPeople(connection)
        self.sessions = SqlSessions(connection)
        self.sign_ins = SqlSignIns(connection)
        self.log = SqlLog(connection)
        self.settings = SqlSettings(connection)
