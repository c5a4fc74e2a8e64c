"""The register of flags at the end of the month, held against what is really irregular in it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.simulation.happening import Post
from api.simulation.plan import Month
from api.simulation.scoring import Flag, Score, score
from api.simulation.truth import RULES
from ledger.fact import Recorded
from projections.anomalies.lists import BEGINNING, Wanted, flags_of
from projections.custody.asked_at import AskedAt
from projections.custody.visibility import EVERYBODY
from projections.rules.catalogue import BY_ID
from projections.runner import Runner

AT_ONCE = 500


def flags_told(views: Runner, at: AskedAt) -> Iterator[Flag]:
    """Every flag that stands, whoever may see it, and every one that was cleared."""
    for status in (None, "cleared"):
        after, more = BEGINNING, True
        while more:
            page = flags_of(views, EVERYBODY, at, Wanted(status=status), after, AT_ONCE)
            for each in page:
                after = each.since, each.flag
                yield Flag(each.rule, each.subject, each.since, each.severity, each.cause, status == "cleared")
            more = len(page) == AT_ONCE


def held_against(flags: Iterable[Flag], played: Month, recorded: Iterable[Recorded[Any]]) -> Score:
    """What was found of it; the plan's own names of manifests are those that the ledger gave them."""
    named = numbers_given(played.posts, recorded)
    injected = [each._replace(subject=named.get(each.subject, each.subject)) for each in played.injected]
    lawful = [each._replace(subject=named.get(each.subject, each.subject)) for each in played.lawful]
    return score(injected, lawful, flags, dict.fromkeys([*RULES, *BY_ID]))


def numbers_given(posts: Iterable[Post], recorded: Iterable[Recorded[Any]]) -> Mapping[str, str]:
    """Name of a subject in the plan → its number in the ledger."""
    given = {(fact.fact.stated_by, fact.fact.id): fact.fact.subject for fact in recorded}
    planned = ((event["subject"], (post.poster, event["id"])) for post in posts for event in post.events)
    return {name: number for name, said in planned if (number := given.get(said, name)) != name}
