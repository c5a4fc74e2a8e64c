"""The vessels that a waste went through, up or down, read from the log in generations: each is one question by tags.

No more is read than there are ancestors or descendants in fact: what a vessel held before it was empty, or gave
before the waste came in, is not followed. Nor is anything where it becomes too much; that is told.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import CATALOGUE, reader_of, tags_of
from ledger.correction import Correction, Effective, effective, is_about_a_fact
from ledger.errors import InvalidError
from ledger.fact import Recorded, Statement
from ledger.hazardous_waste import tank
from ledger.hazardous_waste.ancestry import END, inputs_of, unknown_above
from ledger.hazardous_waste.chain import chain_of
from ledger.hazardous_waste.masses import EMPTY
from ledger.hazardous_waste.tank import Tank
from ledger.hazardous_waste.trace import Life, Moment, Told, Trace, trace_of
from ledger.hazardous_waste.treatment import Treatment
from ledger.log import Ledger
from ledger.reliance import may_be_named
from ledger.store.reading import Span, SubjectItem
from ledger.subjects import kind_of
from projections.custody.acting import CORRECTIONS, counting
from projections.custody.state import stage_of, states

Direction = Literal["up", "down"]
VESSELS_MAX, FACTS_MAX = 2_000, 20_000
SAID_ABOUT = [*CORRECTIONS, Correction.Confirmed.TOPIC]


class Followed(NamedTuple):
    """What the log tells of the vessels on the way."""

    lives: Mapping[str, Life]
    beside: Mapping[Moment, Statement[Any]]
    """The run that was asked for, which need not have a vessel that is followed."""
    stages: Mapping[str, str | None]
    facts: Mapping[int, Recorded[Any]]
    """The facts by their positions, as they were first stated."""
    whole: bool
    """Whether all that there is was followed."""


def follow(
    ledger: Ledger, subject: str, direction: Direction, upto: int, vessels: int = VESSELS_MAX, facts: int = FACTS_MAX
) -> Followed:
    """Follow a vessel's or a run's waste in the log up to a position; at most so many vessels and facts.

    Raises InvalidError where the subject alone has too many facts.
    """
    reading = _Reading(ledger, subject, direction, upto, facts)
    while reading.ahead:
        if len(reading.lives) + len(reading.ahead) > vessels or not reading.read():
            break
    if reading.ahead and not reading.began:
        raise InvalidError.because(
            "lineage_too_large", f"a lineage is told of at most {facts} facts", values={"most": facts}
        )
    return Followed(reading.lives, reading.beside, reading.stages, reading.facts, not reading.ahead)


class _Reading:
    """What was read so far, and the vessels that are next."""

    def __init__(self, ledger: Ledger, subject: str, direction: Direction, upto: int, most: int) -> None:
        self.lives: dict[str, Life] = {}
        self.beside: dict[Moment, Statement[Any]] = {}
        self.stages: dict[str, str | None] = {}
        self.facts: dict[int, Recorded[Any]] = {}
        self.began = False
        self.ahead = {subject} if kind_of(subject) in {"container", "facility", "treatment"} else set()
        self._traces: dict[str, Trace] = {}
        self._ledger = ledger
        self._subject = subject
        self._direction = direction
        self._upto = upto
        self._most = most

    def read(self) -> bool:
        """One generation; whether it was not too much."""
        found = self._found(_about(self.ahead))
        # what moves the whole load of a trip names no container, so the trips are read whole
        found += self._found([SubjectItem([], [s]) for s in sorted(_subjects(found)) if kind_of(s) == "manifest"])
        # a correction's original may lack the tag that it was found by, and it may wait for who relied on that
        found += self._found(_all_of(_subjects(f for f in found if is_about_a_fact(f.fact.type))))
        more = {fact.position: fact for fact in found}
        if len(self.facts | more) > self._most:
            return False
        self.facts |= more
        self.began = True
        counted = _Counted(self.facts.values())
        for vessel in self.ahead:
            self._lived(vessel, counted)
        self.ahead = self._next() - self.lives.keys()
        return True

    def _found(self, items: list[DCBQueryItem]) -> list[Recorded[Any]]:
        if not items:
            return []
        span = Span(0, self._upto, self._most + 1)
        return self._ledger.recorder.decoded(DCBQuery(items), span, reader_of)

    def _lived(self, vessel: str, counted: "_Counted") -> None:
        told = counted.of(vessel)
        if kind_of(vessel) == "treatment":
            self.beside = {_moment(e): e.statement for e in told}
            self.stages[vessel] = "completed" if told else None
            return
        if kind_of(vessel) == "facility":
            self.lives[vessel] = _life_of_tank(vessel, told)
        else:
            _, *after = states(vessel, told)
            pairs = zip(told, after, strict=True)
            self.lives[vessel] = [Told(_moment(e), e.statement, state.masses) for e, state in pairs]
            self.stages[vessel] = stage_of(after[-1]) if after else None
        runs = (e.statement for e in told if isinstance(e.statement.data, Treatment.Completed))
        self.stages |= {each.subject: "completed" for each in runs}
        self._traces[vessel] = trace_of(vessel, self.lives[vessel])

    def _next(self) -> set[str]:
        """The vessels that the next generation is of."""
        runs = [(at, said.data) for at, said in self.beside.items() if isinstance(said.data, Treatment.Completed)]
        if self._direction == "up":
            starts = [each for at, says in runs for each in inputs_of(says, at)]
            return unknown_above(starts or [(self._subject, END)], self.lives, self._traces)
        if kind_of(self._subject) != "treatment":
            return set(chain_of(self._subject, self._traces).unknown)
        outputs = [each.container for _, says in runs for each in says.outputs or () if each.mass_g]
        return set(chain_of(self._subject, self._traces, outputs).unknown)


def _about(vessels: Iterable[str]) -> list[DCBQueryItem]:
    """What is asked of a generation."""
    on_containers = [
        name for name, known in CATALOGUE.items() if "container" in (*known.today.kinds(), *known.today.ACTS_ON)
    ]
    items: list[DCBQueryItem] = []
    for vessel in sorted(vessels):
        match kind_of(vessel):
            case "container":
                items.append(DCBQueryItem([*on_containers, *SAID_ABOUT], [vessel]))
            case "facility":
                items.append(DCBQueryItem([Tank.Metered.TOPIC, Treatment.Completed.TOPIC, *SAID_ABOUT], [vessel]))
            case _:
                items.append(SubjectItem([], [vessel]))
    return items


def _all_of(subjects: Iterable[str]) -> list[DCBQueryItem]:
    """All facts about those subjects, and about what is handed over also those that merely name it."""
    return [DCBQueryItem([], [s]) if may_be_named(s) else SubjectItem([], [s]) for s in sorted(subjects)]


class _Counted:
    """What counts of what was read, vessel by vessel."""

    def __init__(self, facts: Iterable[Recorded[Any]]) -> None:
        self._about: dict[str, list[Recorded[Any]]] = {}
        self._naming: dict[str, list[Recorded[Any]]] = {}
        for fact in sorted(facts, key=lambda each: each.position):
            self._about.setdefault(fact.fact.subject, []).append(fact)
            for tag in tags_of(fact.fact):
                self._naming.setdefault(tag, []).append(fact)

    def of(self, vessel: str) -> list[Effective]:
        """In occurred order what is about a vessel and what acts on it, and of a tank the runs that took of it."""
        own, naming = self._about.get(vessel, []), self._naming.get(vessel, [])
        others = _subjects(naming) - {vessel}
        if kind_of(vessel) == "facility":
            runs = [e for s in others for e in effective(self._about[s])]
            return sorted([*effective(own), *runs], key=_moment)
        corrected = _subjects(f for f in naming if is_about_a_fact(f.fact.type)) - {vessel}
        whole = [f for s in others if s in corrected or kind_of(s) == "manifest" for f in self._about[s]]
        relying = [f for s in corrected if may_be_named(s) for f in self._naming[s]]
        beside = [fact for fact in (*naming, *whole, *relying) if fact.fact.subject != vessel]
        counted = counting(vessel, own, beside)
        return [e for e in counted if e.statement.subject == vessel or e.statement.data.part_of(vessel) is not None]


def _subjects(facts: Iterable[Recorded[Any]]) -> set[str]:
    return {fact.fact.subject for fact in facts}


def _life_of_tank(vessel: str, told: Iterable[Effective]) -> Life:
    """The account of a tank: what was metered, and what runs took of it."""
    masses, life = EMPTY, []
    for each in told:
        says = each.statement.data
        if isinstance(says, Treatment.Completed):
            taken = sum(every.mass_g for every in says.inputs if every.tank == vessel)
            masses = masses.is_treated(taken)
        elif each.statement.subject == vessel:
            masses = tank.evolve(masses, each.statement)
        life.append(Told(_moment(each), each.statement, masses))
    return life


def _moment(each: Effective) -> Moment:
    return each.statement.occurred_at, each.original.position
