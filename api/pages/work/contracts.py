"""合同: by which contracts an organisation gives waste away on a day, and what they cover of it."""

from collections.abc import Collection
from datetime import date
from typing import Final, NamedTuple

from api.pages.work.lately import said_lately
from ledger.log import Ledger
from ledger.parties.contract import Contract, ContractState
from ledger.waste_codes import covers_code
from projections.custody.state import fold
from projections.reading import Reading

ENOUGH: Final = 400
"""So many contracts that name it are looked at, the latest: what is found is only offered."""
TAKES: Final = frozenset({"collection", "storage", "recovery", "disposal"})
"""Who is to do one of these with the waste may be its receiver; who merely carries it is none."""


class Agreed(NamedTuple):
    """A contract in force."""

    subject: str
    state: ContractState

    @property
    def contractor(self) -> str:
        """Who takes the waste."""
        return self.state.contractor or ""

    def covered(self, codes: Collection[str]) -> list[str]:
        """Those of the codes that stand in it, themselves or by their category."""
        return [code for code in codes if covers_code(self.state.waste_codes or (), code)]


def in_force(ledger: Ledger, uscc: str, day: date) -> list[Agreed]:
    """Contracts by which others take its waste that day, the latest first; as they stand, not as they were signed."""
    facts = said_lately(ledger, uscc, [Contract.Signed.TOPIC], ENOUGH)
    subjects = list(dict.fromkeys(fact.fact.subject for fact in reversed(facts)))[:ENOUGH]
    reading = Reading(ledger, ledger.head()[0])
    lives = reading.lives(subjects)
    found = [Agreed(each, fold(each, reading.standing(each, lives[each]))) for each in subjects]
    return [each for each in found if _binds(each.state, f"organisation:{uscc}", str(day))]


def _binds(state: ContractState, generator: str, day: str) -> bool:
    if state.stage != "signed" or state.generator != generator or TAKES.isdisjoint(state.scope or ()):
        return False
    return (state.valid_from or "") <= day <= (state.valid_until or "")
