"""Rebuild equals live for every view that there is, on random histories, whatever the stretches and who folded."""

from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import MetaData, select

from ledger.clock import SimulatedClock
from ledger.correction import is_about_a_fact
from ledger.errors import BihuanError
from ledger.fact import Recorded
from ledger.log import Ledger
from projections import rebuilding
from projections import runner as running
from projections.bookkeeping import mark_of
from projections.catalogue import VIEWS
from projections.runner import Runner
from tests.api.least_statements import LICENCE, TERMS
from tests.conftest import NOON
from tests.ledger.test_standing import bureau
from tests.manifests import TRADE, received
from tests.projections.test_party_by_manifest import STEPS as TRIPS
from tests.projections.test_party_by_manifest import play
from tests.properties.drum_histories import histories, posting
from tests.properties.test_spoil_conservation import A_TRUCK
from tests.properties.test_spoil_conservation import told as truck
from tests.properties.wire_data import ON_A_STORE
from tests.specification import BAY, BUREAU, PLANT, SITE, Scenario, drum, said, weighed
from tests.spoil import departed, founded, ready

PLACE = {"organisation": f"organisation:{PLANT}", "name": "厂区", "division": "310115", "place": {"address": "路1号"}}
PHOTO = {"sha256": "ab" * 32, "media_type": "image/jpeg"}
SAID_OF = st.tuples(st.sampled_from(["corrected", "withdrawn"]), st.integers(0, 10**6))
"""What is said of which earlier fact."""


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """What drums go through in the plant, trips, corrections and withdrawals, in the order of posting."""
    plant = [("drum", each) for each in enumerate(draw(histories()))]
    trips = [("trip", each) for each in draw(TRIPS)]
    trucks = [("truck", each) for each in enumerate(draw(st.lists(A_TRUCK, max_size=2)))]
    about = [("about", each) for each in draw(st.lists(SAID_OF, max_size=6))]
    return list(draw(st.permutations([*plant, *trips, *trucks, *about])))


def test_every_view_holds_after_a_rebuild_what_it_held_live(
    ledger: Ledger, store_url: str, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*TRADE, said("establishment.registered", SITE, PLACE))
    scenario.given(said("container.stored", drum("S"), {"facility": BAY}), bureau())
    longer = {"waste_codes": ["HW06"], "valid_until": "2028-01-31"}
    scenario.given(said("licence.granted", LICENCE, TERMS, by=BUREAU))
    scenario.given(said("storage.extension_granted", BAY, longer, by=BUREAU))
    ready(founded(scenario)).given(departed())
    _corrected_after_its_receipt(scenario)
    rounds = count(1)
    with Ledger(store_url, SimulatedClock(NOON)) as elsewhere:
        live = Runner(ledger, VIEWS), Runner(elsewhere, VIEWS)

        @settings(ON_A_STORE, max_examples=15)
        @given(steps(), st.integers(1, 40), st.integers(1, 40), st.data())
        def the_same(history: list[tuple[str, Any]], stretch: int, rebuilt: int, data: st.DataObject) -> None:
            monkeypatch.setattr(running, "STRETCH", stretch)
            monkeypatch.setattr(rebuilding, "STRETCH", rebuilt)
            number, began = next(rounds), ledger.head()[0]
            for step in history:
                _post(scenario, step, number, began)
                folding = data.draw(st.sampled_from([None, None, *live]))
                if folding is not None:
                    folding.advance(ledger.head()[0])
            before = {view.NAME: rows_of(ledger, live[0], view.NAME) for view in VIEWS}
            Runner(ledger, VIEWS).rebuild_all([view.NAME for view in VIEWS])
            assert {view.NAME: rows_of(ledger, live[0], view.NAME) for view in VIEWS} == before

        the_same()
    assert all(any(rows_of(ledger, live[0], view.NAME).values()) for view in VIEWS)


def _corrected_after_its_receipt(scenario: Scenario) -> None:
    """A weighing that waits for the word of who took the drum."""
    one = drum("R")
    (told,) = scenario.when(weighed(one))
    scenario.given(received([one]))
    wrong = {"position": told.position, "data": weighed(one, "202.4").data, "reason": "误"}
    scenario.given(said("fact.corrected", one, wrong))


def rows_of(ledger: Ledger, runner: Runner, name: str) -> dict[str, list[str]]:
    """Every row of every table of a view that holds the whole log, whichever filling serves."""
    runner.reach(name, ledger.head()[0])
    with runner.reading(name) as view:
        mark = mark_of(view.connection, name)
        assert mark is not None
        described, prefix = MetaData(), f"{name}{mark.filling}_"
        runner.views[name].tables(described, prefix)
        return {
            table.name.removeprefix(prefix): sorted(
                repr(tuple(row)) for row in view.connection.execute(select(table))
            )
            for table in described.sorted_tables
        }


def _post(scenario: Scenario, step: tuple[str, Any], number: int, began: int) -> None:
    """One step, as far as it can be stated just now; each round has drums and trips of its own."""
    match step:
        case "drum", (hour, happened):
            told = posting(f"H{number}", hour, happened)
            scenario.when(replace(told, data=told.data | {"evidence": [PHOTO]}))
        case "trip", (taken, which):
            play(scenario, taken, f"{which}-{number}", [f"manifest:20263102{2 * number + n:06d}" for n in (0, 1)])
        case "truck", (nth, (fate, kilograms, part)):
            scenario.given(*truck(f"N{number}", fate, kilograms, nth, part))
        case "about", (what, pick):
            facts = [f for f in scenario.ledger.recorded(after=began) if not is_about_a_fact(f.fact.type)]
            if facts:
                _say_of(scenario, what, facts[pick % len(facts)])


def _say_of(scenario: Scenario, what: str, fact: Recorded[Any]) -> None:
    said_of = {"position": fact.position, "reason": "误"}
    data = scenario.ledger.stored(fact.position) if what == "corrected" else None
    more = {} if data is None else {"data": msgspec.json.decode(data[1])["fact"]["data"]}
    with suppress(BihuanError):  # acts can be refused
        scenario.when(said(f"fact.{what}", fact.fact.subject, said_of | more, by=fact.fact.stated_by))
