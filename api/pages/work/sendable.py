"""What lies in a facility and may be sent away, and with whom an organisation has sent before."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from ledger.correction import effective
from ledger.hazardous_waste.container import ContainerState
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.waste_profile import WasteProfileState
from ledger.log import Ledger
from projections.custody.asked_at import AskedAt
from projections.custody.state import fold
from projections.hazardous_waste.registered import Register
from projections.hazardous_waste.stock_reading import Stocks
from projections.reading import Reading
from projections.runner import Runner

SENT_MAX: Final = 400
"""As many containers as a manifest may list."""
LOOKED_BACK: Final = 100_000
"""How many positions back former manifests are looked for: what is found there is only a button."""
OFFERED: Final = 6


class Drum(NamedTuple):
    """A container in stock, and on which manifest it stands already."""

    subject: str
    waste_code: str | None
    name: str | None
    packaging: str
    mass_g: int | None
    since: str
    zone: str | None
    listed: str | None
    profile: WasteProfileState | None

    @property
    def may_go(self) -> bool:
        """Whether it can be put on a manifest."""
        return self.mass_g is not None and self.waste_code is not None and self.listed is None


class Partners(NamedTuple):
    """Those of former manifests, the latest first: places of receivers, legs, and the method of each waste."""

    places: list[str]
    legs: list[tuple[str, str, str]]
    """Carrier, mode, conveyance."""
    methods: dict[str, str]


def drums_in(ledger: Ledger, views: Runner, register: Register, facility: str, at: AskedAt) -> list[Drum]:
    """The stock of a facility, at most as much as one manifest may list, by waste and number."""
    stock = Stocks(ledger, views).of(facility, at.position, at.as_of, 0, SENT_MAX).stock
    reading, rows = Reading(ledger, at.position), register.rows_of([each.container for each in stock])
    lives = reading.lives(each.container for each in stock)
    profiles = {each.profile for each in stock if each.profile is not None}
    known = {each: fold(each, effective(life)) for each, life in reading.lives(profiles).items()}
    found = []
    for each in stock:
        state: ContainerState = fold(each.container, reading.standing(each.container, lives[each.container]))
        profile = known.get(each.profile or "")
        packaging = state.packaging or state.kind or ""
        listed = rows[each.container].manifest if each.container in rows else None
        name = profile.name if profile else None
        found.append(
            Drum(
                each.container, each.waste_code, name, packaging, each.mass_g, each.since, each.zone, listed, profile
            )
        )
    return sorted(found, key=lambda drum: (drum.waste_code or "", drum.subject))


def partners_of(ledger: Ledger, uscc: str) -> Partners:
    """With whom it sent waste lately."""
    head, _ = ledger.head()
    tag, types = f"organisation:{uscc}", [Manifest.Issued.TOPIC]
    facts = ledger.recorded(tag=tag, types=types, after=max(0, head - LOOKED_BACK), upto=head)
    issued = [fact.fact.data for fact in reversed(facts) if fact.fact.data.transferor == tag]
    legs = [(leg.carrier, leg.mode, leg.conveyance or "") for each in issued for leg in each.legs]
    methods = {line.waste_code: line.method for each in reversed(issued) for line in each.lines}
    return Partners(_first(each.to_establishment for each in issued), _first(legs), methods)


def _first(things: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(things))[:OFFERED]
