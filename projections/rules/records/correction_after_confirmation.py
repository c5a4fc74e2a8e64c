"""更正未经对方确认: a fact was corrected after another organisation had relied on it, and that one did not confirm.

Until it does the first statement counts. A mass that changes by more than a few per cent is a warning.
"""

from typing import Any

from ledger.correction import Pending, says
from ledger.fact import speaker_of
from ledger.subjects import establishment_in, owner_of
from projections.rules.language import ANY, Case, Finding, Iterator, Limits, Parameter, Rule, Step, Text, day_after

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 10(3)、12(2)", "2022-01-01"),),
    parameters=(
        Parameter("working_days", 3, "working_days", ("更正后对方确认", "to confirm a correction")),
        Parameter("percent_until_warning", 5, "percent", ("质量变动多少为警告", "which change of mass is a warning")),
    ),
    competent="any",
)


@RULE.judges(ANY)
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each fact that waits for a word, about its last correction."""
    for step in case.steps(own=True):
        for pending in step.fact.pending[-1:]:
            correction = pending.correction.fact
            due = limits.ends("working_days", correction.occurred_at)
            change = _change(step, pending)
            yield Finding(
                subject=case.subject,
                cause=f"{step.fact.statement.type} {step.at}",
                since=due,
                severity="warning" if change > limits.value("percent_until_warning", day_after(due)) else "notice",
                evidence=(step.position, pending.correction.position),
                against=f"organisation:{speaker_of(correction)}",
                place=_place(case, step),
                day=day_after(due),
                inputs={
                    "fact": step.fact.statement.type,
                    "corrected_at": correction.occurred_at,
                    "waits_for": [f"organisation:{each}" for each in sorted(pending.waits_for)],
                    "percent": round(change, 1),
                },
            )


def _change(step: Step, pending: Pending) -> float:
    """By how many per cent the mass that changes most does."""
    told, corrected = step.says, says(pending.correction.fact)
    pairs = [(getattr(told, name), getattr(corrected, name, None)) for name in _masses(told)]
    return max((100 * abs(new - old) / old for old, new in pairs if old and new is not None), default=0.0)


def _masses(told: Any) -> list[str]:
    return [name for name in told.__struct_fields__ if name.endswith("_g")]


def _place(case: Case, step: Step) -> str:
    state = case.state
    place = getattr(state, "establishment", None) or getattr(state, "from_establishment", None)
    owner = owner_of(case.subject)
    return place or establishment_in(case.subject) or (f"organisation:{owner}" if owner else step.speaker)
