"""The digest is edited, approved and sent at the same moment: what goes out is what a second person approved."""

from datetime import UTC, date, datetime

import pytest

from database.engine import SqlDatabase
from desk.digest import composing, writing
from desk.digest.merging import DigestText, text_of
from desk.outbox import digest
from desk.typed import Outcome, Typed
from domain.editorial import Digest, DigestLine
from domain.message import say
from domain.people import Person
from domain.problems import Problem
from domain.store import Store
from tests.contract.at_once import told_at_once
from tests.making import a_person, acting, an_article, our_desk, with_sources
from tests.outbox import a_channel, a_look

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # 5:30 in Vietnam
EDITED = DigestText(opening="Chào", lines=(("a", "Câu đã sửa."),))


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        store.settings.save(our_desk(digest_send=True, channels=(a_channel("memory://a"),)))
        store.articles.add([an_article("a", id="a")])
        lan, _ = a_person(store, "lan"), a_person(store, "minh")
        lines = [DigestLine(article_id="a", text="Câu một.")]
        composing.save(acting(store, lan, AT), TODAY, opening="Chào", lines=lines, revision=0)
    return made


def people(database: SqlDatabase) -> list[Person]:
    with database.read() as store:
        return store.people.list()


def stored(database: SqlDatabase) -> Digest:
    with database.read() as store:
        return store.digests.find(TODAY) or pytest.fail("gone")


def approve(store: Store, by: Person) -> Digest:
    return composing.approve(acting(store, by, AT), TODAY, revision=1)


def edit(store: Store, by: Person, base: Digest) -> Outcome:
    typed = Typed(mine=EDITED, base=text_of(base), revision=base.revision)
    return writing.keep(acting(store, by, AT), TODAY, typed).outcome


def test_what_is_edited_while_it_is_approved_is_not_approved(database: SqlDatabase) -> None:
    lan, minh = people(database)
    base = stored(database)

    def approves() -> object:
        with database.write() as store:
            return approve(store, minh)

    [told] = told_at_once(database, lambda store: edit(store, lan, base), approves)

    assert told in (say(Problem.CHANGED_ELSEWHERE), say(Problem.DIGEST_CHANGED))
    assert (text_of(stored(database)), stored(database).approved_at) == (EDITED, None)


def test_what_is_approved_while_it_is_edited_stays_as_it_was_approved(database: SqlDatabase) -> None:
    lan, minh = people(database)
    base = stored(database)

    def edits() -> object:
        with database.write() as store:
            return edit(store, lan, base)

    [told] = told_at_once(database, lambda store: approve(store, minh), edits)

    assert told is Outcome.APPROVED
    assert (text_of(stored(database)), stored(database).approved_by) == (text_of(base), minh.id)


def test_what_is_edited_while_it_is_sent_does_not_go_out_until_it_is_approved_again(database: SqlDatabase) -> None:
    lan, minh = people(database)
    with database.write() as store:
        approve(store, minh)
    base = stored(database)

    told = told_at_once(database, lambda store: edit(store, lan, base), lambda: digest.plan(a_look(database, AT)))

    assert told == [False]
    with database.read() as store:
        assert store.outbox.list(9) == []
    assert stored(database).sent_at is None


def test_what_is_sent_while_it_is_edited_is_known_to_be_sent(database: SqlDatabase) -> None:
    lan, minh = people(database)
    with database.write() as store:
        approve(store, minh)
    base, look = stored(database), a_look(database, AT)

    def edits() -> object:
        with database.write() as store:
            return edit(store, lan, base)

    [told] = told_at_once(database, lambda store: digest.send(store, look), edits)

    assert told is Outcome.APPROVED
    assert (text_of(stored(database)), stored(database).sent_at) == (text_of(base), AT)
    assert not digest.plan(look)
