"""Flags as pages tell them: one as the row of a table, and many as figures."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from api.flag_words import message_of
from api.pages.registered_names import RegisteredNames
from ledger.errors import ViewStoppedError
from ledger.fact import Title
from ledger.regulation.divisions import SHANGHAI
from projections.anomalies.lists import STATUSES, Flag, Wanted, counted, reached
from projections.custody.asked_at import AskedAt
from projections.custody.visibility import EVERYBODY
from projections.rules.catalogue import BY_ID
from projections.rules.finding import SEVERITIES
from projections.runner import Runner


class FlagRow(NamedTuple):
    """A flag, its title and reason in both languages, how many findings it holds, against whom it is, and where."""

    flag: Flag
    title: Title
    message: Title
    number: int
    whose: str
    district: str


def rows_of(flags: Sequence[Flag], names: RegisteredNames) -> list[FlagRow]:
    """Many, their names read at once."""
    names.look_up({flag.findings[0].against for flag in flags})
    return [row_of(flag, names) for flag in flags]


def row_of(flag: Flag, names: RegisteredNames) -> FlagRow:
    """One flag, its reason that of its first finding."""
    rule, first = BY_ID[flag.rule], flag.findings[0]
    organisation = first.against.partition(":")[2]
    return FlagRow(
        flag,
        rule.title,
        message_of(rule, first),
        len(flag.findings),
        names.of_organisation(organisation) or organisation or "—",
        SHANGHAI.get(flag.division or "", flag.division or "—"),
    )


def counts_of(figures: dict[tuple[str, str, str], int]) -> dict[str, Any]:
    """Flags that stand by severity, by what was said of them, and by rule."""
    severities, statuses, rules = Counter[str](), Counter[str](), Counter[str]()
    for (rule, status, severity), flags in figures.items():
        statuses[status] += flags
        severities[severity] += flags
        rules[rule] += flags
    return {
        "standing": sum(severities.values()),
        "severities": {each: severities[each] for each in reversed(SEVERITIES)},
        "statuses": {each: statuses[each] for each in STATUSES if each != "cleared"},
        "by_rule": rules.most_common(),
    }


def severities(views: Runner, at: AskedAt) -> dict[str, int] | None:
    """How many flags of each severity stand in a simulated log, the worst first; None while no view tells."""
    try:
        reached(views, at.position)
        figures = counted(views, EVERYBODY, at, Wanted(), also_cleared=False)
    except ViewStoppedError:
        return None
    counts: dict[str, int] = counts_of(figures)["severities"]
    return counts
