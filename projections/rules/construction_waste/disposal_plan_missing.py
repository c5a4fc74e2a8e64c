"""处理方案未备案: a project's first load left before its disposal plan was filed."""

from collections.abc import Iterator

from ledger.construction_waste.disposal_plan import DisposalPlan
from ledger.fact import Title
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Entry, Finding
from projections.rules.limits import Limits
from projections.rules.rule import Law, Rule, Series
from projections.rules.trips import contractor_of, departure_of, project_of

RULE = Rule(
    __name__,
    title=Title("处理方案未备案", "No disposal plan filed"),
    why=Title("工程施工单位应编制建筑垃圾处理方案并备案。", "A contractor files a plan before waste leaves."),
    says=Title(
        "{departed_at} 首次外运，处理方案未备案", "The first load left at {departed_at}, and no plan was filed"
    ),
    duty=(Law("63(1)", "520(1)"),),
    fine="cdw_plan_or_haul",
    competent="greening",
)


@RULE.adds("trip")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """A load that left its project without a plan."""
    left = departure_of(case)
    project = project_of(case, left.at) if left else None
    if left is None or project is None:
        return
    filed = case.known.case(project, left.at).first(DisposalPlan.Filed)
    if filed is None or filed.at > left.at:
        yield Entry(project, left.at, day_of(left.at), 0, left.position, (contractor_of(case, project, left.at),))


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the project, by the first of them."""
    days = series.days()
    first = next((each for day in days for each in series.on(day)), None)
    if first is None:
        return
    yield Finding(
        subject=series.name,
        since=first.at,
        severity="warning",
        evidence=(first.position,),
        against=first.data[0],
        place=series.name,
        day=first.day,
        inputs={"departed_at": first.at, "trips": sum(number for number, _ in days.values())},
    )
