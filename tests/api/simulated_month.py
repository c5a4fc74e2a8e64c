"""A planned month as a rule would read it: each fact once, as it happened, and the trips of it step by step."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from api.simulation.happening import Post
from api.simulation.plan import Month, month

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
Event = dict[str, Any]
Told = dict[str, list[Event]]


class Read(NamedTuple):
    """A month that was planned: its truth, its facts, its trips, and the permits by number."""

    planned: Month
    facts: list[Event]
    trips: dict[str, Told]
    permits: dict[str, dict[str, Any]]

    def of(self, type_: str) -> list[Event]:
        """The facts of one type."""
        return [each for each in self.facts if each["type"] == type_]

    def keys(self, rule: str) -> set[tuple[str, str | None]]:
        """Subject and rest of the key of what was injected for a rule."""
        return {(each.subject, each.key) for each in self.planned.injected if each.rule == rule}


@cache
def read(seed: int, scale: float) -> Read:
    """The default month of a seed, read once for all tests."""
    planned = month(TUESDAY, scale=scale, seed=seed)
    facts = facts_in(planned.posts)
    permits = {e["subject"]: e["data"] for e in facts if e["type"] == "disposal_permit.granted"}
    return Read(planned, facts, trips_in(facts), permits)


SEEDS = [(1, 1.0), (2, 0.3)]


def facts_in(posts: list[Post]) -> list[Event]:
    """Each fact once."""
    once = {(p.poster, e["source"], e["id"]): e for p in posts for e in p.events}
    return sorted(once.values(), key=lambda e: datetime.fromisoformat(e["time"]))


def trips_in(facts: Iterable[Event]) -> dict[str, Told]:
    """Trip → step → what was said of it, of all that were told to have left."""
    found: dict[str, Told] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if fact["subject"].startswith("trip:"):
            found[fact["subject"]][fact["type"].partition(".")[2]].append(fact)
    return {trip: told for trip, told in found.items() if told["departed"]}


def injected(planned: Month, rule: str) -> set[str]:
    """The subjects of what was injected for a rule."""
    return {each.subject for each in planned.injected if each.rule == rule}


def net(reading: Event) -> Decimal:
    """The load of a laden truck that was weighed, or measured by volume."""
    if "volume_m3" in reading:
        return Decimal(reading["volume_m3"] * reading["density"] * 1000)
    return Decimal(reading["gross_kg"] - reading["tare_kg"])


def happened(event: Event) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(event["time"])
