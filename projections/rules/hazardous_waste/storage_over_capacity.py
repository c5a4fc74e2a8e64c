"""超贮存能力: more lies in a storage house or yard than the capacity that was registered for it.

One flag for each excursion. A facility without a capacity is not judged, and a storage point by its own limit.
"""

from typing import Final

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

KINDS: Final = frozenset({"storage_house", "storage_yard"})

RULE = Rule(
    __name__,
    duty=(Text("GB 18597-2023"), Law("79", "533(1)")),
    fine="hw_storage",
    parameters=(Parameter("hours", 2, "hours", ("超过多久才报", "for how long before it is flagged")),),
)


@RULE.adds("container")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What drums add to the stock of houses and yards, whatever their capacity."""
    return changes_of(case, lambda facility, at: case.known.case(facility, at).state_at(at).kind in KINDS)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each excursion that lasted too long, or lasts."""
    state: FacilityState = series.known.case(series.name).state
    for each in excursions(series, state.capacity_g or 0) if _has_capacity(state) else ():
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
                inputs={"over_at": each.began.at, "mass_g": each.most_g, "capacity_g": state.capacity_g},
            )


def _has_capacity(state: FacilityState) -> bool:
    return state.capacity_g is not None and state.kind in KINDS
