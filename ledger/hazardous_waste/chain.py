"""The `chain` loop: whether all that ever was in a container was treated in the end, with every residue of it.

It walks forward over the traces of the vessels and asks where waste is, not how much of it is whose: what leaves a
vessel carries the origin's waste if that came in before and the vessel was not empty in between. So it costs no
more than there are descendants. What the shares are, `flows.py` tells.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from ledger.hazardous_waste.trace import Filling, Moment, Trace

ChainStatus = Literal["open", "closed", "broken"]
START: Moment = ("", 0)


class Amount(msgspec.Struct, frozen=True):
    """So many grams in a vessel, or gone from it; some of them are of the origin, or all."""

    vessel: str
    grams: int


class Chain(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the waste of an origin is, each list in the order of the vessels' names."""

    holding: tuple[Amount, ...] = ()
    """The vessels that still hold some of it."""
    losses: tuple[Amount, ...] = ()
    """The vessels from which some of it was declared lost or is unaccounted for."""
    runs: tuple[str, ...] = ()
    """The treatments that took some of it."""
    reached: tuple[str, ...] = ()
    """The vessels that it ever came to, the origin among them."""
    unknown: tuple[str, ...] = ()
    """Those of them that have no trace so far: what became of it there cannot be told yet."""

    def status(self, tolerance_g: int = 0) -> ChainStatus:
        """Broken where more than the tolerance is gone from a vessel, open while some is held or none was treated."""
        if any(each.grams > tolerance_g for each in self.losses):
            return "broken"
        return "open" if self.holding or self.unknown or not self.runs else "closed"


def chain_of(origin: str, traces: Mapping[str, Trace], outputs: Iterable[str] | None = None) -> Chain:
    """Follow all that ever was in a vessel; a vessel without a trace is told as unknown and not followed.

    Of a run, follow its residues: `outputs` are the vessels that hold them.
    """
    walk = _Walk(traces)
    walk.follow(origin, outputs)
    found = {vessel: traces[vessel].fillings for vessel in sorted(walk.entered)}
    holding, losses = [], []
    for vessel, fillings in found.items():
        since = walk.entered[vessel]
        held = sum(fillings[index].held_g for index in since if fillings[index].ended is None)
        gone = sum(
            flow.grams
            for index, moment in since.items()
            for flow in fillings[index].flows
            if flow.how in {"lost", "unaccounted"} and flow.at >= moment
        )
        holding += [Amount(vessel, held)] if held else []
        losses += [Amount(vessel, gone)] if gone else []
    return Chain(
        tuple(holding),
        tuple(losses),
        tuple(sorted(walk.runs)),
        tuple(sorted({*found, *walk.unknown, origin})),
        tuple(sorted(walk.unknown)),
    )


class _Walk:
    """Which fillings the waste came into, and when it did first."""

    def __init__(self, traces: Mapping[str, Trace]) -> None:
        self.entered: dict[str, dict[int, Moment]] = {}
        self.runs: set[str] = set()
        self.unknown: set[str] = set()
        self._traces = traces
        self._todo: list[tuple[str, int, Moment]] = []

    def follow(self, origin: str, outputs: Iterable[str] | None) -> None:
        """Walk from everything that ever was in a vessel, or from what a run left."""
        for vessel in outputs or ():
            self._leave_in(vessel)
        for index, _ in enumerate(self._fillings(origin) if outputs is None else ()):
            self._todo.append((origin, index, START))
        while self._todo:
            self._enter(*self._todo.pop())

    def _fillings(self, vessel: str) -> tuple[Filling, ...]:
        if vessel not in self._traces:
            self.unknown.add(vessel)
            return ()
        return self._traces[vessel].fillings

    def _enter(self, vessel: str, index: int, moment: Moment) -> None:
        since = self.entered.setdefault(vessel, {})
        known = since.get(index)
        if known is not None and known <= moment:
            return
        since[index] = moment
        for flow in self._traces[vessel].fillings[index].flows:
            if flow.at < moment or (known is not None and flow.at >= known):
                continue  # before it came, or followed already
            if flow.how == "poured":
                for target in flow.onward:
                    self._pour_into(target, flow.at)
            elif flow.run is not None and flow.run not in self.runs:
                self.runs.add(flow.run)
                for target in flow.onward:
                    self._leave_in(target)

    def _pour_into(self, vessel: str, moment: Moment) -> None:
        for index, filling in enumerate(self._fillings(vessel)):
            if filling.holds_at(moment):
                self._todo.append((vessel, index, moment))
                return

    def _leave_in(self, vessel: str) -> None:
        """A residue may be weighed before its run is stated: all that ever arose in its vessel has a share of it."""
        for index, filling in enumerate(self._fillings(vessel)):
            if filling.arose is not None:
                self._todo.append((vessel, index, filling.arose))
