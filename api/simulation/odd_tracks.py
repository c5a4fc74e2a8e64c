"""What only the stream of positions tells: loads tipped beside the road, ways left, trucks that fall silent."""

from datetime import datetime, timedelta
from functools import partial

from api.simulation.incident import Incident, load, receipt_of
from api.simulation.spoil_suspects import EAST, TUNNEL
from api.simulation.stream import EMPTY_KG, Point, assessed, unloading
from api.simulation.truth import Severity
from api.simulation.world import World

TIPS_AFTER = timedelta(minutes=20)
UNTIL_ACCEPTED = timedelta(hours=2)
"""In which a load that was tipped somewhere may still be accepted at a filed site."""
LOAD_KG = 16_000
AT_NIGHT = timedelta(hours=5, minutes=30)
FIELD, CREEK, LANE, SHORE = ("121.640", "31.080"), ("121.830", "31.081"), ("121.905", "30.902"), ("121.528", "31.061")
PITS: tuple[Point, ...] = (("121.842", "30.930"), ("121.545", "31.010"))
"""Two places, each of which five loads find."""


def tipped(where: Point, truck: int, world: World, evening: datetime) -> None:
    """Its load falls to nothing far from every filed place, and no site ever sees it."""
    haul = load(f"tipped-{truck}", evening, truck)
    seen = unloading(haul.subject, haul.own, evening + TIPS_AFTER, where, (LOAD_KG, EMPTY_KG))
    world.tell([haul.departed(), seen])
    _off_site(world, haul.subject, evening + TIPS_AFTER, "serious")


def tipped_unweighed(where: Point, truck: int, world: World, evening: datetime) -> None:
    """The same of a truck without a sensor: it stands, and its tipper is up."""
    haul = load(f"stood-{truck}", evening, truck)
    world.tell([haul.departed(), unloading(haul.subject, haul.own, evening + TIPS_AFTER, where)])
    _off_site(world, haul.subject, evening + TIPS_AFTER, "warning")


def _off_site(world: World, subject: str, begins: datetime, severity: Severity) -> datetime:
    due, what = begins + timedelta(minutes=4) + UNTIL_ACCEPTED, "在备案场所以外卸载"
    world.inject("unloaded_off_site", subject, due, what, key=f"{begins:%Y-%m-%d}", severity=severity)
    return due


def into_the_pit(pit: int, trucks: tuple[int, ...], world: World, evening: datetime) -> None:
    """Trucks of which no trip is told tip into the same pit, some metres from each other."""
    lon, lat = PITS[pit]
    for number, truck in enumerate(trucks):
        vehicle, begins = EAST.conveyances[truck], evening + AT_NIGHT + timedelta(minutes=20 * number)
        where = f"{lon}{truck % 3 * 2}", f"{lat}{truck % 4}"
        world.tell([unloading(vehicle, f"pit-{begins:%y%m%d%H%M}", begins, where, (LOAD_KG, EMPTY_KG))])
        _off_site(world, vehicle, begins, "serious")


def the_fifth(pit: int, truck: int, first: int, world: World, evening: datetime) -> None:
    """With this one it is a place where waste is tipped; which place, the first that tipped there tells."""
    into_the_pit(pit, (truck,), world, evening)
    what, due = "三十日内同一地点五次以上场外卸载", evening + AT_NIGHT + timedelta(minutes=4) + UNTIL_ACCEPTED
    world.inject("unlawful_unloading_spot", EAST.conveyances[first], due, what, severity="serious")


def strayed(truck: int, world: World, evening: datetime) -> None:
    """For twenty-five minutes it is far from the route that its permit carries."""
    haul = load(f"strayed-{truck}", evening, truck, TUNNEL)
    world.tell([*haul.plain(receipt_of(haul)), assessed(haul, "0.98", 30, 1_500)])
    what, day = "偏离处置证载明线路二十五分钟", f"{evening:%Y-%m-%d}"
    due = haul.arrives_at + timedelta(minutes=10)
    world.inject("route_deviation", haul.conveyance, due, what, key=day, severity="notice")


def silent(truck: int, times: int, world: World, evening: datetime) -> None:
    """Of half its way nothing is known, and nobody said that its device had failed; the `times`th time of a truck."""
    haul = load(f"silent-{truck}-{times}", evening, truck)
    world.tell([*haul.plain(receipt_of(haul)), assessed(haul, "0.52", 1_180)])
    grave: Severity = "warning" if times == 3 else "notice"
    due = haul.arrives_at + timedelta(hours=24)
    world.inject("track_missing", haul.subject, due, "途中近半程无有效定位，未报设备故障", severity=grave)


INCIDENTS = (
    Incident(19, partial(tipped, FIELD, 1)),
    Incident(5, partial(tipped, CREEK, 2)),
    Incident(20, partial(tipped_unweighed, LANE, 3)),
    Incident(7, partial(tipped_unweighed, SHORE, 4)),
    *(Incident(15 - truck, partial(into_the_pit, 0, (truck,))) for truck in range(4)),
    Incident(11, partial(the_fifth, 0, 4, 0)),
    Incident(9, partial(into_the_pit, 1, (5, 6, 7, 8))),
    Incident(8, partial(the_fifth, 1, 9, 5)),
    Incident(14, partial(strayed, 5)),
    Incident(9, partial(strayed, 8)),
    Incident(21, partial(silent, 4, 1)),
    Incident(13, partial(silent, 4, 2)),
    Incident(5, partial(silent, 4, 3)),
    Incident(9, partial(silent, 1, 1)),
    Incident(7, partial(silent, 2, 1)),
)
"""On which evening of the month which truck does what."""
