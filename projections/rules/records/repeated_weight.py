"""重复重量: one scale shows the same net of one waste again and again, or nothing but round figures.

Nets are compared to one division of the scale. What is weighed rightly varies; what is made up repeats itself. Each
net is put into the series of its month, and of the next where a week that ends there begins before it.
"""

from collections.abc import Mapping

from ledger.hazardous_waste.container import Container
from ledger.subjects import owner_of
from projections.clocks import end_of
from projections.rules.containers import waste_of
from projections.rules.language import Case, Entry, Finding, Iterator, Law, Limits, Parameter, Rule, Series, day_of
from projections.rules.periods import days_before

ROUND_G = 100_000
WEEK = 7

RULE = Rule(
    __name__,
    duty=(Law("78", "532(1)"),),
    version=2,
    parameters=(
        Parameter("times", 5, "times", ("七日内相同多少次", "how often the same in seven days")),
        Parameter("round_percent", 80, "percent", ("整数占多少", "which part is round")),
        Parameter("round_at_least", 5, "times", ("整数至少称量多少次才看", "of how many at least")),
    ),
)


@RULE.adds("container")
def nets(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Each net, under its scale, code and figure."""
    for entry, division in _weighings(case):
        figure = round(entry.mass_g / division) * division
        yield entry._replace(series=f"{entry.series} {figure}", mass_g=0)


@RULE.adds_sums("container")
def rounds(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """All nets of a scale and code; in the sums the round ones by a gram each."""
    for entry, _ in _weighings(case):
        yield entry._replace(mass_g=int(entry.mass_g % ROUND_G == 0))


def _weighings(case: Case) -> Iterator[tuple[Entry, int]]:
    for step in case.steps(Container.Weighed):
        code = waste_of(case.state, case.known)
        net = step.says.gross_g - step.says.tare_g
        if code and net > 0:
            scale = case.known.case(step.says.scale, step.at).state_at(step.at)
            day = day_of(step.at)
            for month in sorted({day[:7], days_before(day, 1 - WEEK)[:7]}):
                series = f"{step.says.scale} {code} {month}"
                yield Entry(series, step.at, day, net, step.position), scale.division_g or 1


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for a scale, code and day on which it is so of the seven days that end with it."""
    scale, code, month, *figure = series.name.split(" ")
    days = series.days()
    for day in (each for each in days if each.startswith(month)):
        told, rounded = _of_the_week(days, day)
        same = bool(figure) and told >= limits.value("times", day)
        enough = not figure and told >= limits.value("round_at_least", day)
        if same or (enough and rounded * 100 >= told * limits.value("round_percent", day)):
            owner = f"organisation:{owner_of(scale)}"
            inputs = {"waste_code": code, "times": told}
            yield Finding(
                subject=scale,
                cause=f"{code} {day}",
                since=series.on(day)[-1].at if figure else end_of(day),
                severity="notice",
                evidence=tuple(each.position for each in series.on(day)) if figure else (),
                against=owner,
                place=owner,
                day=day,
                inputs=inputs | ({"net_g": int(figure[0])} if figure else {"round": rounded}),
                variant="" if figure else "round",
            )


def _of_the_week(days: Mapping[str, tuple[int, int]], day: str) -> tuple[int, int]:
    first = days_before(day, WEEK - 1)
    within = [found for each, found in days.items() if first <= each <= day]
    return sum(number for number, _ in within), sum(rounded for _, rounded in within)
