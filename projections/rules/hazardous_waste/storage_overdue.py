"""贮存超期: who holds a licence keeps hazardous waste longer than a year, and nobody has extended it.

The year begins when the waste first came into storage here, in this drum or one that was poured into it.
"""

from ledger.hazardous_waste.container import ContainerState
from ledger.parties.storage_extension import StorageExtension
from ledger.subjects import establishment_in
from ledger.waste_codes import covers_code
from projections.clocks import end_of
from projections.rules.containers import holder, kept_since, waste_of
from projections.rules.language import (
    Case,
    Finding,
    Iterator,
    Law,
    Limits,
    Rule,
    day_after,
    day_of,
    is_exempt,
    of_deadline,
)
from projections.rules.licences import Held

RULE = Rule(__name__, duty=(Law("81(3)", "535(3)"),), parameters=(of_deadline("storage"),))


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the container while it is in stock, under its establishment, code and month."""
    state: ContainerState = case.state
    here = establishment_in(state.facility) if state.facility is not None else None
    stored = kept_since(case, here, case.known) if here is not None else None
    if here is None or stored is None:
        return
    code = waste_of(state, case.known)
    here_since = case.known.case(here).state.go_live or ""
    due = max(limits.ends("years", stored.at), _extended(case, code), here_since and end_of(here_since))
    if not Held(case.known, here, due).in_force or is_exempt(case.known, here, code, "storage", due):
        return
    yield Finding(
        subject=here,
        cause=f"{code or '—'} {day_of(stored.at)[:7]}",
        since=due,
        severity="warning",
        evidence=(stored.position,),
        against=holder(case),
        place=here,
        day=day_after(due),
        inputs={"stored_at": stored.at, "due_at": due, "waste_code": code, "mass_g": state.remaining_g},
    )


def _extended(case: Case, code: str | None) -> str:
    """Until when the latest decision about its facility and code lets it stay; where no code is told, about any."""
    granted = case.known.case(case.state.facility).steps(StorageExtension.Granted)
    about = [step.says for step in granted if code is None or covers_code(step.says.waste_codes, code)]
    return end_of(about[-1].valid_until) if about else ""
