"""Between what people write and what is stored: units, types, ranges and forms, and everything wrong told at once."""

from decimal import Decimal
from typing import Any

import pytest

from ledger.errors import Finding, InvalidError
from ledger.fact import Fact, Relation, Title
from ledger.hazardous_waste.container import Container
from ledger.parties.establishment import Establishment
from ledger.parties.facility import Facility
from ledger.posting import Poster, Posting, draft
from ledger.schema import data_in_wire_form, read_data
from ledger.text import Name, Sealed
from tests.conftest import NOON
from tests.specification import PLANT, SCALE, SITE, drum, kg, said

WEIGHED: dict[str, Any] = {"gross_kg": kg("212.4"), "tare_kg": kg("12.4"), "scale": SCALE}
GENERATED: dict[str, Any] = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}
SITE_DATA: dict[str, Any] = {
    "organisation": f"organisation:{PLANT}",
    "name": "一厂",
    "division": "310115",
    "place": {"address": "示范路 7 号", "lon": kg("121.544379"), "lat": 31},
}


def read(fact_type: type[Fact], data: Any) -> Any:
    """The fact that the data is; fails with what is wrong with it."""
    findings: list[Finding] = []
    fact = read_data(fact_type, data, "/data", findings)
    assert findings == []
    return fact


def wrong(fact_type: type[Fact], data: Any) -> set[tuple[str, str]]:
    """Codes and pointers of what is wrong with the data."""
    findings: list[Finding] = []
    assert read_data(fact_type, data, "/data", findings) is None
    return {(f.code, f.pointer) for f in findings}


@pytest.mark.parametrize(
    ("fact_type", "data", "name", "leaf"),
    [
        (Container.Weighed, WEIGHED, "gross_kg", ("gross_g", {"0": 0, "212.4": 212_400, "0.001": 1, "1E+3": 10**6})),
        (Container.Generated, GENERATED, "volume_l", ("volume_ml", {"200": 200_000, "0.5": 500})),
        (
            Facility.Registered,
            {"establishment": SITE, "kind": "storage_point"},
            "capacity_t",
            ("capacity_g", {"0.000001": 1, "1000000000": 10**15}),
        ),
        (
            Facility.Registered,
            {"establishment": SITE, "kind": "storage_tank"},
            "bund_m3",
            ("bund_cm3", {"12.5": 12_500_000, "0.000001": 1}),
        ),
    ],
)
def test_peoples_units_become_whole_numbers_and_back(
    fact_type: type[Fact], data: dict[str, Any], name: str, leaf: tuple[str, dict[str, int]]
) -> None:
    attribute, numbers = leaf
    for written, stored in numbers.items():
        fact = read(fact_type, data | {name: Decimal(written)})
        assert getattr(fact, attribute) == stored
        assert type(getattr(fact, attribute)) is int
        assert data_in_wire_form(fact)[name] == Decimal(written)


def test_degrees_become_millionths_and_back() -> None:
    fact = read(Establishment.Registered, SITE_DATA)
    assert (fact.place.lon_udeg, fact.place.lat_udeg) == (121_544_379, 31_000_000)
    assert data_in_wire_form(fact)["place"] == SITE_DATA["place"]


def test_a_southern_latitude_and_a_western_longitude_are_negative() -> None:
    place = {"address": "某处", "lon": kg("-0.000001"), "lat": kg("-33.9")}
    fact = read(Establishment.Registered, SITE_DATA | {"place": place})
    assert (fact.place.lon_udeg, fact.place.lat_udeg) == (-1, -33_900_000)
    assert data_in_wire_form(fact)["place"] == place


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (kg("0.0001"), "too_many_decimals"),
        (kg("1E-30"), "too_many_decimals"),
        (kg("212.4000000000000000000000000000001"), "too_many_decimals"),
        (-1, "out_of_range"),
        (kg("10000000.001"), "out_of_range"),
        (kg("1E+30"), "out_of_range"),
        (True, "wrong_type"),
        ("212.4", "wrong_type"),
        (None, "wrong_type"),
        ([1], "wrong_type"),
        ({"kg": 1}, "wrong_type"),
    ],
)
def test_a_mass_is_a_number_with_three_decimals(value: Any, code: str) -> None:
    assert wrong(Container.Weighed, WEIGHED | {"gross_kg": value}) == {(code, "/data/gross_kg")}


@pytest.mark.parametrize("value", [True, "2", kg("1.5"), None, 0, 100_001, 10**30])
def test_a_count_is_a_whole_number_within_bounds(value: Any) -> None:
    ((_, pointer),) = wrong(Container.Generated, GENERATED | {"count": value})
    assert pointer == "/data/count"


def test_a_whole_number_may_be_written_with_zeros_behind_the_point() -> None:
    assert read(Container.Weighed, WEIGHED | {"gross_kg": kg("212.4000000")}).gross_g == 212_400


@pytest.mark.parametrize("name", ["gross_g", "colour", "type", "", "a/b~c", "x" * 200])
def test_a_field_that_is_not_known_is_refused(name: str) -> None:
    ((code, pointer),) = wrong(Container.Weighed, WEIGHED | {name: 1})
    assert code == "unknown_field"
    assert pointer == "/data/" + name[:80].replace("~", "~0").replace("/", "~1")


def test_null_is_not_a_value() -> None:
    for name in ("operator", "scale", "evidence"):
        assert wrong(Container.Weighed, WEIGHED | {name: None}) == {("wrong_type", f"/data/{name}")}


def test_a_generation_names_a_profile_or_a_code() -> None:
    data = {"establishment": SITE, "kind": "drum"}
    assert wrong(Container.Generated, data) == {("missing_field", "/data")}
    read(Container.Generated, data | {"profile": f"profile:{PLANT}.solvent"})
    read(Container.Generated, data | {"profile": f"profile:{PLANT}.solvent", "waste_code": "900-402-06"})


def test_everything_wrong_is_told_at_once() -> None:
    data = {
        "gross_kg": "212.4",
        "tare_kg": kg("0.0001"),
        "colour": "blue",
        "mass_method": "guess",
        "evidence": [{"sha256": "0" * 64}, {"sha256": "x", "from": "yesterday", "size": 1}],
        "recorded_offline": 1,
    }
    assert wrong(Container.Weighed, data) == {
        ("wrong_type", "/data/gross_kg"),
        ("too_many_decimals", "/data/tare_kg"),
        ("missing_field", "/data/scale"),
        ("unknown_field", "/data/colour"),
        ("not_one_of", "/data/mass_method"),
        ("wrong_form", "/data/evidence/1/sha256"),
        ("wrong_form", "/data/evidence/1/from"),
        ("unknown_field", "/data/evidence/1/size"),
        ("wrong_type", "/data/recorded_offline"),
    }


def test_what_is_wrong_beside_the_data_is_told_with_it() -> None:
    posting = said("container.weighed", "container:here", {"gross_kg": 1}, at="yesterday")
    with pytest.raises(InvalidError) as caught:
        draft(posting, Poster(PLANT, "test"), NOON)
    assert {f.pointer for f in caught.value.findings} == {"/subject", "/time", "/data/tare_kg", "/data/scale"}


@pytest.mark.parametrize(
    ("fact_type", "data", "name", "value"),
    [
        (Container.Weighed, WEIGHED, "operator", "E1027\n"),
        (Container.Weighed, WEIGHED, "operator", "Ｅ1027"),
        (Container.Weighed, WEIGHED, "operator", "张三"),
        (Container.Weighed, WEIGHED, "operator", "E" * 41),
        (Container.Weighed, WEIGHED, "scale", SCALE + "\n"),
        (Container.Weighed, WEIGHED, "scale", f"scale:{PLANT}.０７"),
        (Container.Weighed, WEIGHED, "evidence", [{"sha256": "0" * 64 + "\n"}]),
        (Container.Weighed, WEIGHED, "evidence", [{"sha256": "0" * 63}]),
        (Container.Weighed, WEIGHED, "evidence", [{"sha256": "0" * 65}]),
        (Container.Weighed, WEIGHED, "evidence", [{"sha256": "A" * 64}]),
        (Container.Generated, GENERATED, "waste_code", "900-402-06\n"),
        (Container.Generated, GENERATED, "waste_code", "９００-402-06"),
        (Container.Generated, GENERATED, "waste_code", "٩٠٠-402-06"),
        (Container.Generated, GENERATED, "batch_code", "HWCS20261124001\n"),
        (Container.Generated, GENERATED, "establishment", SITE + "\n"),
        (Container.Labelled, {}, "label_code", "0" * 37 + "\n"),
        (Container.Labelled, {}, "label_code", "０" * 37),
        (Establishment.Registered, SITE_DATA, "division", "310115\n"),
        (Establishment.Registered, SITE_DATA, "division", "３10115"),
        (Establishment.Registered, SITE_DATA, "go_live", "2026-11-24\n"),
        (Establishment.Registered, SITE_DATA, "go_live", "２026-11-24"),
        (Establishment.Registered, SITE_DATA, "go_live", "2026-02-29"),
        (Establishment.Registered, SITE_DATA, "go_live", "20261124"),
        (Establishment.Registered, SITE_DATA, "shifts", [{"from": "08:00\n", "until": "16:00"}]),
        (Establishment.Registered, SITE_DATA, "shifts", [{"from": "24:00", "until": "16:00"}]),
        (Establishment.Registered, SITE_DATA, "shifts", [{"from": "०8:00", "until": "16:00"}]),
    ],
)
def test_a_form_is_the_whole_text_in_ascii(fact_type: type[Fact], data: Any, name: str, value: Any) -> None:
    assert "wrong_form" in [code for code, pointer in wrong(fact_type, data | {name: value}) if name in pointer]


def test_a_check_digit_is_checked_wherever_a_subject_is_named() -> None:
    data = GENERATED | {
        "origin_facility": f"facility:{PLANT[:-1]}7001P.MF1",
        "establishment": f"establishment:{PLANT[:-1]}7001P",
    }
    assert wrong(Container.Generated, data) == {
        ("uscc_check_digit", "/data/establishment"),
        ("uscc_check_digit", "/data/origin_facility"),
    }


class Toy:
    """A noun with a field of personal data, never published."""

    class Seen(Fact, frozen=True, kw_only=True):
        """Somebody was seen."""

        TOPIC = "toy.seen"
        TITLE = Title("玩具", "Toy")
        BASIS = ("none",)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER,)

        name: Name
        reason: Sealed | None = None


def test_personal_data_is_refused_while_there_is_no_vault() -> None:
    assert read(Toy.Seen, {"name": "桶"}).reason is None
    for value in ("张三", "", 7):
        findings: list[Finding] = []
        assert read_data(Toy.Seen, {"name": "桶", "reason": value}, "/data", findings) is None
        assert "/data/reason" in [f.pointer for f in findings]
        assert "张三" not in str(findings)


def test_personal_data_is_refused_with_its_own_code() -> None:
    assert wrong(Toy.Seen, {"name": "桶", "reason": "张三"}) == {("sealed_field", "/data/reason")}


def test_the_longest_profile_has_room() -> None:
    evidence = [{"sha256": "0" * 64, "media_type": "image/" + "j" * 60}] * 20
    components = ["醇" * 120] * 50
    data = {
        "waste_code": "900-402-06",
        "name": "废溶剂",
        "form": "liquid",
        "hazards": ["T", "I"],
        "precautions": "远离火源",
        "components": components,
        "evidence": evidence,
    }
    subject = f"profile:{PLANT}.solvent"
    posted = draft(said("waste_profile.registered", subject, data), Poster(PLANT, "test"), NOON)
    assert len(posted.fact) < 48 * 1024


def test_a_fact_has_not_a_byte_more_than_48_kib() -> None:
    def closed(length: int) -> Posting:
        return said("container.closed", drum(), id="x" * (1 + length))

    me = Poster(PLANT, "test")
    length = 48 * 1024 - len(draft(closed(0), me, NOON).fact)
    assert len(draft(closed(length), me, NOON).fact) == 48 * 1024
    with pytest.raises(InvalidError) as caught:
        draft(closed(length + 1), me, NOON)
    assert [f.code for f in caught.value.findings] == ["fact_too_large"]
