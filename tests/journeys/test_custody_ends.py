"""保管责任: whose a drum is on its way, and when its owner's duty for it ends."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.manifests import (
    BARGEMAN,
    DRUMS,
    NUMBER,
    RECEIVER,
    STRANGER,
    THERE,
    TRADE,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    of_manifest,
    org,
    received,
    registered,
)
from tests.specification import OPERATOR, PLANT, SITE, drum, generated, kg, organisation, said, uscc, weighed

BURNER = uscc("91310116MA1B9B9B9")
FURNACE = f"establishment:{BURNER}001P"
FURTHER = "manifest:20263101009999"
HALL = f"facility:{RECEIVER}001P.TS001"
ONE, TWO, THREE = DRUMS


class Trade:
    """Everybody at the door, each with a key; the plant has three weighed drums."""

    def __init__(self, client: TestClient) -> None:
        who = (OPERATOR, PLANT, RECEIVER, TRUCKER, BARGEMAN, STRANGER, BURNER)
        self._callers = {each: Caller.of(client, each) for each in who}
        self.says(*TRADE, organisation(BURNER, "receiver", division="310116"))
        self.says(registered(SITE, "310115", PLANT))
        self.says(registered(THERE, "310117", RECEIVER))
        self.says(registered(FURNACE, "310116", BURNER))
        for each in DRUMS:
            self.says(generated(each, at=hour(6)), weighed(each, at=hour(7)))

    def says(self, *postings: Posting) -> list[dict[str, Any]]:
        """Posted by the organisation of their source, and recorded."""
        return receipts(self.tries(*postings))

    def tries(self, *postings: Posting) -> Any:
        return self._callers[postings[0].source.split(":")[2]].post(*postings)

    def sees(self, who: str, subject: str, **query: Any) -> dict[str, Any]:
        shown: dict[str, Any] = self._callers[who].get(f"/v1/subjects/{subject}", **query).json()
        return shown

    def custody(self, subject: str, who: str = PLANT) -> tuple[str, str, str | None]:
        """Its stage, how its owner's duty stands, and who has it."""
        shown = self.sees(who, subject)
        return shown["stage"], shown["loops"]["custody"], shown["state"].get("held_by")


@pytest.fixture
def trade(client: TestClient) -> Trade:
    return Trade(client)


def hour(of_day: int) -> str:
    return f"2026-11-24T{of_day:02d}:00:00+08:00"


def test_a_drum_knows_where_its_manifest_has_brought_it(trade: Trade) -> None:
    trade.says(issued(at=hour(8)))
    assert trade.custody(ONE) == ("weighed", "open", None)
    assert trade.sees(PLANT, ONE)["state"]["manifest"] == NUMBER
    trade.says(of_manifest("loaded", PLANT, {"mass_kg": 400, "containers": [ONE, TWO]}, at=hour(8)))
    trade.says(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=hour(9)))
    assert trade.custody(ONE) == ("in_transit", "open", org(TRUCKER))
    assert trade.custody(THREE) == ("weighed", "open", None)  # it stayed behind
    trade.says(handed_over(at=hour(10)))
    assert trade.custody(ONE) == ("in_transit", "open", org(BARGEMAN))
    trade.says(of_manifest("arrived", RECEIVER, at=hour(11)), received([ONE], [TWO], at=hour(11)))
    assert trade.custody(ONE) == ("received", "closed", org(RECEIVER))
    assert trade.custody(TWO) == ("refused", "open", org(RECEIVER))
    trade.says(of_manifest("return_dispatched", RECEIVER, {"carrier": org(TRUCKER)}, at=hour(12)))
    trade.says(of_manifest("returned", PLANT, at=hour(12)))
    assert trade.custody(TWO) == ("returned", "open", org(PLANT))
    assert trade.custody(ONE) == ("received", "closed", org(RECEIVER))


def test_a_cancelled_manifest_lets_its_drums_go(trade: Trade) -> None:
    trade.says(issued(at=hour(8)), of_manifest("cancelled", PLANT, at=hour(9)))
    shown = trade.sees(PLANT, ONE)
    assert "manifest" not in shown["state"]
    assert (shown["stage"], shown["loops"]["custody"]) == ("weighed", "open")


def test_a_receipt_that_is_withdrawn_opens_the_loop_again(trade: Trade) -> None:
    trade.says(issued(at=hour(8)))
    (receipt,) = trade.says(received([ONE], at=hour(11)))
    assert trade.custody(ONE)[1] == "closed"
    data = {"position": receipt["position"], "reason": "认错联单"}
    trade.says(said("fact.withdrawn", NUMBER, data, by=RECEIVER, at=hour(11)))
    assert trade.custody(ONE)[:2] == ("weighed", "open")


def test_the_receiver_stores_and_weighs_what_it_accepted_and_nobody_else_does(trade: Trade) -> None:
    stored = said("container.stored", ONE, {"facility": HALL}, by=RECEIVER, at=hour(12))
    assert codes(trade.tries(stored)) == ["may_not_state"]
    trade.says(issued(at=hour(8)))
    trade.says(received([ONE], [TWO], at=hour(11)))
    trade.says(stored)
    assert trade.custody(ONE) == ("stored", "closed", org(RECEIVER))
    assert trade.sees(PLANT, ONE)["state"]["facility"] == HALL
    for other, by in ((TWO, RECEIVER), (ONE, BURNER), (ONE, TRUCKER)):
        assert codes(trade.tries(said("container.stored", other, {"facility": HALL}, by=by))) == ["may_not_state"]


def test_a_receipt_and_the_storing_of_it_come_in_one_batch(trade: Trade) -> None:
    trade.says(issued(at=hour(8)))
    stored = said("container.stored", ONE, {"facility": HALL}, by=RECEIVER, at=hour(12))
    trade.says(received([ONE], at=hour(11)), stored)
    assert trade.custody(ONE)[0] == "stored"


def test_naming_somebodys_drum_on_a_manifest_of_ones_own_gives_no_say_about_it(trade: Trade) -> None:
    mine = {"transferor": org(STRANGER), "from_establishment": f"establishment:{STRANGER}001P"}
    trade.says(registered(mine["from_establishment"], "310115", STRANGER))
    trade.says(issued(at=hour(8), by=STRANGER, **mine))
    trade.says(received([ONE], at=hour(11)))
    assert trade.custody(ONE) == ("weighed", "open", None)
    stored = said("container.stored", ONE, {"facility": HALL}, by=RECEIVER, at=hour(12))
    assert codes(trade.tries(stored)) == ["may_not_state"]


def test_a_former_receiver_sees_what_became_of_a_drum_but_not_by_which_trip(trade: Trade) -> None:
    trade.says(issued(at=hour(8)))
    trade.says(received([ONE], at=hour(9)))
    on = {"transferor": org(RECEIVER), "receiver": org(BURNER), "legs": [{"carrier": org(STRANGER), "mode": "road"}]}
    places = {"from_establishment": THERE, "to_establishment": FURNACE, "containers": [ONE]}
    trade.says(issued(FURTHER, at=hour(10), by=RECEIVER, **on, **places))
    trade.says(received([ONE], number=FURTHER, by=BURNER, at=hour(12)))
    told = trade.sees(TRUCKER, ONE)["state"]
    assert (told["manifest"], told["held_by"], told["confirmed_by"]) == ("masked", "masked", "masked")
    told = trade.sees(BURNER, ONE)["state"]
    assert (told["manifest"], told["held_by"]) == (FURTHER, org(BURNER))
    assert told["confirmed_by"] == org(RECEIVER)


@pytest.mark.parametrize(
    ("treated", "status"),
    [("200", ("treated", "closed", None)), ("150", ("treated", "open", None))],
    ids=["all of it", "a part of it"],
)
def test_a_drum_treated_at_home_is_done_with_when_nothing_is_left(
    trade: Trade, treated: str, status: tuple[str, str, str | None]
) -> None:
    run = {
        "facility": f"facility:{PLANT}001P.MF009",
        "kind": "recovered",
        "method": "R2",
        "from": hour(8),
        "until": hour(9),
        "inputs": [{"container": ONE, "mass_kg": kg(treated)}],
    }
    trade.says(said("treatment.completed", f"treatment:{PLANT}.T-1", run, at=hour(9)))
    assert trade.custody(ONE) == status


def test_what_was_poured_on_is_the_duty_of_the_next_drum(trade: Trade) -> None:
    next_one = drum("next")
    poured = {"from": [{"container": ONE, "mass_kg": 200}], "into": [{"container": next_one, "mass_kg": 200}]}
    trade.says(said("container.repacked", next_one, poured | {"emptied": [ONE]}, at=hour(9)))
    assert trade.custody(ONE)[:2] == ("emptied", "closed")
    assert trade.custody(next_one)[:2] == ("repacked", "open")


def test_a_drum_that_is_emptied_with_less_than_it_held_is_broken(trade: Trade) -> None:
    next_one = drum("next")
    poured = {"from": [{"container": ONE, "mass_kg": 150}], "into": [{"container": next_one, "mass_kg": 150}]}
    trade.says(said("container.repacked", next_one, poured | {"emptied": [ONE]}, at=hour(9)))
    assert trade.custody(ONE)[:2] == ("emptied", "broken")


def test_a_drum_that_is_lost_is_broken(trade: Trade) -> None:
    trade.says(said("container.loss_declared", ONE, {"cause": "theft", "mass_kg": 200}, at=hour(9)))
    assert trade.custody(ONE)[:2] == ("lost", "broken")
