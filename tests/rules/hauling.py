"""What the tests of rules about construction waste say beside `tests/spoil.py`: trucks, scales, and what is seen."""

from dataclasses import replace
from typing import Any

from ledger.posting import Posting
from tests.specification import OPERATOR, kg, said
from tests.spoil import CARRIER, CONTRACTOR, GATE, OPERATOR_OF_SITE, SITE, TRUCK, everybody, org, trip

LATER = "2026-11-30T00:00:00Z"
IN_SITE, OUTSIDE = ("121.625", "31.125"), ("121.70", "31.05")
WEIGHBRIDGE = f"scale:{CARRIER}.W1"
AT_THE_SITE = f"scale:{OPERATOR_OF_SITE}.W1"
ON_BOARD = f"scale:{CARRIER}.B1"
SITE_GATE = f"gate:{SITE[5:]}.G1"


def all_known() -> list[Posting]:
    """Everybody, registered a month before."""
    return [replace(each, time="2026-10-19T09:00:00+08:00") for each in everybody()]


def place(where: tuple[str, str] | None) -> dict[str, Any]:
    """With or without a point."""
    told: dict[str, Any] = {"address": "浦东新区某路"}
    return told | ({} if where is None else {"lon": kg(where[0]), "lat": kg(where[1])})


def unloaded(
    number: int | str = 1,
    where: tuple[str, str] | None = OUTSIDE,
    *,
    at: str = "2026-11-23T22:40:00+08:00",
    until: str | None = None,
    grade: str = "weighed",
    before: str | None = "17",
    after: str | None = "0",
    subject: str | None = None,
) -> Posting:
    """The stream of positions saw an unloading; masses in tonnes."""
    data: dict[str, Any] = {"place": place(where), "from": at, "until": until or at, "grade": grade}
    if before is not None and after is not None:
        data |= {"mass_before_kg": kg(before) * 1000, "mass_after_kg": kg(after) * 1000}
    return said("trip.unloading_observed", subject or trip(number), data, by=OPERATOR, at=until or at)


def tracked(number: int | str = 1, *, at: str = "2026-11-23T23:30:00+08:00", **changed: Any) -> Posting:
    """The stream of positions tells how well a trip was seen."""
    data = {"valid_share": kg("0.98"), "longest_gap_s": 60, **changed}
    return said("trip.track_assessed", trip(number), data, by=OPERATOR, at=at)


def truck(subject: str = TRUCK, *, by: str = CARRIER, **changed: Any) -> Posting:
    """A truck is registered."""
    data = {"carrier": org(by), "kind": "dump_truck", "axles": 4, "tare_kg": 13000, "tare_weighed_on": "2026-10-01",
            "gross_limit_kg": 31000, **changed}  # fmt: skip
    return said("conveyance.registered", subject, data, by=by, at="2026-10-22T09:00:00+08:00")


def scale(subject: str = WEIGHBRIDGE, kind: str = "truck", *, verified: bool = True) -> list[Posting]:
    """A scale of 20 kg divisions, verified or not."""
    by = subject.partition(":")[2][:18]
    data = {"kind": kind, "max_kg": 60000, "division_kg": 20}
    known = said("scale.registered", subject, data, by=by, at="2026-10-22T09:00:00+08:00")
    passed = {"certificate": "检 1", "result": "passed", "valid_until": "2027-10-01"}
    shown = said("scale.verified", subject, passed, by=by, at="2026-10-22T10:00:00+08:00")
    return [known, shown] if verified else [known]


def gate(subject: str = GATE, where: tuple[str, str] | None = ("121.60", "31.10"), *, by: str) -> Posting:
    """A gate with a camera."""
    return said("gate.registered", subject, {"place": place(where)}, by=by, at="2026-10-22T09:00:00+08:00")


def passed(
    plate: str,
    at: str = "22:03",
    *,
    sure: str = "0.97",
    way: str = "out",
    where: str = GATE,
    by: str | None = None,
    day: str = "2026-11-23",
    **more: Any,
) -> Posting:
    """The camera of a gate saw a truck."""
    data = {"direction": way, "plate_recognised": plate, "confidence": kg(sure), **more}
    return said(
        "gate.passed",
        where,
        data,
        by=by or (CONTRACTOR if where == GATE else OPERATOR_OF_SITE),
        at=f"{day}T{at}:00+08:00",
    )


def looked_at(position: int, vehicle: str, at: str = "2026-11-24T09:00:00+08:00") -> Posting:
    """Somebody says which truck a picture shows."""
    return said("gate.plate_confirmed", GATE, {"position": position, "plate": vehicle}, by=CONTRACTOR, at=at)


def corrected(position: int, subject: str, data: dict[str, Any], *, by: str, at: str) -> Posting:
    """A fact as it should have been."""
    return said("fact.corrected", subject, {"position": position, "data": data, "reason": "误读"}, by=by, at=at)
