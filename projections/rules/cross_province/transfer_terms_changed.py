"""变更事项未重新申请: a load names a transfer in force and is not what that transfer was granted for.

Another receiver, waste or method wants an application of its own, and so does a receiver that is not qualified any
more: its licence has ended, or the capacity was withdrawn before the load left.
"""

from ledger.cross_province.consultation import Consultation
from ledger.waste_codes import covers_code
from projections.rules.across import (
    APPROVED,
    DUTIES,
    Sending,
    sending_of,
    under,
    variant_of,
)
from projections.rules.language import Case, Finding, Iterator, Limits, Rule, Text, day_of

RULE = Rule(__name__, duty=(Text("危险废物转移管理办法 28", "2022-01-01"), APPROVED), duties=DUTIES)


@RULE.judges("manifest", "consignment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the load."""
    sending = sending_of(case)
    found = under(sending, case.known) if sending else None
    if sending is None or found is None or found.transfer is None or found.transfer.subject != sending.load.transfer:
        return
    if found.why not in {None, "terms"}:
        return
    changed = list(_changed(found.transfer, sending))
    if changed:
        yield Finding(
            subject=case.subject,
            since=sending.at,
            severity="serious" if sending.purpose == "hazardous" else "warning",
            evidence=(sending.position,),
            against=sending.load.sender,
            place=sending.load.from_establishment,
            day=day_of(sending.at),
            inputs={"changed": changed, "transfer": found.transfer.subject},
            variant=variant_of(sending.purpose),
        )


def _changed(transfer: Case, sending: Sending) -> Iterator[str]:
    state = transfer.state
    if state.receiver != sending.load.receiver:
        yield "receiver 接受人"
    if not all(covers_code(state.waste_codes, code) for code, _ in sending.wastes):
        yield "waste_code 废物代码"
    if any(method != state.method for _, method in sending.wastes):
        yield "method 利用处置方式"
    words = [step for step in transfer.steps(*CAPACITY) if step.at <= sending.at]
    if words and isinstance(words[-1].says, Consultation.CapacityWithdrawn):
        yield "capacity_withdrawn 接收能力已撤回"
    if sending.purpose == "hazardous" and _licence_ended(transfer, sending):
        yield "licence_ended 接受人许可证已失效"


CAPACITY = (Consultation.CapacityConfirmed, Consultation.CapacityWithdrawn)


def _licence_ended(transfer: Case, sending: Sending) -> bool:
    """The licence that the application names, where it was told here; a suspension is another rule's matter."""
    named = transfer.state.licence
    held = transfer.known.case(named, sending.at).state_at(sending.at) if named else None
    if held is None or held.stage == "provisional":
        return False
    return held.stage == "revoked" or day_of(sending.at) > (held.valid_until or "9")
