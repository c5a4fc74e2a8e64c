"""A hundred thousand facts of one busy organisation, a quarter of them corrections."""

from collections.abc import Iterator

import msgspec

from ledger.correction import Correction
from ledger.fact import About, AnyFact, Statement
from ledger.hazardous_waste.container import Container
from ledger.leaf import canonical
from ledger.log import Ledger
from ledger.posting import seal
from ledger.store.appending import SealedEvent
from tests.specification import BAY, PLANT, SCALE, SITE, drum

AT = "2026-11-24T00:00:00.000000Z"
GENERATED = Container.Generated(establishment=SITE, kind="drum", waste_code="900-402-06")
WEIGHED = Container.Weighed(gross_g=212_400, tare_g=12_400, scale=SCALE)
STORED = Container.Stored(facility=BAY)
CORRECTED = msgspec.Raw(canonical(GENERATED))
SIZE, BATCH = 100_000, 5_000
BEHIND = 3
"""Facts that stand before it: the log opened, the plant, the site."""
A_DRUM, ITS_WEIGHING = drum("old-7"), BEHIND + 4 * 7 + 2


def fill(ledger: Ledger) -> None:
    """Append the history in batches, behind what the log holds already."""
    assert ledger.head()[0] == BEHIND
    events = [_event(s) for s in _statements()]
    for first in range(0, SIZE, BATCH):
        ledger.recorder.append_leaves(events[first : first + BATCH])


def _statements() -> Iterator[Statement[AnyFact]]:
    """Drum after drum: generated, weighed, the generation corrected, stored."""
    for number in range(SIZE // 4):
        subject = drum(f"old-{number}")
        generated_at = BEHIND + 4 * number + 1
        about = About(generated_at, subject, [subject, SITE, f"organisation:{PLANT}"], "container.generated", 1)
        correction = Correction.Corrected(position=generated_at, data=CORRECTED, reason="误记代码")
        for step, fact in enumerate((GENERATED, WEIGHED, correction, STORED)):
            yield Statement(
                credential="old",
                data=fact,
                id=f"old-{number}-{step}",
                occurred_at=AT,
                salt="AAECAwQFBgcICQoLDA0ODw",
                source=f"urn:uscc:{PLANT}:old",
                stated_by=PLANT,
                subject=subject,
                type=fact.TOPIC,
                v=fact.V,
                about=about if fact is correction else None,
            )


def _event(statement: Statement[AnyFact]) -> SealedEvent:
    draft = seal(statement)
    return SealedEvent(statement.type, draft.fact, draft.tags, statement.subject, draft.key)
