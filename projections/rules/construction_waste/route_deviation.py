"""偏离路线: a laden truck was outside the corridor of its permit's route for too long.

How far outside counts is what the stream of positions is set to; it tells for how long. A trip that was diverted is
not held to the route, and a permit without a route holds nobody to one.
"""

from ledger.construction_waste.trip import Trip
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text, day_of
from projections.rules.trips import carrier_of, departure_of, permit_of

MINUTE_MS = 60_000

RULE = Rule(
    __name__,
    duty=(
        Text("大气污染防治法（全文未核对）", until="2026-08-14"),
        Text("生态环境法典 241(1)", since="2026-08-15"),
        Text("处置证载明的路线"),
    ),
    parameters=(Parameter("minutes_outside", 10, "minutes", ("偏离多久才报", "how long it may be outside")),),
    competent="greening",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the vehicle and day, however many of its trips."""
    left = departure_of(case)
    assessed = case.last(Trip.TrackAssessed)
    if left is None or assessed is None or next(case.steps(Trip.Diverted), None):
        return
    day, outside = day_of(left.at), assessed.says.corridor_exit_ms or 0
    allowed = limits.value("minutes_outside", day)
    if outside <= allowed * MINUTE_MS or permit_of(case, left.at).route is None:
        return
    yield Finding(
        subject=left.says.conveyance,
        cause=day,
        since=assessed.at,
        severity="notice",
        evidence=(left.position, assessed.position),
        against=carrier_of(case),
        place=left.says.gate,
        day=day,
        inputs={"minutes": outside // MINUTE_MS, "allowed": int(allowed), "trip": case.subject},
    )
