"""The day's work of a district: drums of many plants going through their steps, interleaved as they are posted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from typing import Any, TypeVar

from ledger.clock import write_instant
from ledger.identifiers import USCC_ALPHABET, uscc_is_sound
from ledger.posting import Draft, Poster, Posting, draft
from ledger.store.appending import SealedEvent

T = TypeVar("T")

FIRST_DAY = datetime(2025, 3, 3, tzinfo=UTC)
OPEN_DRUMS = 500
"""Drums begun between two steps of one drum: a thousand facts are about almost as many drums."""


def uscc(number: int) -> str:
    """The code of a plant, with its check character."""
    stem = f"91310115MA1{number:06d}"
    return next(stem + c for c in USCC_ALPHABET if uscc_is_sound(stem + c))


OPERATOR = uscc(999_999)
PLANTS = tuple(uscc(number) for number in range(200))


def postings(plants: tuple[str, ...] = PLANTS, open_drums: int = OPEN_DRUMS) -> Iterator[Posting]:
    """Facts without end: at each tick one drum is generated, and older ones go one step on."""
    steps = len(_life(plants[0], 0))
    for tick in count():
        for step in range(steps):
            number = tick - step * open_drums
            if number >= 0:
                owner = plants[number % len(plants)]
                at = FIRST_DAY + timedelta(seconds=30 * tick + step)
                yield from _posting(owner, number, step, write_instant(at))


def poster_of(posting: Posting) -> Poster:
    """The plant that speaks, with its key."""
    return Poster(posting.source.split(":")[2], "k-7Q2M")


def drafts(stream: Iterator[Posting]) -> Iterator[Draft]:
    """The same facts with their canonical bytes made, as they wait for the lock."""
    now = datetime.now(UTC)
    return (draft(posting, poster_of(posting), now) for posting in stream)


def sealed(waiting: list[Draft]) -> list[SealedEvent]:
    """The events that the recorder takes."""
    return [SealedEvent(d.statement.type, d.fact, d.tags, d.statement.subject, d.key) for d in waiting]


def batch(stream: Iterator[T], size: int = 1_000) -> list[T]:
    """The next so many."""
    return list(islice(stream, size))


def _posting(owner: str, number: int, step: int, at: str) -> Iterator[Posting]:
    taken = _life(owner, number)[step]
    if taken is not None:
        fact_type, data = taken
        device = {"device": f"device:{owner}.PDA-{number % 3}", "operator": f"E{1000 + number % 50}"}
        subject = f"{'treatment' if fact_type.startswith('treatment') else 'container'}:{owner}.D-{number:07d}"
        yield Posting(f"{number:08x}{step}", f"urn:uscc:{owner}:pda", fact_type, subject, at, data | device)


def _life(owner: str, number: int) -> list[tuple[str, dict[str, Any]] | None]:
    """The five immediates of a drum; a third are closed in between, a third leave the bay again and are treated."""
    plant, tare, net = f"{owner}001P", Decimal("12.4"), number % 200 + Decimal("0.5")
    drum, day = f"container:{owner}.D-{number:07d}", write_instant(FIRST_DAY)
    generated = {
        "establishment": f"establishment:{plant}",
        "kind": "drum",
        "origin_facility": f"facility:{plant}.MF0001",
        "profile": f"profile:{owner}.P-{number % 4}",
        "volume_l": 200,
        "waste_code": "900-402-06",
    }
    weighed = {"gross_kg": tare + net, "tare_kg": tare, "scale": f"scale:{owner}.07"}
    stored = {"facility": f"facility:{plant}.TS001", "zone": f"A-{number % 20:02d}"}
    treated = {
        "facility": f"facility:{plant}.MF0002",
        "from": day,
        "inputs": [{"container": drum, "mass_kg": net}],
        "kind": "disposed",
        "method": "D10",
        "until": day,
    }
    return [
        ("container.generated", generated),
        ("container.closed", {}) if number % 3 == 0 else None,
        ("container.packaged", {"packaging": "钢桶，内衬聚乙烯袋"}),
        ("container.weighed", weighed),
        ("container.labelled", {"label_code": f"{owner}90040206{number:011d}"}),
        ("container.stored", stored),
        ("container.withdrawn", {"purpose": "treatment"}) if number % 3 == 1 else None,
        ("treatment.completed", treated) if number % 3 == 1 else None,
    ]
