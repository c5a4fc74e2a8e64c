"""The instants between which a case changes, as an input of its page takes them: what its sliders step over."""

from typing import NamedTuple

from api.pages import shanghai_time
from projections.custody.replay import Case


class Instants(NamedTuple):
    """Each once, in order, to the second."""

    happened: list[str]
    """When something happened, as it was first stated or as it was corrected."""
    known: list[str]
    """When something was recorded."""


def instants_of(case: Case) -> Instants:
    """Those of a case that is not cut."""
    happened = {each.occurred_at for each in case.entries if each.about is None}
    happened |= {each.data["time"] for each in case.entries if each.about is not None and "time" in each.data}
    happened |= {each.occurred_at for each in case.effects}
    known = {each.recorded_at for each in case.entries} | {each.recorded_at for each in case.effects}
    return Instants(_for_input(happened), _for_input(known))


def _for_input(canonical: set[str]) -> list[str]:
    return sorted({shanghai_time.for_input(each) for each in canonical})
