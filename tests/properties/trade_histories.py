"""Random histories of a trade: drums filled, repacked, sent on two trips, refused, returned, treated and corrected.

Told in any order, by whoever may tell it; what is refused is left out, for a history is what was recorded.
"""

from collections.abc import Callable, Iterable
from typing import Any

from hypothesis import strategies as st

from ledger.errors import BihuanError
from ledger.posting import Posting
from ledger.schema import data_in_wire_form
from tests.manifests import (
    BARGEMAN,
    RECEIVER,
    THERE,
    TRADE,
    TRUCK,
    TRUCKER,
    handed_over,
    issue,
    line,
    of_manifest,
    org,
    registered,
)
from tests.specification import BAY, PLANT, SCALE, SITE, Scenario, drum, kg, organisation, said, uscc

BURNER = uscc("91310116MA1B9B9B9")
FURNACE = f"establishment:{BURNER}001P"
HALL = f"facility:{RECEIVER}001P.TS001"
EVERYBODY = (
    *TRADE,
    organisation(BURNER, "receiver", division="310116"),
    registered(SITE, "310115", PLANT),
    registered(THERE, "310117", RECEIVER),
    registered(FURNACE, "310116", BURNER),
)
DRUMS = 4
Step = tuple[str, int, int, int, list[int]]
"""What happened, at which minute, with which drum, how many kilograms, and which other drums."""

OF_A_DRUM = ["generated", "weighed", "stored", "hall_stored", "withdrawn", "lost", "repacked", "treated"]
OF_THE_FIRST_TRIP = ["loaded", "collected", "handed", "arrived", "received", "dispatched", "returned", "cancelled"]
OF_THE_SECOND = ["sent_on", "burner_received"]
ABOUT_FACTS = ["corrected", "withdrawn_fact", "confirmed"]

drums = st.integers(0, DRUMS - 1)


def histories(most: int = 22, *only: str, least: int = 0) -> st.SearchStrategy[list[Step]]:
    """Steps in the order in which they are told, of these kinds; each happened at a minute of its own choice."""
    kinds = st.sampled_from(
        only or ["issued"] * 3 + OF_A_DRUM + OF_THE_FIRST_TRIP * 2 + OF_THE_SECOND * 2 + ABOUT_FACTS
    )
    step = st.tuples(kinds, st.integers(0, 600), drums, st.integers(0, 300), st.lists(drums, unique=True))
    usual = st.lists(step, min_size=least, max_size=most)
    return st.one_of(usual, usual.map(lambda steps: sorted(steps, key=lambda s: s[1])))


def tell(
    scenario: Scenario, name: str, steps: Iterable[Step], before: Callable[[int], None] = lambda _: None
) -> list[int]:
    """State each step under numbers of this history; gives the head after each that was recorded.

    What is to be done `before` each step is told its number.
    """
    heads: list[int] = []
    first = scenario.ledger.head()[0]
    for n, step in enumerate(steps):
        before(n)
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


def elsewhere(name: str) -> list[str]:
    """Drums of which nothing else is ever said."""
    return [drum(f"{name}-elsewhere"), *(f"{each}-else" for each in drums_of(name))]


def trips_of(name: str) -> list[str]:
    """Its two manifests."""
    number = 2 * int(name)
    return [f"manifest:20263101{number:06d}", f"manifest:20263101{number + 1:06d}"]


def _posting(scenario: Scenario, name: str, n: int, step: Step, first: int) -> Posting | None:
    kind, minute, which, mass, others = step
    at = f"2026-11-23T{8 + minute // 60:02d}:{minute % 60:02d}:00+08:00"
    if kind in ABOUT_FACTS:
        return _about_a_fact(scenario, kind, mass, first, at)
    every = drums_of(name)
    some = [every[each] for each in others]
    if kind in OF_A_DRUM:
        return _of_a_drum(kind, every[which], mass, some or [drum(f"{name}-elsewhere")], f"{name}-{n}", at)
    return _of_a_trip(kind, trips_of(name), every[which], mass, some, at)


def _of_a_drum(kind: str, it: str, mass: int, some: list[str], run: str, at: str) -> Posting:
    sources = [each for each in some if each != it] or [f"{it}-else"]
    into = [{"container": it, "mass_kg": mass * len(sources)}]
    poured = {"from": [{"container": each, "mass_kg": mass} for each in sources], "into": into}
    by, place = (PLANT, SITE) if mass % 2 else (BURNER, FURNACE)
    treated = {
        "facility": place.replace("establishment", "facility") + ".MF1",
        "kind": "disposed",
        "method": "D10",
        "from": at,
        "until": at,
        "inputs": [{"container": it, "mass_kg": mass}],
    }
    told: dict[str, tuple[str, dict[str, Any]]] = {
        "generated": ("generated", {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}),
        "weighed": ("weighed", {"gross_kg": kg(str(mass + 10)), "tare_kg": 10, "scale": SCALE}),
        "stored": ("stored", {"facility": BAY}),
        "hall_stored": ("stored", {"facility": HALL}),
        "withdrawn": ("withdrawn", {"purpose": "transfer"}),
        "lost": ("loss_declared", {"cause": "leak", "mass_kg": mass}),
        "repacked": ("repacked", poured | ({"emptied": sources} if mass % 2 else {})),
    }
    if kind == "treated":
        return said("treatment.completed", f"treatment:{by}.{run}", treated, at=at, by=by)
    step, data = told[kind]
    return said(f"container.{step}", it, data, at=at, by=RECEIVER if kind == "hall_stored" else PLANT)


def _of_a_trip(kind: str, trips: list[str], it: str, mass: int, some: list[str], at: str) -> Posting:
    one, two = trips
    if kind == "sent_on":
        parts = {"transferor": org(RECEIVER), "receiver": org(BURNER)}
        places = {"from_establishment": THERE, "to_establishment": FURNACE}
        return said("manifest.issued", two, issue(containers=some, **parts, **places), at=at, by=RECEIVER)
    if kind == "burner_received":
        accepted = [{"container": each, "mass_kg": mass} for each in some or [it]]
        return of_manifest("received", BURNER, {"accepted": accepted}, two, at=at)
    if kind == "handed":
        return handed_over(TRUCKER, to=BARGEMAN, data={"containers": some}, number=one, at=at)
    parts = [{"container": each, "mass_kg": mass} for each in some if each != it]
    refused = [{"container": it, "mass_kg": mass, "reason": "渗漏"}] if mass % 3 else []
    told: dict[str, tuple[str, str, dict[str, Any]]] = {
        "issued": ("issued", PLANT, issue(containers=some, lines=[line()])),
        "loaded": ("loaded", PLANT, {"containers": some, "mass_kg": mass}),
        "collected": ("collected", TRUCKER, {"conveyance": TRUCK}),
        "arrived": ("arrived", RECEIVER, {}),
        "received": ("received", RECEIVER, {"accepted": parts, "refused": refused}),
        "dispatched": ("return_dispatched", RECEIVER, {"containers": some}),
        "returned": ("returned", PLANT, {"containers": some}),
        "cancelled": ("cancelled", PLANT, {}),
    }
    step, by, data = told[kind]
    return of_manifest(step, by, data, one, at=at)


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
