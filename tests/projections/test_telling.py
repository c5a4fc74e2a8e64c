"""A life as it is told: at each moment what was known by then, whatever was told late."""

import pytest

from ledger.fact import Recorded
from ledger.posting import Poster, Posting, draft
from projections.custody.moment import Moment, moment_of
from projections.custody.telling import Telling, Trips
from tests.conftest import NOON
from tests.manifests import DRUMS, RECEIVER, STRANGER, TRUCK, TRUCKER, handed_over, issued, of_manifest, org, received
from tests.specification import PLANT, generated, weighed

MINE = DRUMS[0]
FURTHER = "manifest:20263101009999"


def at(hour: int) -> str:
    return f"2026-11-23T{hour:02d}:00:00+08:00"


def looked_at_as_told(*postings: Posting) -> list[Moment]:
    """A drum at every position, which must be what was known by then."""
    facts = [
        Recorded(draft(each, Poster(each.source.split(":")[2], "test"), NOON).statement, n, "", n)
        for n, each in enumerate(postings, 1)
    ]
    own = [fact for fact in facts if fact.fact.subject == MINE]
    naming = [fact for fact in facts if fact.fact.subject != MINE]
    told = list(Telling(MINE, own, naming, Trips()).moments(range(len(facts) + 1)))
    for moment in told:
        known = moment_of(MINE, own, naming, moment.position)
        assert moment == known._replace(standing=tuple(known.standing), after=tuple(known.after))
    return told


ISSUED = issued(at=at(8))
LOADED = of_manifest("loaded", PLANT, {"mass_kg": 400, "containers": DRUMS[:2]}, at=at(9))
COLLECTED = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at(10))
RECEIVED = received([MINE], at=at(12))
SENT_ON = issued(FURTHER, at=at(13), by=RECEIVER, containers=[MINE], transferor=org(RECEIVER), receiver=org(STRANGER))
TOLD = [generated(MINE, at=at(6)), weighed(MINE, at=at(7)), ISSUED, LOADED, COLLECTED, RECEIVED]


@pytest.mark.parametrize(
    ("told", "stages"),
    [
        pytest.param([*TOLD, SENT_ON], "loaded in_transit received received", id="as it happened"),
        pytest.param(
            [*TOLD[:2], ISSUED, RECEIVED, COLLECTED], "weighed received received", id="a departure after the receipt"
        ),
        pytest.param([*TOLD[:2], COLLECTED, ISSUED], "weighed in_transit", id="a departure before the issue"),
        pytest.param(
            [*TOLD[:2], ISSUED, COLLECTED, of_manifest("loaded", PLANT, LOADED.data, at=at(11))],
            "weighed in_transit loaded",
            id="loaded on the way",
        ),
        pytest.param(
            [
                *TOLD[:2],
                ISSUED,
                handed_over(TRUCKER, to=STRANGER, at=at(10)),
                of_manifest("collected", STRANGER, COLLECTED.data, at=at(11)),
            ],
            "weighed in_transit in_transit",
            id="by one whom the issue does not name",
        ),
        pytest.param(
            [*TOLD[:2], ISSUED, issued(FURTHER, at=at(9)), RECEIVED], "weighed weighed received", id="two at once"
        ),
        pytest.param(
            [*TOLD[:2], SENT_ON, issued(at=at(14)), received([MINE], at=at(15))],
            "weighed weighed received",
            id="sent on before it was sent",
        ),
    ],
)
def test_each_moment_is_what_was_known_by_then(told: list[Posting], stages: str) -> None:
    found = [moment.state.stage for moment in looked_at_as_told(*told)]
    assert " ".join(found[-len(stages.split()) :]) == stages


def test_what_a_fact_does_not_change_is_not_folded_again() -> None:
    *_, weighed_, at_issue = looked_at_as_told(
        *TOLD[:2], of_manifest("discrepancy_reported", PLANT, {"to": [org(RECEIVER)], "reason": "x"})
    )
    assert at_issue.state is weighed_.state
