"""Sites 消纳场所: where construction waste may be put, filed with their boundary, closed for a night or for good."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from ledger.construction_waste.amount import WasteClasses
from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.geojson import Polygon, Shape, problems_of
from ledger.identifiers import DivisionCode
from ledger.limits import Limits
from ledger.parties.establishment import Shifts
from ledger.quantity import MassT
from ledger.regulation.construction_waste import SITE_FILED
from ledger.subjects import OrganisationID, division_in
from ledger.text import Day, Instant, Name, Reason

SiteKind = Literal["disposal", "backfill", "yard", "wharf", "recycling"]
SiteLevel = Literal["city", "district"]
Days = Annotated[int, Limits(ge=1, le=3650)]


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a site when it is filed, and whole again at every change."""

    boundary: Polygon
    capacity_g: MassT
    classes: WasteClasses
    daily_capacity_g: MassT
    division: DivisionCode
    hours: Shifts
    kind: SiteKind
    level: SiteLevel
    operator: OrganisationID  # who runs the site, not one of the staff
    valid_until: Day
    max_stay_days: Days | None = None
    name: Name | None = None

    def misfits(self, subject: str) -> Iterator[Finding]:
        """A number of another division, and a boundary that encloses no ground or crosses itself."""
        if division_in(subject) != self.division:
            told = {"subject": subject, "division": self.division}
            yield Finding("other_division", f"{subject} lies elsewhere", "/division", values=told)
        yield from problems_of(self.boundary, "/boundary")


class Site:
    """A place that takes construction waste, by the number that its division gave it."""

    class Filed(Particulars, frozen=True, kw_only=True):
        """备案. The district's bureau looked at the place and filed it; only then may it be used."""

        TOPIC = "site.filed"
        TITLE = Title("消纳场所备案", "Site filed")
        BASIS = SITE_FILED
        SUBJECT = "site"
        STATED_BY = (Relation.GREENING,)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a site's filing, valid from its time; so it is renewed too."""

        TOPIC = "site.changed"
        TITLE = Title("消纳场所变更", "Site changed")
        BASIS = SITE_FILED
        SUBJECT = "site"
        STATED_BY = (Relation.GREENING,)

    class Closed(Fact, frozen=True, kw_only=True):
        """The site takes nothing from now on: until the instant given, until it is reopened, or for good."""

        TOPIC = "site.closed"
        TITLE = Title("消纳场所关闭", "Site closed")
        BASIS = SITE_FILED
        SUBJECT = "site"
        STATED_BY = (Relation.SITE_OPERATOR, Relation.GREENING, Relation.URBAN_MANAGEMENT)

        reason: Reason | None = None
        until: Instant | None = None

    class Reopened(Fact, frozen=True, kw_only=True):
        """The site takes waste again."""

        TOPIC = "site.reopened"
        TITLE = Title("消纳场所重新开放", "Site reopened")
        BASIS = SITE_FILED
        SUBJECT = "site"
        STATED_BY = (Relation.SITE_OPERATOR, Relation.GREENING, Relation.URBAN_MANAGEMENT)

        reason: Reason | None = None


FILING = (Site.Filed, Site.Changed, Site.Closed, Site.Reopened)
"""What tells whether a site may be used; what it took and holds is told by the trips and by `yard.py`."""


class SiteState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A site as it was filed and closed last."""

    stage: Literal["provisional", "filed", "closed"] = "provisional"
    operator: str | None = None
    name: str | None = None
    kind: str | None = None
    level: str | None = None
    division: str | None = None
    boundary: Polygon | None = None
    capacity_g: MassT | None = None
    daily_capacity_g: MassT | None = None
    classes: Sequence[str] = ()
    hours: Shifts | None = None
    max_stay_days: int | None = None
    valid_until: str | None = None
    closed_at: str | None = None
    closed_until: str | None = None

    def is_closed(self, at: str) -> bool:
        """Whether it takes nothing at an instant, for all that was said by then."""
        return self.stage == "closed" and (self.closed_until is None or at < self.closed_until)


def evolve(state: SiteState, statement: Statement[Fact]) -> SiteState:
    """The state after one more fact; a filing that changes while the site is closed leaves it closed."""
    match statement.data:
        case Site.Filed() | Site.Changed() as now:
            filed = _filed(now)
            if state.stage != "closed":
                return filed
            return msgspec.structs.replace(
                filed, stage="closed", closed_at=state.closed_at, closed_until=state.closed_until
            )
        case Site.Closed() as now:
            return msgspec.structs.replace(
                state, stage="closed", closed_at=statement.occurred_at, closed_until=now.until
            )
        case Site.Reopened():
            return msgspec.structs.replace(
                state, stage="filed" if state.operator else "provisional", closed_at=None, closed_until=None
            )
    return state


def _filed(now: Particulars) -> SiteState:
    boundary: Shape = now.boundary
    return SiteState(
        "filed",
        now.operator,
        now.name,
        now.kind,
        now.level,
        now.division,
        boundary,
        now.capacity_g,
        now.daily_capacity_g,
        now.classes,
        now.hours,
        now.max_stay_days,
        now.valid_until,
    )
