"""A decision reads little, however long the log is: each of its selectors has types and one tag."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.batch import Batch
from ledger.catalogue import CATALOGUE
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.posting import Poster, Posting, seal
from ledger.schema import in_wire_form
from tests.conftest import NOON
from tests.house import busy_history
from tests.house.golden_facts import Golden, golden_facts
from tests.specification import BUREAU, OPERATOR, OTHER_PLANT, PLANT, SITE, Scenario, drum, organisation, said, weighed

GOLDEN = golden_facts()
READ_PER_FACT_MAX = 100
PLACE = {"address": "上海市浦东新区示范路 7 号"}


@pytest.mark.parametrize("golden", GOLDEN, ids=[g.type for g in GOLDEN])
def test_every_selector_of_a_decision_has_types_and_one_tag(golden: Golden) -> None:
    batch = Batch([[seal(golden.read().fact)]], OPERATOR, {})
    for selector in batch.consistency_boundary():
        assert len(selector.tags) == 1
        assert selector.types
        assert all(known in {e.today for e in CATALOGUE.values()} for known in selector.types)


def test_a_creation_depends_on_earlier_creations() -> None:
    for golden in GOLDEN:
        fact = golden.read().fact
        boundary = Batch([[seal(fact)]], OPERATOR, {}).consistency_boundary()
        creates = type(fact.data).CREATES
        assert creates == any(type(fact.data) in s.types and s.tags == (fact.subject,) for s in boundary), fact.type


@pytest.fixture(scope="module")
def busy(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """A scenario after a hundred thousand facts of the plant."""
    path = tmp_path_factory.mktemp("busy") / "bihuan.db"
    path.write_bytes(sqlite_template.read_bytes())
    with Ledger(f"sqlite:///{path}", SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        site = {"organisation": f"organisation:{PLANT}", "name": "一厂", "division": "310115", "place": PLACE}
        scenario = Scenario(ledger).given(
            organisation(PLANT, "generator"),
            organisation(BUREAU, "authority", competence=["ecology"]),
            said("establishment.registered", SITE, site),
        )
        busy_history.fill(ledger)
        assert ledger.head()[0] >= busy_history.SIZE
        yield scenario


def test_deciding_a_fact_of_each_kind_reads_at_most_a_hundred(busy: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    really = busy.ledger.recorder.leaves

    def counted(*args: Any, **more: Any) -> Any:
        rows, head = really(*args, **more)
        read.append(len(rows))
        return rows, head

    monkeypatch.setattr(busy.ledger.recorder, "leaves", counted)
    for posting in _one_of_each_kind(busy):
        read.clear()
        busy.when(posting)
        assert sum(read) <= READ_PER_FACT_MAX, posting.type
    assert busy.ledger.head()[0] >= busy_history.SIZE + len(CATALOGUE)


def test_deciding_a_batch_reads_at_most_a_hundred_for_each_fact(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass


def _one_of_each_kind(busy: Scenario) -> Iterator[Posting]:
    """The golden examples, said anew of things that the history has not heard of."""
    for golden in GOLDEN:
        ...
