"""无联单转移: hazardous waste left, and no manifest had been issued for it by then.

Told of a manifest that left, arrived or was received before its issue or without one; or of a drum that was taken out
for a transfer, of which no manifest ever tells. An exemption of the transport alone does not spare the manifest.
"""

from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from projections.rules.containers import holder, place_of, waste_of
from projections.rules.language import (
    Case,
    Finding,
    Iterator,
    Known,
    Law,
    Limits,
    Rule,
    Step,
    Text,
    day_of,
    is_exempt,
)
from projections.rules.loads import dispatch_of

RULE = Rule(__name__, duty=(Law("82(1)", "536(1)"), Text("危险废物转移管理办法 11(1)")), fine="hw_manifest")


@RULE.judges("manifest")
def of_a_load(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest, where it was issued after the load had left, or not at all."""
    issued = case.first(Manifest.Issued)
    left = dispatch_of(case) or case.first(Manifest.Arrived, Manifest.Received)
    if left is None or (issued is not None and issued.at <= left.at) or case.first(Manifest.EnteredFromPaper):
        return
    state = case.state
    codes = [line.waste_code for line in state.lines]
    if codes and all(_is_exempt(case.known, state.from_establishment, code, left.at) for code in codes):
        return
    yield Finding(
        subject=case.subject,
        since=limits.settled(left.at),
        severity="serious",
        evidence=(left.position,),
        against=state.transferor or left.speaker,
        place=state.from_establishment or "",
        day=day_of(left.at),
        inputs={"left_at": left.at} | ({"issued_at": issued.at} if issued else {}),
        variant="late" if issued else "never",
    )


@RULE.judges("container")
def of_a_container(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each withdrawal for a transfer, where no manifest took the drum along or lists it to do so."""
    for left in case.steps(Container.Withdrawn):
        if left.says.purpose != "transfer" or _is_back_or_goes_elsewhere(case, left) or _is_listed(case, left):
            continue
        here, code = place_of(case, case.known), waste_of(case.state, case.known)
        if not _is_exempt(case.known, here, code, left.at):
            yield Finding(
                subject=case.subject,
                cause=left.at,
                since=limits.settled(left.at),
                severity="serious",
                evidence=(left.position,),
                against=holder(case),
                place=here,
                day=day_of(left.at),
                inputs={"left_at": left.at},
            )


def _is_back_or_goes_elsewhere(case: Case, left: Step) -> bool:
    recipient = left.says.recipient
    if recipient is not None and recipient.kind in {"exempt", "abroad"}:
        return True
    return any(step.at >= left.at for step in case.steps(Container.Stored))


def _is_listed(case: Case, left: Step) -> bool:
    """Whether some manifest that lists it had not left before it was taken out."""
    for step in case.steps(Manifest.Issued, Manifest.Loaded):
        gone = dispatch_of(case.known.case(step.subject))
        if gone is None or gone.at >= left.at:
            return True
    return False


def _is_exempt(known: Known, establishment: str | None, code: str | None, at: str) -> bool:
    return bool(establishment) and is_exempt(known, establishment or "", code, "collection", at)
