"""All that goes wrong in the month apart from what goes well, and all that only looks so."""

from api.simulation import lawful_hauls, lawful_tracks, odd_gates, odd_hauls, odd_places, odd_tracks
from api.simulation.incident import befall
from api.simulation.world import World

INCIDENTS = (
    *odd_hauls.INCIDENTS,
    *odd_tracks.INCIDENTS,
    *odd_places.INCIDENTS,
    *odd_gates.INCIDENTS,
    *lawful_hauls.INCIDENTS,
    *lawful_tracks.INCIDENTS,
)
"""What is played on which evening."""


def odd_month(world: World) -> None:
    """All of it."""
    befall(world, INCIDENTS)
    odd_places.yards(world)
