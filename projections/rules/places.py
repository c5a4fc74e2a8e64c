"""Distances on the ground, in metres, between what is told in millionths of a degree (WGS-84).

How long a degree is, is worked out once for each hundredth of a degree of latitude and rounded to whole millimetres;
from there on everything is counted in whole nanometres, so that no machine answers otherwise than another. Within a
few kilometres, for which these are meant, the earth's being round makes less than a metre.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import cos, isqrt, radians
from typing import NamedTuple

from ledger.geojson import Shape
from ledger.parties.establishment import Place

NANO = 10**9
MICRO = 10**6
HUNDREDTH = 10_000
"""Of a degree, in millionths."""
SHORTEST_EAST, SHORTEST_NORTH = 65_000, 110_000
"""Metres of a degree of longitude at the north end of China, 54°, and of latitude at its south end."""


class Point(NamedTuple):
    """Longitude and latitude, in millionths of a degree."""

    lon: int
    lat: int


def point_of(place: Place | None) -> Point | None:
    """Where a place is, if that is told."""
    if place is None or place.lon_udeg is None or place.lat_udeg is None:
        return None
    return Point(place.lon_udeg, place.lat_udeg)


def metres_between(one: Point, other: Point) -> int:
    """How far apart two points are, to the nearest metre."""
    east, north = _degree_mm((one.lat + other.lat) // 2)
    return _metres(((one.lon - other.lon) * east) ** 2 + ((one.lat - other.lat) * north) ** 2)


def metres_to(shape: Shape, point: Point) -> int:
    """How far a point is from a polygon, to the nearest metre; 0 within it, and in a hole as far as its edge."""
    east, north = _degree_mm(point.lat)
    rings = [
        [((lon - point.lon) * east, (lat - point.lat) * north) for lon, lat in _corners(path)] for path in shape.paths
    ]
    sides = [side for ring in rings for side in pairwise(ring)]
    if sum(_passes_east(*side) for side in sides) % 2:
        return 0
    return min(_metres_from_here(*side) for side in sides)


def cell_of(point: Point, metres: int) -> tuple[int, int]:
    """The field of a grid in which a point lies: in China each side of it is at least so many metres long."""
    return point.lon * SHORTEST_EAST // (metres * MICRO), point.lat * SHORTEST_NORTH // (metres * MICRO)


def cells_around(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A field and the eight beside it."""
    x, y = cell
    return ((x + east, y + north) for east in (-1, 0, 1) for north in (-1, 0, 1))


def _corners(path: list[int]) -> Iterator[tuple[int, int]]:
    return zip(path[::2], path[1::2], strict=True)


Vector = tuple[int, int]
"""East and north of here, in nanometres."""


def _passes_east(start: Vector, end: Vector) -> bool:
    """Whether a side crosses the line from here due east."""
    (x, y), (u, v) = start, end
    if (y > 0) == (v > 0):
        return False
    turn = x * (v - y) - y * (u - x)
    return turn > 0 if v > y else turn < 0


def _metres_from_here(start: Vector, end: Vector) -> int:
    """How far the nearest point of a side is."""
    (x, y), (u, v) = start, end
    across, up = u - x, v - y
    length = across * across + up * up
    along = -(x * across + y * up)
    if length == 0 or along <= 0:
        return _metres(x * x + y * y)
    if along >= length:
        return _metres(u * u + v * v)
    return _metres((x * up - y * across) ** 2 // length)


def _metres(square: int) -> int:
    return (isqrt(square) + NANO // 2) // NANO


def _degree_mm(lat_udeg: int) -> tuple[int, int]:
    return _lengths_mm(lat_udeg // HUNDREDTH)


@lru_cache(4096)
def _lengths_mm(hundredths: int) -> tuple[int, int]:
    """A degree of longitude and one of latitude there, in millimetres, on the ellipsoid of WGS-84."""
    at = radians(hundredths / 100)
    east = 111_412.84 * cos(at) - 93.5 * cos(3 * at) + 0.118 * cos(5 * at)
    north = 111_132.954 - 559.822 * cos(2 * at) + 1.175 * cos(4 * at)
    return round(east * 1000), round(north * 1000)
