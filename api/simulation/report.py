"""What the demo says of its ledger when the month is over (CONTRACT section 8, as far as this release goes)."""

from collections import defaultdict
from typing import Any

import msgspec

from api.simulation.flagged import flags_told, held_against
from api.simulation.plan import Month as Planned
from api.simulation.scoring import Flag
from ledger.correction import Effective, effective
from ledger.fact import Recorded
from ledger.hazardous_waste.lineage import Lineage
from ledger.log import Ledger
from ledger.store.verification import verify
from ledger.subjects import kind_of, owner_of
from projections.catalogue import VIEWS
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Viewer
from projections.loops.figures import groups_of
from projections.loops.lists import DUTIES
from projections.loops.status import STATUSES
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings

PAGE = 5_000


class Found(msgspec.Struct, frozen=True):
    """What was injected for a rule, and what it found of it; what was cleared counts in neither."""

    injected: int
    flagged: int
    true_positive: int
    cleared: int


class Report(msgspec.Struct, frozen=True):
    """The figures of a ledger at an instant."""

    events: int
    subjects: int
    as_of: str
    loops: dict[str, int]
    closed_loop_rate: float
    anomalies: dict[str, Found]
    precision: float | None
    recall: float | None
    misses: list[str]
    false_alarms: list[str]
    """In words; it is a world of our own making, and what is missed in it is told."""
    mass_balance_residual_g: int
    """What a scale or a count showed less than was known to be there, with nobody having declared it lost."""
    checkpoint: str
    """The signed note that covers all of it; empty where nothing is signed."""
    verified: bool
    seconds: float


class Month(msgspec.Struct, frozen=True):
    """All facts of a ledger by their subject, and how its loops stand when the last of them is recorded."""

    facts: dict[str, list[Recorded[Any]]]
    loops: dict[str, int]
    as_of: str
    flags: list[Flag]

    def report(self, *, played: Planned, checkpoint: str, verified: bool, seconds: float) -> Report:
        """The figures; a cancelled loop counts neither for nor against the rate."""
        standing = [each for facts in self.facts.values() for each in effective(facts)]
        loops = self.loops
        counted = sum(loops.values()) - loops["cancelled"]
        found = held_against(self.flags, played, (fact for facts in self.facts.values() for fact in facts))
        return Report(
            events=sum(map(len, self.facts.values())),
            subjects=len(self.facts),
            as_of=self.as_of,
            loops=loops,
            closed_loop_rate=round(loops["closed"] / counted, 4) if counted else 0.0,
            anomalies={rule: Found(*figures) for rule, figures in found.by_rule.items()},
            precision=found.total.precision,
            recall=found.total.recall,
            misses=found.misses,
            false_alarms=found.false_alarms,
            mass_balance_residual_g=_unaccounted_g(standing),
            checkpoint=checkpoint,
            verified=verified,
            seconds=round(seconds, 1),
        )

    def worth_a_look(self, owner: str) -> str | None:
        """The owner's container of which most was said, the first of them; None where it has none."""
        containers = sorted(s for s in self.facts if kind_of(s) == "container" and owner_of(s) == owner)
        return max(containers, key=lambda s: len(self.facts[s]), default=None)


def _unaccounted_g(standing: list[Effective]) -> int:
    places = Lineage(standing).places
    return round(sum(sum(mix.values()) for place, mix in places.items() if place.fate == "unaccounted"))


def month_of(ledger: Ledger) -> Month:
    """The whole ledger, read once."""
    facts: dict[str, list[Recorded[Any]]] = defaultdict(list)
    position, as_of = 0, ""
    while page := ledger.recorded(after=position, limit=PAGE):
        for fact in page:
            facts[fact.fact.subject].append(fact)
        position, as_of = page[-1].position, page[-1].recorded_at
    views = Runner(ledger, VIEWS)
    for name in views.views:
        views.reach(name, position)
    at = asked_at(ledger, RecordedSettings(ledger), as_of or None)
    return Month(dict(facts), _loops(views, ledger.operator, at), as_of, list(flags_told(views, at)))


def _loops(views: Runner, operator: str, at: AskedAt) -> dict[str, int]:
    """How many loops have which status at an instant."""
    everything = Viewer(operator, True, None, True)
    found = dict.fromkeys(STATUSES, 0)
    for group in groups_of(views, everything, at):
        if group.loop in DUTIES:
            found[group.status] += group.loops
    return found


def is_sound(ledger: Ledger) -> bool:
    """Whether the database still says what its bytes say."""
    return all(verified.fault is None for verified in verify(ledger.recorder.engine))
