"""The directory: whom one finds by name and code, how an establishment is supervised, and who is shown whom."""

from typing import Any

import pytest

from ledger.log import Ledger
from ledger.posting import Posting
from projections.custody.visibility import Viewer, Visibility
from projections.parties.directory import DirectoryView
from projections.parties.looked_up import organisations_of, supervised_of
from projections.parties.party import PartyView
from projections.runner import Runner
from tests.api.least_statements import PLACE
from tests.ledger.test_standing import bureau
from tests.manifests import RECEIVER, THERE, registered
from tests.specification import BUREAU, OPERATOR, OTHER_PLANT, PLANT, SITE, Scenario, organisation, said

ALL = Viewer("", administers=True, division=None, beyond_its_own=True)


def classed(of: str, year: int, at: str = "2026-01-03T08:00:00+08:00") -> Posting:
    data = {"class": of, "year": year, "source": "名录"}
    return said("supervision_class.assigned", SITE, data, by=BUREAU, at=at)


@pytest.fixture
def views(ledger: Ledger, scenario: Scenario) -> Runner:
    """Two plants and a receiver; one plant has a place in 浦东, the receiver one in 松江."""
    scenario.given(
        organisation(PLANT, "generator", "carrier", name="东方_电子厂"),
        organisation(OTHER_PLANT, "generator", name="Orient 100% Ltd", division="310117"),
        organisation(RECEIVER, "receiver", name="示范焚烧厂", division="310117"),
        bureau(),
        said("establishment.registered", SITE, PLACE),
        registered(THERE, "310117", RECEIVER),
    )
    return Runner(ledger, [DirectoryView(), PartyView()])


def found(views: Runner, ledger: Ledger, viewer: Viewer = ALL, **asked: Any) -> list[str]:
    what: dict[str, Any] = {"text": "", "role": None, "division": None, "after": "", "limit": 10} | asked
    seen = Visibility(ledger, views, viewer.organisation, viewer)
    return [each.subject.partition(":")[2] for each in organisations_of(views, seen, ledger.head()[0], **what)]


def test_one_is_found_by_part_of_its_name_or_code(ledger: Ledger, views: Runner) -> None:
    assert found(views, ledger, text="电子") == found(views, ledger, text="方_电") == [PLANT]
    assert found(views, ledger, text="100%") == found(views, ledger, text="orient") == [OTHER_PLANT]
    assert found(views, ledger, text=RECEIVER[3:12].lower()) == [RECEIVER]
    assert found(views, ledger, text="%") == [OTHER_PLANT], "no sign in it stands for others"
    assert found(views, ledger, text="x' or '1'='1") == []


def test_roles_and_districts_narrow_it_also_by_where_an_establishment_lies(ledger: Ledger, views: Runner) -> None:
    assert found(views, ledger, role="carrier") == [PLANT]
    assert found(views, ledger, role="carri") == []
    assert set(found(views, ledger, division="310117")) == {OTHER_PLANT, RECEIVER}
    assert PLANT in found(views, ledger, division="310115")


def test_the_list_goes_on_behind_the_last(ledger: Ledger, views: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projections.parties.looked_up.LOOKED_THROUGH", 2)
    every = found(views, ledger)
    assert len(every) == 4
    first = found(views, ledger, limit=2)
    assert first + found(views, ledger, after=f"organisation:{first[-1]}") == every == sorted(every)


def test_each_sees_itself_and_an_authority_its_division(ledger: Ledger, views: Runner) -> None:
    own = Viewer(OTHER_PLANT, administers=False, division=None, beyond_its_own=False)
    there = Viewer(BUREAU, administers=False, division="310117", beyond_its_own=True)
    assert found(views, ledger, own) == [OTHER_PLANT]
    assert PLANT not in found(views, ledger, there)
    assert {OTHER_PLANT, RECEIVER} <= set(found(views, ledger, there))


def test_who_lies_in_a_division_by_a_place_alone_is_found_there(
    ledger: Ledger, scenario: Scenario, views: Runner
) -> None:
    scenario.given(said("establishment.changed", SITE, PLACE | {"division": "310117"}))
    there = Viewer(BUREAU, administers=False, division="310117", beyond_its_own=True)
    assert PLANT in found(views, ledger, there)


def under(
    views: Runner, ledger: Ledger, year: int = 2026, what: str | None = None, **more: Any
) -> list[tuple[str, int, int]]:
    seen = Visibility(ledger, views, "", more.get("viewer", ALL))
    rows = supervised_of(views, seen, ledger.head()[0], what, year, more.get("division"), 10)
    return [(each.by.what, each.by.year, each.by.position) for each in rows]


def test_a_class_is_the_last_of_its_year_else_of_the_last_before(
    ledger: Ledger, scenario: Scenario, views: Runner
) -> None:
    first = scenario.when(classed("simplified", 2025))[0].position
    assert under(views, ledger, 2024) == []
    assert under(views, ledger) == [("simplified", 2025, first)]
    scenario.given(classed("registered", 2026))
    last = scenario.when(classed("key", 2026))[0].position
    assert under(views, ledger) == under(views, ledger, 2027) == [("key", 2026, last)]
    assert under(views, ledger, 2025) == [("simplified", 2025, first)]
    assert under(views, ledger, what="simplified") == [], "it was of that class the year before"
    scenario.given(said("fact.withdrawn", SITE, {"position": last, "reason": "误"}, by=BUREAU))
    assert under(views, ledger)[0][0] == "registered"


def test_a_list_is_entered_and_left_and_a_closed_place_is_on_none(
    ledger: Ledger, scenario: Scenario, views: Runner
) -> None:
    listed = {"list": "key_supervision", "reason": "产生量大"}
    at = scenario.when(said("supervision_list.entered", SITE, listed, by=BUREAU))[0].position
    scenario.given(said("supervision_list.entered", SITE, listed | {"list": "key_polluters"}, by=BUREAU))
    assert under(views, ledger, what="key_supervision") == [("key_supervision", 0, at)]
    assert under(views, ledger, division="310117") == []
    own = Viewer(OTHER_PLANT, administers=False, division=None, beyond_its_own=False)
    assert under(views, ledger, viewer=own) == []
    scenario.given(said("supervision_list.left", SITE, listed, by=BUREAU))
    assert [what for what, *_ in under(views, ledger)] == ["key_polluters"]
    scenario.given(said("establishment.closed", SITE, {}))
    assert under(views, ledger) == []


def test_a_name_that_was_corrected_or_a_registration_withdrawn(
    ledger: Ledger, scenario: Scenario, views: Runner
) -> None:
    at = ledger.recorded(subject=f"organisation:{OTHER_PLANT}")[0].position
    scenario.given(
        said("fact.withdrawn", f"organisation:{OTHER_PLANT}", {"position": at, "reason": "误"}, by=OPERATOR)
    )
    assert found(views, ledger, text="Orient") == []
    before = found(views, ledger), under(views, ledger)
    views.rebuild(DirectoryView.NAME)
    assert (found(views, ledger), under(views, ledger)) == before
