"""容器去向不明: nothing says where a drum is.

In one of three ways: it was taken out and came nowhere; the receiver decided on its load and names it in neither
list; or it was not found at a stocktaking of the facility where it should stand. Whatever is told of it later shows
that it is there, and clears the flag.
"""

from typing import Any, NamedTuple

from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from projections.rules.containers import holder, place_of, waste_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, day_after, of_deadline
from projections.rules.loads import dispatch_of
from projections.rules.stocktakes import stocktakes

RULE = Rule(
    __name__,
    duty=(Law("79", "533(1)"), Law("78", "532(1)")),
    fine="scatter_industrial",
    parameters=(of_deadline("move"), of_deadline("each_container")),
)
ON_THE_WAY = frozenset({"withdrawn", "loaded", "in_transit", "arrived"})


class Lost(NamedTuple):
    """Since when nothing tells where it is, and by which facts that is known."""

    since: str
    evidence: tuple[int, ...]
    inputs: dict[str, Any]
    variant: str = ""


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the container."""
    lost = _on_a_load(case, limits) or _taken_out(case, limits) or _not_counted(case)
    if lost is not None:
        yield Finding(
            subject=case.subject,
            since=lost.since,
            severity="serious",
            evidence=lost.evidence,
            against=holder(case),
            place=place_of(case, case.known),
            day=day_after(lost.since),
            inputs=lost.inputs,
            variant=lost.variant,
        )


def _is_on(case: Case) -> bool:
    """Whether its manifest took it along, and the receiver has not decided on it."""
    manifest = case.state.manifest
    on_the_way = manifest is not None and case.state.stage in ON_THE_WAY
    return on_the_way and case.subject in case.known.case(manifest).state.pending


def _on_a_load(case: Case, limits: Limits) -> Lost | None:
    if not _is_on(case):
        return None
    manifest = case.known.case(case.state.manifest)
    received = manifest.last(Manifest.Received)
    if received is None or manifest.state.line_fates:  # told by line, it may be among what is told
        return None
    due = limits.ends("hours_after_receipt", received.at)
    inputs = {"manifest": manifest.subject, "received_at": received.at, "due_at": due}
    return Lost(due, (received.position,), inputs, "receipt")


def _taken_out(case: Case, limits: Limits) -> Lost | None:
    """Inside the establishment; or for a transfer that left without it, of whose manifest it is."""
    left = case.last(Container.Withdrawn)
    if left is None or case.state.stage != "withdrawn" or _is_on(case):
        return None
    start, evidence = left.at, [left.position]
    if left.says.purpose == "transfer":
        load = dispatch_of(case.known.case(case.state.manifest)) if case.state.manifest else None
        if load is None or load.at < left.at:
            return None  # it waits to be fetched, or left without a manifest
        start, evidence = load.at, [left.position, load.position]
    due = limits.ends("hours_of_a_move", start)
    return Lost(due, tuple(evidence), {"left_at": left.at, "due_at": due})


def _not_counted(case: Case) -> Lost | None:
    facility = case.state.facility
    if facility is None or case.state.remaining_g == 0:
        return None
    seen = max(step.at for step in case.steps(own=True))
    code, missed = waste_of(case.state, case.known), None
    for stocktake in stocktakes(case.known.case(facility), seen):
        if case.subject in stocktake.containers:
            break
        missed = stocktake if stocktake.is_about(code) else missed
    return missed and Lost(missed.at, missed.positions, {"facility": facility, "counted_at": missed.at}, "count")
