"""Who acts, and when: asked before anything is done, and written down after."""

import pytest

from desk import review
from desk.ranking.ranker import Ranker
from domain.errors import NotAllowed
from domain.people import Act
from domain.sources import SourceAction
from tests.desk.conftest import Office
from tests.fakes import FakeGazetteer
from tests.making import NOON, TEXT, acting


def test_what_a_person_did_stands_in_the_log_under_their_name_and_hour(office: Office) -> None:
    with office.database.write() as store:
        acting(store, office.lan).log(SourceAction.TRY_NOW, "source:x", {}, {"due": 1})
        [entry] = store.log.list(1)
    assert (entry.who, entry.at, entry.after) == (office.lan.name, NOON, {"due": 1})


def test_the_command_line_may_manage_the_desk_but_takes_no_article_in_anybodys_place(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    with office.database.write() as store:
        machine = acting(store, None)
        machine.may(Act.MANAGE)
        machine.log(SourceAction.TRY_NOW, "source:x", {}, {})
        assert store.log.list(1)[0].who == "diemtin"
        with pytest.raises(NotAllowed):
            review.pick(machine, office.ranker, article_id)


def test_a_desk_that_weighs_otherwise_ranks_otherwise(office: Office) -> None:
    article_id = office.publish("a", f"Tiêm chủng miễn phí ở Lào Cai|{TEXT}")
    office.ranker = Ranker(gazetteer=FakeGazetteer(), weights=dict(office.ranker.weights) | {"seldom": 7.0})
    with office.database.write() as store:
        office.ranker.refresh(store, [article_id])
        assert 7.0 in [term.value for term in store.stories.get(article_id).terms]
