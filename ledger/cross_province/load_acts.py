"""When a manifest may not be issued under the transfer that it names: as far as that transfer is told of here.

Of a transfer that no fact here tells of nothing is known, and nothing is refused. What a consignment names is a fact
on the ground, and flagged.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.correction import Correction, says
from ledger.cross_province.application import Application
from ledger.cross_province.transfer_acts import day_of, transfer_in
from ledger.cross_province.transfer_state import TransferState, why_not_in_force
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.hazardous_waste.manifest import Manifest
from ledger.judging import Act, Known, standing_facts
from ledger.regulation.cross_province import step_article
from ledger.regulation.hazardous_waste_transfer import approval_needed
from ledger.waste_codes import covers_code


def _refuse_under_transfer(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError where the transfer is not in force, or is one for other parties, waste or method.

    A manifest may be issued before the first day of the transfer; whether the load left too early is for a rule.
    """
    issued = says(statement)
    if not isinstance(issued, Manifest.Issued) or issued.transfer is None:
        return
    state, day = transfer_in(known, issued.transfer), day_of(statement)
    if state.stage == "provisional":
        return
    why_not = why_not_in_force(state, statement.occurred_at)
    if statement.about is None and why_not not in {None, "not_yet_valid"}:
        raise UnlawfulActError(
            Finding(
                "transfer_not_in_force",
                f"{issued.transfer} is not in force: {why_not}",
                "/data/transfer",
                article=approval_needed(day),
                values={"transfer": issued.transfer, "why_not": why_not},
            )
        )
    other = next(_other_than_granted(state, issued), None)
    if other is not None:
        raise UnlawfulActError(
            Finding(
                "beyond_the_transfer",
                f"{other} is not what {issued.transfer} was granted for; that wants an application of its own",
                f"/data/{other}",
                article=step_article("28", day, hazardous=True),
                values={"transfer": issued.transfer, "field": other},
            )
        )


def _other_than_granted(state: TransferState, issued: Manifest.Issued) -> Iterator[str]:
    if issued.transferor != state.transferor:
        yield "transferor"
    if issued.receiver != state.receiver:
        yield "receiver"
    for index, line in enumerate(issued.lines):
        if not covers_code(state.waste_codes, line.waste_code):
            yield f"lines/{index}/waste_code"
        if line.method != state.method:
            yield f"lines/{index}/method"


def _reads(statement: Statement[Any]) -> Iterable[Selector]:
    issued = says(statement)
    if isinstance(issued, Manifest.Issued) and issued.transfer is not None:
        yield standing_facts(issued.transfer, Application.Applied, Application.Supplemented)


UNDER_TRANSFER = Act(_refuse_under_transfer, _reads)

LOAD_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    Manifest.Issued: (UNDER_TRANSFER,),
    Correction.Corrected: (UNDER_TRANSFER,),
}
"""What can make the issue of a manifest unlawful beside its own form."""
