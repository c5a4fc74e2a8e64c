"""贮存点超量: more than three tonnes lie at a storage point at once, for longer than moving them takes.

One flag for each excursion, from the instant on at which the limit was crossed. Masses are nets, else as declared.
"""

from ledger.parties.facility import FacilityState
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
    Text,
    day_of,
)
from projections.rules.stock import changes_of, excursions

ARTICLE = "GB 18597-2023 8.3.5"

RULE = Rule(
    __name__,
    duty=(Text(ARTICLE), Law("79", "533(1)")),
    fine="hw_storage",
    parameters=(
        Parameter("kg", 3000, "kg", ("贮存点实时贮存量上限", "how much may lie there"), "standard", ARTICLE),
        Parameter("hours", 2, "hours", ("超过多久才报", "for how long before it is flagged")),
    ),
)


@RULE.adds("container")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What drums add to the stock of storage points."""
    return changes_of(case, lambda facility, at: _is_point(case, facility, at))


def _is_point(case: Case, facility: str, at: str) -> bool:
    state: FacilityState = case.known.case(facility, at).state_at(at)
    return state.kind == "storage_point"


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each excursion that lasted too long, or lasts."""
    state = series.known.case(series.name).state
    limit_g = int(limits.value("kg", max(series.days(), default="")) * 1000)
    for each in excursions(series, limit_g):
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
