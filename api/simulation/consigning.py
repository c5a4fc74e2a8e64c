"""One load of slag 一般工业固废运单 from a plant to who takes it, told by either office."""

from datetime import datetime, timedelta
from typing import Any

from api.simulation.firms import MORE_TRUCKS
from api.simulation.happening import Happening
from api.simulation.incident import some_kg
from api.simulation.industrial_suspects import contract_of
from api.simulation.notice import on_the_road
from api.simulation.places import Place
from api.simulation.world import World

ON_THE_WAY = timedelta(hours=4)


def consigned(
    world: World,
    own: str,
    sender: Place,
    receiver: Place,
    leaves: datetime,
    *,
    after: timedelta | None = ON_THE_WAY,
    **more: Any,
) -> str:
    """A load of sixteen or seventeen tonnes, received after some hours or never; returns the consignment."""
    subject = f"consignment:{sender.uscc}.N-{own}"
    kg = some_kg(own)
    told = {"conveyance": MORE_TRUCKS.conveyances[1], "mass_kg": kg, **contract_of(sender, receiver), **more}
    left = on_the_road(sender, receiver, **told)
    world.tell([Happening(leaves, sender.uscc, "office", "consignment.dispatched", subject, f"N-{own}-sent", left)])
    if after is not None:
        taken = {"accepted_kg": kg}
        came = Happening(
            leaves + after, receiver.uscc, "office", "consignment.received", subject, f"N-{own}-taken", taken
        )
        world.tell([came])
    return subject
