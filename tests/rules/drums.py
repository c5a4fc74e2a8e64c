"""What is said of drums, for the tests of rules: each step of 五即, and the parties that keep them."""

from typing import Any

from ledger.posting import Posting
from tests.api.least_statements import PLACE, TERMS
from tests.ledger.test_standing import bureau
from tests.manifests import RECEIVER, THERE, TRADE, org
from tests.specification import BAY, BUREAU, SCALE, SITE, drum, kg, said

LABEL = "91310115MA1K3XY0069004020620261124001"
HALL = f"{THERE.replace('establishment', 'facility')}.TS001"
REGISTERED = said("establishment.registered", SITE, PLACE, at="2026-01-02T08:00:00+08:00")
CLASSED = said(
    "supervision_class.assigned",
    SITE,
    {"class": "key", "year": 2026, "source": "重点排污单位名录"},
    by=BUREAU,
    at="2026-01-03T08:00:00+08:00",
)
VERIFIED = (
    said("scale.registered", SCALE, {"kind": "platform", "max_kg": 500, "division_kg": kg("0.1")}),
    said("scale.verified", SCALE, {"certificate": "C-1", "result": "passed", "valid_until": "2027-06-30"}),
)


def key_plant(**more: Any) -> list[Posting]:
    """The plant, whose supervision is 重点."""
    return [*TRADE, bureau(), said("establishment.registered", SITE, PLACE | more), CLASSED]


def at(clock: str, day: int = 24) -> str:
    """A time of a day of November 2026, in Shanghai."""
    return f"2026-11-{day:02d}T{clock}:00+08:00"


def closed(clock: str, subject: str = drum(), **more: Any) -> Posting:
    """封口."""
    return said("container.closed", subject, at=at(clock), **more)


def packaged(clock: str, subject: str = drum(), **more: Any) -> Posting:
    """即包装."""
    return said("container.packaged", subject, {"packaging": "钢桶"}, at=at(clock), **more)


def labelled(clock: str, subject: str = drum(), code: str = LABEL, **more: Any) -> Posting:
    """即打码."""
    return said("container.labelled", subject, {"label_code": code}, at=at(clock), **more)


def stored(clock: str, subject: str = drum(), *, day: int = 24, facility: str = BAY, **more: Any) -> Posting:
    """即入库."""
    return said("container.stored", subject, {"facility": facility}, at=at(clock, day), **more)


def withdrawn(clock: str, subject: str = drum(), *, purpose: str = "move", day: int = 24, **more: Any) -> Posting:
    """出库."""
    return said("container.withdrawn", subject, {"purpose": purpose}, at=at(clock, day), **more)


def licensed(establishment: str = SITE, *, on: str = "2026-01-05T08:00:00+08:00", **changed: Any) -> Posting:
    """A licence for HW06 by method R2."""
    holder = org(RECEIVER) if establishment == THERE else TERMS["holder"]
    terms = TERMS | {"establishment": establishment, "holder": holder} | changed
    return said("licence.granted", f"licence:L-{establishment[-5:]}", terms, by=BUREAU, at=on)
