"""Who takes part in construction waste in the tests, and what they say: a project, its sites, trucks and a barge."""

from decimal import Decimal
from typing import Any

from ledger.posting import Posting
from tests.specification import Scenario, kg, organisation, said, uscc

GREENING, CITY = uscc("11310115MB5D6E7F8"), uscc("11310000MB5D6E7F8")
CONTRACTOR, OWNER = uscc("91310115MA1K1K1K1"), uscc("91310000MA1K2K2K2")
CARRIER, OTHER_CARRIER = uscc("91310115MA1K3K3K3"), uscc("91310115MA1K9K9K9")
OPERATOR_OF_SITE, OPERATOR_OF_CITY_SITE = uscc("91310115MA1K4K4K4"), uscc("91310000MA1K5K5K5")

PROJECT, PLAN, PERMIT = "project:310115.2026-017", "disposal_plan:浦渣备〔2026〕017号", "permit:沪浦渣〔2026〕0417号"
GATE = "gate:310115.2026-017.G1"
SITE, CITY_SITE = "site:310115.S-03", "site:310100.LG-01"
YARD, WHARF = "site:310115.Y-02", "site:310115.W-01"
TRUCK, OTHER_TRUCK, BARGE = "vehicle:沪AB1234", "vehicle:沪AB1284", "vessel:413000000"


def org(code: str) -> str:
    """An organisation as facts name it."""
    return f"organisation:{code}"


def trip(number: int | str, owner: str = CARRIER) -> str:
    """A trip of the carrier's own numbering."""
    return f"trip:{owner}.T-{number}"


def square(lon: str = "121.62", lat: str = "31.12") -> dict[str, Any]:
    """A boundary of about a kilometre on each side."""
    west, south, side = Decimal(lon), Decimal(lat), Decimal("0.01")
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


def filing(operator: str = OPERATOR_OF_SITE, division: str = "310115", **changed: Any) -> dict[str, Any]:
    """What is filed of a district's site."""
    return {
        "boundary": square(),
        "capacity_t": 1_000_000,
        "classes": ["spoil", "slurry"],
        "daily_capacity_t": 6_000,
        "division": division,
        "hours": [{"from": "21:00", "until": "05:00"}],
        "kind": "disposal",
        "level": "district",
        "operator": org(operator),
        "valid_until": "2027-06-30",
        **changed,
    }


PLANNED: dict[str, Any] = {
    "project": PROJECT,
    "contractor": org(CONTRACTOR),
    "owner": org(OWNER),
    "division": "310115",
    "classes": [
        {"waste_class": "spoil", "mass_t": 120_000},
        {"waste_class": "slurry", "volume_m3": 20_000, "density": kg("1.2")},
    ],
    "backfill": {"mass_t": 44_000},
    "haul_out": {"mass_t": 100_000},
    "sites": [SITE, CITY_SITE],
}
PERMITTED: dict[str, Any] = {
    "project": PROJECT,
    "carriers": [org(CARRIER)],
    "sites": [SITE],
    "fallback_sites": [CITY_SITE],
    "waste_class": "spoil",
    "quota_t": 100_000,
    "valid_from": "2026-11-01",
    "valid_until": "2027-04-30",
}


def planned(subject: str = PLAN, *, by: str = CONTRACTOR, **changed: Any) -> Posting:
    """处理方案备案."""
    return said("disposal_plan.filed", subject, PLANNED | changed, by=by, at="2026-10-20T09:00:00+08:00")


def filed(
    subject: str = SITE, *, by: str = GREENING, at: str = "2026-10-21T09:00:00+08:00", **changed: Any
) -> Posting:
    """消纳场所备案."""
    return said("site.filed", subject, filing(**changed), by=by, at=at)


def permitted(
    subject: str = PERMIT, *, by: str = GREENING, at: str = "2026-10-25T09:00:00+08:00", **changed: Any
) -> Posting:
    """处置证核发."""
    return said("disposal_permit.granted", subject, PERMITTED | changed, by=by, at=at)


def departed(
    number: int | str = 1,
    gross: str = "30",
    tare: str | None = "13",
    *,
    by: str = CARRIER,
    at: str = "2026-11-23T22:00:00+08:00",
    **changed: Any,
) -> Posting:
    """A truck leaves the project, in tonnes."""
    data = {
        "permit": PERMIT,
        "carrier": org(by),
        "conveyance": TRUCK,
        "waste_class": "spoil",
        "gross_kg": kg(gross) * 1000,
        "gate": GATE,
        **({} if tare is None else {"tare_kg": kg(tare) * 1000}),
        **changed,
    }
    return said("trip.departed", trip(number, by), {n: v for n, v in data.items() if v is not None}, by=by, at=at)


def accepted(
    number: int | str = 1,
    tonnes: str = "17",
    *,
    site: str = SITE,
    by: str = OPERATOR_OF_SITE,
    at: str = "2026-11-23T23:00:00+08:00",
    receipt: str | None = None,
    owner: str = CARRIER,
    **more: Any,
) -> Posting:
    """The site's receipt."""
    data = {"site": site, "receipt": receipt or f"R-{number}", "accepted_kg": kg(tonnes) * 1000, **more}
    return said("trip.accepted", trip(number, owner), data, by=by, at=at)


def step(
    name: str, number: int | str = 1, *, by: str = OPERATOR_OF_SITE, at: str, owner: str = CARRIER, **data: Any
) -> Posting:
    """Any other fact of a trip."""
    return said(f"trip.{name}", trip(number, owner), data, by=by, at=at)


def everybody() -> list[Posting]:
    """Their registrations."""
    return [
        organisation(GREENING, "authority", competence=["greening", "urban_management"]),
        organisation(CITY, "authority", competence=["greening", "urban_management"], division="310100"),
        organisation(CONTRACTOR, "contractor"),
        organisation(CARRIER, "carrier"),
        organisation(OTHER_CARRIER, "carrier"),
        organisation(OPERATOR_OF_SITE, "site_operator"),
        organisation(OPERATOR_OF_CITY_SITE, "site_operator", division="310100"),
    ]


def founded(scenario: Scenario) -> Scenario:
    """Everybody registered, nothing filed."""
    return scenario.given(*everybody())


def filings() -> list[Posting]:
    """The plan and the sites."""
    city = {"operator": OPERATOR_OF_CITY_SITE, "division": "310100", "level": "city"}
    return [
        planned(),
        filed(),
        filed(CITY_SITE, by=CITY, **city),
        filed(YARD, kind="yard", max_stay_days=90),
        filed(WHARF, kind="wharf"),
    ]


def ready(scenario: Scenario) -> Scenario:
    """Of a founded one: the plan, a district's site, the city's, a yard and a wharf filed, the permit granted."""
    return scenario.given(*filings(), permitted())
