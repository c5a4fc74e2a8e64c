"""管理计划未备案: the year's plan of hazardous waste was not filed by the 31st of March.

Due of every establishment with a supervision class, whichever; what begins or closes after that day in a year is not
judged for it. One that is filed late is a notice, and no fine attaches to lateness since 2026-08-15.
"""

from typing import Final

from ledger.hazardous_waste.management_plan import ManagementPlan
from projections.clocks import end_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, Text, day_after, day_of
from projections.rules.periods import AHEAD, began_on, class_in, closed_on, later

LAST_DAY: Final = "03-31"

RULE = Rule(__name__, version=2, duty=(Law("78", "532(1)"), Text("HJ 1259-2022 5.2")), fine="hw_plan_declare")


@RULE.judges("establishment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for each year, up to the one that begins within thirteen months of the last that is known of it."""
    began, known = began_on(case), day_of(max(step.at for step in case.steps()))
    year = int(began[:4])
    while f"{year}-{LAST_DAY}" <= later(known[:7], AHEAD):
        due_day = f"{year}-{LAST_DAY}"
        plan = case.known.case(f"management_plan:{case.number}.{year}")
        filed = plan.first(ManagementPlan.Filed)
        known = max(known, day_of(filed.at)) if filed else known
        due = end_of(due_day)
        if class_in(case, year) and began <= due_day < closed_on(case) and not (filed and filed.at <= due):
            yield Finding(
                subject=case.subject,
                cause=str(year),
                since=due,
                severity="notice" if filed else "warning",
                evidence=(filed.position,) if filed else (),
                against=case.state.organisation or "",
                place=case.subject,
                day=day_after(due),
                inputs={"year": str(year), "due_at": due} | ({"filed_at": filed.at} if filed else {}),
                variant="late" if filed else "",
                fine=not filed or day_after(due) < "2026-08-15",
            )
        year += 1
