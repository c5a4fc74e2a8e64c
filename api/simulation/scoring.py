"""How well flags meet the truth: what was found, what was missed, what was flagged though nothing was wrong.

A pure function of two lists. What is cleared, by a late fact or by an explanation, counts in neither (CONTRACT 8).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from api.simulation.truth import Injected, Lawful
from ledger.subjects import owner_of

DAY = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
OF_WHAT_TWO_SHARE = frozenset({"label_reused"})
"""Rules whose flag stands for what two subjects share, whichever of them it names."""
OF_A_SOURCE = frozenset({"stated_late", "repeated_weight"})
"""Rules whose flag stands for a source, which is no subject: that it is of the same organisation has to do."""


class Flag(NamedTuple):
    """A flag as `/v1/anomalies` tells it."""

    rule: str
    subject: str
    since: str
    severity: str
    cause: str = ""
    """The rest of what it stands for, as text: a day, a step, another subject."""
    cleared: bool = False


class Figures(NamedTuple):
    """Of one rule, or of all: what stands, on either side."""

    injected: int
    flagged: int
    true_positive: int
    cleared: int
    """Flags that were raised and are cleared; the other figures leave them out, and what they were about."""

    @property
    def precision(self) -> float | None:
        """Which share of what is flagged is irregular; None where nothing is."""
        return round(self.true_positive / self.flagged, 4) if self.flagged else None

    @property
    def recall(self) -> float | None:
        """Which share of what is irregular is flagged; None where nothing is."""
        return round(self.true_positive / self.injected, 4) if self.injected else None


class Score(NamedTuple):
    """The figures of each rule and of all, and in words what does not meet."""

    by_rule: dict[str, Figures]
    total: Figures
    misses: list[str]
    false_alarms: list[str]
    other_severity: list[str]
    """Found, but held to be more or less grave than it is."""


def score(
    injected: Iterable[Injected], lawful: Iterable[Lawful], flags: Iterable[Flag], rules: Iterable[str] = ()
) -> Score:
    """Hold flags against the truth, rule by rule; each of `rules` has figures even where nothing was seen of it."""
    truth, seen = list(injected), list(flags)
    why = {(each.rule, each.subject): each.what for each in lawful}
    names = dict.fromkeys([*rules, *sorted({each.rule for each in truth} | {flag.rule for flag in seen})])
    result = Score({}, Figures(0, 0, 0, 0), [], [], [])
    for rule in names:
        of_rule = [each for each in truth if each.rule == rule]
        result.by_rule[rule] = _scored(result, of_rule, [each for each in seen if each.rule == rule], why)
    total = Figures(*map(sum, zip(*result.by_rule.values(), strict=True))) if names else result.total
    return result._replace(total=total)


def _scored(
    result: Score, injected: Sequence[Injected], flags: Sequence[Flag], why: dict[tuple[str, str], str]
) -> Figures:
    raised, cleared = [f for f in flags if not f.cleared], [f for f in flags if f.cleared]
    expected = [each for each in injected if not each.cleared]
    found = _pairs(expected, raised)
    left = [each for n, each in enumerate(expected) if n not in found]
    explained = _pairs(left, cleared)
    missed = [each for n, each in enumerate(left) if n not in explained]
    false = [flag for n, flag in enumerate(raised) if n not in found.values()]
    settled = [each for each in injected if each.cleared]
    over = {flag: settled[n].what for n, flag in _pairs(settled, false).items()}
    result.misses.extend(f"{each.rule} {_named(each.subject, each.key)}: {each.what}" for each in missed)
    for n, flag in enumerate(false):
        reason = f"已消除：{over[n]}" if n in over else why.get((flag.rule, flag.subject), "没有埋入")
        result.false_alarms.append(f"{flag.rule} {_named(flag.subject, flag.cause)}: {reason}")
    for n, flag_number in found.items():
        each, severity = expected[n], raised[flag_number].severity
        if each.severity not in (None, severity):
            named = _named(each.subject, each.key)
            result.other_severity.append(f"{each.rule} {named}: {severity}, not {each.severity}")
    return Figures(len(found) + len(missed), len(raised), len(found), len(cleared))


def _named(subject: str, key: str | None) -> str:
    return f"{subject} [{key}]" if key else subject


def _pairs(injected: Sequence[Injected], flags: Sequence[Flag]) -> dict[int, int]:
    """Index of an irregularity → index of the flag that fits it best, each of them once."""
    fitting = [
        (-fit, index, number)
        for index, each in enumerate(injected)
        for number, flag in enumerate(flags)
        if (fit := _fit(each, flag)) is not None
    ]
    pairs = dict[int, int]()
    for _, index, number in sorted(fitting):
        if index not in pairs and number not in pairs.values():
            pairs[index] = number
    return pairs


def _fit(each: Injected, flag: Flag) -> int | None:
    """How well a flag fits, a better one with a greater number; None where it stands for something else."""
    told = f"{flag.subject} {flag.cause}"
    if flag.subject == each.subject:
        fit = 20
    elif re.search(rf"(?<![\w.:-]){re.escape(each.subject)}(?![\w-])", told):
        fit = 10
    elif each.rule in OF_WHAT_TWO_SHARE and each.key is not None and each.key == flag.cause:
        fit = 5
    elif each.rule in OF_A_SOURCE and owner_of(flag.subject) in {owner_of(each.subject)} - {None}:
        fit = 0
    else:
        return None
    days = DAY.findall(told)
    for part in (each.key or "").split():
        if DAY.fullmatch(part) and days and not any(day.startswith(part) or part.startswith(day) for day in days):
            return None
        fit += part in told
    return fit
