"""Dependencies of the routes: one transaction, the signed-in person, and proof that our own page sent the form."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from hmac import compare_digest
from typing import Annotated, TypeVar

from fastapi import Depends, Path, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.exc import DBAPIError

from api.services import Web
from api.turns import TURN_WAIT_SECONDS, Turns
from desk import people, running, waiting
from desk.acting import Acting
from desk.sources.changing import Follower
from desk.warning_keeper import WarningKeeper
from domain.errors import Busy, NotAllowed, NotSignedIn, SecondStepNeeded
from domain.people import Act, Role, Session
from domain.problems import Problem
from domain.store import Store

SESSION_COOKIE = "diemtin"
DEVICE = "quen"  # cookie of a browser in which its owner has signed in before
HASHES_AT_ONCE = 2  # of passwords
SEEN_EVERY = timedelta(minutes=15)  # not every request needs to write when the session was seen
SEEN_SECONDS = 0.2
BEFORE_A_SECOND_STEP = ("/tai-khoan/hai-buoc", "/ra", "/ngon-ngu")
T = TypeVar("T")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def web(request: Request) -> Web:
    found: Web = request.app.state.web
    return found


TheWeb = Annotated[Web, Depends(web)]


def reading(services: TheWeb) -> Iterator[Store]:
    with services.database.read() as store:
        yield store


async def writing(request: Request, services: TheWeb) -> AsyncIterator[Store]:
    """One request, one transaction: committed before the response leaves, rolled back on an error."""
    writers: Turns = request.app.state.writers
    async with (
        writers.turn(services.database.writers),
        contextmanager_in_threadpool(services.database.write(TURN_WAIT_SECONDS, durable=True)) as store,
    ):
        yield store


async def in_turn(request: Request, work: Callable[[Store], T]) -> T:
    """What `work` returns. For a route with something slow to do before: it holds neither a turn nor a transaction."""
    services = web(request)
    writers: Turns = request.app.state.writers

    def written() -> T:
        with services.database.write(TURN_WAIT_SECONDS, durable=True) as store:
            return work(store)

    async with writers.turn(services.database.writers):
        return await run_in_threadpool(written)


async def read_aside(request: Request, work: Callable[[Store], T]) -> T:
    """What `work` returns, in a transaction that ends before the route goes on."""

    def read() -> T:
        with web(request).database.read() as store:
            return work(store)

    return await run_in_threadpool(read)


async def hashing(request: Request, work: Callable[[], T]) -> T:
    """What `work` returns. Argon2 takes 64 MB and a processor: many who try at once must not take the machine."""
    hashers: Turns = request.app.state.hashers
    async with hashers.turn(HASHES_AT_ONCE):
        return await run_in_threadpool(work)


# "function" ends the dependency before the response is sent; the default scope would commit after it.
ReadStore = Annotated[Store, Depends(reading, scope="function")]
WriteStore = Annotated[Store, Depends(writing, scope="function")]


def the_follower(services: TheWeb) -> Follower:
    """What follows when a source becomes something else."""
    keeper = WarningKeeper(bulletins=services.bulletins, gazetteer=services.gazetteer)
    return Follower(warnings=keeper, ranker=services.ranker)


TheFollower = Annotated[Follower, Depends(the_follower)]


def the_time(services: TheWeb) -> datetime:
    return services.clock()


Now = Annotated[datetime, Depends(the_time)]
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # beyond these, adding and subtracting days overflows
Day = Annotated[date, Path(ge=FIRST_DAY, le=LAST_DAY)]
Number = Annotated[int, Path(ge=1, le=2**62)]  # an id the database can hold


async def sent_token(request: Request) -> str:
    """The session's own token as it came back: in a header (htmx, API clients) or a form's hidden field."""
    if request.method not in UNSAFE:
        return ""
    header = request.headers.get("X-CSRF-Token")
    if header or "form" not in request.headers.get("Content-Type", ""):
        return header or ""
    return str((await request.form()).get("csrf", ""))


def signed_in(request: Request, services: TheWeb, sent: Annotated[str, Depends(sent_token)]) -> Session:
    """The session of the cookie. A request that changes something must also bring the session's own token."""
    with services.database.read() as store:
        session = people.session(store, request.cookies.get(SESSION_COOKIE, ""), services.clock())
        if session:  # read here what every page says: a request holds one connection at a time
            request.state.desk = store.settings.get()
            request.state.faults = running.faults(store, services.real_time(), services.clock())
            if request.method == "GET":
                request.state.board = waiting.board(store, services.clock())
            request.state.source_names = store.sources.names()
    if session is None:
        raise NotSignedIn
    if request.method in UNSAFE and not compare_digest(sent.encode(), session.csrf.encode()):
        raise NotAllowed(Problem.OLD_PAGE)
    request.state.session = session
    waits = services.second_step and session.person.role is Role.ADMINISTRATOR and not session.person.has_second_step
    if waits and request.url.path not in BEFORE_A_SECOND_STEP:
        raise SecondStepNeeded(Problem.SECOND_STEP)
    _seen(request, services, session)
    return session


def _seen(request: Request, services: Web, session: Session) -> None:
    """Store when the session was last seen, at most every SEEN_EVERY. When somebody else is writing, skip it."""
    now = services.clock()
    if now - (session.seen_at or session.expires_at - people.SESSION_LASTS) >= SEEN_EVERY:
        with suppress(Busy, DBAPIError), services.database.write(SEEN_SECONDS) as store:
            people.seen(store, request.cookies.get(SESSION_COOKIE, ""), now)


SignedIn = Annotated[Session, Depends(signed_in)]


def may(act: Act) -> Callable[[SignedIn], Session]:
    def check(session: SignedIn) -> Session:
        if not session.person.may(act):
            raise NotAllowed(Problem.ROLE)
        return session

    return check


Editor = Annotated[Session, Depends(may(Act.PICK))]
Manager = Annotated[Session, Depends(may(Act.MANAGE))]


def acting(act: Act) -> Callable[[Session, Store, datetime], Awaitable[Acting]]:
    """The dependency that gives an Acting. It checks the session first, so refused people take no writer's turn."""

    async def acts(session: Annotated[Session, Depends(may(act))], store: WriteStore, now: Now) -> Acting:
        return Acting(store=store, person=session.person, now=now)

    return acts


EditorActs = Annotated[Acting, Depends(acting(Act.PICK))]
ReaderActs = Annotated[Acting, Depends(acting(Act.READ))]  # everybody, on what is their own
ReviewerActs = Annotated[Acting, Depends(acting(Act.REVIEW))]
ManagerActs = Annotated[Acting, Depends(acting(Act.MANAGE))]
