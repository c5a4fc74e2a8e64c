"""What happens on the ground, before any device has sent it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from api.simulation.shanghai import written

NOW_EXACT = timedelta()


class Happening(NamedTuple):
    """One fact as the device that saw it will tell it; a later sending changes nothing of it but `recorded_offline`.

    One about another (`fact.*`, a plate that was confirmed) holds in `data.position` who said that, and by which id
    (`said_by`): positions are known only as it is played. So are the numbers of manifests that the ledger gives:
    until then they are names of the plan's own, `manifest:?NAME`.
    """

    at: datetime
    by: str
    """The USCC of whose device it is."""
    device: str
    type: str
    subject: str
    id: str
    data: dict[str, Any]
    on_behalf_of: str | None = None
    told_at: datetime | None = None
    """When it is told, where that is not when the device sends what it has."""

    def event(self, *, offline: bool = False, ahead: timedelta = NOW_EXACT) -> dict[str, Any]:
        """The CloudEvent that the device posts; `ahead` is by how much its clock runs before the true time."""
        event = {
            "specversion": "1.0",
            "id": self.id,
            "source": f"urn:uscc:{self.by}:{self.device}",
            "type": self.type,
            "subject": self.subject,
            "time": written(self.at + ahead),
            "data": {**self.data, "recorded_offline": True} if offline else self.data,
        }
        return event if self.on_behalf_of is None else {**event, "onbehalfof": self.on_behalf_of}

    @property
    def said_by(self) -> str:
        """How a happening about this one names it."""
        return f"{self.by}/{self.id}"


class Post(NamedTuple):
    """One request: when the ledger hears it, whose key it carries, and its CloudEvents."""

    recorded_at: datetime
    poster: str
    events: list[dict[str, Any]]
