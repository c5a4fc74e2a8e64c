"""Trips 趟次: one load of construction waste, from the gate that it leaves to the receipt of a site (一车一联单)."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from ledger.construction_waste.amount import WasteClass, grams, told_wrongly
from ledger.errors import Finding
from ledger.fact import Fact, Part, Relation, Title
from ledger.identifiers import OWN_PATTERN
from ledger.limits import Limits
from ledger.parties.establishment import Place
from ledger.quantity import Density, DurationS, MassKg, Share, SpoilM3
from ledger.regulation.construction_waste import HAULED_IN_TIME, RUN_BY_MANIFEST
from ledger.subjects import ConveyanceID, GateID, OrganisationID, PermitID, ScaleID, TripID, WasteSiteID
from ledger.text import Instant, Reason, exactly

ReceiptNumber = Annotated[str, Limits(pattern=exactly(OWN_PATTERN))]
"""消纳接收凭证编号, as the site numbers it; one that stands on two trips is recorded and shown."""
Grade = Literal["weighed", "seen", "unseen"]
"""What an unloading was told by: a fall of the load, the truck's place alone, or nothing while it was silent."""


class Weighed(Fact, frozen=True, kw_only=True):
    """A reading of the laden conveyance, and of the empty one where that was taken; or a volume and its density."""

    density_g_per_m3: Density | None = None
    gross_g: MassKg | None = None
    scale: ScaleID | None = None
    tare_g: MassKg | None = None
    volume_cm3: SpoilM3 | None = None

    @property
    def net_g(self) -> int | None:
        """The load: by volume, or gross less tare; None while the tare is not told."""
        if self.volume_cm3 is not None:
            return grams(None, self.volume_cm3, self.density_g_per_m3)
        return None if self.gross_g is None or self.tare_g is None else self.gross_g - self.tare_g


class OfTheLoad(Fact, frozen=True, kw_only=True):
    """So much of the load, or all that is in hand where nothing is told."""

    density_g_per_m3: Density | None = None
    mass_g: MassKg | None = None
    volume_cm3: SpoilM3 | None = None

    @property
    def told_g(self) -> int | None:
        """As weighed, or from volume and density."""
        return grams(self.mass_g, self.volume_cm3, self.density_g_per_m3)

    def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
        """Mass and volume at once."""
        if (self.mass_g, self.volume_cm3, self.density_g_per_m3) != (None, None, None):
            yield from told_wrongly(self.mass_g, self.volume_cm3, self.density_g_per_m3, mass="mass_kg")


class Trip:
    """One conveyance's load, numbered by the contractor or the carrier."""

    class Departed(Weighed, frozen=True, kw_only=True):
        """The laden conveyance left by a gate; `to_site` is where it was bound for, known or not."""

        TOPIC = "trip.departed"
        TITLE = Title("趟次起运", "Trip departed")
        BASIS = (*RUN_BY_MANIFEST, *HAULED_IN_TIME)
        SUBJECT = "trip"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        conveyance: ConveyanceID
        gate: GateID
        waste_class: WasteClass
        carrier: OrganisationID | None = None
        permit: PermitID | None = None
        to_site: WasteSiteID | None = None
        trailer: ConveyanceID | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """Neither a reading nor a volume, or both."""
            yield from told_wrongly(self.gross_g, self.volume_cm3, self.density_g_per_m3, mass="gross_kg")

    class Diverted(Fact, frozen=True, kw_only=True):
        """It goes to another site than it was bound for, and who decided that."""

        TOPIC = "trip.diverted"
        TITLE = Title("趟次改道", "Trip diverted")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = "trip"
        STATED_BY = (Relation.OWNER, Relation.CARRIER, Relation.GREENING)

        decided_by: OrganisationID
        reason: Reason
        to_site: WasteSiteID

    class Transloaded(OfTheLoad, frozen=True, kw_only=True):
        """At a wharf or yard the load went over into another conveyance, whose trip is named where it is known."""

        TOPIC = "trip.transloaded"
        TITLE = Title("趟次转驳", "Trip transloaded")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = "trip"
        STATED_BY = (Relation.OWNER, Relation.CARRIER, Relation.SITE_OPERATOR)
        ACTS_ON = ("trip",)

        site: WasteSiteID
        into: TripID | None = None
        to_conveyance: ConveyanceID | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:
            """Mass and volume at once; neither, though it goes on under another number, where it has to be told."""
            if self.into is None:
                yield from super().misfits(subject)
            else:
                yield from told_wrongly(self.mass_g, self.volume_cm3, self.density_g_per_m3, mass="mass_kg")

        def part_of(self, subject: str) -> Part | None:
            """Loaded onto the trip that goes on with it."""
            return Part("loaded", self.told_g) if subject == self.into else None

    class Arrived(Weighed, frozen=True, kw_only=True):
        """It stands at a site's gate; the reading where one was taken."""

        TOPIC = "trip.arrived"
        TITLE = Title("趟次到场", "Trip arrived")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = "trip"
        STATED_BY = (Relation.SITE_OPERATOR,)

        site: WasteSiteID

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """A reading and a volume at once."""
            if self.gross_g is not None or self.volume_cm3 is not None or self.density_g_per_m3 is not None:
                yield from told_wrongly(self.gross_g, self.volume_cm3, self.density_g_per_m3, mass="gross_kg")

    class Accepted(Fact, frozen=True, kw_only=True):
        """消纳接收凭证. The site took the load and gave this receipt; whether more of it follows under another."""

        TOPIC = "trip.accepted"
        TITLE = Title("消纳接收凭证", "Trip accepted")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = "trip"
        STATED_BY = (Relation.SITE_OPERATOR,)

        receipt: ReceiptNumber
        site: WasteSiteID
        accepted_g: MassKg | None = None
        density_g_per_m3: Density | None = None
        more_follows: bool | None = None
        volume_cm3: SpoilM3 | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """Neither mass nor volume, or both."""
            yield from told_wrongly(self.accepted_g, self.volume_cm3, self.density_g_per_m3, mass="accepted_kg")

        @property
        def told_g(self) -> int:
            """As weighed, or from volume and density."""
            return grams(self.accepted_g, self.volume_cm3, self.density_g_per_m3) or 0

    class Refused(OfTheLoad, frozen=True, kw_only=True):
        """The site does not take it, or not this much of it."""

        TOPIC = "trip.refused"
        TITLE = Title("趟次拒收", "Trip refused")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = "trip"
        STATED_BY = (Relation.SITE_OPERATOR,)

        reason: Reason
        site: WasteSiteID

    class Returned(OfTheLoad, frozen=True, kw_only=True):
        """What nobody took is back where it came from."""

        TOPIC = "trip.returned"
        TITLE = Title("趟次退回", "Trip returned")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = "trip"
        STATED_BY = (Relation.OWNER, Relation.CARRIER)

        gate: GateID | None = None

    class UnloadingObserved(Fact, frozen=True, kw_only=True):
        """The stream of positions shows an unloading at a place; of a vehicle where no trip is known."""

        TOPIC = "trip.unloading_observed"
        TITLE = Title("卸载识别", "Unloading observed")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = ("trip", "vehicle", "vessel")
        STATED_BY = (Relation.OPERATOR,)
        RELIES = False

        from_: Instant = msgspec.field(name="from")
        grade: Grade
        place: Place
        until: Instant
        mass_after_g: MassKg | None = None
        mass_before_g: MassKg | None = None

    class TrackAssessed(Fact, frozen=True, kw_only=True):
        """How much of the way is told by valid positions, and how long it was left."""

        TOPIC = "trip.track_assessed"
        TITLE = Title("轨迹评估", "Track assessed")
        BASIS = RUN_BY_MANIFEST
        SUBJECT = ("trip", "vehicle", "vessel")
        STATED_BY = (Relation.OPERATOR,)
        RELIES = False

        longest_gap_ms: DurationS
        valid_share_permille: Share
        corridor_exit_ms: DurationS | None = None
