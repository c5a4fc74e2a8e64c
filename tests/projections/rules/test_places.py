"""Distances on the ground: the same from either end, none within a polygon, and as a sphere would have them."""

from math import asin, cos, radians, sin, sqrt

from hypothesis import given
from hypothesis import strategies as st

from ledger.geojson import Shape
from ledger.parties.establishment import Place
from projections.rules.places import Point, cell_of, cells_around, metres_between, metres_to, point_of

SHANGHAI = Point(121_473_700, 31_230_400)
SQUARE = Shape([[121_620_000, 31_120_000, 121_630_000, 31_120_000, 121_630_000, 31_130_000, 121_620_000, 31_130_000,
                 121_620_000, 31_120_000]])  # fmt: skip
HOLED = Shape([*SQUARE.paths, [121_624_000, 31_124_000, 121_626_000, 31_124_000, 121_626_000, 31_126_000,
                               121_624_000, 31_126_000, 121_624_000, 31_124_000]])  # fmt: skip

near = st.builds(Point, st.integers(121_500_000, 121_700_000), st.integers(30_900_000, 31_300_000))


def _on_a_sphere(one: Point, other: Point) -> float:
    lon, lat, u, v = (radians(x / 1e6) for x in (*one, *other))
    half = sin((v - lat) / 2) ** 2 + cos(lat) * cos(v) * sin((u - lon) / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(half))


@given(near, near)
def test_it_is_as_far_back_as_there_and_within_half_a_per_cent_as_on_a_sphere(one: Point, other: Point) -> None:
    there = metres_between(one, other)
    assert there == metres_between(other, one)
    assert abs(there - _on_a_sphere(one, other)) <= 1 + there * 0.005


def test_a_thousandth_of_a_degree_in_shanghai() -> None:
    assert metres_between(SHANGHAI, SHANGHAI) == 0
    assert metres_between(SHANGHAI, SHANGHAI._replace(lat=SHANGHAI.lat + 1000)) == 111
    assert metres_between(SHANGHAI, SHANGHAI._replace(lon=SHANGHAI.lon + 1000)) == 95


def test_within_a_polygon_and_on_its_edge_it_is_no_distance() -> None:
    assert metres_to(SQUARE, Point(121_625_000, 31_125_000)) == 0
    assert metres_to(SQUARE, Point(121_620_000, 31_125_000)) == 0
    assert metres_to(SQUARE, Point(121_630_000, 31_130_000)) == 0


def test_beside_a_polygon_it_is_the_way_to_the_nearest_side_or_corner() -> None:
    assert metres_to(SQUARE, Point(121_625_000, 31_119_000)) == 111
    assert metres_to(SQUARE, Point(121_631_000, 31_125_000)) == 95
    assert metres_to(SQUARE, Point(121_631_000, 31_131_000)) == 146, "√(95² + 111²), from the corner"


def test_a_hole_is_outside() -> None:
    assert metres_to(HOLED, Point(121_625_000, 31_125_000)) == 95
    assert metres_to(HOLED, Point(121_623_000, 31_125_000)) == 0


@given(near)
def test_no_corner_is_nearer_than_the_polygon(point: Point) -> None:
    corners = [Point(*SQUARE.paths[0][at : at + 2]) for at in (0, 2, 4, 6)]
    assert metres_to(SQUARE, point) * 0.999 <= 1 + min(metres_between(point, corner) for corner in corners)


@given(near, st.integers(-1600, 1600), st.integers(-1400, 1400))
def test_who_is_within_so_many_metres_is_in_it_or_beside_it(point: Point, east: int, north: int) -> None:
    other = Point(point.lon + east, point.lat + north)
    if metres_between(point, other) < 150:
        assert cell_of(other, 150) in set(cells_around(cell_of(point, 150)))


def test_a_place_without_coordinates_is_nowhere() -> None:
    assert point_of(None) is None
    assert point_of(Place("某路 1 号")) is None
    assert point_of(Place("某路 1 号", lon_udeg=1, lat_udeg=2)) == Point(1, 2)
