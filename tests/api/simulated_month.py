"""A planned month as a rule would read it: each fact once, as it happened, and the trips of it step by step."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from api.simulation.happening import Post
from api.simulation.plan import Month

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
Event = dict[str, Any]
Told = dict[str, list[Event]]


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


def keys(planned: Month, rule: str) -> set[tuple[str, str | None]]:
    """The same, each with the rest of what a flag stands for."""
    return {(each.subject, each.key) for each in planned.injected if each.rule == rule}


def net(reading: Event) -> Decimal:
    """The load of a laden truck that was weighed, or measured by volume."""
    if "volume_m3" in reading:
        return Decimal(reading["volume_m3"] * reading["density"] * 1000)
    return Decimal(reading["gross_kg"] - reading["tare_kg"])


def happened(event: Event) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(event["time"])
