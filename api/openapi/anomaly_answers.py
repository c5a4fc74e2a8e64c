"""The shapes of answers about flags, and about the rules that find them."""

from typing import Any, Literal

from msgspec import Struct

from api.openapi.loop_answers import AsOf, Titles

Status = Literal["open", "explained", "confirmed", "dismissed", "cleared"]
Severity = Literal["notice", "warning", "serious"]


class FindingTold(Struct, forbid_unknown_fields=True):
    """One of the findings that a flag stands for: about what, since when, and what was compared."""

    about: str
    since: str
    inputs: dict[str, Any]


class SaidOfIt(Struct, forbid_unknown_fields=True):
    """Who said it of a flag, when, and why."""

    by: str
    at: str
    reason: str


class DispositionTold(Struct, forbid_unknown_fields=True):
    """What the flagged organisation explained, and what the competent authority decided last."""

    explanations: list[SaidOfIt]
    decision: SaidOfIt | None


class AnomalyTold(Struct, forbid_unknown_fields=True):
    """A flag. Duty and fine are those of the law of `day`, told apart; a notice never counts against anybody."""

    id: str
    rule: str
    title: Titles
    version: int
    subject: str
    cause: str
    severity: Severity
    status: Status
    since: str
    cleared_at: str | None
    provisional: bool
    organisation: str
    place: str
    division: str | None
    message: Titles
    day: str
    duty: list[str]
    fine: str | None
    competent: str
    evidence: list[int]
    findings: list[FindingTold]
    disposition: DispositionTold


class Anomalies(AsOf, forbid_unknown_fields=True):
    """Flags, the newest first; `more` tells whether there may be more beyond `cursor`."""

    anomalies: list[AnomalyTold]
    cursor: str
    more: bool


class RuleFigures(Struct, forbid_unknown_fields=True):
    """How many flags of a rule stand or were cleared, and of those decided about the share that was dismissed."""

    rule: str
    title: Titles
    status: dict[Status, int]
    severity: dict[Severity, int]
    false_alarm_rate: float | None


class AnomalyStatistics(AsOf, forbid_unknown_fields=True):
    """By rule; a rule that found nothing is left out."""

    rows: list[RuleFigures]


class CitedFrom(Struct, forbid_unknown_fields=True):
    """Texts that are cited for the days from one to another; null has no end."""

    since: str | None
    until: str | None
    texts: list[str]


class ParameterTold(Struct, forbid_unknown_fields=True):
    """A number of a rule as it is set; `source` is statute, standard, or internal: an 内部阈值 that no law gives."""

    name: str
    title: Titles
    value: float
    default: float
    unit: str
    source: Literal["statute", "standard", "internal"]
    text: str


class RuleTold(Struct):
    """A rule: why it exists, what it is about, by which texts, and held to which numbers."""

    id: str
    version: int
    title: Titles
    why: Titles
    exempt: Titles | None
    about: list[str]
    competent: str
    duty: list[CitedFrom]
    fine: list[CitedFrom]
    parameters: list[ParameterTold]
    silences: list[str]


class Rules(AsOf, forbid_unknown_fields=True):
    """The rules, and the numbers that they share."""

    rules: list[RuleTold]
    shared: dict[str, Any]


class OneRule(RuleTold):
    """One rule, as of an instant."""

    as_of: str
    position: int
    forecast: bool
    ruleset: str
