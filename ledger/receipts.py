"""The ledger's answer for one posting, made of what was decided and of the leaves that were appended."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ledger.batch import Decided
from ledger.errors import BihuanError
from ledger.fact import Recorded
from ledger.posting import Draft
from ledger.store.appending import Leaf


class Receipt(NamedTuple):
    """The ledger's answer for one posting; `duplicate` when it was recorded before."""

    id: str
    source: str
    subject: str
    position: int
    leaf_hash: str
    recorded_at: str
    duplicate: bool


Answer = list[Receipt] | BihuanError
"""A request's receipts, or why nothing of it was stored."""


def answers(
    decided: Sequence[Decided], accepted: Sequence[Draft], leaves: Sequence[Leaf], hashes: dict[int, bytes]
) -> list[Answer]:
    """For each request of a gather its answer; `hashes` are those of leaves that were recorded before."""
    told: set[int] = set()

    def receipt(outcome: Recorded[Any] | int) -> Receipt:
        if isinstance(outcome, int):
            said, leaf = accepted[outcome].statement, leaves[outcome]
            place = (leaf.position, leaf.hash.hex(), leaf.recorded_at)
        else:
            said = outcome.fact
            place = (outcome.position, hashes[outcome.position].hex(), outcome.recorded_at)
        duplicate = not isinstance(outcome, int) or outcome in told
        if isinstance(outcome, int):
            told.add(outcome)
        return Receipt(said.id, said.source, said.subject, *place, duplicate)

    return [each.error or [receipt(outcome) for outcome in each.receipts] for each in decided]
