"""Licences for hazardous waste 危险废物经营许可证: how long one is valid.

Source: 危险废物经营许可证管理办法（2016修订）13.
"""

from datetime import date

VALIDITY_ARTICLE = "危险废物经营许可证管理办法（2016修订）13"

VALID_YEARS: dict[str, int] = {"comprehensive": 5, "collection": 3}
"""Kind of licence → for how many years it is valid at most."""


def valid_until_at_most(kind: str, valid_from: str) -> str:
    """The last day on which a licence of a kind may be valid, as YYYY-MM-DD.

    Whether the day of granting counts is not said, and both are printed on licences: the longer one is let pass.
    """
    first = date.fromisoformat(valid_from)
    year = first.year + VALID_YEARS[kind]
    leap_day = (first.month, first.day) == (2, 29)
    return (date(year, 3, 1) if leap_day else first.replace(year=year)).isoformat()
