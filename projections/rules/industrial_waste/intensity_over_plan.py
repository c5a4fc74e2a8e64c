"""产废强度超方案: more industrial waste arose, in all or for each unit of product, than the firm's own plan says.

Judged month by month as far as the output is reported, and only where one product is planned for the year: of
several nobody says which waste is whose. No penalty attaches to a plan of one's own.
"""

from fractions import Fraction
from typing import NamedTuple

from ledger.industrial_waste.batch import Batch
from ledger.industrial_waste.intensity_plan import IntensityPlan
from ledger.parties.output import Output
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
from projections.rules.periods import end_of_month, last_day, month_of, months

RULE = Rule(
    __name__,
    duty=(Text("沪府办发〔2024〕30号 一（三）"), Law(None, "491")),
    parameters=(
        Parameter("percent", 105, "percent", ("超过方案的百分之几才报", "from how much of the plan on")),
        Parameter("days", 15, "days", ("月末后多久", "how long after the end of a month")),
    ),
)


@RULE.adds("batch")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What arose, by establishment."""
    arose = case.first(Batch.Generated)
    if arose is not None:
        yield Entry(arose.says.establishment, arose.at, day_of(arose.at), arose.says.mass_g, arose.position)


class Month(NamedTuple):
    """How much waste and product there was from the first reported month of the year to the end of this one."""

    month: str
    waste_g: int
    made: Fraction


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each year and indicator."""
    place = series.known.case(series.name)
    plans = {(step.says.year, step.says.product): step for step in place.steps(IntensityPlan.Filed)}
    for (year, _), plan in plans.items():
        if [each for each, _ in plans].count(year) == 1:
            yield from _of_intensity(series, plan, _months(series, place, plan), limits)
            yield from _of_total(series, plan, limits)


def _months(series: Series, place: Case, plan: Step) -> list[Month]:
    """As far as the output is reported without a gap."""
    made = {
        step.says.month: Fraction(step.says.quantity.number)
        for step in place.steps(Output.Reported)
        if step.says.product == plan.says.product and plan.says.unit in {None, step.says.unit}
    }
    reported = sorted(month for month in made if month[:4] == str(plan.says.year))
    found: list[Month] = []
    for month in months(reported[0], f"{plan.says.year}-12") if reported else ():
        if month not in made:
            break
        waste = sum(mass for day, (_, mass) in series.days().items() if month_of(day) == month)
        before = found[-1] if found else Month(month, 0, Fraction(0))
        found.append(Month(month, before.waste_g + waste, before.made + made[month]))
    return found


def _of_intensity(series: Series, plan: Step, found: list[Month], limits: Limits) -> Iterator[Finding]:
    """Two months in a row beyond the plan and a margin, or the whole year beyond the plan."""
    cap = plan.says.g_per_unit
    over = [each.waste_g * 100 > each.made * cap * limits.value("percent", last_day(each.month)) for each in found]
    twice = [now for before, is_over, now in zip(over, over[1:], found[1:], strict=False) if before and is_over]
    year = [each for each in found if each.month.endswith("-12") and each.waste_g > each.made * cap]
    first = next(iter([*twice, *year]), None)
    if first is not None:
        per_unit = int(found[-1].waste_g / found[-1].made) if found[-1].made else None
        inputs = {"month": found[-1].month, "per_unit_g": per_unit, "planned_g": cap}
        yield _finding(series, plan, first.month, bool(year), inputs, limits)


def _of_total(series: Series, plan: Step, limits: Limits) -> Iterator[Finding]:
    drawn, year = 0, str(plan.says.year)
    for day, (_, mass) in series.days().items():
        drawn += mass if day.startswith(year) else 0
        if drawn > plan.says.total_g and day.startswith(year):
            inputs = {"month": month_of(day), "drawn_g": drawn, "planned_g": plan.says.total_g}
            yield _finding(series, plan, month_of(day), True, inputs, limits, "total")
            return


def _finding(
    series: Series, plan: Step, month: str, whole_year: bool, inputs: dict[str, object], limits: Limits, of: str = ""
) -> Finding:
    at_year_end = limits.ends("days", end_of_month(f"{plan.says.year}-12"))
    return Finding(
        subject=series.name,
        cause=f"{plan.says.year} {of or 'intensity'}",
        since=limits.ends("days", end_of_month(month)),
        severity="notice",
        warning_from=at_year_end if whole_year else None,
        evidence=(plan.position,),
        against=plan.speaker,
        place=series.name,
        day=last_day(month),
        inputs=inputs,
        variant=of,
    )
