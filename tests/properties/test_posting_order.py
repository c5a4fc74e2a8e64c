"""In which order independent facts are posted never changes what a subject's life was."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.catalogue import CATALOGUE
from ledger.log import Ledger
from ledger.posting import Poster, Posting
from projections.custody.replay import replay
from tests.properties.wire_data import ON_A_STORE, wire_data
from tests.specification import PLANT, said

APART = {"container.generated", "container.repacked"}
"""What creates a drum; and what acts on several at once (tests/properties/test_lineage.py)."""
STEPS = sorted(n for n in CATALOGUE if n.startswith("container.") and n not in APART)
DRUMS = 3

Step = tuple[int, int, str, dict[str, Any]]
"""Which drum, at which minute, what, and its data."""


@st.composite
def lives(draw: st.DrawFn) -> list[Step]:
    """What happened to a few drums, each thing at its own minute; a drum is generated at most once."""
    drums = st.integers(0, DRUMS - 1)
    generations = draw(st.sets(drums))
    minutes = draw(st.lists(st.integers(0, 10_000), min_size=len(generations) + 1, max_size=12, unique=True))
    kinds = ["container.generated"] * len(generations) + [
        draw(st.sampled_from(STEPS)) for _ in minutes[len(generations) :]
    ]
    whose = [*generations, *(draw(drums) for _ in minutes[len(generations) :])]
    return [
        (drum, minute, kind, draw(wire_data(CATALOGUE[kind].today)))
        for drum, minute, kind in zip(whose, minutes, kinds, strict=True)
    ]


def test_the_order_of_posting_changes_no_life(ledger: Ledger) -> None:
    rounds = count()

    @settings(ON_A_STORE, max_examples=25)
    @given(st.data())
    def changes_no_life(data: st.DataObject) -> None:
        steps = data.draw(lives())
        shuffled = data.draw(st.permutations(steps))
        assert _lived(ledger, next(rounds), steps) == _lived(ledger, next(rounds), shuffled)

    changes_no_life()


def _lived(ledger: Ledger, number: int, steps: Sequence[Step]) -> list[dict[str, Any]]:
    """What the replay says of each drum when the steps were posted in this order."""
    names = [f"container:{PLANT}.{number}-{drum}" for drum in range(DRUMS)]
    ledger.state_one(Poster(PLANT, "test"), [_posting(names, step) for step in steps])
    return [_case(ledger, name) for name in names]


def _posting(names: list[str], step: Step) -> Posting:
    drum, minute, kind, data = step
    at = f"2026-11-{1 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"
    return said(kind, names[drum], data, at=at)


def _case(ledger: Ledger, name: str) -> dict[str, Any]:
    case = msgspec.to_builtins(replay(name, ledger.recorded(subject=name), head=0))
    for entry in case["entries"]:
        for clerical in ("position", "seq", "subject", "id", "recorded_at", "lateness_s"):
            del entry[clerical]
    for spell in case["custody"]:
        del spell["position"]
    case["waits"] = [told for _, *told in case["waits"]]  # without the drum that it is
    return {name: value for name, value in case.items() if name != "subject"}
