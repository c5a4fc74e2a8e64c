"""申报逾期: a period of hazardous waste was not declared by its day.

重点 declares each month and year, 简化 each quarter and year, 登记 each year. A period counts where all of it lies
after the go-live. One that is declared late is a notice, without a fine since 2026-08-15.
"""

from projections.clocks import end_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, Text, day_after, day_of
from projections.rules.periods import AHEAD, began_on, class_in, closed_on, first_day, later, periods_of

RULE = Rule(__name__, version=2, duty=(Law("78", "532(1)"), Text("HJ 1259-2022 7.2")), fine="hw_plan_declare")


@RULE.judges("establishment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for each period, up to thirteen months beyond the last that is known of it."""
    began, known = began_on(case), day_of(max(step.at for step in case.steps()))
    year = int(began[:4])
    while f"{year}-01" <= later(known[:7], AHEAD):
        of_class = class_in(case, year)
        for period in sorted(periods_of(year, of_class), key=lambda each: each.due) if of_class else ():
            declaration = case.known.case(f"declaration:{case.number}.{period.name}")
            words = [step for step in declaration.steps() if step.after.complete]
            told, due = words[0] if words else None, end_of(str(period.due))
            known = max(known, day_of(told.at)) if told else known
            judged = began <= first_day(period.name) and str(period.due) < closed_on(case)
            if not judged or (told and told.at <= due) or first_day(period.name)[:7] > later(known[:7], AHEAD):
                continue
            yield Finding(
                subject=case.subject,
                cause=period.name,
                since=due,
                severity="notice" if told else "warning",
                evidence=(told.position,) if told else (),
                against=case.state.organisation or "",
                place=case.subject,
                day=day_after(due),
                inputs={"period": period.name, "due_at": due} | ({"declared_at": told.at} if told else {}),
                variant="late" if told else "",
                fine=not told or day_after(due) < "2026-08-15",
            )
        year += 1
