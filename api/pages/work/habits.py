"""What an organisation usually fills, in what, on which scale, and stores where: the buttons that come first."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from api.pages.work.lately import said_lately
from ledger.fact import Recorded
from ledger.hazardous_waste.container import Container
from ledger.log import Ledger

TYPES: Final = tuple(
    step.TOPIC for step in (Container.Generated, Container.Packaged, Container.Weighed, Container.Stored)
)
ENOUGH: Final = 200
"""So many facts tell what is usual."""


class Package(NamedTuple):
    """A kind of container, its packaging in words, and the tare that was weighed of it last."""

    kind: str
    packaging: str
    tare_g: int | None = None


class Place(NamedTuple):
    """Where a container is put."""

    facility: str
    zone: str | None


class Habits(NamedTuple):
    """All of them the most used first."""

    profiles: list[str]
    packages: list[Package]
    places: list[Place]
    scale: str | None = None
    """The one that was used last."""
    establishment: str | None = None
    """Where something was generated last."""
    last: str | None = None
    """The container that was generated last."""


def habits_of(ledger: Ledger, uscc: str) -> Habits:
    """By the latest facts about its containers, as they were said first: nothing hangs on it."""
    return _habits(said_lately(ledger, uscc, TYPES, ENOUGH))


def _habits(facts: Iterable[Recorded[Any]]) -> Habits:
    profiles, places, packed = Counter[str](), Counter[Place](), Counter[tuple[str, str]]()
    kinds: dict[str, str] = {}
    of: dict[str, tuple[str, str]] = {}
    tares: dict[tuple[str, str], int] = {}
    scale = establishment = last = None
    for fact in facts:
        subject = fact.fact.subject
        match fact.fact.data:
            case Container.Generated() as now:
                establishment, last, kinds[subject] = now.establishment, subject, now.kind
                profiles.update([now.profile] if now.profile else [])
            case Container.Packaged() as now if subject in kinds:
                of[subject] = kinds[subject], now.packaging
                packed[of[subject]] += 1
            case Container.Weighed() as now:
                scale = now.scale
                if subject in of:
                    tares[of[subject]] = now.tare_g
            case Container.Stored() as now:
                places[Place(now.facility, now.zone)] += 1
    packages = [Package(*each, tares.get(each)) for each, _ in packed.most_common()]
    return Habits(_most(profiles), packages, _most(places), scale, establishment, last)


def _most(counted: Counter[Any]) -> list[Any]:
    return [each for each, _ in counted.most_common()]
