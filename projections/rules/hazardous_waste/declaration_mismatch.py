"""申报与台账不符: what was declared as generated is not what the ledger has, beyond what scales may be off.

C.1 of the declaration is held against the containers that arose and what was metered into tanks. A correction of the
ledger after the declaration wants an amendment within working days.
"""

from typing import Final

from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.declaration import Declaration
from ledger.hazardous_waste.tank import Tank
from ledger.subjects import establishment_in, owner_of
from projections.rules.containers import waste_of
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
from projections.rules.periods import began_on, days_of, first_day
from projections.rules.readings import Reading, off_by
from projections.rules.weighing import tolerance_g

DECLARED: Final = "="
"""Before a period in the place of a day: what was declared of it."""

RULE = Rule(
    __name__,
    duty=(Law("78", "532(1)"), Text("HJ 1259-2022 7")),
    fine="hw_ledger",
    parameters=(
        Parameter("percent", 1, "percent", ("允许的相差", "how far they may differ")),
        Parameter("working_days", 5, "working_days", ("台账更正后更正申报", "to amend after a correction")),
    ),
)


@RULE.adds("container")
def arisen(case: Case, limits: Limits) -> Iterator[Entry]:
    """What arose in a container, by establishment and code, with how far it may be off and when it was told last."""
    arose, weighed = case.first(Container.Generated), case.first(Container.Weighed)
    masses = case.state.masses
    mass = masses.arisen_g + (masses.estimate_g or 0)
    code = waste_of(case.state, case.known)
    if arose is None or not code:
        return
    off = off_by(Reading(mass, arose.at, weighed.says.scale if weighed else None), case.known, limits)
    told = max(_told(step) for step in case.steps(Container.Generated, Container.Weighed))
    series = f"{arose.says.establishment} {code}"
    yield Entry(series, arose.at, day_of(arose.at), mass, arose.position, (off, told))


@RULE.adds("facility")
def metered(case: Case, limits: Limits) -> Iterator[Entry]:
    """What was metered into a tank."""
    for step in case.steps(Tank.Metered):
        if step.says.direction == "in" and step.says.waste_code:
            series = f"{establishment_in(case.subject)} {step.says.waste_code}"
            off = off_by(Reading(step.says.mass_g, step.at, None, "flow_meter"), case.known, limits)
            yield Entry(series, step.at, step.says.day, step.says.mass_g, step.position, (off, _told(step)))


@RULE.adds("declaration")
def declared(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Each row of the parts that stand."""
    place, _, period = case.number.rpartition(".")
    parts = {step.says.part or 1: step for step in case.steps(Declaration.Submitted, Declaration.Amended)}
    for step in parts.values() if case.state.complete else ():
        for row in step.says.rows:
            series = f"establishment:{place} {row.waste_code}"
            yield Entry(series, step.at, DECLARED + period, row.generated_g, step.position)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each declared period and code."""
    place, _, code = series.name.partition(" ")
    began, days = began_on(series.known.case(place)), series.days()
    for name, (_, told) in days.items():
        period = name.removeprefix(DECLARED)
        if name == period or first_day(period) < began:
            continue
        within = days_of(period, days)
        ledger = sum(days[day][1] for day in within)
        differ, statement = abs(told - ledger), series.on(name)[-1]
        if differ * 100 <= max(told, ledger) * limits.value("percent", day_of(statement.at)):
            continue
        arose = [entry for day in within for entry in series.on(day)]
        if differ <= tolerance_g((each.data[0] for each in arose), limits.weighing(day_of(statement.at))):
            continue
        after = [each.data[1] for each in arose if each.data[1] > statement.at]
        yield Finding(
            subject=f"declaration:{place.partition(':')[2]}.{period}",
            cause=code,
            since=limits.ends("working_days", max(after)) if after else statement.at,
            severity="warning",
            evidence=(statement.position,),
            against=f"organisation:{owner_of(place)}",
            place=place,
            day=day_of(statement.at),
            inputs={"period": period, "waste_code": code, "declared_g": told, "ledger_g": ledger},
        )


def _told(step: Step) -> str:
    return (step.fact.correction or step.fact.original).recorded_at
