"""Which facts name a file: a view that follows the log exactly once, whoever brings it up to date."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.posting import Poster, Posting
from projections import runner as running
from projections.catalogue import VIEWS
from projections.custody.visibility import Visibility
from projections.files import mentions
from projections.files.mentions import FileMentions, FileMentionsView
from projections.files.naming import NamedFile, files_named_by
from projections.runner import Runner
from tests.house.golden_facts import golden_facts
from tests.specification import OTHER_PLANT, PLANT, Scenario, drum, said, weighed

ONE, OTHER, THIRD = "01" * 32, "02" * 32, "03" * 32
POSTER = Poster(PLANT, "test")


def naming(*hashes: str, number: int = 1) -> Posting:
    evidence = [{"sha256": each, "media_type": "image/jpeg"} for each in hashes]
    return said("container.weighed", drum(number), {**weighed(drum()).data, "evidence": evidence})


def views_of(ledger: Ledger) -> Runner:
    return Runner(ledger, VIEWS)


def reach(views: Runner, ledger: Ledger) -> None:
    views.reach(FileMentionsView.NAME, ledger.head()[0])


def kept(views: Runner) -> list[tuple[str, int]]:
    with views.reading(FileMentionsView.NAME) as view:
        rows = view.connection.execute(select(view.tables).order_by("position", "sha256"))
        return [(row.sha256.hex(), row.position) for row in rows]


@pytest.fixture
def told(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """Facts at 2 to 6, of which 2, 4 and 6 name files; read in pages of two."""
    monkeypatch.setattr(running, "STRETCH", 2)
    correction = {"position": 3, "data": naming(THIRD).data, "reason": "补照片"}
    return scenario.given(
        naming(ONE, OTHER),
        weighed(drum()),
        naming(OTHER, OTHER),
        weighed(drum()),
        said("fact.corrected", drum(), correction),
    )


MENTIONED = [(ONE, 2), (OTHER, 2), (OTHER, 4), (THIRD, 6)]


def test_every_fact_that_names_a_file_is_found_once(told: Scenario) -> None:
    views = views_of(told.ledger)
    for _ in range(2):
        reach(views, told.ledger)
        assert kept(views) == MENTIONED


def test_what_was_acknowledged_is_seen(told: Scenario) -> None:
    views = views_of(told.ledger)
    view = FileMentions(told.ledger, views)
    us, them = (Visibility(told.ledger, views, who) for who in (PLANT, OTHER_PLANT))
    assert view.seen("04" * 32, us) is None
    told.given(naming("04" * 32))
    assert view.seen("04" * 32, us) == NamedFile("04" * 32, "image/jpeg")
    assert view.seen("04" * 32, them) is None


def test_of_many_mentions_the_one_that_may_be_seen_is_found(told: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "MENTIONS_PAGE", 2)
    theirs = weighed(drum(1, OTHER_PLANT)).data | {"evidence": [{"sha256": ONE}]}
    told.given(*(naming(ONE, number=n) for n in range(5)))
    told.given(said("container.weighed", drum(1, OTHER_PLANT), theirs, by=OTHER_PLANT))
    views = views_of(told.ledger)
    seen = Visibility(told.ledger, views, OTHER_PLANT)
    assert FileMentions(told.ledger, views).seen(ONE, seen) == NamedFile(ONE, None)


def test_a_rebuilt_view_is_the_one_that_was_live(told: Scenario) -> None:
    views = views_of(told.ledger)
    reach(views, told.ledger)
    with views.reading(FileMentionsView.NAME) as view:
        table = view.tables
    with told.ledger.recorder.engine.begin() as connection:
        connection.execute(delete(table).where(table.c.position == 4))
    assert kept(views) != MENTIONED
    assert views.rebuild(FileMentionsView.NAME) == 6
    assert kept(views) == MENTIONED


@pytest.fixture
def other(ledger: Ledger, store_url: str, clock: SimulatedClock) -> Iterator[Ledger]:
    """A second process's ledger on the same database."""
    with Ledger(store_url, clock) as opened:
        yield opened


def test_two_processes_fold_each_fact_once_while_it_is_rebuilt(
    ledger: Ledger, other: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STRETCH", 7)
    views = views_of(ledger), views_of(other)
    for each in views:
        reach(each, ledger)

    def act(n: int) -> None:
        if n % 3 == 0:
            scenario.ledger.state_one(POSTER, [naming(f"{n:064x}", number=n)])
        elif n % 40 == 1:
            views[0].rebuild(FileMentionsView.NAME)
        else:
            reach(views[n % 2], ledger)
            kept(views[n % 2])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(150)))
    reach(views[0], ledger)
    assert sorted(int(sha256, 16) for sha256, _ in kept(views[0])) == list(range(0, 150, 3))


def test_whatever_holds_a_hash_names_a_file() -> None:
    for golden in golden_facts():
        in_the_bytes = {text.decode() for text in re.findall(rb'"([0-9a-f]{64})"', golden.fact)}
        assert {named.sha256 for named in files_named_by(golden.read().fact)} == in_the_bytes, golden.type
