"""Sixteen facts of nine kinds of statement; the tests name them by their positions."""

from datetime import timedelta

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    PLANT,
    SCALE,
    SITE,
    Scenario,
    drum,
    generated,
    kg,
    organisation,
    said,
    weighed,
)

SITE_REGISTERED, GENERATED, WEIGHED, OTHER_DRUM, CLOSED = 4, 7, 8, 9, 10
SUPERVISED, CORRECTED, WITHDRAWN, HEAD = 11, 13, 14, 16


def fill(ledger: Ledger, clock: SimulatedClock) -> None:
    """Append positions 2 to 16 behind `log.opened`."""
    log = Scenario(ledger)
    place = {"address": "上海市浦东新区示范路 7 号"}
    log.when(
        organisation(PLANT, "generator"),
        organisation(BUREAU, "authority", competence=["ecology"], level="district"),
    )
    clock.set(clock.now() + timedelta(seconds=1))
    site = {"organisation": f"organisation:{PLANT}", "name": "一厂", "division": "310115", "place": place}
    log.when(
        said("establishment.registered", SITE, site),
        said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_point"}),
        said("scale.registered", SCALE, {"kind": "platform", "max_kg": 600, "division_kg": kg("0.2")}),
        generated(drum(1)),
        weighed(drum(1)),
        generated(drum(2)),
        said("container.closed", drum(1)),
    )
    clock.set(clock.now() + timedelta(seconds=1))
    supervision = {"class": "key", "year": 2026, "source": "重点排污单位名录"}
    log.when(said("supervision_class.assigned", SITE, supervision, by=BUREAU))
    log.when(said("container.stored", drum(1), {"facility": BAY}))
    clock.set(clock.now() + timedelta(seconds=1))
    data = {"gross_kg": kg("221.4"), "tare_kg": kg("12.4"), "scale": SCALE}
    log.when(
        said("fact.corrected", drum(1), {"position": WEIGHED, "data": data, "reason": "抄录颠倒"}),
        said("fact.withdrawn", drum(2), {"position": OTHER_DRUM, "reason": "并无此桶"}),
    )
    key = {"organisation": f"organisation:{PLANT}", "name": "秤房"}
    log.when(said("credential.issued", f"credential:{OPERATOR}.k-1", key, by=OPERATOR))
    log.when(said("container.withdrawn", drum(1), {"purpose": "transfer"}))
    assert log.receipts[-1].position == HEAD
