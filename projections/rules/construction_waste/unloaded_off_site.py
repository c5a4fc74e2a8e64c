"""场外卸载: a load was seen to fall, or a truck to tip, outside every filed site.

Weight decides: without a fall of the load the place alone is a warning. Not looked at are silent devices, and
unloadings for which a filed site gave its receipt at about that time.
"""

from ledger.regulation.law_of_the_day import CODE_IN_FORCE_SINCE
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, day_of
from projections.rules.trips import carrier_of
from projections.rules.unloadings import PARAMETERS, off_site

RULE = Rule(
    __name__,
    duty=(Law("20", "475"), Law(None, "518(2)"), Law("63(3)", None)),
    fine="dump_solid_waste",
    parameters=PARAMETERS,
    competent="urban_management",
)


@RULE.judges("trip", "vehicle", "vessel")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each such unloading."""
    on_a_trip = case.subject.startswith("trip:")
    for unloading in off_site(case, limits):
        against = carrier_of(case) if on_a_trip else case.state_at(unloading.ended_at).carrier or ""
        where = {"lon_udeg": unloading.point.lon, "lat_udeg": unloading.point.lat}
        weighed = {} if unloading.fell_g is None else {"fell_g": unloading.fell_g}
        yield Finding(
            subject=case.subject,
            cause=unloading.step.says.from_,
            since=unloading.ended_at,
            severity="serious" if weighed else "warning",
            variant="" if weighed else "seen",
            evidence=(unloading.step.position,),
            against=against,
            place=(case.state.gate if on_a_trip else None) or against,
            day=day_of(unloading.ended_at),
            fine=day_of(unloading.ended_at)
            >= CODE_IN_FORCE_SINCE,  # the sum seen for 2020 is that of industrial waste
            inputs={"ended_at": unloading.ended_at, **weighed, **where},
        )
