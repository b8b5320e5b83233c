"""Every outlet is held to the same: it posts once or says that it cannot tell, and touches our own posts alone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from domain.outlets import ABILITIES, Abilities, Attempt, Outlet, OutletKind, OutletOutcome, Post, Sent, Verb
from outlets.fitting import fit
from outlets.memory import Fault, MemoryOutlet
from outlets.places import OurPlaces
from tests.fakes import MemoryVault
from tests.making import NOON
from tests.outlets.twins.facebook import FacebookTwin
from tests.outlets.twins.portal import PortalTwin
from tests.outlets.twins.server import Twin, an_account, serving
from tests.outlets.twins.telegram import TelegramTwin
from tests.outlets.twins.wordpress import WordPressTwin
from tests.outlets.twins.zalo import ZaloTwin

POST = Post(
    title="Cầu Bát Xát cấm xe tải từ 8 giờ",
    text="Xe dưới 2 tấn vẫn đi được.\nThôn 1 | 7 giờ | cả ngày",
    credit="Theo Báo Lào Cai, 07:10 ngày 23/11/2026",
    link="https://bao.example/cau-bat-xat",
)
LATER = replace(POST, text="Cầu đã thông xe trở lại.")
TWINS = (TelegramTwin, FacebookTwin, ZaloTwin, WordPressTwin, PortalTwin)
MEMORY_FAULTS = {
    "drop-before": Fault.SWALLOWED,
    "drop-after": Fault.LOST,
    "half": Fault.BROKEN,
    "server-error": Fault.LOST,
    "too-many": Fault.TOO_MANY,
    "expired": Fault.EXPIRED,
    "refused": Fault.REFUSED,
    "held": Fault.HELD,
}


@dataclass
class Place:
    """One outlet, and the world behind it."""

    kind: OutletKind
    outlet: Outlet
    abilities: Abilities
    texts: Callable[[], Sequence[str]]
    fail: Callable[[str], None]
    later: Callable[..., datetime]

    def attempt(self, post: Post = POST, key: str = "p1-o1") -> Attempt:
        return Attempt(key=key, fitted=fit(post, self.kind), at=NOON)

    def posted(self) -> Sent:
        result = self.outlet.publish(self.attempt())
        assert result.outcome is OutletOutcome.DONE
        assert result.sent
        return result.sent


@pytest.fixture(scope="module")
def twins() -> Iterator[dict[str, Twin]]:
    with ExitStack() as stack:
        yield {made.kind: stack.enter_context(serving(made)) for made in TWINS}


def opened(twin: Twin, *, deadline_seconds: float = 5.0) -> Outlet:
    places = OurPlaces(
        vault=MemoryVault(),
        clock=lambda: twin.now,
        check_url=None,
        check_address=None,
        stand_in=twin.url,
        deadline_seconds=deadline_seconds,
    )
    return places.open(an_account(twin.kind, places.keep(twin.kind, twin.typed)))


def in_memory() -> Place:
    now = [NOON]
    outlet = MemoryOutlet(clock=lambda: now[0])

    def fail(name: str) -> None:
        outlet.fault = MEMORY_FAULTS[name] if name else None

    def later(**passed: float) -> datetime:
        now[0] += timedelta(**passed)
        return now[0]

    abilities = ABILITIES[OutletKind.WORDPRESS]
    texts = lambda: [one.text for one in outlet.posts.values()]  # noqa: E731
    return Place(OutletKind.WORDPRESS, outlet, abilities, texts, fail, later)


@pytest.fixture(params=["memory", *(made.kind for made in TWINS)])
def place(request: pytest.FixtureRequest, twins: dict[str, Twin]) -> Place:
    if request.param == "memory":
        return in_memory()
    twin = twins[request.param]
    twin.reset()

    def fail(name: str) -> None:
        twin.fault = name

    return Place(twin.kind, opened(twin), ABILITIES[twin.kind], twin.texts, fail, twin.later)


# -- Once, and as it was written


def test_a_post_stands_there_once_with_its_credit_and_its_link(place: Place):
    place.posted()
    (text,) = place.texts()
    assert "Thôn 1: 7 giờ, cả ngày" in text
    assert POST.credit in text
    assert POST.link in text


def test_what_was_edited_says_the_new_words_whether_it_is_done_once_or_twice(place: Place):
    sent = place.posted()
    for _ in range(2):
        assert place.outlet.edit(sent, fit(LATER, place.kind)).outcome is OutletOutcome.DONE
    assert [LATER.text in text for text in place.texts()] == [True]


def test_what_was_deleted_is_gone_and_deleting_it_again_is_harmless(place: Place):
    sent = place.posted()
    assert place.outlet.withdraw(sent, Verb.DELETE).outcome is OutletOutcome.DONE
    assert place.outlet.withdraw(sent, Verb.DELETE).outcome is OutletOutcome.NOT_THERE
    assert place.texts() == []
    assert place.outlet.edit(sent, fit(LATER, place.kind)).outcome is OutletOutcome.NOT_THERE


def test_what_was_hidden_is_there_unseen_and_where_nothing_can_be_hidden_nothing_changes(place: Place):
    sent = place.posted()
    result = place.outlet.withdraw(sent, Verb.HIDE)
    assert result.outcome is (OutletOutcome.DONE if Verb.HIDE in place.abilities.verbs else OutletOutcome.CANNOT)
    assert len(place.texts()) == 1
    if Verb.HIDE in place.abilities.verbs:
        assert place.outlet.read_back(sent).outcome is OutletOutcome.INVISIBLE


def test_reading_back_says_what_is_shown_or_that_a_person_must_look(place: Place):
    back = place.outlet.read_back(place.posted())
    if not place.abilities.lists:
        assert back.outcome is OutletOutcome.NEEDS_A_PERSON
        return
    assert back.outcome is OutletOutcome.DONE
    assert back.sent
    assert back.sent.address
    assert place.kind is OutletKind.ZALO or POST.credit in back.seen


def test_what_a_platform_holds_back_is_told_when_it_is_read_back(place: Place):
    place.fail("held")
    result = place.outlet.publish(place.attempt())
    assert result.sent
    if place.abilities.lists:
        assert place.outlet.read_back(result.sent).outcome is OutletOutcome.INVISIBLE


def test_an_outlet_says_whether_it_may_be_posted_to(place: Place):
    assert place.outlet.check().outcome is OutletOutcome.DONE
    place.fail("expired")
    assert place.outlet.check().outcome is OutletOutcome.TOKEN_EXPIRED
    assert place.texts() == []


# -- When nobody hears how it ended


@pytest.mark.parametrize("fault", ["drop-after", "half"])
def test_a_post_whose_answer_was_lost_is_found_again_and_never_sent_twice(place: Place, fault: str):
    attempt = place.attempt()
    place.fail(fault)
    lost = place.outlet.publish(attempt)
    assert lost.outcome is OutletOutcome.UNKNOWN
    assert lost.retry_at
    place.fail("")
    found = place.outlet.read_back(attempt)
    assert found.outcome is (OutletOutcome.DONE if place.abilities.lists else OutletOutcome.NEEDS_A_PERSON)
    assert len(place.texts()) == 1
    if found.sent:
        assert place.outlet.withdraw(found.sent, Verb.DELETE).outcome is OutletOutcome.DONE
        assert place.texts() == []


def test_a_post_that_never_arrived_counts_as_such_only_after_a_while(place: Place):
    attempt = place.attempt()
    place.fail("drop-before")
    assert place.outlet.publish(attempt).outcome is OutletOutcome.UNKNOWN
    place.fail("")
    assert place.texts() == []
    if place.abilities.lists:
        assert place.outlet.read_back(attempt).outcome is OutletOutcome.UNKNOWN
        place.later(minutes=15)
        assert place.outlet.read_back(attempt).outcome is OutletOutcome.NOT_THERE


def test_another_post_of_ours_is_not_taken_for_the_lost_one(place: Place):
    other = place.attempt(replace(POST, title="Lịch tiêm chủng tháng 12", text="Từ 7 giờ 30."), key="p0-o1")
    place.outlet.publish(other)
    place.later(minutes=30)
    lost = replace(place.attempt(), at=place.later(minutes=0))
    assert place.outlet.read_back(lost).outcome in (OutletOutcome.UNKNOWN, OutletOutcome.NEEDS_A_PERSON)


def test_an_error_of_theirs_leaves_it_open_whether_it_was_posted(place: Place):
    place.fail("server-error")
    assert place.outlet.publish(place.attempt()).outcome is OutletOutcome.UNKNOWN
    assert place.outlet.check().outcome is OutletOutcome.UNREACHABLE


def test_a_look_that_nobody_answers_settles_nothing(place: Place):
    attempt = place.attempt()
    place.fail("drop-before")
    assert place.outlet.read_back(attempt).outcome in (OutletOutcome.UNREACHABLE, OutletOutcome.NEEDS_A_PERSON)


# -- When nothing was posted, and it is known


def test_too_many_posts_are_told_with_the_time_from_which_more_are_taken(place: Place):
    place.fail("too-many")
    result = place.outlet.publish(place.attempt())
    assert result.outcome is OutletOutcome.RATE_LIMITED
    assert result.retry_at
    assert NOON < result.retry_at <= NOON + timedelta(minutes=15)
    assert place.texts() == []


def test_a_token_that_has_run_out_is_told_by_every_verb(place: Place):
    sent = place.posted()
    place.fail("expired")
    fitted = fit(LATER, place.kind)
    told = (
        place.outlet.publish(place.attempt(key="p2-o1")),
        place.outlet.edit(sent, fitted),
        place.outlet.withdraw(sent, Verb.DELETE),
    )
    assert {result.outcome for result in told} == {OutletOutcome.TOKEN_EXPIRED}
    assert len(place.texts()) == 1


def test_a_refusal_comes_in_the_platforms_own_words(place: Place):
    place.fail("refused")
    result = place.outlet.publish(place.attempt())
    assert result.outcome is OutletOutcome.REFUSED
    assert result.params["words"]
    assert place.texts() == []


# -- What only the network does


@pytest.mark.parametrize("kind", [made.kind for made in TWINS])
def test_a_platform_that_does_not_answer_in_time_is_left(twins: dict[str, Twin], kind: str):
    twin = twins[kind]
    twin.reset()
    twin.fault = "slow"
    attempt = Attempt(key="p1-o1", fitted=fit(POST, twin.kind), at=NOON)
    assert opened(twin, deadline_seconds=0.1).publish(attempt).outcome is OutletOutcome.UNKNOWN


@pytest.mark.parametrize("kind", [made.kind for made in TWINS])
def test_a_redirect_is_told_and_not_followed(twins: dict[str, Twin], kind: str):
    twin = twins[kind]
    twin.reset()
    twin.fault = "redirect"
    result = opened(twin).publish(Attempt(key="p1-o1", fitted=fit(POST, twin.kind), at=NOON))
    assert (result.outcome, result.params) == (OutletOutcome.MOVED, {"host": "elsewhere.example"})


@pytest.mark.parametrize("made", TWINS)
def test_nobody_at_the_address_means_that_nothing_was_sent(made: type[Twin]):
    with serving(made) as twin:
        outlet = opened(twin)
    attempt = Attempt(key="p1-o1", fitted=fit(POST, twin.kind), at=NOON)
    assert outlet.publish(attempt).outcome is OutletOutcome.UNREACHABLE


@pytest.mark.parametrize("kind", [made.kind for made in TWINS])
def test_secrets_stand_in_no_address_that_is_logged_and_in_no_print_of_the_outlet(twins: dict[str, Twin], kind: str):
    twin = twins[kind]
    twin.reset()
    outlet = opened(twin)
    outlet.publish(Attempt(key="p1-o1", fitted=fit(POST, twin.kind), at=NOON))
    assert twin.secret not in repr(outlet)
    if twin.kind is not OutletKind.TELEGRAM:  # whose token is part of the address, by its own design
        assert all(twin.secret not in asked.path + str(asked.query) for asked in twin.asked)
