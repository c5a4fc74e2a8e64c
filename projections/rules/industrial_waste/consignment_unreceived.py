"""运单未接收: a consignment left, and its receiver says neither that it took it nor that it refused it."""

from ledger.industrial_waste.consignment import Consignment
from projections.cross_province.load_rows import load_at
from projections.rules.across import provinces_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Parameter, Rule, day_after, of_deadline

RULE = Rule(
    __name__,
    duty=(Law("36、37", "489、490(2)"),),
    parameters=(
        of_deadline("consignment_in_city"),
        of_deadline("consignment_beyond"),
        Parameter("days_until_warning", 30, "days", ("起运后多久为警告", "how long after it left it is a warning")),
    ),
)


@RULE.judges("consignment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the consignment, while its receiver says nothing."""
    load, left = load_at(case.subject, case.standing, case.state), case.last(Consignment.Dispatched)
    if load is None or left is None or case.state.answered:
        return
    beyond = load.transfer is not None or provinces_of(load, case.known) is not None
    due = limits.ends("hours_beyond" if beyond else "hours_in_the_city", left.at)
    yield Finding(
        subject=case.subject,
        since=due,
        severity="notice",
        warning_from=limits.ends("days_until_warning", left.at),
        evidence=(left.position,),
        against=load.receiver,
        place=load.to_establishment,
        day=day_after(due),
        inputs={"left_at": left.at, "due_at": due},
    )
