"""非许可时段运输: a load left outside the hours of its permit, and there is no night pass. Arrivals never count."""

from ledger.regulation.construction_waste import PERMIT
from projections.rules.hours import minutes_outside
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text, day_of
from projections.rules.trips import contractor_of, departure_of, permit_of

RULE = Rule(
    __name__,
    duty=(*(Text(name) for name in PERMIT), Text("处置证载明的时段")),
    parameters=(Parameter("minutes_outside", 15, "minutes", ("超出多久才报", "by how much it may be outside")),),
    competent="greening",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the permit and day, however many of its trips."""
    left = departure_of(case)
    if left is None or left.says.permit is None:
        return
    permit, day = permit_of(case, left.at), day_of(left.at)
    minutes = minutes_outside(permit.hours or (), left.at)
    if permit.night_pass is not None or minutes <= limits.value("minutes_outside", day):
        return
    yield Finding(
        subject=left.says.permit,
        cause=day,
        since=left.at,
        severity="notice",
        evidence=(left.position,),
        against=contractor_of(case, permit.project, left.at),
        place=left.says.gate,
        day=day,
        inputs={"departed_at": left.at, "minutes": minutes, "trip": case.subject},
    )
