"""未备案场所接收: a load was accepted at a place that nobody had filed, or whose filing had ended."""

from collections.abc import Iterator

from ledger.construction_waste.site import SiteState
from ledger.fact import Title
from ledger.regulation.construction_waste import SITE_FILED
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.limits import Limits
from projections.rules.rule import Rule, Text
from projections.rules.trips import taken

RULE = Rule(
    __name__,
    title=Title("未备案场所接收", "Accepted at a place not filed"),
    why=Title("消纳、回填、堆存场所须先备案再使用。", "A place may be used only once it is filed."),
    says=Title("凭证 {receipt} 由未备案的场所开具", "Receipt {receipt} was given by a place that nobody filed"),
    variants={
        "expired": Title(
            "凭证 {receipt} 开具时场所备案已于 {valid_until} 到期",
            "Receipt {receipt} was given by a place whose filing ended on {valid_until}",
        ),
    },
    duty=tuple(Text(name, since="2025-03-15") for name in SITE_FILED),
    competent="greening",
)


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
