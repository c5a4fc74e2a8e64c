"""管理计划未备案: the year's plan of hazardous waste was not filed by the 31st of March.

Due of every establishment with a supervision class, whichever; what begins or closes after that day in a year is not
judged for it. One that is filed late is a notice, and no fine attaches to lateness since 2026-08-15.
"""

from collections.abc import Iterator
from typing import Final

from ledger.fact import Title
from ledger.hazardous_waste.management_plan import ManagementPlan
from projections.clocks import end_of
from projections.rules.case import Case
from projections.rules.conventions import day_after, day_of
from projections.rules.finding import Finding
from projections.rules.limits import Limits
from projections.rules.periods import AHEAD, began_on, class_in, closed_on, later
from projections.rules.rule import Law, Rule, Text

LAST_DAY: Final = "03-31"

RULE = Rule(
    __name__,
    title=Title("管理计划未备案", "Management plan not filed"),
    why=Title(
        "没有当年的管理计划，转移联单就没有可对照的依据。",
        "Without the plan of the year there is nothing to hold a manifest against.",
    ),
    says=Title("{year} 年危险废物管理计划应于 {due_at} 前备案，未备案", "The plan of {year} was due by {due_at}"),
    variants={
        "late": Title(
            "{year} 年管理计划应于 {due_at} 前备案，{filed_at} 才备案",
            "The plan of {year} was due by {due_at}, and filed {filed_at}",
        ),
    },
    duty=(Law("78", "532(1)"), Text("HJ 1259-2022 5.2")),
    fine="hw_plan_declare",
)  # fmt: skip


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
