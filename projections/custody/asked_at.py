"""The instant that an answer is for: how far the log was then, and what was settled; later than now is a forecast."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause

from ledger.clock import microseconds, read_instant, write_instant
from ledger.log import Ledger
from projections.clocks import Clocks
from projections.kept import STILL, stood
from projections.ruleset import RULESET
from projections.settled.recorded_settings import RecordedSettings


class AskedAt(NamedTuple):
    """An answer is a pure function of this: the facts up to a position, the instant, the settings known then."""

    as_of: str
    position: int
    is_now: bool
    """Whether the whole log counts: the instant is not before the last fact."""
    forecast: bool
    clocks: Clocks

    def in_view(self, position: int) -> "AskedAt":
        """The same for a view that stands at a position: of one that has gone on the present is not asked."""
        return self._replace(is_now=self.is_now and position == self.position)

    def told(self) -> dict[str, Any]:
        """The members by which an answer says what it is for."""
        return {"as_of": self.as_of, "position": self.position, "forecast": self.forecast, "ruleset": RULESET}


def stands(table: FromClause, at: AskedAt) -> ColumnElement[bool]:
    """Which rows of a table that keeps its past stood then; of what is so now an index tells."""
    return table.c.to_position == STILL if at.is_now else stood(table, at.position)


def asked_at(ledger: Ledger, settings: RecordedSettings, as_of: str | None = None) -> AskedAt:
    """What an answer for an instant is made of; for none it is this one."""
    head, recorded_at = ledger.head()
    this = max(write_instant(ledger.recorder.now()), recorded_at or "")
    asked = as_of or this
    is_now = recorded_at is None or asked >= recorded_at
    position = head if is_now else ledger.recorder.position_at(microseconds(read_instant(asked)))
    return AskedAt(asked, position, is_now, asked > this, Clocks(settings.facts(), asked))
