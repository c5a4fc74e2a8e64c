"""A hundred thousand facts of one busy organisation, a quarter of them corrections."""

from collections.abc import Iterator

import msgspec

from ledger.correction import Correction
from ledger.fact import About, AnyFact, Statement
from ledger.hazardous_waste.container import Container
from ledger.leaf import canonical
from ledger.log import Ledger
from ledger.parties.delegation import Delegation
from ledger.posting import seal
from ledger.store.appending import SealedEvent
from tests.specification import BAY, PLANT, SCALE, SITE, drum, uscc

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


def grant_of(grantor: str, to: str) -> Delegation.Granted:
    """A grant of everything about containers."""
    return Delegation.Granted(
        from_=f"organisation:{grantor}",
        to=f"organisation:{to}",
        establishments=[f"establishment:{grantor}001P"],
        types=["container.*"],
        basis="收集委托书",
    )


def fill_with_grants(ledger: Ledger, to: str) -> None:
    """Append a thousand grants to one organisation, each of another and none of them accepted."""
    grantors = [uscc(f"91310115MA2{number:06d}") for number in range(1_000)]
    ledger.recorder.append_leaves([_event(_granted(grantor, to)) for grantor in grantors])


def _granted(grantor: str, to: str) -> Statement[AnyFact]:
    return Statement(
        credential="old",
        data=grant_of(grantor, to),
        id=f"grant-to-{to}",
        occurred_at=AT,
        salt="AAECAwQFBgcICQoLDA0ODw",
        source=f"urn:uscc:{grantor}:old",
        stated_by=grantor,
        subject=f"delegation:{grantor}.to-{to}",
        type=Delegation.Granted.TOPIC,
        v=Delegation.Granted.V,
    )
