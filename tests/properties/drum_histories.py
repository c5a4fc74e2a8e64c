"""Random histories of a few drums: filled, weighed, repacked, sampled, lost and treated, with residues."""

from typing import Any

from hypothesis import strategies as st

from ledger.posting import Posting
from ledger.quantity import KILOGRAMS
from tests.specification import BAY, PLANT, SCALE, SITE, said

DRUMS, RUNS = 6, 3

Step = tuple[str, Any]
"""What happened, and to which drums with how many grams."""

drums = st.integers(0, DRUMS - 1)
grams = st.integers(0, 500_000)


@st.composite
def _repackings(draw: st.DrawFn) -> Step:
    order = draw(st.permutations(range(DRUMS)))
    sources, filled = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    poured = [(drum, draw(grams)) for drum in order[:sources]]
    into = [(drum, draw(grams)) for drum in order[sources : sources + filled]]
    if draw(st.booleans()):  # as it should be: what was poured out is what was poured in
        into[-1] = (into[-1][0], max(0, sum(g for _, g in poured) - sum(g for _, g in into[:-1])))
    emptied = [drum for drum, _ in poured if draw(st.booleans())]
    return "repacked", (poured, into, emptied)


@st.composite
def _treatments(draw: st.DrawFn, run: int) -> Step:
    order = draw(st.permutations(range(DRUMS)))
    inputs, outputs = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    taken = [(drum, draw(grams)) for drum in order[:inputs]]
    return "treated", (run, taken, [(drum, draw(grams)) for drum in order[inputs : inputs + outputs]])


_ONE = st.one_of(
    st.tuples(st.just("weighed"), st.tuples(drums, grams)),
    st.tuples(st.just("lost"), st.tuples(drums, grams)),
    st.tuples(st.just("sampled"), st.tuples(drums, grams)),
    _repackings(),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Steps in the order in which they happened."""
    generated = [("generated", (drum, draw(st.none() | grams))) for drum in sorted(draw(st.sets(drums)))]
    treated = [draw(_treatments(run)) for run in range(draw(st.integers(0, RUNS)))]
    return list(draw(st.permutations([*generated, *treated, *draw(st.lists(_ONE, max_size=10))])))


def drum(name: str, number: int) -> str:
    """A drum of a history of that name."""
    return f"container:{PLANT}.{name}-{number}"


def posting(name: str, minute: int, step: Step) -> Posting:
    """A step, as the plant states it."""
    fact_type, subject, data = _said(name, step)
    return said(fact_type, subject, data, at=f"2026-11-{1 + minute // 24:02d}T{minute % 24:02d}:00:00Z")


def _said(name: str, step: Step) -> tuple[str, str, dict[str, Any]]:
    def portions(parts: list[tuple[int, int]]) -> list[dict[str, Any]]:
        return [{"container": drum(name, n), "mass_kg": KILOGRAMS.to_wire(g)} for n, g in parts]

    match step:
        case "generated", (number, declared):
            mass = {} if declared is None else {"mass_kg": KILOGRAMS.to_wire(declared)}
            data = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06", **mass}
            return "container.generated", drum(name, number), data
        case "weighed", (number, net):
            data = {"gross_kg": KILOGRAMS.to_wire(net + 12_000), "tare_kg": 12, "scale": SCALE}
            return "container.weighed", drum(name, number), data
        case "lost", (number, mass):
            data = {"cause": "leak", "mass_kg": KILOGRAMS.to_wire(mass)}
            return "container.loss_declared", drum(name, number), data
        case "sampled", (number, mass):
            data = {"purpose": "sampling", "mass_kg": KILOGRAMS.to_wire(mass)}
            return "container.withdrawn", drum(name, number), data
        case "repacked", (poured, into, emptied):
            data = {"from": portions(poured), "into": portions(into)}
            empty = {"emptied": [drum(name, n) for n in emptied]} if emptied else {}
            return "container.repacked", drum(name, into[0][0]), data | empty
        case "treated", (run, inputs, outputs):
            left = [{**each, "waste_code": "772-003-18"} for each in portions(outputs)]
            data = {
                "facility": BAY,
                "kind": "disposed",
                "method": "D10",
                "from": "2026-11-01T00:00:00Z",
                "until": "2026-11-01T08:00:00Z",
                "inputs": portions(inputs),
                **({"outputs": left} if left else {}),
            }
            return "treatment.completed", f"treatment:{PLANT}.{name}-{run}", data
    raise ValueError(step)
