"""非许可时段运输: a load left outside the hours of its permit, and there is no night pass. Arrivals never count."""

from collections.abc import Iterator

from ledger.fact import Title
from ledger.regulation.construction_waste import PERMIT
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.hours import minutes_outside
from projections.rules.limits import Limits, Parameter
from projections.rules.rule import Rule, Text
from projections.rules.trips import contractor_of, departure_of, permit_of

RULE = Rule(
    __name__,
    title=Title("非许可时段运输", "Hauled outside the permitted hours"),
    why=Title("处置证限定了运输时段。", "The permit says at which hours loads may leave."),
    says=Title(
        "{departed_at} 起运，在处置证许可时段以外 {minutes} 分钟",
        "Departed {departed_at}, {minutes} minutes outside the hours of the permit",
    ),
    duty=(*(Text(name) for name in PERMIT), Text("处置证载明的时段")),
    parameters=(Parameter("minutes_outside", 15, "minutes", ("超出多久才报", "by how much it may be outside")),),
    competent="greening",
    exempt=Title("有夜间通行证的", "who has a night pass"),
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
