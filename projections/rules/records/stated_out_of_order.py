"""记录顺序颠倒: by their times a later step of the process happened well before an earlier one.

The clock of a device is put right by how far it was ahead when it was compared last. What a receiver or another
holder weighs is no step of the producer's.
"""

from itertools import pairwise
from typing import Any, Final

from ledger.construction_waste.trip import Trip
from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from ledger.industrial_waste.batch import Batch
from ledger.industrial_waste.consignment import Consignment
from ledger.subjects import owner_of
from projections.rules.language import (
    Case,
    Finding,
    Iterator,
    Law,
    Limits,
    Parameter,
    Rule,
    Step,
    Text,
    day_of,
    minutes_between,
)
from projections.rules.sources import true_time

ORDER: Final[dict[str, tuple[tuple[Any, ...], ...]]] = {
    "container": ((Container.Generated,), (Container.Weighed,), (Container.Stored,)),
    "manifest": ((Manifest.Loaded,), (Manifest.Collected,), (Manifest.Arrived,), (Manifest.Received,)),
    "batch": ((Batch.Generated,), (Batch.Stored, Batch.Recovered, Batch.Disposed)),
    "consignment": ((Consignment.Dispatched,), (Consignment.Received, Consignment.Refused), (Consignment.Returned,)),
    "trip": ((Trip.Departed,), (Trip.Arrived,), (Trip.Accepted, Trip.Refused)),
}
"""Kind → the steps of its process; a step that nobody told is left out."""
OF_A_CONTAINER: Final = (Container.Generated, Container.Weighed, Container.Stored)
RECEIPTS: Final = (Manifest.Received, Consignment.Received, Consignment.Refused, Trip.Accepted, Trip.Refused)
DEPARTURES: Final = (Manifest.Loaded, Manifest.Collected, Consignment.Dispatched, Trip.Departed)

RULE = Rule(
    __name__,
    duty=(Law("36、78", "489、532(1)"), Text("HJ 1259-2022 6.2")),
    parameters=(Parameter("minutes", 15, "minutes", ("允许的时间误差", "how far times may be off")),),
    competent="any",
)


@RULE.judges(*ORDER)
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the subject, about its first pair out of order."""
    steps = [step for types in ORDER[case.subject.partition(":")[0]] if (step := _first(case, types))]
    for earlier, later in pairwise(steps):
        most, known = limits.value("minutes", day_of(later.at)), case.known
        if minutes_between(later.at, earlier.at) <= most:
            continue
        if minutes_between(true_time(later, known), true_time(earlier, known)) <= most:
            continue
        receipt = isinstance(later.says, RECEIPTS) and isinstance(earlier.says, DEPARTURES)
        owner = owner_of(case.subject)
        yield Finding(
            subject=case.subject,
            since=limits.settled(max(earlier.at, later.at)),
            severity="warning" if receipt else "notice",
            evidence=(earlier.position, later.position),
            against=later.speaker,
            place=_place(case) or (f"organisation:{owner}" if owner else later.speaker),
            day=day_of(later.at),
            inputs={
                "earlier": type(earlier.says).TOPIC,
                "earlier_at": earlier.at,
                "later": type(later.says).TOPIC,
                "later_at": later.at,
            },
        )
        return


def _first(case: Case, types: tuple[Any, ...]) -> Step | None:
    """The first of these; of a container what its owner tells."""
    owner = f"organisation:{owner_of(case.subject)}"
    own = (step for step in case.steps(*types) if not isinstance(step.says, OF_A_CONTAINER) or step.speaker == owner)
    return next(own, None)


def _place(case: Case) -> str | None:
    return getattr(case.state, "establishment", None) or getattr(case.state, "from_establishment", None)
