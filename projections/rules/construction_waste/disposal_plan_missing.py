"""处理方案未备案: a project's first load left before its disposal plan was filed."""

from ledger.construction_waste.disposal_plan import DisposalPlan
from projections.rules.language import Case, Entry, Finding, Iterator, Law, Limits, Rule, Series, day_of
from projections.rules.trips import contractor_of, departure_of, project_of

RULE = Rule(__name__, duty=(Law("63(1)", "520(1)"),), fine="cdw_plan_or_haul", competent="greening")


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
