"""环: which loops are open, overdue, closed or broken, at any instant, as those see it who have to do with them."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from ledger.posting import Posting
from tests.api.least_statements import TERMS
from tests.doors import Caller, codes, receipts
from tests.manifests import (
    DRUMS,
    NUMBER,
    RECEIVER,
    STRANGER,
    THERE,
    TRADE,
    TRUCK,
    TRUCKER,
    issued,
    of_manifest,
    received,
    registered,
)
from tests.specification import BUREAU, OPERATOR, PLANT, SITE, generated, organisation, said, uscc, weighed

CITY, MINHANG = uscc("11310000MB0A1B2C3"), uscc("11310112MB1D1D1D1")
ONE, TWO, THREE = DRUMS


class Bureau:
    """Everybody at the door; the plant has three weighed drums on a manifest that left this morning."""

    def __init__(self, client: TestClient, clock: SimulatedClock) -> None:
        self.clock = clock
        who = (OPERATOR, PLANT, RECEIVER, TRUCKER, STRANGER, BUREAU, CITY, MINHANG)
        self.callers = {each: Caller.of(client, each) for each in who}
        ecology = {"competence": ["ecology"]}
        self.says(
            *TRADE,
            organisation(BUREAU, "authority", **ecology),
            organisation(CITY, "authority", division="310000", **ecology),
            organisation(MINHANG, "authority", division="310112", **ecology),
        )
        self.says(registered(SITE, "310115", PLANT))
        self.says(registered(THERE, "310117", RECEIVER))
        for each in DRUMS:
            self.says(generated(each, at=hour(7)), weighed(each, at=hour(7)))
        self.says(issued(at=hour(8), legs=[{"carrier": f"organisation:{TRUCKER}", "mode": "road"}]))
        self.says(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=hour(9)))

    def says(self, *postings: Posting) -> list[dict[str, Any]]:
        return receipts(self.callers[postings[0].source.split(":")[2]].post(*postings))

    def wait(self, span: timedelta) -> None:
        self.clock.set(self.clock.now() + span)

    def loops(self, who: str = BUREAU, **query: Any) -> dict[str, str]:
        """Subject and loop → status."""
        answer = self.callers[who].get("/v1/loops", **query)
        assert answer.status_code == 200, answer.text
        return {f"{each['subject']} {each['loop']}": each["status"] for each in answer.json()["loops"]}

    def loop(self, subject: str, who: str = BUREAU, **query: Any) -> dict[str, Any]:
        rows = self.callers[who].get("/v1/loops", **query).json()["loops"]
        (found,) = (row for row in rows if row["subject"] == subject)
        return dict(found)

    def rate(self, who: str = BUREAU, **query: Any) -> dict[str, Any]:
        answer = self.callers[who].get("/v1/statistics/closed-loop", **query)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


def hour(of_day: int) -> str:
    return f"2026-11-24T{of_day:02d}:00:00+08:00"


@pytest.fixture
def bureau(client: TestClient, clock: SimulatedClock) -> Bureau:
    return Bureau(client, clock)


def later(bureau: Bureau, **span: float) -> str:
    """An instant from now on."""
    return (bureau.clock.now() + timedelta(**span)).isoformat()


def test_a_loop_says_how_it_stands_why_and_what_it_waits_for(bureau: Bureau) -> None:
    row = bureau.loop(NUMBER)
    assert (row["loop"], row["status"], row["reasons"]) == ("manifest", "open", ["collected"])
    assert (row["organisation"], row["division"], row["mass_kg"]) == (PLANT, "310115", 600)
    due = row["next_deadline"]
    assert (due["kind"], due["due"], due["basis"]) == ("arrival_by_road", "2026-11-26T01:00:00.000000Z", "内部阈值")


def test_a_deadline_that_passes_makes_it_overdue_and_a_late_fact_clears_it(bureau: Bureau) -> None:
    assert bureau.loops(status="overdue") == {}
    bureau.wait(timedelta(days=3))
    assert bureau.loops(status="overdue") == {f"{NUMBER} manifest": "overdue"}
    assert bureau.loop(NUMBER)["passed"][0]["kind"] == "arrival_by_road"
    assert bureau.loop(NUMBER)["reasons"] == ["collected", "arrival_by_road"]
    then = bureau.clock.now().isoformat()
    bureau.wait(timedelta(minutes=1))
    bureau.says(of_manifest("arrived", RECEIVER, at=hour(11)), received(DRUMS, at=hour(11)))
    assert bureau.loops(status="overdue") == {}
    assert bureau.loop(NUMBER)["status"] == "closed"
    assert bureau.loop(NUMBER, as_of=then)["status"] == "overdue"  # as it was known then


def test_what_arrived_is_confirmed_within_five_working_days(bureau: Bureau) -> None:
    bureau.says(of_manifest("arrived", RECEIVER, at=hour(11)))
    due = bureau.loop(NUMBER)["next_deadline"]
    assert (due["kind"], due["due"]) == ("confirmation", "2026-12-01T16:00:00.000000Z")
    assert (due["source"], due["basis"]) == ("statute", "危险废物转移管理办法 18")
    assert bureau.loop(NUMBER, as_of=later(bureau, days=7))["status"] == "open"
    assert bureau.loop(NUMBER, as_of=later(bureau, days=8))["status"] == "overdue"


def test_a_later_instant_is_a_forecast(bureau: Bureau) -> None:
    now = bureau.callers[BUREAU].get("/v1/loops").json()
    then = bureau.callers[BUREAU].get("/v1/loops", as_of=later(bureau, days=3)).json()
    assert (now["forecast"], then["forecast"]) == (False, True)
    assert now["position"] == then["position"]
    assert now["ruleset"] == then["ruleset"]


def test_what_was_refused_and_never_comes_back_breaks_the_loop(bureau: Bureau) -> None:
    bureau.says(of_manifest("arrived", RECEIVER, at=hour(11)), received([ONE, TWO], [THREE], at=hour(11)))
    assert bureau.loops(loop="custody") == {
        f"{ONE} custody": "closed",
        f"{TWO} custody": "closed",
        f"{THREE} custody": "open",
    }
    assert bureau.loop(NUMBER)["status"] == "open"
    assert bureau.loop(NUMBER, as_of=later(bureau, days=10))["status"] == "overdue"
    assert bureau.loop(NUMBER, as_of=later(bureau, days=40))["status"] == "broken"
    assert bureau.loops(status="broken", as_of=later(bureau, days=40)) == {f"{NUMBER} manifest": "broken"}


def test_a_subject_tells_the_same_as_the_list(bureau: Bureau) -> None:
    then = bureau.clock.now().isoformat()
    bureau.wait(timedelta(days=3))
    caller = bureau.callers[BUREAU]
    shown = caller.get(f"/v1/subjects/{NUMBER}").json()
    assert (shown["loop"], shown["deadlines"][0]["passed"]) == ("overdue", True)
    before = caller.get(f"/v1/subjects/{NUMBER}", as_of=then).json()
    assert (before["forecast"], before["loop"]) == (False, "open")
    assert caller.get(f"/v1/subjects/{NUMBER}", as_of=hour(11)).status_code == 404  # nothing of it was recorded yet


DRUM, BAY, LICENCE = f"container:{PLANT}.D-old", SITE.replace("establishment", "facility") + ".TS001", "licence:沪1"
A_YEAR = {"days": 366}


def stored_in_the_bay(bureau: Bureau, licensed: bool = True) -> None:
    """A drum that was stored today, by one who holds a licence or by an ordinary producer."""
    bureau.says(generated(DRUM, at=hour(7)), said("container.stored", DRUM, {"facility": BAY}, at=hour(8)))
    if licensed:
        terms = {**TERMS, "holder": f"organisation:{PLANT}", "establishment": SITE}
        days = {"valid_from": "2026-01-01", "valid_until": "2028-12-31"}
        bureau.says(said("licence.granted", LICENCE, {**terms, **days}, by=BUREAU, at=hour(7)))


def kept(bureau: Bureau, **span: float) -> set[str]:
    """What list, subject and rate say of the drum's loop then; of the rate, whether one is overdue."""
    then = later(bureau, **span)
    told = bureau.callers[BUREAU].get(f"/v1/subjects/{DRUM}", as_of=then).json()["loops"]["custody"]
    rows = [row for row in bureau.rate(loop="custody", as_of=then)["rows"] if row["loop"] == "custody"]
    overdue = "overdue" if any(row["loops"]["overdue"] for row in rows) else "open"
    return {bureau.loops(as_of=then)[f"{DRUM} custody"], told, overdue}


def test_who_holds_a_licence_keeps_waste_for_a_year(bureau: Bureau) -> None:
    stored_in_the_bay(bureau)
    assert kept(bureau, days=364) == {"open"}
    assert kept(bureau, **A_YEAR) == {"overdue"}
    (late,) = bureau.loop(DRUM, loop="custody", as_of=later(bureau, **A_YEAR))["passed"]
    assert (late["kind"], late["due"], late["source"]) == ("storage", "2027-11-24T16:00:00.000000Z", "statute")
    assert "535(3)" in late["basis"]


def test_an_ordinary_producer_is_not_bound_by_it(bureau: Bureau) -> None:
    stored_in_the_bay(bureau, licensed=False)
    assert kept(bureau, **A_YEAR) == {"open"}
    assert bureau.loop(DRUM, loop="custody")["next_deadline"] is None


def test_nobody_is_bound_by_a_licence_that_is_not_in_force(bureau: Bureau) -> None:
    stored_in_the_bay(bureau)
    bureau.says(said("licence.revoked", LICENCE, {"establishment": SITE}, by=BUREAU, at=hour(9)))
    assert kept(bureau, **A_YEAR) == {"open"}


@pytest.mark.parametrize(("code", "status"), [("HW06", "open"), ("900-402-06", "open"), ("HW08", "overdue")])
def test_the_issuer_may_allow_more_for_a_code_or_a_category(bureau: Bureau, code: str, status: str) -> None:
    stored_in_the_bay(bureau)
    longer = {"waste_codes": [code], "valid_until": "2028-01-31"}
    bureau.says(said("storage.extension_granted", BAY, longer, by=BUREAU, at=hour(9)))
    assert kept(bureau, **A_YEAR) == {status}
    assert kept(bureau, days=434) == {"overdue"}  # 2028-02-01


def test_each_sees_the_loops_that_it_is_a_party_to(bureau: Bureau) -> None:
    everything = bureau.loops()
    assert len(everything) == 7
    for who in (PLANT, RECEIVER, TRUCKER, CITY, OPERATOR):
        expected = {} if who == OPERATOR else everything
        assert bureau.loops(who) == expected, who
    assert bureau.loops(STRANGER) == bureau.loops(MINHANG) == {}
    assert bureau.loops(organisation=RECEIVER) == {}
    assert bureau.loops(CITY, division="310115") == everything
    assert bureau.loops(CITY, division="310117") == {}
    assert bureau.loops(stream="construction_waste") == {}


def test_pages_follow_each_other_and_end(bureau: Bureau) -> None:
    seen, cursor = [], None
    for _ in range(10):
        page = bureau.callers[BUREAU].get("/v1/loops", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [row["subject"] for row in page["loops"]]
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert sorted(seen) == sorted([*DRUMS, *DRUMS, NUMBER])
    assert bureau.callers[BUREAU].get("/v1/loops", cursor=cursor).json()["loops"] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": "done"}, "?status"),
        ({"loop": "circle"}, "?loop"),
        ({"organisation": "nobody"}, "?organisation"),
        ({"division": "31"}, "?division"),
        ({"as_of": "yesterday"}, "?as_of"),
        ({"cursor": "%%%"}, "?cursor"),
        ({"cursor": "_____"}, "?cursor"),
        ({"limit": "many"}, "?limit"),
    ],
)
def test_a_question_that_cannot_be_is_refused_and_named(bureau: Bureau, query: dict[str, str], pointer: str) -> None:
    answer = bureau.callers[BUREAU].get("/v1/loops", **query)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_the_rate_counts_and_weighs_what_is_closed(bureau: Bureau) -> None:
    bureau.says(of_manifest("arrived", RECEIVER, at=hour(11)), received([ONE, TWO], [THREE], at=hour(11)))
    told = bureau.rate(by="division")
    chain, custody, manifest = told["rows"]
    assert chain["loops"]["open"] == 3
    assert (custody["division"], custody["loop"]) == ("310115", "custody")
    assert custody["loops"] == {"open": 1, "overdue": 0, "closed": 2, "broken": 0, "cancelled": 0}
    assert custody["mass_kg"]["closed"] == 400
    assert (custody["closed_loop_rate"], custody["closed_loop_rate_by_mass"]) == (0.6667, 0.6667)
    assert manifest["loops"]["open"] == 1
    assert told["total"]["custody"]["loops"] == custody["loops"]
    for by, key in (("organisation", PLANT), ("stream", "hazardous_waste"), ("month", "2026-11")):
        assert [row[by] for row in bureau.rate(by=by, loop="custody")["rows"]] == [key]


def test_the_rate_of_an_instant_is_that_of_what_was_known_and_had_passed(bureau: Bureau) -> None:
    before = bureau.clock.now().isoformat()
    bureau.wait(timedelta(minutes=1))
    bureau.says(of_manifest("arrived", RECEIVER, at=hour(11)), received(DRUMS, at=hour(11)))
    assert bureau.rate(loop="custody")["total"]["custody"]["loops"]["closed"] == 3
    assert bureau.rate(loop="custody", as_of=before)["total"]["custody"]["loops"]["open"] == 3
    late = bureau.rate(loop="manifest", as_of=before)
    assert late["total"]["manifest"]["loops"]["open"] == 1


def test_an_overdue_loop_is_not_counted_as_open(bureau: Bureau) -> None:
    told = bureau.rate(loop="manifest", as_of=later(bureau, days=3))["total"]["manifest"]["loops"]
    assert (told["open"], told["overdue"]) == (0, 1)


def test_the_figures_are_of_ones_own_places(bureau: Bureau) -> None:
    for who, sees in (
        (PLANT, True),
        (CITY, True),
        (BUREAU, True),
        (MINHANG, False),
        (RECEIVER, False),
        (STRANGER, False),
    ):
        assert bool(bureau.rate(who)["rows"]) == sees, who
