"""无书面合同委托: waste left for somebody with whom no written contract in force covers it.

Whoever takes the waste; and where that is covered, whoever carries it unless the sender or the receiver does so: a
contract with the receiver that has transport in its scope covers its haulier, so one that is missing is one cause.
Each leg by way of a collector is judged by itself.
"""

from ledger.parties.contract import Contract, ContractState
from ledger.waste_codes import covers_code
from projections.rules.across import Sending, sending_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Parameter, Rule, day_of

RULE = Rule(
    __name__,
    duty=(Law("37(1)", "490(1)"),),
    fine="bad_entrust_industrial",
    parameters=(Parameter("working_days", 5, "working_days", ("起运后补录合同", "to post the contract afterwards")),),
)


@RULE.judges("consignment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for sender and contractor, however many loads there are."""
    sending = sending_of(case)
    if sending is None:
        return
    sender, at = sending.load.sender, sending.at
    contracts = [each.state for each in case.known.all_of("contract", sender, at) if _holds(each, sending)]
    taker, carrier = sending.load.receiver, case.state.carrier
    if not any(each.contractor == taker for each in contracts):
        without = {taker}
    else:
        carried = any(_covers_carriage(each, carrier, sending) for each in contracts)
        without = set() if carried else {carrier} - {taker}
    for contractor in without - {sender}:
        yield Finding(
            subject=sender,
            cause=contractor,
            since=limits.ends("working_days", at),
            severity="warning",
            evidence=(sending.position,),
            against=sender,
            place=sending.load.from_establishment,
            day=day_of(at),
            inputs={"contractor": contractor, "waste_codes": [code for code, _ in sending.wastes], "left_at": at},
        )


def _holds(contract: Case, sending: Sending) -> bool:
    """Whether it was signed and in force when the load left, by its sender, for all of its wastes."""
    state, signed, day = contract.state, contract.first(Contract.Signed), day_of(sending.at)
    return (
        signed is not None
        and signed.at <= sending.at
        and state.generator == sending.load.sender
        and state.valid_from <= day <= state.valid_until
        and (state.ended_at or "9") > sending.at
        and all(covers_code(state.waste_codes, code) for code, _ in sending.wastes)
    )


def _covers_carriage(contract: ContractState, carrier: str, sending: Sending) -> bool:
    return contract.contractor in {carrier, sending.load.receiver} and "transport" in (contract.scope or ())
