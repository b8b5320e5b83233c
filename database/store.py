"""One transaction over every noun."""

from sqlalchemy import Connection

from database.analyses import SqlAnalyses
from database.arrivals import SqlArrivals
from database.articles import SqlArticles
from database.bands import SqlBands
from database.cap_messages import SqlCapMessages
from database.claims import SqlClaimDecisions, SqlClaims
from database.coverage import SqlCounters
from database.coverage_days import SqlCoverageDays
from database.coverage_lists import SqlCoverageLists
from database.coverage_sight import SqlSights
from database.crawl_queue import SqlCrawlQueue
from database.deliveries import SqlDeliveries
from database.editorial import SqlDigests, SqlItems, SqlSettings
from database.flag_answers import SqlFlagAnswers
from database.heartbeats import SqlHeartbeats
from database.hosts import SqlHosts
from database.log import SqlLog
from database.outbox import SqlOutbox
from database.outlets import SqlOutletAccounts
from database.own_notices import SqlOwnNotices
from database.people import SqlPeople, SqlSessions
from database.period_words import SqlPeriodWords
from database.postings import SqlPostings
from database.progress import SqlProgress
from database.regroupings import SqlRegroupings
from database.reports import SqlReports
from database.saved_hits import SqlSavedHits
from database.saved_searches import SqlFollows, SqlSavedSearches
from database.search_marks import SqlSearchMarks
from database.sign_ins import SqlSecondSteps, SqlSignIns
from database.source_history import SqlSourceHistory
from database.sources import SqlFeeds, SqlHubSubscriptions, SqlSources
from database.stories import SqlStories
from database.story_views import SqlStoryViews
from database.story_window import SqlStoryWindow
from database.tables import metadata
from database.tasks import SqlTasks
from database.told_stories import SqlToldStories
from database.versions import SqlVersions
from database.warnings import SqlWarnings

ALL_TABLES = metadata  # whole here: each table stands beside its SQL, in a module that is imported above


class SqlStore:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.sources = SqlSources(connection)
        self.feeds = SqlFeeds(connection)
        self.websub_subscriptions = SqlHubSubscriptions(connection)
        self.source_history = SqlSourceHistory(connection)
        self.crawl_queue = SqlCrawlQueue(connection)
        self.hosts = SqlHosts(connection)
        self.arrivals = SqlArrivals(connection)
        self.articles = SqlArticles(connection)
        self.progress = SqlProgress(connection)
        self.versions = SqlVersions(connection)
        self.search_marks = SqlSearchMarks(connection)
        self.saved_searches = SqlSavedSearches(connection)
        self.saved_hits = SqlSavedHits(connection)
        self.told_stories = SqlToldStories(connection)
        self.follows = SqlFollows(connection)
        self.counters = SqlCounters(connection)
        self.coverage_lists = SqlCoverageLists(connection)
        self.sights = SqlSights(connection)
        self.analyses = SqlAnalyses(connection)
        self.coverage_days = SqlCoverageDays(connection)
        self.period_words = SqlPeriodWords(connection)
        self.stories = SqlStories(connection)
        self.story_window = SqlStoryWindow(connection)
        self.regroupings = SqlRegroupings(connection)
        self.bands = SqlBands(connection)
        self.story_views = SqlStoryViews(connection)
        self.claims = SqlClaims(connection)
        self.claim_decisions = SqlClaimDecisions(connection)
        self.heartbeats = SqlHeartbeats(connection)
        self.warnings = SqlWarnings(connection)
        self.cap_messages = SqlCapMessages(connection)
        self.outbox = SqlOutbox(connection)
        self.own_notices = SqlOwnNotices(connection)
        self.items = SqlItems(connection)
        self.flag_answers = SqlFlagAnswers(connection)
        self.digests = SqlDigests(connection)
        self.postings = SqlPostings(connection)
        self.tasks = SqlTasks(connection)
        self.reports = SqlReports(connection)
        self.outlets = SqlOutletAccounts(connection)
        self.deliveries = SqlDeliveries(connection)
        self.people = SqlPeople(connection)
        self.sessions = SqlSessions(connection)
        self.second_steps = SqlSecondSteps(connection)
        self.sign_ins = SqlSignIns(connection)
        self.log = SqlLog(connection)
        self.settings = SqlSettings(connection)
