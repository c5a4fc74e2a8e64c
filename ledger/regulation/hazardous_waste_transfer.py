"""危险废物转移管理办法 (部令23号) and the statute behind it: what a manifest is measured by on its day."""

from ledger.regulation.divisions import MUNICIPALITIES
from ledger.regulation.law_of_the_day import article

MEASURES_IN_FORCE_SINCE = "2022-01-01"


def measures(number: str, day: str) -> str | None:
    """An article of the measures, for an act of that day in China; None before they were in force."""
    return f"危险废物转移管理办法 {number}" if day >= MEASURES_IN_FORCE_SINCE else None


def approval_needed(day: str) -> str:
    """The article by which hazardous waste leaves its province only with approval."""
    return "；".join(filter(None, (article(day, "82(2)", "536(2)"), measures("21", day))))


def manifest_needed(day: str) -> str:
    """The article by which hazardous waste is moved only with a manifest."""
    return "；".join(filter(None, (article(day, "82(1)", "536(1)"), measures("16", day))))


def number_fits(number: str, division: str | None) -> bool:
    """Whether province and city in a manifest's number are those of 移出地, as far as its division is known (15)."""
    if division is None:
        return True
    # of a municipality no text says which two digits stand for the city
    digits = 2 if division[:2] in MUNICIPALITIES or division.endswith("0000") else 4
    return number[4 : 4 + digits] == division[:digits]
