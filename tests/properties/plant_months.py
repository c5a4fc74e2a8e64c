"""Random months of a plant whose truth is known: drums filled, weighed, repacked, sent, returned, treated, counted.

Each month is an establishment of its own. What is lost without a word, or read wrongly and put right later, is drawn
with it; so what the balance has to say is known before anything is stated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import strategies as st

from ledger.posting import Posting
from tests.manifests import RECEIVER, TRUCK, TRUCKER, issue, line, of_manifest, org
from tests.specification import PLANT, SCALE, kg, said

CODE = "900-402-06"
FATES = ("kept", "sent", "returned", "treated", "poured", "spilled", "lost", "withdrawn_and_back")
EXTRAS = ("none", "misread", "stated_twice", "stated_again", "drift", "vanished")


class Drum(NamedTuple):
    """What becomes of a drum, what is odd about it, and its mass and another one in grams."""

    fate: str
    oddity: str
    grams: int
    part: int


drums = st.builds(
    Drum, st.sampled_from(FATES), st.sampled_from(EXTRAS), st.integers(50_000, 300_000), st.integers(1, 40_000)
)


def _settled(each: Drum) -> Drum:
    """What another organisation relied on is put right only once that confirms it: here it is not wrong."""
    relied = each.fate in {"sent", "returned"} and each.oddity in {"misread", "stated_twice"}
    return each._replace(oddity="none") if relied else each


months = st.lists(drums.map(_settled), min_size=1, max_size=6)


@dataclass
class Told:
    """What is posted, the drums that are found, and by how much the count differs from the books, in grams."""

    postings: list[Posting] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    there_g: int = 0
    """What is found, as it was last weighed."""
    residual_g: int = 0
    generated_g: int = 0
    dispatched_g: int = 0
    corrections: list[tuple[Posting, dict[str, Any]]] = field(default_factory=list)
    """A posting that was wrong, and the data that it should have had; none: it should not have been."""


def establishment(name: str) -> str:
    """The place of a month."""
    return f"establishment:{PLANT}{int(name):03d}P"


def tell(name: str, month: list[Drum]) -> Told:
    """A month, before the count at its end."""
    told = Told()
    for number, each in enumerate(month):
        it = f"container:{PLANT}.M{name}-{number}"
        _fill(told, name, it, number, each)
        for posting in _fate(told, name, it, number, each):
            told.postings.append(posting)
        _end(told, name, it, number, each)
    return told


def counted(name: str, found: list[str], at: str = "2026-11-29T10:00:00+08:00") -> Posting:
    """盘点 of what is there."""
    return said("storage.counted", bay(name), {"containers": found}, at=at)


def bay(name: str) -> str:
    """The only storage house."""
    return establishment(name).replace("establishment", "facility") + ".TS001"


def _fill(told: Told, name: str, it: str, number: int, each: Drum) -> None:
    waste = {"establishment": establishment(name), "kind": "drum", "waste_code": CODE}
    told.postings += [
        said("container.generated", it, waste, at=_at(number, 8)),
        said("container.closed", it, at=_at(number, 9)),
    ]
    right = _weighing(each.grams)
    if each.oddity == "misread":
        wrong = said("container.weighed", it, _weighing(each.grams + each.part), at=_at(number, 10))
        told.postings.append(wrong)
        told.corrections.append((wrong, right))
    else:
        told.postings.append(said("container.weighed", it, right, at=_at(number, 10)))
    if each.oddity == "stated_again":
        told.postings.append(said("container.weighed", it, right, at=_at(number, 10, 30)))
    if each.oddity == "stated_twice":
        twice = said("container.loss_declared", it, {"cause": "leak", "mass_kg": _kg(each.part)}, at=_at(number, 11))
        told.postings.append(twice)
        told.corrections.append((twice, {}))
    told.postings.append(said("container.stored", it, {"facility": bay(name)}, at=_at(number, 12)))
    told.generated_g += each.grams


def _fate(told: Told, name: str, it: str, number: int, each: Drum) -> Iterator[Posting]:
    """What becomes of it on the days after; a drift is read just before."""
    mass = each.grams
    if each.oddity == "drift":
        mass -= each.part
        told.residual_g -= each.part
        yield said("container.weighed", it, _weighing(mass), at=_at(number, 13))
    match each.fate:
        case "sent" | "returned":
            told.dispatched_g += mass if each.fate == "sent" else 0
            yield from _trip(name, it, number, mass, sent=each.fate == "sent")
        case "treated":
            inputs = [{"container": it, "mass_kg": _kg(mass)}]
            run = {"facility": bay(name), "kind": "disposed", "method": "D9", "inputs": inputs}
            span = {"from": _at(number, 14), "until": _at(number, 15)}
            yield said("treatment.completed", f"treatment:{PLANT}.M{name}-{number}", run | span, at=_at(number, 15))
        case "poured" | "spilled":
            spilled = each.part if each.fate == "spilled" else 0
            told.residual_g -= spilled
            into = {"container": f"{it}-into", "mass_kg": _kg(mass - spilled)}
            poured = {"from": [{"container": it, "mass_kg": _kg(mass)}], "into": [into], "emptied": [it]}
            waste = {"establishment": establishment(name), "kind": "drum", "waste_code": CODE}
            yield said("container.repacked", f"{it}-into", poured, at=_at(number, 15))
            yield said("container.generated", f"{it}-into", waste, at=_at(number, 14))
            yield said("container.stored", f"{it}-into", {"facility": bay(name)}, at=_at(number, 16))
        case "lost":
            yield said("container.loss_declared", it, {"cause": "spill", "mass_kg": _kg(mass)}, at=_at(number, 15))
        case "withdrawn_and_back":
            yield said("container.withdrawn", it, {"purpose": "move"}, at=_at(number, 14))
            yield said("container.stored", it, {"facility": bay(name)}, at=_at(number, 15))


def _end(told: Told, name: str, it: str, number: int, each: Drum) -> None:
    """Where it is when stock is counted; what vanished is in no count."""
    poured = dict.fromkeys(("poured", "spilled"), f"{it}-into")
    here = {"kept": it, "returned": it, "withdrawn_and_back": it, **poured}.get(each.fate)
    if here is None:
        return
    gone = each.part if each.fate == "spilled" else 0
    if each.oddity == "vanished":
        told.residual_g -= each.grams - gone
    else:
        told.found.append(here)
        told.there_g += each.grams - gone - (each.part if each.oddity == "drift" else 0)
    if each.fate == "returned":
        told.postings.append(said("container.stored", it, {"facility": bay(name)}, at=_at(number, 20)))


def _trip(name: str, it: str, number: int, mass: int, *, sent: bool) -> Iterator[Posting]:
    trip = f"manifest:2026310{int(name):04d}{number:03d}"
    terms = issue(containers=[it], lines=[line()], from_establishment=establishment(name), legs=_LEGS)
    part = {"container": it, "mass_kg": _kg(mass)}
    answer = {"accepted": [part]} if sent else {"refused": [{**part, "reason": "渗漏"}]}
    yield said("manifest.issued", trip, terms, at=_at(number, 14))
    yield of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, trip, at=_at(number, 15))
    yield of_manifest("arrived", RECEIVER, {}, trip, at=_at(number, 16))
    yield of_manifest("received", RECEIVER, answer, trip, at=_at(number, 17))
    if not sent:
        back = {"containers": [it]}
        yield of_manifest("return_dispatched", RECEIVER, back | {"carrier": org(TRUCKER)}, trip, at=_at(number, 18))
        yield of_manifest("returned", PLANT, back, trip, at=_at(number, 19))


_LEGS = [{"carrier": org(TRUCKER), "mode": "road"}]


def _weighing(grams: int) -> dict[str, Any]:
    return {"gross_kg": _kg(grams + 10_000), "tare_kg": 10, "scale": SCALE}


def _kg(grams: int) -> Any:
    return kg(str(grams)) / 1000


def _at(number: int, hour: int, minute: int = 0) -> str:
    return f"2026-11-{2 + number:02d}T{hour:02d}:{minute:02d}:00+08:00"
