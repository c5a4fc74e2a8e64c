"""纸质联单补录超期: a trip that ran on paper is entered later than ten working days after it was completed."""

from collections.abc import Iterator

from ledger.fact import Title
from ledger.hazardous_waste.manifest import Manifest
from projections.rules.case import Case
from projections.rules.conventions import day_after
from projections.rules.finding import Finding
from projections.rules.limits import Limits, Parameter
from projections.rules.rule import Rule, Text

ARTICLE = "危险废物转移管理办法 20(2)"

RULE = Rule(
    __name__,
    title=Title("纸质联单补录超期", "Paper manifest entered late"),
    why=Title(
        "纸质联单补录之前，这车废物不在电子台账里，无法核对。",
        "Until a paper manifest is entered, nobody can check the load against anything.",
    ),
    says=Title(
        "转移于 {completed_at} 完成，应于 {due_at} 前补录，{entered_at} 才补录",
        "Completed {completed_at}, to be entered by {due_at}, and entered only {entered_at}",
    ),
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
