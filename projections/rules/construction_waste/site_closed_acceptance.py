"""场所关闭期间接收: a site took a load while it was closed. An ended filing is unfiled_place's."""

from ledger.construction_waste.site import SiteState
from ledger.regulation.construction_waste import SITE_FILED
from projections.rules.language import Case, Finding, Iterator, Limits, Rule, Text, day_of
from projections.rules.trips import taken

RULE = Rule(__name__, duty=tuple(Text(name, since="2025-03-15") for name in SITE_FILED), competent="greening")


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the site and day, however many loads it took."""
    for each in taken(case):
        at = each.step.at
        site: SiteState = case.known.case(each.site, at).state_at(at)
        if site.operator is None or not site.is_closed(at):
            continue
        yield Finding(
            subject=each.site,
            cause=day_of(at),
            since=at,
            severity="warning",
            evidence=(each.step.position,),
            against=site.operator,
            place=each.site,
            day=day_of(at),
            inputs={"accepted_at": at, "trip": case.subject},
        )
