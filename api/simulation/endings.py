"""How trips end that end lawfully, whatever they look like on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from api.simulation.firms import BURNER, contract_between
from api.simulation.happening import Happening
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.shanghai import at, next_morning, worked_day_after
from api.simulation.world import World

TOLERATED_KG = Decimal(9)


class Outcome(NamedTuple):
    """What a sender knows after a trip, or after none."""

    left: tuple[Parcel, ...] = ()
    """What is gone from the storage for good."""
    stays: tuple[Parcel, ...] = ()
    """What never left, or came back: `ready_at` says since when it can leave again."""
    away: bool = False
    """Whether what stays was away in between."""


def accepted(world: World, trip: Trip, parcels: tuple[Parcel, ...]) -> None:
    """The receiver has these, and can treat them from its confirmation on."""
    for each in parcels:
        line = None if each.container is not None else (trip.number, 1)
        arrived = replace(each, ready_at=trip.confirms_at, manifest_line=line)
        world.inboxes[trip.receiver.uscc].append(arrived)


def under_way(world: World, trip: Trip) -> None:
    """Issued, loaded, collected and arrived."""
    world.tell([trip.issued(), *trip.withdrawals(), *trip.departure(), *trip.arrival()])
    if trip.number.startswith("manifest:?") and trip.serial % 4:
        # the number given here was provisional; the national system's is bound when it comes
        later = at(worked_day_after(trip.leaves_at), time(10, trip.serial % 60))
        official = {"official": world.official_number(later)}
        world.tell([trip.of_sender(later, "office", "number_bound", official)])


def plain(world: World, trip: Trip, rng: Random) -> Outcome:
    """Everything arrives and is received."""
    under_way(world, trip)
    world.tell([trip.received(rng), *_late_corrections(world, trip, rng)])
    accepted(world, trip, trip.parcels)
    if trip.by_barge is not None:
        world.lawful("manifest_reused", trip.number, "码头换船，一单两程", trip.leaves_at)
    return Outcome(left=trip.parcels)


def slow(world: World, trip: Trip, rng: Random) -> Outcome:
    """The receiver confirms on the fifth working day, with a week-end or a holiday in between."""
    confirms = at(worked_day_after(trip.arrives_at, 5), time(15, rng.randrange(60)))
    world.lawful("manifest_unconfirmed", trip.number, "第五个工作日确认接受", confirms)
    return plain(world, replace(trip, confirms_at=confirms), rng)


def tolerated(world: World, trip: Trip, rng: Random) -> Outcome:
    """The receiver's scale shows some kilograms less: no more than scales may differ."""
    under_way(world, trip)
    world.tell([trip.received(rng, short_kg=TOLERATED_KG)])
    accepted(world, trip, trip.parcels)
    world.lawful("manifest_weight_discrepancy", trip.number, "差异在称量误差之内", trip.confirms_at)
    return Outcome(left=trip.parcels)


def cancelled(world: World, trip: Trip, rng: Random) -> Outcome:
    """The truck breaks down before it came; the containers go another day, under another manifest."""
    given_up = trip.leaves_at + timedelta(minutes=rng.randrange(30, 120))
    why = {"reason": "运输车辆故障，改期另行转移"}
    world.tell([trip.issued(), trip.of_sender(given_up, "office", "cancelled", why)])
    world.lawful("manifest_not_dispatched", trip.number, "未起运即作废", given_up)
    return Outcome(stays=trip.parcels)


def on_paper(world: World, trip: Trip, rng: Random) -> Outcome:
    """The system was out of reach: the trip ran on paper, and each of the three enters what they did days later."""
    entered = at(worked_day_after(trip.confirms_at, rng.randrange(2, 5)), time(10, rng.randrange(40)))
    world.lawful("paper_entry_late", trip.number, "纸质联单十个工作日内补录", entered)
    return entered_from_paper(world, trip, rng, entered)


def entered_from_paper(world: World, trip: Trip, rng: Random, entered: datetime) -> Outcome:
    """A trip that ran on paper, and was entered at an instant by each of the three."""
    said = [trip.issued(), *trip.withdrawals(), *trip.departure(), *trip.arrival(), trip.received(rng)]
    order = list(dict.fromkeys(each.by for each in said if each.device != "gate-G1"))
    for each in said:
        late = entered + timedelta(minutes=4 * order.index(each.by)) if each.device != "gate-G1" else None
        world.tell([each._replace(told_at=late, device="office" if late else each.device)])
    paper = {"paper_no": f"沪纸{trip.serial:05d}", "completed_at": trip.received(rng).data["accepted_at"]}
    world.tell([trip.of_sender(entered + timedelta(minutes=30), "office", "entered_from_paper", paper)])
    accepted(world, trip, trip.parcels)
    return Outcome(left=trip.parcels)


def returned(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container is refused; it leaves the same day and is back in the sender's storage on the next."""
    refused = trip.parcels[-1]
    under_way(world, trip)
    world.tell([trip.received(rng, [refused])])
    named = {"containers": [refused.container], "mass_kg": refused.kg}
    back = {**named, "carrier": trip.carrier.organisation, "conveyance": trip.conveyance}
    home_at = at(worked_day_after(trip.confirms_at), time(10, rng.randrange(60)))
    world.tell(
        [
            trip.of_receiver(trip.confirms_at + timedelta(minutes=80), "return_dispatched", back),
            trip.of_sender(home_at, "phone", "returned", named),
            _stored_again(trip, refused, home_at + timedelta(minutes=15)),
        ]
    )
    accepted(world, trip, trip.parcels[:-1])
    world.lawful("refused_not_returned", trip.number, "部分拒收，次日退回", home_at)
    ready = replace(refused, ready_at=home_at + timedelta(hours=20))
    return Outcome(left=trip.parcels[:-1], stays=(ready,), away=True)


def sent_on(world: World, trip: Trip, rng: Random) -> Outcome:
    """The recoverer refuses what it cannot distil; it goes on to the incinerator under another manifest."""
    refused = trip.parcels[-1]
    under_way(world, trip)
    world.tell([trip.received(rng, [refused], reason="含水量过高，不宜再生")])
    leaves = at(worked_day_after(trip.confirms_at), time(9, 30 + rng.randrange(30)))
    further = replace(
        trip,
        serial=world.trip_serial(),
        number=world.official_number(leaves),
        receiver=BURNER,
        contract=contract_between(trip.sender, BURNER),
        parcels=(replace(refused, waste=replace(refused.waste, method="D10")),),
        leaves_at=leaves,
        arrives_at=leaves + timedelta(minutes=100),
        confirms_at=leaves + timedelta(minutes=160),
    )
    gone = {"containers": [refused.container], "manifest": further.number, "mass_kg": refused.kg}
    world.tell([further.issued(), trip.of_receiver(leaves, "return_dispatched", gone)])
    world.tell([*further.departure(), *further.arrival(), further.received(rng)])
    accepted(world, trip, trip.parcels[:-1])
    accepted(world, further, further.parcels)
    world.lawful("refused_not_returned", trip.number, "部分拒收，另单转往焚烧处置", leaves)
    world.lawful("manifest_reused", further.number, "同一容器先后两单，各有编号", leaves)
    return Outcome(left=trip.parcels)


def _stored_again(trip: Trip, parcel: Parcel, when: datetime) -> Happening:
    device = "gate-TS001" if trip.sender.connected else "phone"
    said = trip.of_sender(when, device, "stored-again", {"facility": trip.sender.storage, "zone": parcel.waste.zone})
    return said._replace(type="container.stored", subject=parcel.container or "")


def _late_corrections(world: World, trip: Trip, rng: Random) -> Iterator[Happening]:
    """A reading that was a kilogram too high is seen by the receiver, put right, and confirmed by it next morning."""
    for each in trip.parcels:
        if each.too_much_kg and each.reading is not None and trip.clerk is None:
            seen = trip.confirms_at + timedelta(minutes=rng.randrange(40, 90))
            corrected = corrected_by(each.reading, each.too_much_kg, seen)
            yield corrected
            agreed = {"position": corrected.said_by, "reason": "与我方复称一致"}
            confirmed_at = next_morning(seen, rng)
            yield corrected._replace(
                at=confirmed_at,
                by=trip.receiver.uscc,
                type="fact.correction_confirmed",
                id=f"{corrected.said_by}-confirmed",  # many senders number alike
                data=agreed,
            )
            world.lawful("correction_after_confirmation", each.container or "", "更正次日经接收方确认", confirmed_at)


def corrected_by(reading: Happening, too_much_kg: Decimal, seen: datetime) -> Happening:
    """A reading of so many kilograms too much, put right by the office after the receipt."""
    right = {**reading.data, "gross_kg": reading.data["gross_kg"] - too_much_kg}
    data = {"position": reading.said_by, "data": right, "reason": "接收方复称后发现毛重误读，更正"}
    return reading._replace(
        at=seen, device="office", type="fact.corrected", id=f"{reading.id}-corrected-late", data=data
    )
