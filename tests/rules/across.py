"""Two provinces, and loads of solvent and slag between them, for the tests of rules."""

from dataclasses import replace
from typing import Any

from ledger.posting import Posting
from tests.manifests import issued, line, of_manifest, registered
from tests.specification import PLANT, SITE, drum
from tests.transfers import (
    HAULIER,
    NUMBER,
    PROVINCES,
    TAKER,
    THERE,
    TRUCK,
    approved,
    of_slag,
    org,
    step,
    terms,
    until_consent,
)

MANIFEST = "manifest:20263101004217"


def early(*postings: Posting, at: str = "2026-01-01T08:00:00+08:00") -> list[Posting]:
    """The same, said at the beginning of the year, so that what follows is recorded when it happens."""
    return [replace(each, time=at) for each in postings]


def two_provinces() -> list[Posting]:
    """Everybody, and the two establishments with their divisions."""
    return early(*PROVINCES, registered(SITE, "310115", PLANT), registered(THERE, "320500", TAKER))


def granted(number: str = NUMBER, **changed: Any) -> list[Posting]:
    """An approval for a hundred tonnes of solvent, valid from 2026-03-18 to 2027-02-28 unless it says otherwise."""
    return [*until_consent(number), approved(number=number, **changed)]


def noticed(at: str = "2026-08-20T09:00:00+08:00", **changed: Any) -> list[Posting]:
    """Slag, told of in advance."""
    data = of_slag(regime="notice", valid_from="2026-08-20", **changed)
    given = terms(waste_codes=data["waste_codes"], method=data["method"], valid_from="2026-08-20")
    return [step("applied", PLANT, at, data), step("noticed", PLANT, at, given)]


def load(
    mass: str = "10000",
    *,
    number: str = MANIFEST,
    at: str = "2026-09-01T10:00:00+08:00",
    transfer: str | None = NUMBER,
    **changed: Any,
) -> list[Posting]:
    """A manifest to Suzhou, issued before anything is told of its transfer, and collected at an instant."""
    data: dict[str, Any] = {
        "receiver": org(TAKER),
        "to_establishment": THERE,
        "legs": [{"carrier": org(HAULIER), "mode": "road", "conveyance": TRUCK}],
        "lines": [line(mass, count=1)],
        "containers": [drum(f"L{number[-3:]}")],
    }
    data |= changed | ({"transfer": transfer} if transfer else {})
    there = of_manifest("collected", HAULIER, {"conveyance": TRUCK}, number, at=at)
    return [issued(number, at="2026-01-05T08:00:00+08:00", **data), there]


def under(transfer: list[Posting], manifest: list[Posting]) -> list[Posting]:
    """Issued, then the facts of its transfer, then collected: once it is told of, an unlawful issue is refused."""
    return [manifest[0], *transfer, *manifest[1:]]
