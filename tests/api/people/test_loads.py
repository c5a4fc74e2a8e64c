"""`/me/loads/{number}`: what stands on a manifest, for whose organisation may see it and for nobody else."""

from typing import Any

import pytest

from tests.manifests import DRUMS, NUMBER, RECEIVER, TRADE, TRUCKER, issued, received, registered
from tests.people import People
from tests.specification import PLANT, SITE, Scenario, drum, generated, said, uscc, weighed

PATH = f"/me/loads/{NUMBER.partition(':')[2]}"
LABEL = f"{PLANT}9004020620261102001"
STRANGER = uscc("91310112MA1C8C8C8")


@pytest.fixture
def told(people: People, scenario: Scenario) -> People:
    """Three drums on a manifest, one of them labelled; somebody of each organisation."""
    scenario.given(
        *(each for each in TRADE if not each.subject.endswith(PLANT)),
        registered(SITE, "310115", PLANT),
        *(generated(each) for each in DRUMS),
        *(weighed(each) for each in DRUMS),
        said("container.labelled", drum(1), {"label_code": LABEL}),
        issued(at="2026-11-24T09:00:00+08:00"),
    )
    for name, organisation in (("plant", PLANT), ("taker", RECEIVER), ("driver", TRUCKER), ("stranger", STRANGER)):
        people.add(name, "staff", organisation)
    return people


def load(people: People, name: str, path: str = PATH) -> Any:
    return people.browser(name).get(path)


def test_the_receiver_gets_each_container_with_its_label_and_what_it_weighs(told: People) -> None:
    answer = load(told, "taker")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    shown = answer.json()
    assert (shown["manifest"], shown["stage"], shown["receiver"]) == (NUMBER, "issued", f"organisation:{RECEIVER}")
    assert (shown["methods"], shown["transferor"]) == (["R2"], PLANT)
    assert [each["container"] for each in shown["containers"]] == DRUMS
    first = {"container": drum(1), "fate": None, "label": LABEL, "waste_code": "900-402-06", "net_kg": 200.0}
    assert shown["containers"][0] == first


def test_what_was_said_of_a_container_before_is_told(told: People, scenario: Scenario) -> None:
    scenario.given(received([drum(1)], [drum(2)], at="2026-11-24T12:00:00+08:00"))
    assert [each["fate"] for each in load(told, "taker").json()["containers"]] == ["accepted", "refused", None]


def test_a_number_with_a_g_before_it_is_the_same(told: People) -> None:
    assert load(told, "driver", PATH.replace("/2026", "/G2026")).json()["manifest"] == NUMBER


def test_for_others_there_is_no_such_manifest(told: People) -> None:
    there, nowhere = load(told, "stranger"), load(told, "stranger", "/me/loads/20263101999999")
    assert there.status_code == nowhere.status_code == 404
    numbers = ("20263101004217", "20263101999999")
    problems = [
        {name: str(value).replace(number, "") for name, value in answer.json().items() if name != "instance"}
        for answer, number in zip((there, nowhere), numbers, strict=True)
    ]
    assert problems[0] == problems[1]
    assert load(told, "plant", "/me/loads/no-number").status_code == 404
    assert told.browser().get(PATH).status_code == 401
