"""贮存点超量: more than three tonnes lie at a storage point at once, for longer than moving them takes.

One flag for each excursion, from the instant on at which the limit was crossed. Masses are nets, else as declared.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ledger.fact import Title
from ledger.parties.facility import FacilityState
from ledger.subjects import owner_of
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Entry, Finding
from projections.rules.limits import Limits, Parameter
from projections.rules.rule import Law, Rule, Series, Text

ARTICLE = "GB 18597-2023 8.3.5"

RULE = Rule(
    __name__,
    title=Title("贮存点超量", "Storage point over its limit"),
    why=Title(
        "贮存点没有贮存库的防护，只能少量暂存。",
        "A storage point is not built like a storage house: only a little may lie there.",
    ),
    says=Title("{over_at} 起贮存量达 {mass_g}，超过 {limit_g}", "{mass_g} there since {over_at}, over {limit_g}"),
    duty=(Text(ARTICLE), Law("79", "533(1)")),
    fine="hw_storage",
    parameters=(
        Parameter("kg", 3000, "kg", ("贮存点实时贮存量上限", "how much may lie there"), "standard", ARTICLE),
        Parameter("hours", 2, "hours", ("超过多久才报", "for how long before it is flagged")),
    ),
)
TAKEN: str = " −"
"""Behind a day: what was taken away in it. So a day's greatest stock is at most what its first sum makes it."""


class Excursion(NamedTuple):
    """From when until when there was more than the limit; `ended` is None while there still is."""

    began: Entry
    ended: str | None
    most_g: int
    """The most that was there: at any change of a day on which the limit was crossed, else at the end of a day."""


@RULE.adds("container")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Whatever a drum adds to the stock of storage points, or takes from it, each time that changes."""
    facility, mass = None, 0
    for step in case.steps():
        now = step.after.facility
        here = (step.after.remaining_g or 0) if now is not None and _is_point(case, now) else 0
        changes = [(now, here - mass)] if now == facility else [(facility, -mass), (now, here)]
        for where, change in changes:
            if where is not None and change:
                day = day_of(step.at) + (TAKEN if change < 0 else "")
                yield Entry(where, step.at, day, change, step.position)
        facility, mass = now, here


def _is_point(case: Case, facility: str) -> bool:
    state: FacilityState = case.known.case(facility).state
    return state.kind == "storage_point"


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each excursion that lasted too long, or lasts."""
    state = series.known.case(series.name).state
    limit_g = int(limits.value("kg", max(series.days(), default="")) * 1000)
    for each in _excursions(series, limit_g):
        due = limits.ends("hours", each.began.at)
        if each.ended is None or each.ended > due:
            yield Finding(
                subject=series.name,
                cause=each.began.at,
                since=due,
                severity="warning",
                evidence=(each.began.position,),
                against=f"organisation:{owner_of(series.name)}",
                place=state.establishment or "",
                day=day_of(each.began.at),
                inputs={
                    "over_at": each.began.at,
                    "mass_g": each.most_g,
                    "limit_g": limit_g,
                    "ended_at": each.ended,
                },
            )


def _excursions(series: Series, limit_g: int) -> Iterator[Excursion]:
    """Walks through the days, and through the changes of those only on which the limit may be crossed."""
    sums = series.days()
    stock, over = 0, None
    for day in sorted({name.removesuffix(TAKEN) for name in sums}):
        added, taken = sums.get(day, (0, 0))[1], sums.get(day + TAKEN, (0, 0))[1]
        crossed = stock + added > limit_g if over is None else stock + taken <= limit_g
        if not crossed:
            stock += added + taken
            over = over and over._replace(most_g=max(over.most_g, stock))
            continue
        for change in _changes(series, day):
            stock += change.mass_g
            if stock > limit_g:
                over = (
                    Excursion(over.began, None, max(over.most_g, stock)) if over else Excursion(change, None, stock)
                )
            elif over is not None:
                yield over._replace(ended=change.at)
                over = None
    if over is not None:
        yield over


def _changes(series: Series, day: str) -> Sequence[Entry]:
    changes = [*series.on(day), *series.on(day + TAKEN)]
    return sorted(changes, key=lambda each: (each.at, each.position))
