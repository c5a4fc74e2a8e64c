"""What stands on a label comes from the facts as they count; what nobody said does not stand there."""

import subprocess
import sys
from typing import Any

import pytest

from api.papers import printing
from api.papers.as_it_stands import Source
from api.papers.label_facts import LabelFacts, label_facts
from ledger.errors import ConflictError, InvalidError, NotFoundError
from ledger.log import Ledger
from ledger.posting import Posting
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, kg, organisation, said, weighed

PROFILE = f"profile:{PLANT}.solvent"
CODE = f"{PLANT}9004020620261124001"
PARTICULARS = {
    "waste_code": "900-402-06",
    "name": "废溶剂",
    "form": "liquid",
    "hazards": ["T", "I"],
    "components": ["丙酮", "异丙醇"],
    "precautions": "远离火源",
}


def of_profile(subject: str = drum(1), **more: Any) -> Posting:
    data = {"establishment": SITE, "kind": "drum", "profile": PROFILE, "volume_l": 200, **more}
    return said("container.generated", subject, data)


@pytest.fixture
def plant(scenario: Scenario) -> Scenario:
    """A plant that says what its waste is."""
    return scenario.given(
        organisation(PLANT, "generator", name="示范电子厂"), said("waste_profile.registered", PROFILE, PARTICULARS)
    )


def told(scenario: Scenario, subject: str = drum(1)) -> LabelFacts:
    return label_facts(Source(scenario.ledger, None), subject)


def test_each_field_from_the_fact_that_says_it(plant: Scenario) -> None:
    plant.given(of_profile(), weighed(drum(1)), said("container.labelled", drum(1), {"label_code": CODE}))
    assert told(plant) == LabelFacts(
        subject=drum(1),
        waste_name="废溶剂",
        category="HW06 废有机溶剂与含有机溶剂废物",
        waste_code="900-402-06",
        form="液态",
        hazards=("毒性 T", "易燃性 I"),
        components="丙酮、异丙醇",
        precautions="远离火源",
        label_code=CODE,
        unit="示范电子厂",
        produced_on="2026-11-24",
        mass="200 kg",
        remarks="容器 D-1",
        volume_ml=200_000,
    )


def test_without_a_profile_only_what_the_container_says(plant: Scenario) -> None:
    plant.given(generated(drum(1)))
    facts = told(plant)
    assert (facts.waste_code, facts.category) == ("900-402-06", "HW06 废有机溶剂与含有机溶剂废物")
    assert [facts.waste_name, facts.form, facts.hazards, facts.components, facts.precautions] == [
        None,
        None,
        (),
        None,
        None,
    ]
    assert (facts.mass, facts.label_code, facts.volume_ml) == (None, None, None)


def test_a_declared_mass_is_marked_and_a_weighed_one_takes_its_place(plant: Scenario) -> None:
    plant.given(of_profile(mass_kg=kg("190")))
    assert told(plant).mass == "190 kg（申报）"
    plant.given(weighed(drum(1)))
    assert told(plant).mass == "200 kg"


def test_what_was_corrected_is_printed_as_it_stands(plant: Scenario) -> None:
    plant.given(of_profile(), weighed(drum(1)))
    reading = {"gross_kg": kg("192.4"), "tare_kg": kg("12.4"), "scale": f"scale:{PLANT}.07"}
    position = plant.receipts[0].position
    plant.given(said("fact.corrected", drum(1), {"position": position, "reason": "误读", "data": reading}))
    assert told(plant).mass == "180 kg"


def test_a_provisional_one_is_printed_and_says_so(plant: Scenario) -> None:
    plant.given(weighed(drum(1)))
    assert told(plant).remarks == "容器 D-1；暂定：账本尚无即产生"
    assert (told(plant).produced_on, told(plant).waste_code) == (None, None)


def test_one_that_was_withdrawn_is_refused_and_one_that_is_unknown_is_not_found(plant: Scenario) -> None:
    plant.given(of_profile())
    plant.given(said("fact.withdrawn", drum(1), {"position": plant.receipts[0].position, "reason": "误报"}))
    with pytest.raises(ConflictError, match="nothing_to_print"):
        told(plant)
    for nothing in (drum(9), drum(1, OTHER_PLANT), PROFILE, "nonsense"):
        with pytest.raises(NotFoundError):
            told(plant, nothing)


def test_what_was_poured_together_carries_the_day_of_that(plant: Scenario) -> None:
    plant.given(of_profile(), weighed(drum(1)))
    poured = {
        "from": [{"container": drum(1), "mass_kg": kg("200")}],
        "into": [{"container": drum(2), "mass_kg": kg("200")}],
        "emptied": [drum(1)],
    }
    plant.given(said("container.repacked", drum(2), poured, at="2026-11-24T11:00:00+08:00"))
    assert told(plant).remarks == "容器 D-1；已倒空"
    assert (told(plant, drum(2)).produced_on, told(plant, drum(2)).mass) == ("2026-11-24（倒装）", "200 kg")


def test_a_simulated_log_says_so_on_every_label(store_url: str, clock: Any) -> None:
    with Ledger(store_url, clock) as ledger:
        ledger.migrate(PLANT, "localhost/play", simulated=True)
        plant = Scenario(ledger).given(generated(drum(1)))
        assert told(plant).remarks == "容器 D-1；模拟数据"


def test_two_processes_print_the_same_bytes_and_what_is_said_of_others_changes_none(
    plant: Scenario, store_url: str
) -> None:
    plant.given(of_profile(), weighed(drum(1)), generated(drum(2)))
    here = printing.labels(Source(plant.ledger, None), [drum(1), drum(2)]).content
    plant.given(generated(drum(3)))
    command = [sys.executable, "-m", "tests.api.papers.twice", store_url, "labels", drum(1), drum(2)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == here


@pytest.mark.parametrize("many", [0, 201])
def test_from_one_to_two_hundred_at_once(plant: Scenario, many: int) -> None:
    with pytest.raises(InvalidError, match="how_many_labels"):
        printing.labels(Source(plant.ledger, None), [drum(n) for n in range(many)])
