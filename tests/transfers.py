"""One transfer from Pudong to Suzhou, for the tests: who takes part in it, and what each of them says."""

from typing import Any

from ledger.posting import Posting
from tests.specification import BUREAU, PLANT, SITE, kg, organisation, said, uscc

TAKER = uscc("91320500MA1R1R1R1")
"""The receiver, in Suzhou."""
HAULIER = uscc("91310115MA1C6C6C6")
SHANGHAI = uscc("11310000MB1A2B3C4")
"""The ecology authority of the city, which is a province."""
JIANGSU, SUZHOU = uscc("11320000MB1A2B3C4"), uscc("11320500MB1A2B3C4")
THERE = f"establishment:{TAKER}001P"
TRUCK = "vehicle:沪AB1234"
NUMBER = "transfer:沪环固转〔2026〕12号"
LICENCE = "licence:JSSZ0500OOD001"
SLAG, SOLVENT = "900-001-S01", "900-402-06"
"""A waste that is not hazardous, and one that is."""
PROVINCES = (
    organisation(PLANT, "generator"),
    organisation(TAKER, "receiver", division="320500"),
    organisation(HAULIER, "carrier"),
    organisation(BUREAU, "authority", competence=["ecology"]),
    organisation(SHANGHAI, "authority", competence=["ecology"], division="310000"),
    organisation(JIANGSU, "authority", competence=["ecology"], division="320000"),
    organisation(SUZHOU, "authority", competence=["ecology"], division="320500"),
)


def org(code: str) -> str:
    """An organisation as a fact names it."""
    return f"organisation:{code}"


def terms(**changed: Any) -> dict[str, Any]:
    """A hundred tonnes of waste solvent for recovery, within the year."""
    return {
        "waste_codes": [SOLVENT],
        "quantity_t": kg("100"),
        "method": "R2",
        "valid_from": "2026-03-01",
        "valid_until": "2027-02-28",
    } | changed


def application(**changed: Any) -> dict[str, Any]:
    """What the plant asks for, by approval unless it says otherwise."""
    return (
        terms()
        | {
            "regime": "approval",
            "transferor": org(PLANT),
            "receiver": org(TAKER),
            "from_division": "310115",
            "to_division": "320500",
            "carriers": [org(HAULIER)],
        }
        | changed
    )


def of_slag(**changed: Any) -> dict[str, Any]:
    """The same for slag that is not hazardous, to be made into building materials."""
    return application(waste_codes=[SLAG], method="C2") | changed


def step(name: str, by: str, at: str, data: dict[str, Any] | None = None, number: str = NUMBER) -> Posting:
    """Any step of a transfer, at a day or an instant of a day."""
    return said(f"transfer.{name}", number, data or {}, by=by, at=at if "T" in at else f"{at}T09:00:00+08:00")


def applied(at: str = "2026-03-02", data: dict[str, Any] | None = None, number: str = NUMBER) -> Posting:
    """跨省转移申请 of the plant."""
    return step("applied", PLANT, at, data or application(), number)


def measure(name: str, at: str, number: str = NUMBER, **changed: Any) -> Posting:
    """A served decision of the city about a transfer."""
    data = {"decision": "沪环罚〔2026〕7号", "legal_ground": "该决定所载依据", "served_at": f"{at}T08:00:00+08:00"}
    return step(name, SHANGHAI, at, data | changed, number)


def until_consent(number: str = NUMBER) -> list[Posting]:
    """The way of an approval from its application to the consent of Jiangsu, in March 2026."""
    return [
        applied(number=number),
        step("admitted", SHANGHAI, "2026-03-04", number=number),
        step("preliminarily_reviewed", SHANGHAI, "2026-03-06", {"outcome": "passed"}, number),
        step("consulted", SHANGHAI, "2026-03-06", number=number),
        step("consented", JIANGSU, "2026-03-16", number=number),
    ]


def approved(at: str = "2026-03-18", number: str = NUMBER, **changed: Any) -> Posting:
    """跨省转移批准."""
    return step("approved", SHANGHAI, at, terms(valid_from=at[:10]) | changed, number)


def dispatched(
    number: str = "1", *, at: str = "2026-09-01T08:00:00+08:00", by: str = PLANT, **changed: Any
) -> Posting:
    """A consignment of the plant's to Suzhou: ten tonnes as one mass unless it says otherwise."""
    data = {
        "from_establishment": SITE,
        "to_establishment": THERE,
        "carrier": org(HAULIER),
        "conveyance": TRUCK,
        "receiver": org(TAKER),
        "method": "C2",
        "waste_code": SLAG,
        **({} if "batches" in changed else {"mass_kg": kg("10000")}),
    }
    return said("consignment.dispatched", f"consignment:{by}.C-{number}", data | changed, by=by, at=at)


def of_load(
    name: str,
    by: str = TAKER,
    number: str = "1",
    *,
    at: str = "2026-09-01T16:00:00+08:00",
    of: str = PLANT,
    **data: Any,
) -> Posting:
    """What is said of a consignment after it left."""
    return said(f"consignment.{name}", f"consignment:{of}.C-{number}", data, by=by, at=at)
