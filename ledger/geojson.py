"""Places on the ground as GeoJSON (RFC 7946) outside, and as whole millionths of a degree inside; always WGS-84.

A position that has more decimals is rounded to the sixth, 11 cm: what a map program writes has fifteen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby, pairwise
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec

from ledger.errors import Finding
from ledger.limits import Limits
from ledger.text import exactly

POSITIONS_MAX: Final = 500
"""Of one shape; whatever has more goes in as a file, by its hash."""
DECIMALS: Final = 6
LIMIT: Final = 180
LATITUDE: Final = 90
NORTH: Final = LATITUDE * 1_000_000

Point = tuple[int, int]
Coordinates = Annotated[list[int], Limits(min_length=4, max_length=2 * POSITIONS_MAX)]
"""Longitude, latitude, longitude, latitude …, in millionths of a degree."""
Paths = Annotated[list[Coordinates], Limits(min_length=1, max_length=20)]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The rings of a polygon, the outer one first; or the one path of a line."""

    paths: Paths


@dataclass(frozen=True, slots=True)
class GeoJson:
    """Marks a field that is a GeoJSON geometry on the wire and a `Shape` in the leaf."""

    type: Literal["Polygon", "LineString"]

    def to_leaf(self, geometry: Any) -> dict[str, Any]:
        """The paths as mapping; raises ValueError for what is no geometry of this type."""
        if type(geometry) is not dict or geometry.keys() != {"type", "coordinates"} or geometry["type"] != self.type:
            raise ValueError(f"a GeoJSON {self.type} is wanted")
        told = geometry["coordinates"]
        return {"paths": [_flat(path) for path in (_list(told) if self.type == "Polygon" else (told,))]}

    def to_wire(self, leaf: dict[str, Any]) -> dict[str, Any]:
        """The geometry as maps read it."""
        paths = [[[_degrees(lon), _degrees(lat)] for lon, lat in _points(path)] for path in leaf["paths"]]
        return {"type": self.type, "coordinates": paths if self.type == "Polygon" else paths[0]}

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema; that a ring closes and does not cross itself it cannot say (`problems_of`)."""
        number: dict[str, Any] = {"type": "number", "minimum": -LIMIT, "maximum": LIMIT}
        position = {"type": "array", "minItems": 2, "maxItems": 2, "items": number}
        path = {"type": "array", "minItems": 2, "maxItems": POSITIONS_MAX, "items": position}
        whole = {"type": "array", "minItems": 1, "maxItems": 20, "items": path} if self.type == "Polygon" else path
        return {
            "type": "object",
            "properties": {"type": {"type": "string", "pattern": exactly(self.type)}, "coordinates": whole},
            "required": ["type", "coordinates"],
            "additionalProperties": False,
        }


Polygon = Annotated[Shape, GeoJson("Polygon")]
"""An outer ring and holes in it."""
Line = Annotated[Shape, GeoJson("LineString")]
"""A way on the ground."""


class Segment(NamedTuple):
    """A side of a ring: in which ring, the how manyth, from where to where."""

    ring: int
    number: int
    start: Point
    end: Point


def problems_of(shape: Shape, pointer: str) -> Iterator[Finding]:
    """What is wrong with a polygon: a ring that does not close, encloses nothing, or crosses itself or another."""
    rings = [[point for point, _ in groupby(_points(path))] for path in shape.paths]  # rounding may repeat one
    sound = True
    if sum(map(len, rings)) > POSITIONS_MAX:
        told = {"maximum": POSITIONS_MAX}
        yield Finding("too_many_positions", f"at most {POSITIONS_MAX} positions in all", pointer, values=told)
        return
    for number, ring in enumerate(rings):
        where = f"{pointer}/coordinates/{number}"
        if any(abs(lat) > NORTH for _, lat in ring):
            yield Finding("out_of_range", "a latitude lies between -90 and 90", where, values={"maximum": LATITUDE})
            sound = False
        elif len(ring) < 4 or ring[0] != ring[-1]:
            yield Finding("ring_not_closed", "a ring has four positions at least and ends where it began", where)
            sound = False
        elif _doubled_area(ring) == 0:
            yield Finding("ring_encloses_nothing", "this ring encloses no ground", where)
            sound = False
    if sound and (crossing := _crossing(rings)) is not None:
        yield Finding("ring_crosses", "sides of this polygon cross", f"{pointer}/coordinates/{crossing}")


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError("a list of rings is wanted")
    return value


def _flat(path: Any) -> list[int]:
    return [_udeg(number) for position in _list(path) for number in _pair(position)]


def _pair(position: Any) -> list[Any]:
    if type(position) is not list or len(position) != 2:
        raise ValueError("a position is [longitude, latitude]")
    return position


def _udeg(number: Any) -> int:
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or not -LIMIT <= number <= LIMIT:
        raise ValueError("a number of degrees is wanted")
    return int(Decimal(number).scaleb(DECIMALS).to_integral_value(ROUND_HALF_EVEN))


def _degrees(count: int) -> int | Decimal:
    whole, rest = divmod(count, 10**DECIMALS)
    return whole if not rest else Decimal(format(Decimal(count).scaleb(-DECIMALS).normalize(), "f"))


def _points(path: list[int]) -> list[Point]:
    return list(zip(path[::2], path[1::2], strict=True))


def _doubled_area(ring: list[Point]) -> int:
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))


def _crossing(rings: list[list[Point]]) -> int | None:
    """The ring of a side that meets another anywhere but at the corner they share."""
    sides = [Segment(r, n, *pair) for r, ring in enumerate(rings) for n, pair in enumerate(pairwise(ring))]
    lengths = [len(ring) - 1 for ring in rings]
    for index, one in enumerate(sides):
        for other in sides[index + 1 :]:
            if _apart(one, other) or _neighbours(one, other, lengths):
                continue
            if _meet(one, other):
                return other.ring
    return None


def _apart(one: Segment, other: Segment) -> bool:
    """Whether the boxes around them do not touch: true of almost all pairs, and quick to tell."""
    for axis in (0, 1):
        a, b, c, d = one.start[axis], one.end[axis], other.start[axis], other.end[axis]
        if max(a, b) < min(c, d) or max(c, d) < min(a, b):
            return True
    return False


def _neighbours(one: Segment, other: Segment, lengths: list[int]) -> bool:
    """Whether they share a corner of one ring and part there; one that doubles back on the other does not."""
    if one.ring != other.ring or (other.number - one.number) % lengths[one.ring] not in {1, lengths[one.ring] - 1}:
        return False
    onward = one.end == other.start
    shared, far, near = (one.end, other.end, one.start) if onward else (one.start, other.start, one.end)
    return _side(near, shared, far) != 0 or (not _within(near, shared, far) and not _within(far, shared, near))


def _meet(one: Segment, other: Segment) -> bool:
    a, b, c, d = one.start, one.end, other.start, other.end
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    touching = zip(sides, ((a, c, b), (a, d, b), (c, a, d), (c, b, d)), strict=True)
    return any(side == 0 and _within(p, q, r) for side, (p, q, r) in touching)


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _within(p: Point, q: Point, r: Point) -> bool:
    """Of three points on one straight line, whether the second lies between the others."""
    return min(p[0], r[0]) <= q[0] <= max(p[0], r[0]) and min(p[1], r[1]) <= q[1] <= max(p[1], r[1])
