"""Which lives were told in the order in which they happened: only those are looked at once for all their moments."""

import pytest

from ledger.fact import Recorded
from ledger.posting import Poster, Posting, draft
from projections.custody.trips_in_order import told_in_order
from tests.conftest import NOON
from tests.manifests import DRUMS, RECEIVER, STRANGER, TRUCK, TRUCKER, handed_over, issued, of_manifest, org, received
from tests.specification import PLANT, generated, weighed

MINE = DRUMS[0]
FURTHER = "manifest:20263101009999"


def at(hour: int) -> str:
    return f"2026-11-23T{hour:02d}:00:00+08:00"


def in_order(*postings: Posting) -> bool:
    facts = [
        Recorded(draft(each, Poster(each.source.split(":")[2], "test"), NOON).statement, n, "", n)
        for n, each in enumerate(postings, 1)
    ]
    own = [fact for fact in facts if fact.fact.subject == MINE]
    naming = [fact for fact in facts if fact.fact.subject != MINE]
    return told_in_order(own, naming)


ISSUED = issued(at=at(8))
LOADED = of_manifest("loaded", PLANT, {"mass_kg": 400, "containers": DRUMS[:2]}, at=at(9))
COLLECTED = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at(10))
RECEIVED = received([MINE], at=at(12))
SENT_ON = issued(FURTHER, at=at(13), by=RECEIVER, containers=[MINE], transferor=org(RECEIVER), receiver=org(STRANGER))
TOLD = [generated(MINE, at=at(6)), weighed(MINE, at=at(7)), ISSUED, LOADED, COLLECTED, RECEIVED]


def test_a_life_told_as_it_happened_is_in_order() -> None:
    assert in_order(*TOLD)
    assert in_order(*TOLD, SENT_ON)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([ISSUED, RECEIVED, COLLECTED], id="a departure after the receipt"),
        pytest.param([COLLECTED, issued(at=at(11))], id="a departure before the issue"),
        pytest.param(
            [ISSUED, COLLECTED, of_manifest("loaded", PLANT, LOADED.data, at=at(11))], id="loaded on the way"
        ),
        pytest.param(
            [
                ISSUED,
                handed_over(TRUCKER, to=STRANGER, at=at(10)),
                of_manifest("collected", STRANGER, COLLECTED.data, at=at(11)),
            ],
            id="by one whom the issue does not name",
        ),
        pytest.param([ISSUED, issued(FURTHER, at=at(9)), received([MINE], at=at(12))], id="two trips at once"),
        pytest.param([SENT_ON, issued(at=at(14)), received([MINE], at=at(15))], id="sent on before it was sent"),
    ],
)
def test_what_is_told_otherwise_is_not(told: list[Posting]) -> None:
    assert not in_order(*told)
