"""What happens on the ground, before any device has sent it."""

from datetime import datetime
from typing import Any, NamedTuple

from api.simulation.shanghai import written


class Happening(NamedTuple):
    """One fact as the device that saw it will tell it; a later sending changes nothing of it but `recorded_offline`.

    A `fact.*` happening holds in `data.position` the id of its original: positions are known only as it is played.
    """

    at: datetime
    device: str
    type: str
    subject: str
    id: str
    data: dict[str, Any]

    def event(self, uscc: str, *, offline: bool = False) -> dict[str, Any]:
        """The CloudEvent that an organisation's device posts."""
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": f"urn:uscc:{uscc}:{self.device}",
            "type": self.type,
            "subject": self.subject,
            "time": written(self.at),
            "data": {**self.data, "recorded_offline": True} if offline else self.data,
        }


class Post(NamedTuple):
    """One request: when the ledger hears it, whose key it carries, and its CloudEvents."""

    recorded_at: datetime
    poster: str
    events: list[dict[str, Any]]
