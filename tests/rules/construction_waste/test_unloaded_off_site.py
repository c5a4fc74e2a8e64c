"""unloaded_off_site: a load fell, or a truck tipped, where no filed site is."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import IN_SITE, LATER, OUTSIDE, corrected, unloaded
from tests.specification import OPERATOR
from tests.spoil import CARRIER, SITE, TRUCK, accepted, departed, step, trip

RULE = "unloaded_off_site"
FROM = "2026-11-23T14:40:00.000000Z"


def test_a_fall_of_the_load_outside_every_site_is_serious_from_the_end_of_the_tip(hauling: Register) -> None:
    hauling.given(departed(), unloaded(until="2026-11-23T22:43:00+08:00"))
    assert hauling.told("2026-11-23T14:43:00Z", RULE) == []
    assert hauling.told("2026-11-23T14:43:01Z", RULE) == [(trip(1), FROM, "serious")]


def test_by_the_place_alone_it_is_a_warning(hauling: Register) -> None:
    hauling.given(departed(), unloaded(grade="seen", before=None))
    (flag,) = hauling.flags(LATER, RULE)
    assert (flag.severity, flag.findings[0].variant) == ("warning", "seen")


@pytest.mark.parametrize(
    ("where", "grade", "before", "after"),
    [
        (IN_SITE, "weighed", "17", "0"),
        (("121.6305", "31.125"), "weighed", "17", "0"),  # 48 m beside its boundary
        (None, "weighed", "17", "0"),
        (OUTSIDE, "unseen", None, None),
        (OUTSIDE, "weighed", "6", "4.3"),
    ],
)
def test_what_only_looks_like_it(
    hauling: Register, where: tuple[str, str] | None, grade: str, before: str | None, after: str | None
) -> None:
    hauling.given(departed(), unloaded(where=where, grade=grade, before=before, after=after))
    assert hauling.told(LATER, RULE) == []


def test_a_hundred_metres_beside_a_site_are_in_it_and_no_more(hauling: Register) -> None:
    hauling.given(departed(), unloaded(1, ("121.63105", "31.125")))
    assert hauling.told(LATER, RULE) == []
    hauling.given(departed(2), unloaded(2, ("121.63106", "31.125")))
    assert hauling.told(LATER, RULE) == [(trip(2), FROM, "serious")]


def test_three_tonnes_or_thirty_per_cent_are_enough(hauling: Register) -> None:
    hauling.given(
        departed(1), unloaded(1, before="17", after="14"), departed(2), unloaded(2, before="6", after="4.2")
    )
    hauling.given(departed(3), unloaded(3, before="17", after="14.001"))
    assert {told[0] for told in hauling.told(LATER, RULE)} == {trip(1), trip(2)}


def test_a_receipt_of_a_filed_site_within_two_hours_clears_it(hauling: Register) -> None:
    hauling.given(departed(), unloaded())
    assert len(hauling.told("2026-11-23T14:50:00Z", RULE)) == 1
    hauling.given(accepted(at="2026-11-24T00:40:00+08:00"))
    assert hauling.told(LATER, RULE) == []
    assert len(hauling.told("2026-11-23T14:50:00Z", RULE)) == 1, "as was known then"


def test_a_later_receipt_and_one_of_a_place_that_nobody_filed_do_not(hauling: Register) -> None:
    hauling.given(departed(1), unloaded(1), departed(2), unloaded(2))
    hauling.given(accepted(1, at="2026-11-24T00:40:01+08:00"))
    hauling.given(accepted(2, site="site:310115.X-99", at="2026-11-23T23:00:00+08:00"))
    assert {told[0] for told in hauling.told(LATER, RULE)} == {trip(1), trip(2)}


def test_a_load_that_was_brought_back_was_not_dumped(hauling: Register) -> None:
    hauling.given(departed(), step("refused", at="2026-11-23T22:20:00+08:00", site=SITE, reason="含垃圾"), unloaded())
    hauling.given(step("returned", by=CARRIER, at="2026-11-23T22:45:00+08:00"))
    assert hauling.told(LATER, RULE) == []


def test_a_truck_on_no_known_trip_is_flagged_itself(hauling: Register) -> None:
    hauling.given(unloaded(subject=TRUCK))
    (flag,) = hauling.flags(LATER, RULE)
    assert (flag.subject, flag.findings[0].against) == (TRUCK, f"organisation:{CARRIER}")


def test_a_place_that_is_corrected_into_the_site_clears_it(hauling: Register) -> None:
    hauling.given(departed(), unloaded())
    at = "2026-11-25T09:00:00+08:00"
    hauling.given(corrected(hauling.position(trip(1)), trip(1), unloaded(where=IN_SITE).data, by=OPERATOR, at=at))
    assert hauling.told(LATER, RULE) == []
