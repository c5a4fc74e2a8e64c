"""联单重复使用: one manifest number went with two departures. It is for one trip of one vehicle or vessel.

Further carriers that the manifest names, and vehicles to which the load was handed over, are of the same trip.
"""

from ledger.hazardous_waste.manifest import Manifest
from projections.rules.language import Case, Entry, Finding, Iterator, Law, Limits, Rule, Series, Step, Text, day_of

RULE = Rule(__name__, duty=(Text("危险废物转移管理办法 16"), Law("82(1)", "536(1)")))


@RULE.adds("manifest")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Each departure that is a trip of its own, under the official number where one is bound."""
    before: list[Step] = []
    for step in case.steps(Manifest.Collected):
        if not before or not _is_of_the_same_trip(case, step, before):
            number = case.state.official or case.subject
            yield Entry(number, step.at, day_of(step.at), 0, step.position, (step.says.conveyance or step.speaker,))
        before.append(step)


def _is_of_the_same_trip(case: Case, step: Step, before: list[Step]) -> bool:
    """The next carrier, a vehicle to which the load was handed over, or the same departure told once more."""
    there = [each.at for each in case.steps(Manifest.Arrived, Manifest.Received) if before[0].at < each.at < step.at]
    if there:
        return False
    handed = {each.says.conveyance for each in case.steps(Manifest.HandedOver)}
    is_next = step.speaker in {leg.carrier for leg in case.state.legs} - {each.speaker for each in before}
    return is_next or step.says.conveyance in handed | {each.says.conveyance for each in before}


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the number, from its second departure on."""
    departures = series.entries()
    if len(departures) < 2:
        return
    state = series.known.case(departures[1].about).state
    yield Finding(
        subject=series.name,
        since=departures[1].at,
        severity="serious",
        evidence=tuple(each.position for each in departures),
        against=state.transferor or "",
        place=state.from_establishment or "",
        day=day_of(departures[1].at),
        inputs={"times": len(departures), "departures": [each.data[0] for each in departures]},
    )
