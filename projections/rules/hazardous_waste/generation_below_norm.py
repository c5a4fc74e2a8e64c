"""产废量异常偏低: a month brought less than half the waste for each unit that a plant used to have, at like output.

Held to the median of its own twelve months before; only where one product is reported. A quiet month of production
is no flag. A place under key supervision 重点 that tells nothing at all for a week is one, until it speaks again.
"""

from fractions import Fraction
from statistics import median

from ledger.hazardous_waste.container import Container
from ledger.industrial_waste.batch import Batch
from ledger.parties.output import Output
from ledger.subjects import owner_of
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
    day_of,
)
from projections.rules.periods import end_of_month, last_day, later, month_of
from projections.rules.silence import TOLD, heard, silences

RULE = Rule(
    __name__,
    version=2,
    duty=(Law("36、78", "489、532"),),
    parameters=(
        Parameter("percent", 50, "percent", ("低于此前中位数的百分之几", "below which part of the median before")),
        Parameter("months_at_least", 6, "months", ("至少有几个月可比", "how many months there are to compare with")),
        Parameter("output_percent", 20, "percent", ("产量变动不超过", "by how much the output may differ")),
        Parameter("days", 15, "days", ("月末后多久", "how long after the end of the month")),
        Parameter("silent_days", 7, "days", ("重点单位多久没有记录", "how long a key place may tell nothing")),
    ),
)


@RULE.adds_sums("container", "batch")
def arisen(case: Case, limits: Limits) -> Iterator[Entry]:
    """What arose, by establishment."""
    yield from told(case, limits)
    arose = case.first(Container.Generated, Batch.Generated)
    if arose is not None:
        masses = getattr(case.state, "masses", None)
        mass = case.state.generated_g if masses is None else masses.arisen_g + (masses.estimate_g or 0)
        yield Entry(arose.says.establishment, arose.at, day_of(arose.at), mass)


@RULE.adds_sums("declaration", "establishment", "facility", "manifest")
def told(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """That something was told at all."""
    return heard(case)


@RULE.judges_series
def silent(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each silence."""
    for each in silences(series, limits, "silent_days"):
        yield Finding(
            subject=series.name,
            cause=each.last_day,
            since=each.since,
            ends=each.ended,
            severity="notice",
            evidence=(),
            against=f"organisation:{owner_of(series.name)}",
            place=series.name,
            day=day_of(each.since),
            inputs={"last_day": each.last_day},
            variant="silent",
        )


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each month."""
    place = series.known.case(series.name)
    made: dict[str, dict[tuple[str, str], Step]] = {}
    for step in place.steps(Output.Reported):
        made.setdefault(step.says.month, {})[step.says.product, step.says.unit] = step
    waste: dict[str, int] = {}
    for day, (_, mass) in ((day, sums) for day, sums in series.days().items() if not day.endswith(TOLD)):
        waste[month_of(day)] = waste.get(month_of(day), 0) + mass
    for month in sorted(made):
        now = made[month]
        before = [each for each in made if later(month, -12) <= each < month and made[each].keys() == now.keys()]
        outputs = {each: Fraction(next(iter(made[each].values())).says.quantity.number) for each in [month, *before]}
        last = last_day(month)
        if len(now) != 1 or len(before) < limits.value("months_at_least", last) or not all(outputs.values()):
            continue
        usual = median(outputs[each] for each in before)
        norm = median(waste.get(each, 0) / outputs[each] for each in before)
        like = abs(outputs[month] - usual) * 100 <= usual * limits.value("output_percent", last)
        per_unit = waste.get(month, 0) / outputs[month]
        if like and per_unit * 100 < norm * limits.value("percent", last):
            (told,) = now.values()
            yield Finding(
                subject=series.name,
                cause=month,
                since=limits.ends("days", end_of_month(month)),
                severity="notice",
                evidence=(told.position,),
                against=told.speaker,
                place=series.name,
                day=last,
                inputs={"month": month, "per_unit_g": int(per_unit), "norm_g": int(norm)},
            )
