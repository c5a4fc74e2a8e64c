"""A stretch of the log, told to the rules position by position: who is judged again, and how the register turns.

At each position are judged the subjects that a fact changes, all who asked about those, and the series to which any
of them adds something else than before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from ledger.cases.anomaly import AnomalyState
from ledger.catalogue import tags_of
from ledger.clock import shanghai_day
from ledger.correction import is_about_a_fact, says
from ledger.fact import Recorded, Statement
from ledger.parties.establishment import Establishment
from ledger.subjects import SETTINGS as KINDS_OF_SETTINGS
from ledger.subjects import kind_of
from projections.anomalies.before import Before, Entries
from projections.anomalies.judging import SEPARATOR, Judged, Judging
from projections.anomalies.series import Kept, SeriesAt
from projections.anomalies.settled_limits import SETTINGS, Settled
from projections.anomalies.surroundings import LOOKED_UP, Asked, KnownAt, Surroundings, register
from projections.anomalies.tables import Disposition
from projections.clocks import begin_of
from projections.custody.lives import Life
from projections.custody.moment import Moment
from projections.kept import Turned, turn
from projections.rules.case import Case
from projections.rules.finding import Entry

LAST_MONTHS: Final = 11
"""From this month of the year before a deadline in working days may reach into a year."""
INSTANTS: Final = ("accepted_at", "completed_at", "served_at")
"""Fields that say when something took effect, if not when it was stated to happen."""


class Told(NamedTuple):
    """How a stretch turns the register."""

    findings: Turned
    covers: Turned
    kept: Kept
    asked: dict[str, Asked]
    recorded_at: dict[int, str]
    dispositions: Turned


class Telling:
    """One stretch."""

    def __init__(
        self,
        judging: Judging,
        surroundings: Surroundings,
        before: Before,
        settings: Sequence[Recorded[Any]],
    ) -> None:
        self._judging, self._surroundings, self._before = judging, surroundings, before
        self._settings = settings
        self._settled: dict[int, Settled] = {}
        self._kept = Kept(before)
        self._asked: dict[str, Asked] = {}
        self._askers: dict[str, set[str]] = defaultdict(set)
        """Who asked about a thing within the stretch."""
        self._moments: dict[str, list[tuple[int, Judged]]] = defaultdict(list)
        self._sums: dict[str, list[Entry]] = {}

    def told(self, facts: Sequence[Recorded[Any]], changed: Mapping[str, Life]) -> Told:
        """All that the stretch does."""
        first = facts[0].position - 1
        changes = _changes(facts, changed)
        since: dict[str, str] = {}
        for of_position in changes.values():
            for name, at in of_position.items():
                since[name] = min(since.get(name, "9"), at)
        stored = self._before.who_asked(since)
        to_judge = {s for s in changed if self._judging.judges(kind_of(s))}
        self._before.read(to_judge | {by for asked in stored.values() for by, _ in asked})
        self._surroundings.read(sorted({tag for fact in facts for tag in tags_of(fact.fact)} - changed.keys()))
        for fact in facts:
            position = fact.position
            again = {name for name in changes[position] if name in to_judge}
            for name, at in changes[position].items():
                again |= {by for by, until in stored.get(name, ()) if until >= at}
                again |= {by for by in self._askers.get(name, ()) if self._asked[by].get(name, "") >= at}
            self._judge_all(again, position, first)
        recorded_at = {fact.position: fact.recorded_at for fact in facts}
        findings, covers = Turned([], []), Turned([], [])
        self._before.read(self._moments)
        for thing, moments in self._moments.items():
            turn(findings, [(first, self._before.rows(thing)), *((p, judged.rows) for p, judged in moments)])
            turn(covers, [(first, self._before.covers(thing)), *((p, judged.covers) for p, judged in moments)])
        return Told(findings, covers, self._kept, self._asked, recorded_at, _dispositions(changed))

    def _judge_all(self, things: Iterable[str], position: int, first: int) -> None:
        settled = self._settled_at(position)
        series = {thing for thing in things if SEPARATOR in thing}
        for subject in sorted(set(things) - series):
            known = KnownAt(self._surroundings, position)
            case = known.itself(subject)
            judged = self._judging.case(case, known, settled)
            series |= self._kept.replace(*self._entries(subject, case, judged, first), subject)
            series |= self._counted(subject, list(self._judging.sums(case, known, settled)), first)
            self._keep(subject, position, judged)
        for name in sorted(series):
            known = KnownAt(self._surroundings, position)
            self._keep(name, position, self._judging.series(SeriesAt(self._kept, name, known), name, known, settled))

    def _entries(self, subject: str, case: Case, judged: Judged, first: int) -> tuple[Entries, Entries]:
        """What a subject added to series when it was judged last, and what it adds now."""
        last = self._moments[subject][-1:]
        then, now = last[0][1].entries if last else self._before.entries(subject), judged.entries
        if kind_of(subject) not in self._judging.singled:
            return then, now
        before = KnownAt(self._surroundings, last[0][0] if last else first).itself(subject)
        left, came = self._judging.singly(before, case)
        return {**then, **left}, {**now, **came}

    def _counted(self, subject: str, now: list[Entry], first: int) -> set[str]:
        """Sums are not kept by subject, so what one added before the stretch is worked out once more."""
        was = self._sums.get(subject)
        if was is None:
            known = KnownAt(self._surroundings, first)
            was = list(self._judging.sums(known.itself(subject), known, self._settled_at(first)))
        self._sums[subject] = now
        if was == now:
            return set()
        for entries, sign in ((was, -1), (now, 1)):
            for entry in entries:
                self._kept.add(entry, sign)
        return {entry.series for entry in (*was, *now)}

    def _keep(self, thing: str, position: int, judged: Judged) -> None:
        self._moments[thing].append((position, judged))
        self._asked[thing] = judged.asked
        for name in judged.asked:
            self._askers[name].add(thing)

    def _settled_at(self, position: int) -> Settled:
        known = [fact for fact in self._settings if fact.position <= position]
        if len(known) not in self._settled:
            self._settled[len(known)] = Settled(known)
        return self._settled[len(known)]


def _dispositions(changed: Mapping[str, Life]) -> Turned:
    turned = Turned([], [])
    for subject, life in changed.items():
        if kind_of(subject) == "anomaly":
            turn(turned, [(moment.position, _disposition(subject, moment)) for moment in life.moments])
    return turned


def _disposition(subject: str, moment: Moment) -> dict[tuple[Any, ...], Disposition]:
    state: AnomalyState = moment.state
    if state.stage == "provisional":
        return {}
    flag = subject.partition(":")[2]
    said = msgspec.json.encode(state.explanations).decode()
    decided = None if state.decision is None else msgspec.json.encode(state.decision).decode()
    return {(flag,): Disposition(flag, state.stage, said, decided)}


def _changes(facts: Sequence[Recorded[Any]], changed: Mapping[str, Life]) -> dict[int, dict[str, str]]:
    """Position → what it changes, and from which instant on: the subjects, and registers of all that name another."""
    found: dict[int, dict[str, str]] = {}
    touched: dict[int, set[str]] = defaultdict(set)
    for subject, life in changed.items():
        for position in life.touched:
            touched[position].add(subject)
    for fact in facts:
        said = fact.fact
        kind = kind_of(said.subject)
        since = min(_begins(each) for each in _told_of(fact, changed.get(said.subject)))
        names = dict.fromkeys({said.subject, *touched[fact.position]}, since)
        if kind in LOOKED_UP:
            names |= {register(kind, tag): since for tag in (*tags_of(said), "*")}
        if kind in KINDS_OF_SETTINGS:
            names[SETTINGS] = str(shanghai_day(since))
        found[fact.position] = names
    return found


def _told_of(fact: Recorded[Any], life: Life | None) -> list[Statement[Any]]:
    """What a fact says; of what is about another fact that one, and whatever else was said of it."""
    if not is_about_a_fact(fact.fact.type) or life is None:
        return [fact.fact]
    at = {each.position: each for each in life.own}
    root = fact
    while root.fact.about is not None and root.fact.about.position in at:
        root = at[root.fact.about.position]
    about_it = (each.fact for each in life.own if each.fact.about and each.fact.about.position == root.position)
    return [root.fact, *about_it]


def _begins(statement: Statement[Any]) -> str:
    """From which instant on a statement may change an answer: when it happened, or earlier where it says so."""
    said = says(statement)
    begins = [statement.occurred_at]
    begins += [instant for name in INSTANTS if (instant := getattr(said, name, None)) is not None]
    begins += [time for time in (getattr(statement.data, "time", None),) if time is not None]
    if (day := getattr(said, "valid_from", None)) is not None:
        begins.append(begin_of(day))
    if isinstance(said, Establishment.SupervisionClassAssigned):
        begins.append(begin_of(f"{said.year}-01-01"))
    if kind_of(statement.subject) == "calendar":
        year = int(statement.subject.partition(":")[2])
        begins.append(begin_of(f"{year - 1}-{LAST_MONTHS}-01"))
    return min(begins)
