"""One case judged by all rules that are about its kind; and one series by the rule that keeps it."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from ledger.correction import Effective
from ledger.subjects import kind_of
from projections.anomalies.settled_limits import Settled, SettledLimits
from projections.anomalies.surroundings import Asked, KnownAt
from projections.anomalies.tables import KEY, Row
from projections.rules import conventions
from projections.rules.case import Case
from projections.rules.finding import Entry, Finding
from projections.rules.rule import ANY, Rule, Series

T = TypeVar("T")

SEPARATOR = " "
"""Between a rule and the series that it keeps."""

_written = msgspec.json.Encoder(order="sorted")
EntryKey = tuple[str, int]
"""The series, and the how manyth entry of its subject in it."""


class Judged(NamedTuple):
    """What the rules say of one thing at one position."""

    rows: dict[tuple[Any, ...], Row]
    covers: dict[tuple[Any, ...], tuple[Any, ...]]
    entries: dict[EntryKey, Entry]
    asked: Asked


def flag_of(rule: str, subject: str, cause: str) -> str:
    """The number of a flag: the same after every rebuild, for it is made of nothing but what it stands for."""
    told = hashlib.sha256("\n".join((rule, subject, cause)).encode()).digest()
    return base64.b32encode(told)[:26].decode().lower()


class Judging:
    """The rules, by the kinds that they are about."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._judging = _by_kind(rules, lambda rule: rule.cases)
        self._adding = _by_kind(rules, lambda rule: rule.counts)
        self._summing = _by_kind(rules, lambda rule: rule.sums)
        self._singling = _by_kind(rules, lambda rule: rule.singles)
        self.singled = {
            kind: [rule.id for rule in rules if kind in rule.singles]
            for kind in {k for r in rules for k in r.singles}
        }
        """Kind → the rules to which each fact about it adds by itself; what all of them add is never read whole."""

    def judges(self, kind: str) -> bool:
        """Whether any rule is about a kind."""
        return any(them(kind) for them in (self._judging, self._adding, self._summing, self._singling))

    def case(self, case: Case, known: KnownAt, settled: Settled) -> Judged:
        """A case as it was known."""
        kind, judged = kind_of(case.subject), Judged({}, {}, {}, known.asked)
        if not case.standing:
            return judged
        for rule, judge in self._judging(kind):
            limits = SettledLimits(rule, settled, known.asked)
            self._found(judged, case.subject, rule, judge(case, limits), known, limits)
        numbers: dict[str, int] = defaultdict(int)
        for rule, count in self._adding(kind):
            for entry in count(case, SettledLimits(rule, settled, known.asked)):
                named = _named(entry, rule, case)
                numbers[named.series] += 1
                judged.entries[named.series, numbers[named.series]] = named
        return judged

    def singly(self, before: Case, now: Case) -> tuple[dict[EntryKey, Entry], dict[EntryKey, Entry]]:
        """What the facts that differ between two moments of a case added at the first, and add at the second."""
        then, today = ({each.original.position: each for each in case.standing} for case in (before, now))
        differ = {
            position: [each for each in (then.get(position), today.get(position)) if each is not None]
            for position in then.keys() | today.keys()
            if not _same(then.get(position), today.get(position))
        }
        named = (getattr(each.statement.data, "position", None) for both in differ.values() for each in both)
        positions = {*differ, *(position for position in named if position is not None)}
        return self._each(before, positions), self._each(now, positions)

    def _each(self, case: Case, positions: set[int]) -> dict[EntryKey, Entry]:
        counting = self._singling(kind_of(case.subject))
        steps = [step for step in case.steps() if step.position in positions] if positions else []
        named = [
            (step, _named(entry, rule, case))
            for step in steps
            for rule, count in counting
            for entry in count(step, case)
        ]
        return {(entry.series, step.position): entry for step, entry in named}

    def sums(self, case: Case, known: KnownAt, settled: Settled) -> Iterator[Entry]:
        """What a case adds to sums of days."""
        for rule, count in self._summing(kind_of(case.subject)) if case.standing else ():
            for entry in count(case, SettledLimits(rule, settled, known.asked)):
                yield _named(entry, rule, case)

    def series(self, series: Series, name: str, known: KnownAt, settled: Settled) -> Judged:
        """A series as it was known."""
        rule, judged = self._rules[name.partition(SEPARATOR)[0]], Judged({}, {}, {}, known.asked)
        for judge in rule.series:
            limits = SettledLimits(rule, settled, known.asked)
            self._found(judged, name, rule, judge(series, limits), known, limits)
        return judged

    def _found(
        self,
        judged: Judged,
        about: str,
        rule: Rule,
        findings: Iterable[Finding],
        known: KnownAt,
        limits: SettledLimits,
    ) -> None:
        for found in findings:
            if not conventions.concerns(found, known):
                continue
            row = _row(rule, about, found, found.since in limits.provisional)
            judged.rows[row[:KEY]] = row
            for covered in {about, *found.covers} if rule.id in conventions.WEAKER else ():
                judged.covers[(*row[:KEY], covered)] = (*row[:KEY], covered, row.since, row.ends)


def _by_kind(rules: Sequence[Rule], of: Callable[[Rule], Mapping[str, T]]) -> Callable[[str], list[tuple[Rule, T]]]:
    """Kind → the rules that have something for it, or for any."""
    return cache(lambda kind: [(r, it) for r in rules if (it := of(r).get(kind) or of(r).get(ANY)) is not None])


def _named(entry: Entry, rule: Rule, case: Case) -> Entry:
    return entry._replace(series=f"{rule.id}{SEPARATOR}{entry.series}", about=case.subject)


def _same(one: Effective | None, other: Effective | None) -> bool:
    return one is other or one == other


def _row(rule: Rule, about: str, found: Finding, provisional: bool) -> Row:
    return Row(
        rule.id,
        found.subject,
        found.cause,
        about,
        flag_of(rule.id, found.subject, found.cause),
        found.since,
        found.severity,
        found.warning_from,
        found.serious_from,
        found.ends,
        found.against,
        found.place,
        found.day,
        found.variant,
        found.fine and rule.has_fine(found.variant),
        provisional,
        found.to_authority,
        _written.encode(sorted(found.evidence)).decode(),
        _written.encode(found.inputs).decode(),
    )
