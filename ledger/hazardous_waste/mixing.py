"""Well-mixed contents: nodes, each made of parts of others, and what follows from that in both directions.

Contents are made of contents before them, so that one sweep answers. Only a treatment may be fed with its own
residue, directly or over others: then what it holds is the solution of linear equations, one for each run. Fractions
are exact as long as they are written in 2,048 bits; a longer one is rounded to 2⁻¹⁰²⁴, which no gram can tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

Node = int
NONE = -1
Form = dict[int, Fraction]
"""Run → with which factor its unknown amount counts; what is known stands under `NONE`."""
ZERO, ONE = Fraction(0), Fraction(1)
LONGEST, FINEST = 2_048, 1 << 1_024


class Mixing:
    """What each node is made of; a node that is no run is made of nodes before it, or of runs."""

    def __init__(self) -> None:
        self.parts: list[dict[Node, Fraction]] = []
        self._totals: list[Fraction] = []
        self.runs: set[Node] = set()

    def add(self, parts: Mapping[Node, Fraction] | None = None, is_run: bool = False) -> Node:
        """A new node, of so many grams of each part."""
        self.parts.append(dict(parts or {}))
        self._totals.append(sum(self.parts[-1].values(), ZERO))
        if is_run:
            self.runs.add(len(self.parts) - 1)
        return len(self.parts) - 1

    def puts(self, node: Node, part: Node, grams: Fraction | int) -> None:
        """Make so much of a part a part of a node too."""
        if grams:
            self.parts[node][part] = self.parts[node].get(part, ZERO) + grams
            self._totals[node] += grams

    def total(self, node: Node) -> Fraction:
        """Grams of all parts of a node."""
        return self._totals[node]

    def shares_of(self, sources: Iterable[Node]) -> list[Fraction]:
        """Which share of each node is of any of the sources."""
        given = frozenset(sources)
        forms: list[Form] = []
        equations: dict[Node, Form] = {}
        for node, parts in enumerate(self.parts):
            if node in given:
                forms.append({NONE: ONE})
                continue
            total = self.total(node)
            form: Form = defaultdict(Fraction)
            for part, grams in parts.items():
                for name, factor in self._form_of(part, given, forms).items():
                    form[name] += factor * grams / total
            form = _short(form)
            if node in self.runs:
                equations[node] = form
                form = {node: ONE}
            forms.append(form)
        solved = _solved(equations)
        return [_value(form, solved) for form in forms]

    def _form_of(self, part: Node, given: frozenset[Node], forms: list[Form]) -> Form:
        if part in given:
            return {NONE: ONE}
        if part in self.runs:
            return {part: ONE}
        return forms[part] if part < len(forms) else {}  # what is not known yet is made of nothing else

    def amounts_from(self, ends: Mapping[Node, Fraction]) -> list[Fraction]:
        """Of each node the grams that come to be in the ends, of which so many grams of each node are."""
        forms: list[Form] = [{} for _ in self.parts]
        for node, grams in ends.items():
            forms[node][NONE] = grams
        for node in range(len(self.parts) - 1, -1, -1):
            total = self.total(node)
            forms[node] = _short(forms[node])
            form = {node: ONE} if node in self.runs else forms[node]
            for part, grams in self.parts[node].items():
                for name, factor in form.items():
                    forms[part][name] = forms[part].get(name, ZERO) + factor * grams / total
        solved = _solved({run: forms[run] for run in self.runs})
        return [_value(form, solved) for form in forms]


def _short(form: Form) -> Form:
    """A form whose factors are not longer than they have to be: many inflows of unlike masses make them long."""
    return {
        name: Fraction(round(factor * FINEST), FINEST) if factor.denominator.bit_length() > LONGEST else factor
        for name, factor in form.items()
    }


def _value(form: Form, solved: Mapping[Node, Fraction]) -> Fraction:
    return sum((factor * (ONE if name == NONE else solved[name]) for name, factor in form.items()), ZERO)


def _solved(equations: Mapping[Node, Form]) -> dict[Node, Fraction]:
    """The amount of each run; of one that is made of nothing but itself, nothing."""
    left = {run: {name: factor for name, factor in form.items() if factor} for run, form in equations.items()}
    order = sorted(left)
    for run in order:
        form = left[run]
        own = form.pop(run, ZERO)
        form = {name: factor / (1 - own) for name, factor in form.items()} if own != 1 else {}
        left[run] = form
        for other in order:
            factor = left[other].pop(run, ZERO) if other != run else ZERO
            for name, more in form.items() if factor else ():
                left[other][name] = left[other].get(name, ZERO) + factor * more
    return {run: form.get(NONE, ZERO) for run, form in left.items()}
