"""Which flags a page is asked for: filters in the address, so that it can be sent to somebody."""

from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends, Query

from api.pages.words import Words
from ledger.regulation.divisions import SHANGHAI
from ledger.subjects import problem_with
from projections.anomalies.lists import STATUSES, Wanted
from projections.rules.catalogue import BY_ID
from projections.rules.finding import SEVERITIES

SEVERITY_WORDS: Final[dict[str, Words]] = {
    "serious": ("严重", "serious"),
    "warning": ("警告", "warning"),
    "notice": ("提示", "notice"),
}
STATUS_WORDS: Final[dict[str, Words]] = {
    "open": ("待说明", "open"),
    "explained": ("已说明", "explained"),
    "confirmed": ("属实", "confirmed"),
    "dismissed": ("不成立", "dismissed"),
    "cleared": ("已消除", "cleared"),
}


class Filters(NamedTuple):
    """What was chosen; anything that is no choice is as if it was not said."""

    rule: str | None = None
    severity: str | None = None
    status: str | None = None
    division: str | None = None
    organisation: str | None = None
    subject: str | None = None

    def wanted(self) -> Wanted:
        """As the register is asked."""
        return Wanted(**self._asdict())

    def but(self, **changed: str | None) -> dict[str, Any]:
        """The query of a link with one filter changed."""
        return {**self._asdict(), **changed}


Text = Annotated[str, Query(max_length=80)]


def filters(
    rule: Text = "",
    severity: Text = "",
    status: Text = "",
    division: Text = "",
    organisation: Text = "",
    subject: Annotated[str, Query(max_length=200)] = "",
) -> Filters:
    """The filters of a request."""
    return Filters(
        rule if rule in BY_ID else None,
        severity if severity in SEVERITIES else None,
        status if status in STATUSES else None,
        division if division in SHANGHAI else None,
        organisation if len(organisation) == 18 and organisation.isalnum() else None,
        subject if problem_with(subject) is None else None,
    )


TheFilters = Annotated[Filters, Depends(filters)]
