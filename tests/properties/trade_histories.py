"""Random histories of a trade: drums filled, repacked, sent on two trips, refused, returned, treated and corrected.

Told in any order, by whoever may tell it; what is refused is left out, for a history is what was recorded.
"""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from ledger.errors import BihuanError
from ledger.posting import Posting
from ledger.schema import data_in_wire_form
from tests.manifests import BARGEMAN, RECEIVER, THERE, TRADE, TRUCK, TRUCKER, handed_over, issue, line, of_manifest, org
from tests.manifests import registered as placed
from tests.specification import BAY, PLANT, SCALE, SITE, Scenario, drum, kg, organisation, said, uscc

BURNER = uscc("91310116MA1B9B9B9")
FURNACE = f"establishment:{BURNER}001P"
HALL = f"facility:{RECEIVER}001P.TS001"
EVERYBODY = (
    *TRADE,
    organisation(BURNER, "receiver", division="310116"),
    placed(SITE, "310115", PLANT),
    placed(THERE, "310117", RECEIVER),
    placed(FURNACE, "310116", BURNER),
)
DRUMS = 4
Step = tuple[str, int, int, int, list[int]]
"""What happened, at which minute, with which drum, how many kilograms, and which other drums."""

OF_A_DRUM = ["generated", "weighed", "stored", "withdrawn", "lost", "repacked", "treated"]
OF_THE_FIRST_TRIP = ["loaded", "collected", "handed", "arrived", "received", "dispatched", "returned", "cancelled"]
OF_THE_SECOND = ["sent_on", "burner_received", "hall_stored"]
ABOUT_FACTS = ["corrected", "withdrawn_fact", "confirmed"]

drums = st.integers(0, DRUMS - 1)


def histories(most: int = 22) -> st.SearchStrategy[list[Step]]:
    """Steps in the order in which they are told; each happened at a minute of its own choice."""
    kinds = st.sampled_from(["issued", *OF_A_DRUM, *OF_THE_FIRST_TRIP * 2, *OF_THE_SECOND, *ABOUT_FACTS])
    step = st.tuples(kinds, st.integers(0, 600), drums, st.integers(0, 300), st.lists(drums, unique=True))
    usual = st.lists(step, max_size=most)
    return st.one_of(usual, usual.map(lambda steps: sorted(steps, key=lambda s: s[1])))


def tell(scenario: Scenario, name: str, steps: Iterable[Step]) -> list[int]:
    """State each step under numbers of this history; gives the head after each that was recorded."""
    heads: list[int] = []
    first = scenario.ledger.head()[0]
    for n, step in enumerate(steps):
        posting = _posting(scenario, name, n, step, first)
        if posting is None:
            continue
        try:
            scenario.when(posting)
        except BihuanError:
            continue
        heads.append(scenario.ledger.head()[0])
    return heads


def drums_of(name: str) -> list[str]:
    """The drums of a history of that name."""
    return [drum(f"{name}-{n}") for n in range(DRUMS)]


def trips_of(name: str) -> list[str]:
    """Its two manifests."""
    number = 2 * int(name)
    return [f"manifest:20263101{number:06d}", f"manifest:20263101{number + 1:06d}"]


def _posting(scenario: Scenario, name: str, n: int, step: Step, first: int) -> Posting | None:
    kind, minute, which, mass, others = step
    at = f"2026-11-23T{8 + minute // 60:02d}:{minute % 60:02d}:00+08:00"
    every, (one, two) = drums_of(name), trips_of(name)
    it, some = every[which], [every[each] for each in others]
    match kind:
        case "generated":
            return said(
                "container.generated", it, {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}, at=at
            )
        case "weighed":
            return said(
                "container.weighed", it, {"gross_kg": kg(str(mass + 10)), "tare_kg": 10, "scale": SCALE}, at=at
            )
        case "stored":
            return said("container.stored", it, {"facility": BAY}, at=at)
        case "hall_stored":
            return said("container.stored", it, {"facility": HALL}, at=at, by=RECEIVER)
        case "withdrawn":
            return said("container.withdrawn", it, {"purpose": "transfer"}, at=at)
        case "lost":
            return said("container.loss_declared", it, {"cause": "leak", "mass_kg": mass}, at=at)
        case "repacked":
            sources = [each for each in some if each != it] or [drum(f"{name}-elsewhere")]
            poured: dict[str, Any] = {"from": [{"container": each, "mass_kg": mass} for each in sources]}
            poured |= {"into": [{"container": it, "mass_kg": mass * len(sources)}]}
            return said("container.repacked", it, poured | ({"emptied": sources} if mass % 2 else {}), at=at)
        case "treated":
            by, plant = (PLANT, SITE) if mass % 2 else (BURNER, FURNACE)
            run = {
                "facility": plant.replace("establishment", "facility") + ".MF1",
                "kind": "disposed",
                "method": "D10",
                "from": at,
                "until": at,
                "inputs": [{"container": it, "mass_kg": mass}],
            }
            return said("treatment.completed", f"treatment:{by}.{name}-{n}", run, at=at, by=by)
        case "issued":
            return said("manifest.issued", one, issue(containers=some, lines=[line()]), at=at)
        case "sent_on":
            parts = {"transferor": org(RECEIVER), "receiver": org(BURNER)}
            places = {"from_establishment": THERE, "to_establishment": FURNACE}
            return said("manifest.issued", two, issue(containers=some, **parts, **places), at=at, by=RECEIVER)
        case "burner_received":
            parts = {"accepted": [{"container": each, "mass_kg": mass} for each in some or [it]]}
            return of_manifest("received", BURNER, parts, two, at=at)
        case "loaded":
            return of_manifest("loaded", PLANT, {"containers": some, "mass_kg": mass}, one, at=at)
        case "collected":
            return of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, one, at=at)
        case "handed":
            return handed_over(TRUCKER, to=BARGEMAN, data={"containers": some}, number=one, at=at)
        case "arrived":
            return of_manifest("arrived", RECEIVER, {}, one, at=at)
        case "received":
            accepted = {"accepted": [{"container": each, "mass_kg": mass} for each in some if each != it]}
            refused = {"refused": [{"container": it, "mass_kg": mass, "reason": "渗漏"}] if mass % 3 else []}
            return of_manifest("received", RECEIVER, accepted | refused, one, at=at)
        case "dispatched":
            return of_manifest("return_dispatched", RECEIVER, {"containers": some}, one, at=at)
        case "returned":
            return of_manifest("returned", PLANT, {"containers": some}, one, at=at)
        case "cancelled":
            return of_manifest("cancelled", PLANT, {}, one, at=at)
    return _about_a_fact(scenario, kind, mass, first, at)


def _about_a_fact(scenario: Scenario, kind: str, which: int, first: int, at: str) -> Posting | None:
    """Something said of an earlier fact of this history, by whoever stated that, or relied on it."""
    wanted = [
        fact
        for fact in scenario.ledger.recorded(after=first)
        if fact.fact.type.startswith("fact.") == (kind == "confirmed")
    ]
    if not wanted:
        return None
    about = wanted[which % len(wanted)]
    told: dict[str, Any] = {"position": about.position}
    if kind == "confirmed":
        return said("fact.correction_confirmed", about.fact.subject, told, by=(PLANT, RECEIVER)[which % 2], at=at)
    told |= {"reason": "有误"}
    if kind == "corrected":
        told |= {"data": data_in_wire_form(about.fact.data), "time": at}
    name = "fact.corrected" if kind == "corrected" else "fact.withdrawn"
    return said(name, about.fact.subject, told, by=about.fact.stated_by, at="2026-11-24T10:00:00+08:00")
