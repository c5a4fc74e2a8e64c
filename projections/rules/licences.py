"""Licences 危险废物经营许可证 as rules look at them: which were in force at an establishment, and what they cover."""

from ledger.parties.licence import Licence, LicenceState
from ledger.waste_codes import covers_code
from projections.rules.case import Case, Known
from projections.rules.conventions import day_of


class Held:
    """What is known of the licences of an establishment at an instant."""

    def __init__(self, known: Known, establishment: str, at: str) -> None:
        day = day_of(at)
        states = {each.subject: _stood(each, at) for each in known.all_of("licence", establishment, at)}
        self.at_all = {name: each for name, each in states.items() if each.establishment == establishment}
        """Whatever was ever granted for it, suspended, revoked and over too."""
        self.in_force = {name: each for name, each in self.at_all.items() if _is_in_force(each, day)}

    def covering(self, waste_code: str, method: str | None) -> list[str]:
        """Those in force that cover a waste and, unless they are for collecting alone, what is done with it."""
        return [name for name, each in self.in_force.items() if _covers(each, waste_code, method)]


def _stood(licence: Case, at: str) -> LicenceState:
    """As it was known to stand; of one that this ledger learned of later, as it was granted then."""
    state: LicenceState = licence.state_at(at)
    granted = licence.first(Licence.Granted)
    return granted.after if state.stage == "provisional" and granted is not None else state


def _is_in_force(state: LicenceState, day: str) -> bool:
    known = state.stage == "granted" and state.valid_from is not None and state.valid_until is not None
    return known and (state.valid_from or "") <= day <= (state.valid_until or "")


def _covers(state: LicenceState, waste_code: str, method: str | None) -> bool:
    by_method = state.kind == "collection" or method is None or method in (state.methods or ())
    return by_method and covers_code(state.waste_codes or (), waste_code)
