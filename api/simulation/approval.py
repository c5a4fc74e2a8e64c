"""An approval 跨省转移批准 that was granted before the month began, and the manifests that go under it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from api.simulation.endings import plain
from api.simulation.firms import TRUCKS, contract_between
from api.simulation.happening import Happening, Post
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.provinces import COPPER, ETCHANT, ETCHER, JIANGSU, LICENCE, SENDING
from api.simulation.shanghai import at, calendar_days, day_of, is_worked, worked_day_after
from api.simulation.world import FOUNDING, World

APPROVAL = "transfer:沪环固转〔示范〕12号"
GRANTED_T, LOADS = 300, 30
"""What was granted, and how many loads go at most: they stay below it."""
BEFORE = timedelta(days=75)
EVERY = 5
"""Working days from one load to the next."""


def _first_day(opened_at: datetime) -> date:
    return worked_day_after(opened_at - BEFORE)


def _valid(opened_at: datetime) -> tuple[date, date]:
    """Twelve months from the decision."""
    begins = worked_day_after(at(_first_day(opened_at), time(9)), 14)
    return begins, begins + timedelta(days=364)


def approval_history(opened_at: datetime) -> Iterator[Post]:
    """All steps of it, with the days on which they were taken, handed in as the ledger begins."""
    begins, ends = _valid(opened_at)
    terms = {
        "waste_codes": [ETCHANT.code],
        "quantity_t": GRANTED_T,
        "method": ETCHANT.method,
        "valid_from": f"{begins}",
        "valid_until": f"{ends}",
    }
    asked = terms | {
        "regime": "approval",
        "transferor": ETCHER.organisation,
        "receiver": COPPER.organisation,
        "from_division": ETCHER.division,
        "to_division": COPPER.division,
        "from_establishment": ETCHER.establishment,
        "to_establishment": COPPER.establishment,
        "carriers": [TRUCKS.organisation],
        "contract": contract_between(ETCHER, COPPER),
        "licence": LICENCE,
    }
    steps: list[tuple[str, int, str, dict[str, Any]]] = [
        ("applied", 0, ETCHER.uscc, asked),
        ("admitted", 2, SENDING, {}),
        ("preliminarily_reviewed", 5, SENDING, {"outcome": "passed"}),
        ("consulted", 6, SENDING, {"letter": "沪环函〔示范〕12号"}),
        ("consented", 11, JIANGSU.uscc, {"letter": "苏环复〔示范〕7号"}),
        ("approved", 14, SENDING, {**terms, "decision": "沪环固转〔示范〕12号"}),
    ]
    for number, (step, later, by, data) in enumerate(steps):
        when = at(_first_day(opened_at), time(9))
        day = worked_day_after(when, later) if later else day_of(when)
        said = Happening(at(day, time(10)), by, "office", f"transfer.{step}", APPROVAL, f"approval-{step}", data)
        yield Post(opened_at + FOUNDING - timedelta(minutes=4) + timedelta(seconds=7 * number), by, [said.event()])


def under_the_approval(world: World) -> None:
    """A tank truck of etchant every week, for as long as the approval holds."""
    rng = world.chance("approval")
    _, ends = _valid(world.opened_at)
    worked = [day for day in calendar_days(world.start, world.until) if is_worked(day) and day <= ends]
    for day in worked[2::EVERY][:LOADS]:
        leaves = at(day, time(9, rng.randrange(10, 50)))
        arrives = leaves + timedelta(minutes=rng.randrange(130, 180))
        load = Parcel(ETCHANT, Decimal(rng.randrange(8_200, 9_800, 20)), leaves, "槽罐车")
        trip = Trip(
            world.trip_serial(),
            world.official_number(leaves),
            ETCHER,
            COPPER,
            TRUCKS,
            TRUCKS.conveyances[-1],
            (load,),
            leaves,
            arrives,
            arrives + timedelta(minutes=rng.randrange(60, 110)),
            contract=contract_between(ETCHER, COPPER),
            transfer=APPROVAL,
        )
        plain(world, trip, rng)
