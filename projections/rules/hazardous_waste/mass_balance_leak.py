"""物料平衡异常: what the books of a month say is there, and what was counted, differ by more than readings may.

A month is judged where all that lies there was counted in it. One flag for each establishment and code; it grows.
A leak of which every weighing passes is told by the sums of eight weeks (CUSUM).
"""

from decimal import Decimal

from ledger.subjects import owner_of
from projections.rules.balances import Month, months
from projections.rules.books import entered, lies
from projections.rules.language import Finding, Iterator, Law, Limits, Parameter, Rule, Series
from projections.rules.periods import began_on, end_of_month, first_day, last_day

RULE = Rule(
    __name__,
    duty=(Law("78", "532(1)"),),
    fine="hw_ledger",
    parameters=(
        Parameter("throughput_percent", 1, "percent", ("允许差额占收发量", "of what came or went it may be")),
        Parameter("kg_at_least", 50, "kg", ("差额至少多少", "how much it has to be at least")),
        Parameter("cusum_weeks", 8, "weeks", ("累积和看几周", "how many weeks are summed")),
        Parameter("cusum_k", Decimal("0.5"), "times", ("每周容许几个标准差", "σ that each week may be off")),
        Parameter("cusum_h", 5, "times", ("累积和的上限是几个标准差", "σ beyond which their sum may not be")),
        Parameter("cusum_sigma_kg_at_least", 5, "kg", ("一周标准差至少多少", "the least σ of a week")),
        Parameter("days", 15, "days", ("月末后多久", "how long after the end of the month")),
        Parameter("serious_percent", 5, "percent", ("短少占收发量多少为严重", "the shortfall that is serious")),
        Parameter("serious_t", 3, "t", ("且至少短少多少", "and how much it is at least")),
    ),
)
RULE.adds_sums("container", "manifest", "facility", "treatment")(entered)
RULE.adds("container", "facility")(lies)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One, of all months that are beyond; it tells the last of them."""
    place, _, code = series.name.partition(" ")
    began = began_on(series.known.case(place))
    beyond = [each for each in months(series, limits) if each.is_beyond and first_day(each.month) >= began]
    if not beyond:
        return
    serious = next((each for each in beyond if _is_serious(each, limits)), None)
    last = beyond[-1]
    yield Finding(
        subject=place,
        cause=code,
        since=_due(beyond[0], limits),
        severity="serious" if serious is beyond[0] else "warning",
        serious_from=_due(serious, limits) if serious else None,
        evidence=tuple(position for each in beyond for position in each.counted),
        against=f"organisation:{owner_of(place)}",
        place=place,
        day=last_day(beyond[0].month),
        inputs={
            "waste_code": code,
            "month": last.month,
            "differs_g": abs(last.residual_g),
            "tolerance_g": last.tolerance_g,
            "months": [each.month for each in beyond],
        },
        variant=_variant(last),
    )


def _due(month: Month, limits: Limits) -> str:
    return limits.further("days", end_of_month(month.month))


def _is_serious(month: Month, limits: Limits) -> bool:
    day, missing = last_day(month.month), -month.residual_g
    share = limits.value("serious_percent", day) * month.through_g / 100
    return missing > share and missing >= limits.value("serious_t", day) * 1_000_000


def _variant(month: Month) -> str:
    if abs(month.residual_g) <= month.tolerance_g:
        return "seeps"
    return "" if month.residual_g < 0 else "more"
