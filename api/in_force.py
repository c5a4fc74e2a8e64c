"""`GET /v1/settings`: what is settled for the whole log at an instant, and where each of it is said."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Asker, TheLedger, TheSettings
from api.subjects import cut
from ledger.clock import shanghai_day
from ledger.regulation.public_holidays import ARRANGEMENTS
from ledger.regulation.working_days import BUILT_IN
from ledger.settled.in_force import Facts, calendars, edition_on, editions, thresholds
from projections.custody.asked_at import asked_at

router = APIRouter(tags=["settings"])


@router.get("/v1/settings", summary="Thresholds, calendars and waste catalogues in force at an instant")
def read_settings(
    ledger: TheLedger,
    _: Asker,
    settings: TheSettings,
    as_of: Annotated[str | None, Query(max_length=40)] = None,
) -> Response:
    """From what was recorded by `as_of` (default now); the day is its day in Shanghai. Later than now: a forecast."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    asked, facts, day = at.as_of, settings.facts(), shanghai_day(at.as_of)
    loaded = editions(facts, asked)
    in_force = edition_on(loaded, day)
    return answer(
        {
            "as_of": asked,
            "forecast": at.forecast,
            "day": day.isoformat(),
            "position": at.position,
            "thresholds": [s._asdict() for _, s in sorted(thresholds(facts, asked).on(day).items())],
            "calendars": _years(facts, asked),
            "catalogues": [{**e._asdict(), "in_force": e is in_force} for e in loaded],
        }
    )


def _years(facts: Facts, as_of: str) -> list[dict[str, Any]]:
    """Every year that is known, published or built in; a span that leaves them is provisional."""
    years = {year: _built_in(year) for year in BUILT_IN.years}
    for year, published in calendars(facts, as_of).items():
        exceptions = msgspec.to_builtins(published.exceptions)
        years[year] = {**published._asdict(), "exceptions": exceptions, "built_in": False}
    return [years[year] for year in sorted(years)]


def _built_in(year: int) -> dict[str, Any]:
    days = sorted(BUILT_IN.exceptions(year).items())
    exceptions = [{"day": day.isoformat(), "kind": "work" if worked else "off"} for day, worked in days]
    notice = ARRANGEMENTS[year].notice
    return {"year": year, "exceptions": exceptions, "notice": notice, "position": None, "built_in": True}
