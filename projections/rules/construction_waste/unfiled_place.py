"""未备案场所接收: a load was accepted at a place that nobody had filed, or whose filing had ended."""

from ledger.construction_waste.site import SiteState
from ledger.regulation.construction_waste import SITE_FILED
from projections.rules.language import Case, Finding, Iterator, Limits, Rule, Text, day_of
from projections.rules.trips import taken

RULE = Rule(__name__, duty=tuple(Text(name, since="2025-03-15") for name in SITE_FILED), competent="greening")


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the place and day, however many loads it took."""
    for each in taken(case):
        at = each.step.at
        site: SiteState = case.known.case(each.site, at).state_at(at)
        if site.valid_until is not None and day_of(at) <= site.valid_until:
            continue
        until = {} if site.valid_until is None else {"valid_until": site.valid_until}
        yield Finding(
            subject=each.site,
            cause=day_of(at),
            since=at,
            severity="warning",
            variant="expired" if until else "",
            evidence=(each.step.position,),
            against=each.step.speaker,
            place=each.site,
            day=day_of(at),
            inputs={"receipt": each.receipt, "trip": case.subject, "mass_g": each.mass_g, **until},
        )
