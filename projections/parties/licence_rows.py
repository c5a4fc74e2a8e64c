"""Licences by both clocks: from when until when each was what, as it was known at a position of the log."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from ledger.clock import shanghai_day
from ledger.parties.licence import LicenceState
from projections.custody.moment import Moment
from projections.custody.state import states

FOREVER: Final = "9"
"""Later than any instant."""


class Licence(NamedTuple):
    """A licence as it was from one instant until another."""

    licence: str
    since: str
    """When the fact happened that made it so."""
    until: str
    """When the next one did; FOREVER for the last."""
    stage: str
    kind: str | None
    holder: str | None
    establishment: str | None
    waste_codes: str
    """JSON."""
    methods: str
    """JSON."""
    capacity_g_per_year: int | None
    valid_from: str | None
    valid_until: str | None
    decision: str | None

    def is_in_force(self, instant: str) -> bool:
        """Whether it was to be used at an instant: granted by then, not taken away, and within its days."""
        if self.stage != "granted" or self.valid_from is None or self.valid_until is None:
            return False
        day = shanghai_day(instant).isoformat()
        return self.since <= instant < self.until and self.valid_from <= day <= self.valid_until


def licence_at(subject: str, moment: Moment) -> dict[tuple[str, str], Licence]:
    """What is known of a licence: one row for each stretch of time in which nothing was decided about it."""
    if not moment.standing:
        return {}
    _, *after = states(subject, moment.standing)
    happened = [each.statement.occurred_at for each in moment.standing]
    rows: dict[tuple[str, str], Licence] = {}
    for since, until, state in zip(happened, [*happened[1:], FOREVER], after, strict=True):
        if since != until:  # of two decisions of one instant the later one counts
            rows[subject, since] = _row(subject, since, until, state)
    return rows


def in_force(licences: Iterable[Licence], establishment: str, instant: str) -> list[Licence]:
    """Those of an establishment that were in force at an instant, by what is known of them."""
    return [each for each in licences if each.establishment == establishment and each.is_in_force(instant)]


def _row(subject: str, since: str, until: str, state: LicenceState) -> Licence:
    return Licence(
        subject,
        since,
        until,
        state.stage,
        state.kind,
        state.holder,
        state.establishment,
        msgspec.json.encode(state.waste_codes or []).decode(),
        msgspec.json.encode(state.methods or []).decode(),
        state.capacity_g_per_year,
        state.valid_from,
        state.valid_until,
        state.decision,
    )
