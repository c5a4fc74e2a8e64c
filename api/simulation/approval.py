"""Approvals 跨省转移批准 that were granted before the month began, and the manifests that go under one of them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from api.simulation.endings import plain
from api.simulation.firms import TRUCKS, contract_between
from api.simulation.happening import Happening, Post
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.provinces import COPPER, ETCHANT, ETCHER, JIANGSU, LICENCE, SENDING
from api.simulation.shanghai import at, calendar_days, day_of, is_worked, worked_day_after
from api.simulation.world import FOUNDING, World


class Approval(NamedTuple):
    """One for etchant, by its number among those of the city: what was granted, and until when."""

    number: int
    granted_t: int
    lapses: int | None = None
    """How many days before the end of the month it is over; None where it holds for twelve months."""

    @property
    def subject(self) -> str:
        """The transfer as a subject."""
        return f"transfer:沪环固转〔示范〕{self.number}号"


GRANTED, LOADS = Approval(12, 300), 30
"""Under which a load goes every week, and how many go at most: they stay below it."""
APPROVAL = GRANTED.subject
BEFORE = timedelta(days=75)
EVERY = 5
"""Working days from one load to the next."""


def _first_day(opened_at: datetime) -> date:
    return worked_day_after(opened_at - BEFORE)


def _valid(opened_at: datetime) -> tuple[date, date]:
    """Twelve months from the decision."""
    begins = worked_day_after(at(_first_day(opened_at), time(9)), 14)
    return begins, begins + timedelta(days=364)


Step = tuple[str, int, str, dict[str, Any]]
"""What was done, on which working day, by whom, and what was said."""


def _steps(approval: Approval, opened_at: datetime, until: datetime) -> list[Step]:
    begins, ends = _valid(opened_at)
    if approval.lapses is not None:
        ends = day_of(until) - timedelta(days=approval.lapses)
    terms = {"quantity_t": approval.granted_t, "valid_from": f"{begins}", "valid_until": f"{ends}", **OF_ETCHANT}
    return [
        ("applied", 0, ETCHER.uscc, asked_for(terms)),
        ("admitted", 2, SENDING, {}),
        ("preliminarily_reviewed", 5, SENDING, {"outcome": "passed"}),
        ("consulted", 6, SENDING, {"letter": f"沪环函〔示范〕{approval.number}号"}),
        ("consented", 11, JIANGSU.uscc, {"letter": f"苏环复〔示范〕{approval.number - 5}号"}),
        ("approved", 14, SENDING, {**terms, "decision": approval.subject.partition(":")[2]}),
    ]


OF_ETCHANT = {"waste_codes": [ETCHANT.code], "method": ETCHANT.method}


def asked_for(terms: dict[str, Any]) -> dict[str, Any]:
    """An application of the printed circuit plant for etchant."""
    return terms | {
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


def approval_history(opened_at: datetime, until: datetime, approvals: Sequence[Approval]) -> Iterator[Post]:
    """All steps of them, with the days on which they were taken, handed in as the ledger begins."""
    taken = zip(*(_steps(each, opened_at, until) for each in approvals), strict=True)
    for number, steps in enumerate(taken):
        said = [_said(opened_at, approval, *step) for approval, step in zip(approvals, steps, strict=True)]
        handed_in = opened_at + FOUNDING - timedelta(minutes=4) + timedelta(seconds=7 * number)
        yield Post(handed_in, said[0].by, [each.event() for each in said])


def _said(opened_at: datetime, approval: Approval, step: str, later: int, by: str, data: dict[str, Any]) -> Happening:
    begun = at(_first_day(opened_at), time(9))
    day = worked_day_after(begun, later) if later else day_of(begun)
    own = f"approval-{approval.number}-{step}"
    return Happening(at(day, time(10)), by, "office", f"transfer.{step}", approval.subject, own, data)


def under_the_approval(world: World) -> None:
    """A tank truck of etchant every week, for as long as the approval holds."""
    rng = world.chance("approval")
    _, ends = _valid(world.opened_at)
    worked = [day for day in calendar_days(world.start, world.until) if is_worked(day) and day <= ends]
    for day in worked[2::EVERY][:LOADS]:
        plain(world, load_of_etchant(world, rng, at(day, time(9, rng.randrange(10, 50))), APPROVAL), rng)


def load_of_etchant(
    world: World, rng: Random, leaves: datetime, transfer: str | None, kg: int | None = None, truck: int = -1
) -> Trip:
    """A tank truck on its way to Suzhou under a transfer, of eight or nine tonnes unless it is told."""
    arrives = leaves + timedelta(minutes=rng.randrange(130, 180))
    load = Parcel(ETCHANT, Decimal(kg or rng.randrange(8_200, 9_800, 20)), leaves, "槽罐车")
    return Trip(
        world.trip_serial(),
        world.official_number(leaves),
        ETCHER,
        COPPER,
        TRUCKS,
        TRUCKS.conveyances[truck],
        (load,),
        leaves,
        arrives,
        arrives + timedelta(minutes=rng.randrange(60, 110)),
        contract=contract_between(ETCHER, COPPER),
        transfer=transfer,
    )
