"""Lineage 物质谱系: which waste went where, by mass, from what arose in a container to the last residue of it.

Every vessel is taken for well mixed: what is poured out of it, treated or lost holds each waste in the share that it
has in the vessel at that moment. Masses are fractions of grams inside, and sums are exact. What is told of one
vessel is the same account that its state shows (`masses.py`). A repacking of unlike sums loses what differs, or adds
it as having arisen where it was poured. A residue holds each waste of its treatment in its share of all inputs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from ledger.correction import Effective
from ledger.fact import Statement
from ledger.hazardous_waste import container, custody, tank
from ledger.hazardous_waste.container import ContainerState
from ledger.hazardous_waste.masses import EMPTY, Masses
from ledger.hazardous_waste.repacking import Portion, Repacking
from ledger.hazardous_waste.tank import Tank
from ledger.hazardous_waste.treatment import Treatment
from ledger.subjects import kind_of

Mix = dict[str, Fraction]
"""Where waste arose → grams of it."""


class Place(NamedTuple):
    """Where mass is in the end: held in a vessel, treated in a run, or gone from a vessel."""

    fate: Literal["held", "treated", "lost", "unaccounted"]
    subject: str


class Origin(NamedTuple):
    """The vessel in which waste arose, and the treatments between: the run nearest to the vessel first."""

    subject: str
    through: tuple[str, ...] = ()


class Lineage:
    """The flows between all vessels and treatments that the facts tell of."""

    def __init__(self, facts: Iterable[Effective]) -> None:
        """Facts as they count, in any order: each once, however many of its vessels it was found by."""
        self._containers: dict[str, ContainerState] = defaultdict(ContainerState)
        self._others: dict[str, Masses] = defaultdict(lambda: EMPTY)
        self._mixes: dict[str, Mix] = defaultdict(dict)
        self._gone: dict[Place, Mix] = defaultdict(dict)
        self._came: dict[str, Mix] = defaultdict(dict)
        self._arisen: Mix = {}
        self.links: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        """Vessel or treatment, and the next one → grams that passed between them directly."""
        self._residues: dict[str, dict[str, int]] = defaultdict(dict)
        """Container → treatment → grams of what arose there that are its residue."""
        once = {each.original.position: each for each in facts}
        for each in sorted(once.values(), key=lambda e: (e.statement.occurred_at, e.original.position)):
            self._happened(each.statement)
        for vessel, state in self._containers.items():
            if not state.masses.told and state.masses.estimate_g:
                self._arises(vessel, state.masses.estimate_g)

    @property
    def arisen(self) -> Mapping[str, Fraction]:
        """Vessel → grams that arose in it, a residue among them; what was declared and never weighed too."""
        return self._arisen

    @property
    def places(self) -> Mapping[Place, Mix]:
        """Place → grams there of what arose in each vessel, residues taken as arising where they were filled."""
        return {Place("held", vessel): mix for vessel, mix in self._mixes.items()} | self._gone

    def up(self, subject: str) -> dict[Origin, Fraction]:
        """Where all came from that ever came into a vessel or a treatment: the parts are the whole."""
        treated = kind_of(subject) == "treatment"
        return self._traced(self._gone[Place("treated", subject)] if treated else self._came[subject])

    def at(self, place: Place) -> dict[Origin, Fraction]:
        """Where the mass at a place came from: the parts are the whole."""
        return self._traced(self.places.get(place, {}))

    def down(self, subject: str) -> dict[tuple[Place, tuple[str, ...]], Fraction]:
        """What became of the waste that arose in a vessel: by place and the treatments that it went through before.

        Those without a treatment before are all of it; the others are the residues that it has a share in.
        """
        found: dict[tuple[Place, tuple[str, ...]], Fraction] = {}
        for place in self.places:
            for origin, grams in self.at(place).items():
                if origin.subject == subject:
                    found[place, origin.through] = grams
        return found

    def _traced(self, mix: Mix) -> dict[Origin, Fraction]:
        found: dict[Origin, Fraction] = defaultdict(Fraction)
        for vessel, grams in mix.items():
            for origin, share in self._origins(vessel).items():
                found[origin] += grams * share
        return {origin: grams for origin, grams in found.items() if grams}

    def _origins(self, vessel: str, through: tuple[str, ...] = ()) -> dict[Origin, Fraction]:
        """In which shares the waste that arose in a vessel comes from where; a run that feeds itself ends there."""
        residues = {run: grams for run, grams in self._residues.get(vessel, {}).items() if run not in through}
        arisen = self._arisen.get(vessel)
        own = Fraction(1)
        found: dict[Origin, Fraction] = defaultdict(Fraction)
        for run, residue in residues.items():
            inputs = self._gone[Place("treated", run)]
            total = sum(inputs.values(), Fraction(0))
            if not total or not arisen:
                continue
            share = residue / arisen
            own -= share
            for source, grams in inputs.items():
                for origin, part in self._origins(source, (*through, run)).items():
                    found[origin] += share * part * grams / total
        found[Origin(vessel, through)] += own
        return {origin: share for origin, share in found.items() if share}

    def _happened(self, said: Statement[Any]) -> None:
        match said.data:
            case Repacking.Repacked() as now:
                poured = {each.container: self._acted_on(each.container, said) for each in now.from_}
                self._fill(said, now.into, poured)
            case Treatment.Completed() as now:
                for taken in now.inputs:
                    source = taken.source
                    if kind_of(source) == "container":
                        mix = self._acted_on(source, said)
                    else:
                        mix = self._moves(source, self._others[source].is_treated(taken.mass_g))
                    self._adds(self._gone[Place("treated", said.subject)], mix)
                    self.links[source, said.subject] += taken.mass_g
                for left in now.outputs or ():
                    self._acted_on(left.container, said)
                    self._residues[left.container][said.subject] = left.mass_g
                    self.links[said.subject, left.container] += left.mass_g
            case Tank.Metered():
                self._moves(said.subject, tank.evolve(self._others[said.subject], said))
            case _ if kind_of(said.subject) == "container":
                self._becomes(said.subject, container.evolve(self._containers[said.subject], said))

    def _acted_on(self, vessel: str, said: Statement[Any]) -> Mix:
        return self._becomes(vessel, custody.acted_on(self._containers[vessel], said, vessel))

    def _becomes(self, vessel: str, state: ContainerState) -> Mix:
        before, self._containers[vessel] = self._containers[vessel].masses, state
        return self._flows(vessel, before, state.masses)

    def _moves(self, vessel: str, masses: Masses) -> Mix:
        before, self._others[vessel] = self._others[vessel], masses
        return self._flows(vessel, before, masses)

    def _flows(self, vessel: str, before: Masses, after: Masses) -> Mix:
        """What left a vessel for another or for a treatment; what was lost or is unaccounted for is kept here."""
        self._arises(vessel, after.arisen_g - before.arisen_g)
        passed = self._drawn(vessel, after.given_g - before.given_g + after.treated_g - before.treated_g)
        self._adds(self._gone[Place("lost", vessel)], self._drawn(vessel, after.lost_g - before.lost_g))
        missing = self._drawn(vessel, after.unaccounted_g - before.unaccounted_g)
        self._adds(self._gone[Place("unaccounted", vessel)], missing)
        return passed

    def _fill(self, said: Statement[Any], into: list[Portion], poured: dict[str, Mix]) -> None:
        """Share out what was poured; `poured` is what came of each container."""
        pool: Mix = {}
        for mix in poured.values():
            self._adds(pool, mix)
        given = sum(pool.values(), Fraction(0))
        stated = sum(each.mass_g for each in into)
        for each in into:
            self._acted_on(each.container, said)
            part = each.mass_g / (max(given, Fraction(stated)) or Fraction(1))
            shared = {vessel: grams * part for vessel, grams in pool.items()}
            self._adds(self._mixes[each.container], shared)
            self._adds(self._came[each.container], shared)
            for source, mix in poured.items():
                self.links[source, each.container] += sum(mix.values(), Fraction(0)) * part
            if stated > given:
                self._arises(each.container, (stated - given) * part)
        if given > stated:
            left = {vessel: grams * (given - stated) / given for vessel, grams in pool.items()}
            self._adds(self._gone[Place("unaccounted", said.subject)], left)

    def _arises(self, vessel: str, grams: int | Fraction) -> None:
        for mix in (self._arisen, self._came[vessel], self._mixes[vessel]):
            self._adds(mix, {vessel: Fraction(grams)})

    def _drawn(self, vessel: str, grams: int) -> Mix:
        """So much of a vessel, each waste in its share."""
        mix = self._mixes[vessel]
        total = sum(mix.values(), Fraction(0))
        if not grams or not total:
            return {}
        drawn = {origin: held * grams / total for origin, held in mix.items()}
        for origin, taken in drawn.items():
            mix[origin] -= taken
        return drawn

    @staticmethod
    def _adds(mix: Mix, more: Mix) -> None:
        for origin, grams in more.items():
            if grams:
                mix[origin] = mix.get(origin, Fraction(0)) + grams


def whole_grams(parts: Mapping[Any, Fraction]) -> dict[Any, int]:
    """Parts in whole grams whose sum is that of the parts, rounded: the largest remainders are rounded up."""
    floors = {name: int(grams) for name, grams in parts.items()}
    missing = round(sum(parts.values(), Fraction(0))) - sum(floors.values())
    by_remainder = sorted(parts, key=lambda name: (floors[name] - parts[name], str(name)))
    rounded_up = set(by_remainder[:missing])
    return {name: floors[name] + (name in rounded_up) for name in parts}
