"""What a rule finds: an irregularity, since when it is one, and on which facts that rests."""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

Severity = Literal["notice", "warning", "serious"]
SEVERITIES: Final[tuple[Severity, ...]] = ("notice", "warning", "serious")
"""Notices 提示 never count against anybody; warnings 警告 and serious ones 严重 may, once they are confirmed."""


class Finding(NamedTuple):
    """One finding. Findings of a rule with the same subject and cause are one flag, however many they are."""

    subject: str
    """What the flag stands for: a container, a permit, a line of establishment and code."""
    since: str
    """The instant behind which it is flagged: when it happened, or when a wait ended."""
    severity: Severity
    """From then on; `warning_from` and `serious_from` say when it becomes worse."""
    evidence: tuple[int, ...]
    """The positions of the facts that it rests on."""
    against: str
    """The organisation whose duty it is: the one that may explain it."""
    place: str
    """The establishment, site or gate whose division has to look at it."""
    day: str
    """YYYY-MM-DD whose law holds: of the act; for an omission the day after it was due."""
    inputs: Mapping[str, Any] = {}
    """What was compared: masses in `_g`, instants in `_at`, subjects and numbers."""
    cause: str = ""
    """The rest of what makes it this flag and no other: a day, a step, a pair of weighings."""
    variant: str = ""
    """Which of the rule's sentences says it, where it has several."""
    warning_from: str | None = None
    serious_from: str | None = None
    ends: str | None = None
    """The last instant at which it is so, where time alone ends it."""
    fine: bool = True
    """Whether the rule's fine attaches to it at all."""
    covers: tuple[str, ...] = ()
    """What weaker rules are silent about while this stands, beside what was judged itself."""
    to_authority: str | None = None
    """The authority whose own delay it is, while nobody knows which `division:` and the place: it alone sees this."""


class Entry(NamedTuple):
    """What one subject adds to a series: a trip to its permit's, a weighing to its scale's."""

    series: str
    """Of what and what about it, such as a permit's number."""
    at: str
    """When it happened."""
    day: str
    """YYYY-MM-DD under which it is summed."""
    mass_g: int = 0
    position: int = 0
    data: tuple[Any, ...] = ()
    """Whatever else the rule needs of it, as plain JSON."""
    about: str = ""
    """Which subject added it; filled in by who keeps the series."""
