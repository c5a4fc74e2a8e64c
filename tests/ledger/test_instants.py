"""Instants and days: many ways to write one, one way to store it."""

import pytest

from ledger.clock import day, instant
from ledger.errors import InvalidError
from ledger.hazardous_waste.container import Container
from ledger.posting import Poster, draft
from ledger.schema import read_data
from tests.conftest import NOON
from tests.specification import PLANT, SITE, drum, generated

REFUSED = [
    "2026-11-24",
    "2026-11-24T08:03:00",
    "2026-11-24 08:03:00+08:00",
    "2026-11-24T08:03+08:00",
    "2026-11-24T08:03:00+0800",
    "2026-11-24T08:03:00+08",
    "2026-11-24T08:03:00+24:00",
    "2026-11-24T08:03:00+08:60",
    "2026-11-24T08:03:00Z\n",
    " 2026-11-24T08:03:00Z",
    "2026-11-24T08:03:60Z",
    "2016-12-31T23:59:60Z",
    "2026-11-24T24:00:00Z",
    "2026-11-24T08:60:00Z",
    "2026-11-24T08:03:00.1234567Z",
    "2026-11-24T08:03:00.Z",
    "2026-11-24T08:03:00,5Z",
    "2026-02-29T08:03:00Z",
    "2026-13-01T08:03:00Z",
    "2026-00-10T08:03:00Z",
    "2026-11-00T08:03:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+00:01",
    "1899-12-31T23:59:59.999999Z",
    "1900-01-01T07:59:59+08:00",
    "9999-12-31T23:59:59-00:01",
    "9999-12-31T23:59:59-23:59",
    "12026-11-24T08:03:00Z",
    "-2026-11-24T08:03:00Z",
    "２０２６-11-24T08:03:00Z",
    "2026-11-24T08:03:0٣Z",
    "20261124T080300Z",
    "2026-W48-2T08:03:00Z",
    "1795507380",
    "now",
    "",
]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("2026-11-24T08:03:00+08:00", "2026-11-24T00:03:00.000000Z"),
        ("2026-11-24T00:03:00Z", "2026-11-24T00:03:00.000000Z"),
        ("2026-11-24t00:03:00z", "2026-11-24T00:03:00.000000Z"),
        ("2026-11-24T00:03:00-00:00", "2026-11-24T00:03:00.000000Z"),
        ("2026-11-23T14:33:00-09:30", "2026-11-24T00:03:00.000000Z"),
        ("2026-11-24T00:03:00.5Z", "2026-11-24T00:03:00.500000Z"),
        ("2026-11-24T00:03:00.118204Z", "2026-11-24T00:03:00.118204Z"),
        ("2024-02-29T23:59:59.999999-23:59", "2024-03-01T23:58:59.999999Z"),
        ("1900-01-01T08:00:00+08:00", "1900-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_an_instant_is_stored_in_one_way(written: str, stored: str) -> None:
    assert instant(written) == stored
    assert instant(stored) == stored


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_instant_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        instant(written)


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_instant_is_refused_as_the_time_of_a_fact(written: str) -> None:
    with pytest.raises(InvalidError) as caught:
        draft(generated(drum(), at=written), Poster(PLANT, "test"), NOON)
    assert [(f.code, f.pointer) for f in caught.value.findings] == [("wrong_form", "/time")]


@pytest.mark.parametrize("written", REFUSED)
def test_what_is_no_instant_is_refused_in_the_data(written: str) -> None:
    data = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06", "filling_started_at": written}
    findings: list = []
    assert read_data(Container.Generated, data, "/data", findings) is None
    assert [(f.code, f.pointer) for f in findings] == [("wrong_form", "/data/filling_started_at")]


def test_an_instant_in_the_data_is_stored_in_one_way() -> None:
    at = {"filling_started_at": "2026-11-24T08:03:00+08:00"}
    data = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06", **at}
    fact = read_data(Container.Generated, data, "/data", [])
    assert isinstance(fact, Container.Generated)
    assert fact.filling_started_at == "2026-11-24T00:03:00.000000Z"


@pytest.mark.parametrize("written", ["2026-11-24", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_is_stored_as_it_is_written(written: str) -> None:
    assert day(written) == written


@pytest.mark.parametrize(
    "written", ["2026-02-29", "2026-11-31", "2026-11-24\n", "20261124", "2026-W48-2", "２026-11-24", "0000-01-01", ""]
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day(written)
