"""超出管理计划: a manifest of a waste, receiver or method that the year's plan does not have, or of too much of it.

Held against the plan as it stood at the issue; where none was filed that is another rule's matter.
"""

from typing import Any

from ledger.hazardous_waste.management_plan import ManagementPlanState
from ledger.hazardous_waste.manifest import Manifest
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
    Step,
    Text,
    day_of,
)

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 14", "2022-01-01"), Law("78", "532(1)"), Text("HJ 1259-2022 5.2")),
    parameters=(Parameter("percent", 120, "percent", ("超过计划量的百分之几才报", "from how much of the plan on")),),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the manifest."""
    issued = _issued(case)
    plan = case.known.case(_plan_of(issued), issued.at).state_at(issued.at) if issued else None
    outside = list(_outside(plan, issued.says)) if issued and plan and plan.stage != "provisional" else []
    if issued and outside:
        yield Finding(
            subject=case.subject,
            since=issued.at,
            severity="notice",
            evidence=(issued.position,),
            against=issued.says.transferor,
            place=issued.says.from_establishment,
            day=day_of(issued.at),
            inputs={"outside": outside, "plan": _plan_of(issued)},
        )


@RULE.adds("manifest")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Each line, under its plan and code."""
    issued = _issued(case)
    if issued is not None:
        data = (issued.says.transferor, issued.says.from_establishment)
        for line in issued.says.lines:
            series = f"{_plan_of(issued)} {line.waste_code}"
            yield Entry(series, issued.at, day_of(issued.at), line.mass_g, issued.position, data)


@RULE.judges_series
def of_the_year(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for the manifest that goes beyond the plan."""
    plan, _, code = series.name.partition(" ")
    planned = sum(line.mass_g for line in series.known.case(plan).state.lines if line.waste_code == code)
    drawn = 0
    for day, (_, mass) in series.days().items() if planned else ():
        most = planned * limits.value("percent", day) / 100
        if drawn + mass <= most:
            drawn += mass
            continue
        for each in series.on(day):
            drawn += each.mass_g
            if drawn > most:
                inputs = {"waste_code": code, "planned_g": planned, "drawn_g": drawn, "plan": plan}
                yield _beyond(each, code, inputs)
                return


def _beyond(crossing: Entry, code: str, inputs: dict[str, Any]) -> Finding:
    return Finding(
        subject=crossing.about,
        cause=code,
        since=crossing.at,
        severity="notice",
        evidence=(crossing.position,),
        against=crossing.data[0],
        place=crossing.data[1],
        day=crossing.day,
        inputs=inputs,
        variant="sum",
    )


def _issued(case: Case) -> Step | None:
    return None if case.state.stage == "cancelled" else case.last(Manifest.Issued)


def _plan_of(issued: Any) -> str:
    return f"management_plan:{issued.says.from_establishment.partition(':')[2]}.{day_of(issued.at)[:4]}"


def _outside(plan: ManagementPlanState, issued: Manifest.Issued) -> Iterator[str]:
    for line in issued.lines:
        same = [each for each in plan.lines if each.waste_code == line.waste_code]
        if not same:
            yield line.waste_code
        elif not any(each.receiver == issued.receiver for each in same):
            yield f"{line.waste_code} {issued.receiver}"
        elif not any((each.receiver, each.method) == (issued.receiver, line.method) for each in same):
            yield f"{line.waste_code} {line.method}"
