"""What was said of each subject in the simulated month, and what the truth says of it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from api.simulation.happening import Post
from api.simulation.plan import Month
from api.simulation.suspects.leaks import SEEPING
from api.simulation.truth import Injected

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
Lives = dict[str, dict[str, list[dict[str, Any]]]]


def moment(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["time"])


def of_rule(planned: Month, rule: str) -> list[Injected]:
    return [each for each in planned.injected if each.rule == rule]


def lawful(planned: Month, rule: str) -> set[str]:
    return {each.subject for each in planned.lawful if each.rule == rule}


def only(lives: Lives, subject: str, type_: str) -> dict[str, Any]:
    (event,) = lives[subject][type_]
    return event


def licences_of(lives: Lives, holder: str) -> list[dict[str, Any]]:
    return [e for life in lives.values() for e in life.get("licence.granted", ()) if e["data"]["holder"] == holder]


def net_kg(lives: Lives, container: str) -> Decimal:
    read = lives[container]["container.weighed"][-1]["data"]
    return Decimal(read["gross_kg"] - read["tare_kg"])


def seeped_g(posts: list[Post]) -> int:
    """How many grams the level of the leaking tank shows less than went in, as far as it was told."""
    read = {
        e["id"]: e["data"]
        for post in posts
        for e in post.events
        if e["type"] == "tank.metered" and e["subject"].startswith(f"facility:{SEEPING.number}.")
    }
    return int(1_000 * (sum(each["mass_kg"] for each in read.values()) - max(e["level_kg"] for e in read.values())))
