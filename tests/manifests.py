"""One trip of hazardous waste, for the tests: who takes part in it, and what each of them says."""

from collections.abc import Sequence
from typing import Any

from ledger.posting import Posting
from tests.specification import PLANT, SITE, drum, kg, organisation, said, uscc

RECEIVER = uscc("91310117MA1R1R1R1")
TRUCKER = uscc("91310115MA1C6C6C6")
BARGEMAN = uscc("91310113MA1C7C7C7")
STRANGER = uscc("91310112MA1C8C8C8")
"""A carrier that is on nobody's manifest."""

THERE = f"establishment:{RECEIVER}001P"
TRUCK, TRAILER, BARGE = "vehicle:沪AB1234", "vehicle:沪A1234挂", "vessel:413000000"
NUMBER = "manifest:20263101004217"
DRUMS = [drum(n) for n in (1, 2, 3)]
TRADE = (
    organisation(PLANT, "generator"),
    organisation(RECEIVER, "receiver", division="310117"),
    organisation(TRUCKER, "carrier"),
    organisation(BARGEMAN, "carrier", division="310113"),
    organisation(STRANGER, "carrier", division="310112"),
)


def org(code: str) -> str:
    """An organisation as a fact names it."""
    return f"organisation:{code}"


def line(mass: str = "600", **more: Any) -> dict[str, Any]:
    """A line of waste solvent."""
    waste = {"waste_code": "900-402-06", "name": "废溶剂", "method": "R2", "packaging": "钢桶"}
    return {**waste, "mass_kg": kg(mass), **more}


def issue(**changed: Any) -> dict[str, Any]:
    """The plant's manifest: by truck to the river, by barge to the receiver, three drums; or what it says instead."""
    return {
        "transferor": org(PLANT),
        "receiver": org(RECEIVER),
        "from_establishment": SITE,
        "to_establishment": THERE,
        "legs": [
            {"carrier": org(TRUCKER), "mode": "road", "conveyance": TRUCK, "trailer": TRAILER},
            {"carrier": org(BARGEMAN), "mode": "water", "conveyance": BARGE},
        ],
        "lines": [line(count=3)],
        "containers": list(DRUMS),
    } | changed


def issued(
    number: str = NUMBER, *, at: str = "2026-11-24T08:00:00+08:00", by: str = PLANT, **changed: Any
) -> Posting:
    """联单签发."""
    return said("manifest.issued", number, issue(**changed), by=by, at=at)


def of_manifest(step: str, by: str, data: dict[str, Any] | None = None, number: str = NUMBER, **more: Any) -> Posting:
    """Anything else that is said of a manifest."""
    return said(f"manifest.{step}", number, data or {}, by=by, **more)


def handed_over(by: str = TRUCKER, *, to: str = BARGEMAN, of: str = TRUCKER, **more: Any) -> Posting:
    """承运交接 at the wharf."""
    data = {"from_carrier": org(of), "to_carrier": org(to), "conveyance": BARGE, "place": {"address": "外高桥码头"}}
    return of_manifest("handed_over", by, data | more.pop("data", {}), **more)


def received(
    accepted: Sequence[str] = (), refused: Sequence[str] = (), *, mass: str = "200", by: str = RECEIVER, **more: Any
) -> Posting:
    """接受确认 by container."""
    data = {
        "accepted": [{"container": each, "mass_kg": kg(mass)} for each in accepted],
        "refused": [{"container": each, "mass_kg": kg(mass), "reason": "桶体渗漏"} for each in refused],
    }
    return of_manifest("received", by, data, **more)


def registered(establishment: str, division: str, by: str, **more: Any) -> Posting:
    """生产经营场所登记."""
    place = {"organisation": org(by), "name": "厂区", "division": division, "place": {"address": "路1号"}}
    return said("establishment.registered", establishment, place | more, by=by)
