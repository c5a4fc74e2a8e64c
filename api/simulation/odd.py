"""All that goes wrong in the month apart from what goes well, and all that only looks so."""

from api.simulation import (
    lawful_hauls,
    lawful_tracks,
    odd_applications,
    odd_consignments,
    odd_gates,
    odd_hauls,
    odd_output,
    odd_places,
    odd_tracks,
    odd_transfers,
)
from api.simulation.approval import GRANTED
from api.simulation.happening import Post
from api.simulation.incident import befall
from api.simulation.world import World

OF_SPOIL = (odd_hauls, odd_tracks, odd_places, odd_gates, lawful_hauls, lawful_tracks)
OF_INDUSTRY = (odd_transfers, odd_applications, odd_consignments)
APPROVALS = (GRANTED, *odd_transfers.APPROVALS)
"""Those that were granted before the month begins."""


def odd_month(world: World) -> list[Post]:
    """Each incident on its evening, and what is told as a calendar month ends; returns what tables had before."""
    for incidents in (OF_SPOIL, OF_INDUSTRY):
        befall(world, [each for part in incidents for each in part.INCIDENTS])
    for each in APPROVALS:
        world.lawful("stated_late", each.subject, "开账以前的步骤，开账时补录", world.start)
    odd_places.yards(world)
    return [*odd_output.cast(world)]
