"""What the actors of the month share: its span, what happened, who waits for what, and the truth about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from api.simulation.fates import CARDS, Deck
from api.simulation.happening import Happening
from api.simulation.outages import Outage
from api.simulation.parcel import Parcel
from api.simulation.shanghai import SHANGHAI
from api.simulation.slips import SLIPS
from api.simulation.truth import Injected, Lawful, Severity

FOUNDING = timedelta(hours=1)
"""How long after the log's opening the first drum may be full."""


@dataclass
class World:
    """A month in the making; the actors add to it one after another, each with its own stream of chance."""

    opened_at: datetime
    until: datetime
    seed: int
    happenings: list[Happening] = field(default_factory=list)
    outages: dict[str, list[Outage]] = field(default_factory=lambda: defaultdict(list))
    """USCC → when its phones heard nothing."""
    clocks: dict[tuple[str, str], timedelta] = field(default_factory=dict)
    """USCC and device → by how much its clock is ahead."""
    inboxes: dict[str, list[Parcel]] = field(default_factory=lambda: defaultdict(list))
    """USCC of a receiver → what it accepted."""
    injected: list[Injected] = field(default_factory=list)
    looks_so: dict[tuple[str, str], Lawful] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin to count, and shuffle what trips may come to."""
        self._trips = count(1)
        self.counts = count(1)
        """Numbers of the counts at which there was enough to be missed."""
        self.drums = count(1)
        """Numbers of the drums of key places, in the order in which they are thought of."""
        self._official = count(410_000)
        self.deck = Deck(Random(f"{self.seed}:fates"), CARDS)
        self.slips = Deck(Random(f"{self.seed}:slips"), SLIPS)

    @property
    def start(self) -> datetime:
        """When the ordinary days begin."""
        return self.opened_at + FOUNDING

    def chance(self, of: str) -> Random:
        """A stream of chance of somebody's own: one that changes does not change the others."""
        return Random(f"{self.seed}:{of}")

    def tell(self, happenings: Iterable[Happening]) -> None:
        """So much happened."""
        self.happenings.extend(happenings)

    def trip_serial(self) -> int:
        """The number of the next trip in this month, from 1 on."""
        return next(self._trips)

    def official_number(self, at: datetime) -> str:
        """A number of the national system for a manifest of Shanghai."""
        return f"manifest:{at.astimezone(SHANGHAI).year}3100{next(self._official):06d}"

    def by_now(self, severity: Severity, worse: Severity, since: datetime) -> Severity:
        """How grave something is by the end of the month that becomes worse at an instant."""
        return worse if since <= self.until else severity

    def inject(
        self,
        rule: str,
        subject: str,
        due: datetime,
        what: str,
        *,
        key: str | None = None,
        severity: Severity | None = None,
        cleared: bool = False,
    ) -> None:
        """Keep an irregularity that a rule could find by the end of the month; the fields of `Injected`."""
        if due <= self.until:
            self.injected.append(Injected(rule, subject, due, what, key, severity, cleared))

    def once(self, rule: str, subject: str, due: datetime, what: str, *, key: str, severity: Severity) -> None:
        """The same for what is seen again and again, and is one flag."""
        if not any((e.rule, e.subject, e.key) == (rule, subject, key) for e in reversed(self.injected)):
            self.inject(rule, subject, due, what, key=key, severity=severity)

    def lawful(self, rule: str, subject: str, what: str, since: datetime) -> None:
        """Keep what looks irregular since an instant, and is not; a number that the ledger gives is not known yet."""
        if since <= self.until and "?" not in subject:
            self.looks_so.setdefault((rule, subject), Lawful(rule, subject, what))
