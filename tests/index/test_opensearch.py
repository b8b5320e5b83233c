"""The index on a real OpenSearch: as the embedded one answers, over TLS, honest when away, rebuilt under search."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from opensearchpy.exceptions import RequestError

from bench.engine_queries import TODAY, corpus, queries
from bench.engines_compared import SAME, compared
from domain.errors import Unreachable
from domain.search import Document, Query
from index.embedded.engine import EmbeddedIndex
from index.opensearch.engine import OpenSearchIndex
from index.opensearch.names import Names
from index.opensearch.rebuild import rebuild
from index.opensearch.server import Cluster
from index.rebuilt import UNFILLED
from tests.index.searched import searched
from tests.index.tls_proxy import Proxy, tls_proxy


def an_article(number: int, title: str = "Bão số 5") -> Document:
    return Document(id=f"a{number}", title=title, text="Gió giật cấp 10")


def ids(index: OpenSearchIndex, text: str, limit: int = 50) -> set[str]:
    return {hit.id for hit in index.find(Query(text=text, limit=limit)).hits}


def names(cluster: Cluster) -> Names:
    return Names(cluster.client(), cluster.name, cluster.shards)


@pytest.mark.parametrize(("shards", "number"), [(1, 140), (3, 60)])
def test_both_engines_give_the_same_hits_in_the_same_order_with_the_same_counts(
    cluster: Cluster, tmp_path: Path, shards: int, number: int
) -> None:
    one = EmbeddedIndex(tmp_path / "i", today=lambda: TODAY)
    other = OpenSearchIndex(replace(cluster, shards=shards), today=lambda: TODAY)
    for index in (one, other):
        index.add(corpus(200))
    found = compared(queries(number, seed=shards), one, other)
    assert dict(found.total) == {SAME: number}, found.examples


def test_engines_that_differ_are_told_apart(tmp_path: Path) -> None:
    one, other = EmbeddedIndex(tmp_path / "a", today=lambda: TODAY), EmbeddedIndex(tmp_path / "b", today=lambda: TODAY)
    one.add(corpus(120))
    other.add(corpus(119))
    assert compared(queries(40), one, other).total[SAME] < 40


def test_the_server_refuses_what_the_mapping_does_not_name(cluster: Cluster) -> None:
    OpenSearchIndex(cluster).add([an_article(1)])
    with pytest.raises(RequestError, match="strict_dynamic_mapping_exception"):
        cluster.client().index(index=names(cluster).alias, body={"byline": "ai đó"})


def test_the_mapping_says_its_version(cluster: Cluster) -> None:
    assert OpenSearchIndex(cluster).fault() == "there is none"
    OpenSearchIndex(cluster).add([an_article(1)])
    assert OpenSearchIndex(cluster).fault() == UNFILLED
    rebuild(cluster, [an_article(1)])
    assert OpenSearchIndex(cluster).fault() == ""
    current = names(cluster).current()
    assert current.startswith(f"{cluster.name}-v1-")
    mapping = cluster.client().indices.get_mapping(index=current)[current]["mappings"]
    assert (mapping["_meta"]["version"], mapping["dynamic"]) == (1, "strict")


@pytest.fixture
def proxy(opensearch_server: str, tmp_path: Path) -> Iterator[Proxy]:
    with tls_proxy(opensearch_server, tmp_path) as made:
        yield made


def through(proxy: Proxy, cluster: Cluster) -> Cluster:
    return replace(cluster, urls=[proxy.url], user=proxy.user, password=proxy.password, ca_file=proxy.ca_file)


def test_it_signs_in_over_tls(cluster: Cluster, proxy: Proxy) -> None:
    index = OpenSearchIndex(through(proxy, cluster))
    index.add([an_article(1)])
    assert ids(index, "bão") == {"a1"}


def test_a_wrong_password_and_a_foreign_certificate_are_away(cluster: Cluster, proxy: Proxy) -> None:
    signed_in = through(proxy, cluster)
    for wrong, why in ((replace(signed_in, password="sai"), "401"), (replace(signed_in, ca_file=None), "CERTIFICATE")):
        with pytest.raises(Unreachable) as error:
            OpenSearchIndex(wrong).find(Query(text="bão"))
        assert why in error.value.cause


def test_a_cluster_that_is_away_is_unreachable_and_found_again(cluster: Cluster, proxy: Proxy) -> None:
    index = OpenSearchIndex(through(proxy, cluster))
    index.add([an_article(1)])
    proxy.away = True
    for ask in (lambda: index.find(Query(text="bão")), index.count, lambda: index.add([an_article(2)]), index.fault):
        with pytest.raises(Unreachable):
            ask()
    proxy.away = False
    assert ids(index, "bão") == {"a1"}


def test_no_search_fails_while_the_index_is_built_anew_five_times(cluster: Cluster) -> None:
    index, articles = OpenSearchIndex(cluster), [an_article(n) for n in range(20)]
    rebuild(cluster, articles)
    with searched(lambda: ids(index, "bão"), lambda found: len(found) == 20, people=2) as wrong:
        for _ in range(5):
            assert rebuild(cluster, articles).number == 20
    assert wrong == []
    assert list(cluster.client().indices.get(index=f"{cluster.name}-*")) == [names(cluster).current()]


def test_what_changes_during_a_rebuild_is_in_the_new_index(cluster: Cluster) -> None:
    index = OpenSearchIndex(cluster)
    index.add([an_article(1), an_article(2)])

    def changing() -> Iterator[Document]:
        yield an_article(1)
        index.add([an_article(3, "Bão mới"), an_article(2, "Nắng đẹp")])
        yield an_article(2)

    done = rebuild(cluster, changing())
    assert (done.number, done.passed_over) == (3, frozenset({"a2"}))
    assert ids(index, "bão") == {"a1", "a3"}
    assert ids(index, "nắng") == {"a2"}


def test_a_rebuild_that_fails_leaves_the_old_index(cluster: Cluster) -> None:
    index = OpenSearchIndex(cluster)
    index.add([an_article(1)])

    def failing() -> Iterator[Document]:
        yield an_article(2)
        raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"):
        rebuild(cluster, failing())
    assert ids(index, "bão") == {"a1"}
    assert names(cluster).being_filled() == ""


def test_a_rebuild_leaves_another_that_goes_on_alone_and_takes_over_from_a_dead_one(cluster: Cluster) -> None:
    here = names(cluster)
    left = here.fresh()
    with pytest.raises(Unreachable):
        rebuild(cluster, [an_article(1)], wait=lambda _: here.sign_of_life(left, 1))
    assert rebuild(cluster, [an_article(1)], wait=lambda _: None).number == 1
    assert here.current() != left


def test_an_article_that_the_server_cannot_take_is_no_outage(cluster: Cluster) -> None:
    index = OpenSearchIndex(cluster)
    with pytest.raises(Exception, match="is too long") as error:
        index.add([replace(an_article(1), id="x" * 600), an_article(2)])
    assert not isinstance(error.value, Unreachable)
