"""Which vessels waste can have come from: backwards, from what is in a vessel to what was poured and burnt for it."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.hazardous_waste.repacking import Repacking
from ledger.hazardous_waste.trace import Filling, Life, Moment, Trace
from ledger.hazardous_waste.treatment import Treatment
from ledger.subjects import kind_of

END: Moment = ("~", 0)
"""After every instant."""


def unknown_above(
    starts: Iterable[tuple[str, Moment]], lives: Mapping[str, Life], traces: Mapping[str, Trace]
) -> set[str]:
    """The containers without a life from which something came into vessels until a moment, directly or over others.

    What a vessel held after it gave, or before it was empty last, did not come from it.
    """
    unknown: set[str] = set()
    until: dict[tuple[str, int], Moment] = {}
    todo = [*starts]
    while todo:
        vessel, moment = todo.pop()
        if vessel not in lives:
            if kind_of(vessel) == "container":
                unknown.add(vessel)
            continue
        for index, filling in enumerate(traces[vessel].fillings):
            whole = moment == END
            if not (whole or filling.holds_at(moment)) or until.get((vessel, index), ("", 0)) >= moment:
                continue
            until[vessel, index] = moment
            todo += _sources(vessel, lives[vessel], filling, moment)
    return unknown


def _sources(vessel: str, life: Life, filling: Filling, moment: Moment) -> Iterator[tuple[str, Moment]]:
    arose = filling.arose is not None and filling.arose <= moment
    for told in life:
        match told.statement.data:
            case Repacking.Repacked() as says if told.at <= moment and filling.holds_at(told.at):
                if any(each.container == vessel and each.mass_g for each in says.into):
                    yield from ((each.container, told.at) for each in says.from_ if each.mass_g)
            case Treatment.Completed() as says if arose:  # its residue may be weighed before it is stated
                if any(each.container == vessel and each.mass_g for each in says.outputs or ()):
                    yield from inputs_of(says, told.at)


def inputs_of(says: Treatment.Completed, at: Moment) -> Iterable[tuple[str, Moment]]:
    """What a run took, and when."""
    return ((each.source, at) for each in says.inputs if each.mass_g)
