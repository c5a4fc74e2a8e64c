"""处置证超量: more left under a permit than it allows, beyond what scales may differ by.

One flag for the permit, from the departure that crosses the quota on.
"""

from ledger.regulation.construction_waste import PERMIT
from projections.construction_waste.hauls import drawn_by
from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Law,
    Limits,
    Parameter,
    Rule,
    Series,
    Text,
    day_of,
)
from projections.rules.sums import crossing, total_g

RULE = Rule(
    __name__,
    duty=(*(Text(name) for name in PERMIT), Law("63(2)", "520(2)")),
    parameters=(
        Parameter("percent_of_quota", 102, "percent", ("超过核定量的百分之几才报", "from how much of the quota on")),
    ),
    competent="greening",
)


@RULE.adds("trip")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What a trip draws of its permit; nothing where it carries on what was drawn before."""
    drawn = drawn_by(case.subject, case.standing, case.state)
    if drawn is not None and drawn.permit is not None:
        estimated = (drawn.estimated,)
        yield Entry(drawn.permit, drawn.at, day_of(drawn.at), drawn.mass_g, drawn.position, estimated)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """The day on which the sum crosses the quota, then the trip of that day with which it does."""
    permit = series.known.case(series.name).state
    if permit.quota_g is None:
        return
    project = series.known.case(permit.project).state
    quota_g = permit.quota_g
    trip = crossing(series, lambda day: quota_g * limits.value("percent_of_quota", day) / 100)
    if trip is None:
        return
    yield Finding(
        subject=series.name,
        since=trip.at,
        severity="warning",
        evidence=(trip.position,),
        against=project.contractor or "",
        place=permit.project,
        day=trip.day,
        inputs={
            "quota_g": quota_g,
            "drawn_g": total_g(series),
            "trips": sum(number for number, _ in series.days().values()),
            "estimated": trip.data[0],
        },
    )
