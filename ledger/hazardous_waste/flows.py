"""Where the waste of one vessel or treatment went, and where it came from, fact by fact and to the gram.

Every vessel is taken for well mixed, as in `lineage.py`; but here only some vessels are followed. What passes into
one that is not followed is told and goes no further, what comes out of one is taken as it came: both are exact.
"""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from ledger.fact import Statement
from ledger.hazardous_waste.masses import EMPTY, Masses
from ledger.hazardous_waste.mixing import ZERO, Mixing, Node
from ledger.hazardous_waste.repacking import Repacking
from ledger.hazardous_waste.trace import Life, Moment
from ledger.hazardous_waste.treatment import Treatment
from ledger.subjects import kind_of

Kind = Literal["arose", "poured", "treated", "residue", "lost", "unaccounted", "held", "not_followed"]
ENDS: frozenset[Kind] = frozenset({"treated", "lost", "unaccounted", "held", "not_followed"})
"""Where what went down is in the end; a residue is of what was treated, and is somewhere again."""
ORIGINS: frozenset[Kind] = frozenset({"arose", "not_followed"})
"""Where what came up is from in the end."""


class Passage(NamedTuple):
    """Waste at a place: which, how it came there or left it, and the fact that says so; None where none does."""

    kind: Kind
    subject: str
    at: Moment | None = None


class _Edge(NamedTuple):
    passage: Passage
    node: Node
    grams: Fraction


class Flows:
    """All that passed between vessels and treatments, as far as the lives of the vessels tell."""

    def __init__(self, lives: Mapping[str, Life], beside: Mapping[Moment, Statement[Any]] | None = None) -> None:
        """Lives of those that are followed, each whole; facts beside that need not stand in any of them."""
        self._lives = lives
        self._mixing = Mixing()
        self._contents: dict[str, tuple[Node, Fraction]] = {}
        self._ever: dict[str, list[Node]] = defaultdict(list)
        self._came: dict[str, dict[Node, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        self._arose: dict[str, Node] = {}
        self._arisen: dict[str, Fraction] = defaultdict(Fraction)
        self._runs: dict[str, Node] = {}
        self._leaves: dict[Passage, Node] = {}
        self._down: list[_Edge] = []
        self._up: list[tuple[Passage, Node, Node]] = []
        """What a passage upwards is: the node from which it goes to which part."""
        self._residues: dict[str, dict[str, Moment]] = defaultdict(dict)
        changes: dict[Moment, dict[str, tuple[Masses, Masses]]] = defaultdict(dict)
        facts: dict[Moment, Statement[Any]] = dict(beside or {})
        for vessel, life in lives.items():
            before = EMPTY
            for told in life:
                facts[told.at], changes[told.at][vessel] = told.statement, (before, told.masses)
                before = told.masses
        for at in sorted(facts):
            self._happened(at, facts[at], changes[at])
        self._ended()

    def down(self, subject: str) -> dict[Passage, Fraction]:
        """What became of all that ever was in a vessel, or in a treatment."""
        run = self._runs.get(subject)
        shares = self._mixing.shares_of(self._ever[subject] if run is None else [run])
        found: dict[Passage, Fraction] = defaultdict(Fraction)
        for passage, node, grams in self._down:
            taken = run is not None and passage.subject == subject
            found[passage] += grams * (1 if taken else shares[node])
        return {passage: grams for passage, grams in found.items() if grams}

    def up(self, subject: str) -> dict[Passage, Fraction]:
        """Where all came from that ever came into a vessel, or into a treatment."""
        run = self._runs.get(subject)
        ends = self._came[subject] if run is None else {run: self._mixing.total(run)}
        amounts = self._mixing.amounts_from(ends)
        found: dict[Passage, Fraction] = defaultdict(Fraction)
        for passage, node, part in self._up:
            parts = self._mixing.parts[node]
            if part in parts:
                found[passage] += amounts[node] * parts[part] / self._mixing.total(node)
        for passage, node in self._leaves.items():
            found[passage] += amounts[node]
        return {passage: grams for passage, grams in found.items() if grams}

    def _happened(self, at: Moment, said: Statement[Any], changes: Mapping[str, tuple[Masses, Masses]]) -> None:
        says = said.data
        for vessel, (before, after) in changes.items():
            self._arises(vessel, after.arisen_g - before.arisen_g)
        match says:
            case Repacking.Repacked():
                self._pours(at, said.subject, says)
            case Treatment.Completed():
                self._treats(at, said.subject, says)
        for vessel, (before, after) in changes.items():
            self._leaves_for("lost", vessel, at, after.lost_g - before.lost_g)
            self._leaves_for("unaccounted", vessel, at, after.unaccounted_g - before.unaccounted_g)

    def _pours(self, at: Moment, subject: str, says: Repacking.Repacked) -> None:
        pool = self._mixing.add()
        for each in says.from_:
            self._draws(pool, each.container, each.mass_g, Passage("poured", each.container, at))
        given = self._mixing.total(pool)
        stated = Fraction(sum(each.mass_g for each in says.into))
        for each in says.into:
            share = each.mass_g / (max(given, stated) or Fraction(1))
            self._down.append(_Edge(Passage("poured", each.container, at), pool, given * share))
            if each.container in self._lives:
                self._fills(each.container, pool, given * share)
                self._arises(each.container, max(ZERO, stated - given) * share)
            else:
                self._down.append(_Edge(Passage("not_followed", each.container), pool, given * share))
        if given > stated:
            self._down.append(_Edge(Passage("unaccounted", subject, at), pool, given - stated))

    def _treats(self, at: Moment, subject: str, says: Treatment.Completed) -> None:
        run = self._runs[subject] = self._mixing.add(is_run=True)
        for taken in says.inputs:
            node = self._draws(run, taken.source, taken.mass_g, Passage("treated", taken.source, at))
            self._down.append(_Edge(Passage("treated", subject, at), node, Fraction(taken.mass_g)))
        for left in says.outputs or ():
            self._down.append(_Edge(Passage("residue", left.container, at), run, Fraction(left.mass_g)))
            if left.container in self._lives:
                self._residues[left.container][subject] = at
                if self._mixing.total(run):
                    self._mixing.puts(self._arises_in(left.container), run, left.mass_g)
            else:
                self._down.append(_Edge(Passage("not_followed", left.container), run, Fraction(left.mass_g)))

    def _draws(self, into: Node, source: str, grams: int, passage: Passage) -> Node:
        """So much of a vessel becomes part of a run or of what is poured; the node that it comes from."""
        if source in self._lives:
            node, held = self._contents.get(source, (self._arises_in(source), ZERO))
            self._contents[source] = (node, held - grams)
        else:
            followed = kind_of(source) == "container"
            node = self._leaf(Passage("not_followed" if followed else "arose", source))
        self._mixing.puts(into, node, grams)
        self._up.append((passage, into, node))
        return node

    def _fills(self, vessel: str, node: Node, grams: Fraction) -> None:
        if not grams:
            return
        held, mass = self._contents.get(vessel, (node, ZERO))
        now = self._mixing.add({node: grams})
        self._mixing.puts(now, held, mass)
        self._contents[vessel] = (now, mass + grams)
        self._ever[vessel].append(now)
        self._came[vessel][node] += grams

    def _arises(self, vessel: str, grams: int | Fraction) -> None:
        if grams:
            self._arisen[vessel] += grams
            self._fills(vessel, self._arises_in(vessel), Fraction(grams))

    def _arises_in(self, vessel: str) -> Node:
        """All that ever arises in a vessel, the residues of runs among it."""
        if vessel not in self._arose:
            self._arose[vessel] = self._mixing.add()
        return self._arose[vessel]

    def _leaves_for(self, kind: Kind, vessel: str, at: Moment | None, grams: int) -> None:
        if grams:
            node, held = self._contents[vessel]
            self._contents[vessel] = (node, held - grams)
            self._down.append(_Edge(Passage(kind, vessel, at), node, Fraction(grams)))

    def _leaf(self, passage: Passage) -> Node:
        if passage not in self._leaves:
            self._leaves[passage] = self._mixing.add()
        return self._leaves[passage]

    def _ended(self) -> None:
        for vessel, life in self._lives.items():
            last = life[-1].masses if life else EMPTY
            if not last.told and last.estimate_g:  # declared and never weighed
                self._arises(vessel, last.estimate_g)
        for vessel, (node, held) in self._contents.items():
            if held:
                self._down.append(_Edge(Passage("held", vessel), node, held))
        for vessel, node in self._arose.items():
            own = self._arisen[vessel] - self._mixing.total(node)
            self._mixing.puts(node, self._leaf(Passage("arose", vessel)), own)
            for subject, at in self._residues[vessel].items():
                self._up.append((Passage("residue", subject, at), node, self._runs[subject]))
