"""纸质联单补录超期: a trip that ran on paper is entered later than ten working days after it was completed."""

from ledger.hazardous_waste.manifest import Manifest
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text, day_after

ARTICLE = "危险废物转移管理办法 20(2)"

RULE = Rule(
    __name__,
    duty=(Text(ARTICLE),),
    parameters=(
        Parameter("working_days", 10, "working_days", ("转移完成后补录", "to enter it"), "statute", ARTICLE),
    ),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest, once it is entered and was late."""
    entered = case.first(Manifest.EnteredFromPaper)
    if entered is None:
        return
    due = limits.ends("working_days", entered.says.completed_at)
    if entered.recorded_at > due:
        yield Finding(
            subject=case.subject,
            since=due,
            severity="notice",
            evidence=(entered.position,),
            against=entered.speaker,
            place=case.state.from_establishment or "",
            day=day_after(due),
            inputs={
                "completed_at": entered.says.completed_at,
                "due_at": due,
                "entered_at": entered.recorded_at,
                "paper_no": entered.says.paper_no,
            },
        )
