"""Papers by key and at the terminal: the same as the pages give, for whoever may see what stands on them."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.cli import app
from ledger.subjects import kind_of
from tests.doors import Caller, codes
from tests.manifests import NUMBER, RECEIVER, issued
from tests.pdf import Pdf
from tests.specification import OTHER_PLANT, PLANT, Scenario, drum, generated, organisation
from tests.spoil import OPERATOR_OF_SITE, accepted, departed, founded, ready, trip


@pytest.fixture
def told(scenario: Scenario) -> Scenario:
    """A drum, the manifest that carries it, and a trip with its receipt."""
    plants = (
        organisation(PLANT, "generator"),
        organisation(RECEIVER, "receiver"),
        organisation(OTHER_PLANT, "carrier"),
    )
    return ready(founded(scenario)).given(*plants, generated(drum(1)), issued(), departed(1), accepted(1))


def test_each_is_given_to_those_who_see_its_subject_and_to_nobody_else(told: Scenario, client: TestClient) -> None:
    those = {drum(1): {PLANT, RECEIVER}, NUMBER: {PLANT, RECEIVER}, trip(1): {OPERATOR_OF_SITE}}
    nothing = {"container": drum(9), "manifest": "manifest:20263101159999", "trip": trip(9)}
    for whose in (PLANT, RECEIVER, OPERATOR_OF_SITE, OTHER_PLANT):
        caller = Caller.of(client, whose)
        for subject, may in those.items():
            answer = caller.get(f"/v1/subjects/{subject}/paper.pdf")
            assert answer.status_code == (200 if whose in may else 404), (whose, subject)
            if whose in may:
                assert answer.headers["content-type"] == "application/pdf"
                assert answer.headers["cache-control"] == "private, no-store"
                assert Pdf(answer.content).embedded
            else:
                nowhere = nothing[kind_of(subject)]
                missing = caller.get(f"/v1/subjects/{nowhere}/paper.pdf")
                assert answer.text.replace(subject, "") == missing.text.replace(nowhere, "")


def test_a_label_in_a_size_and_what_is_refused(told: Scenario, client: TestClient) -> None:
    plant = Caller.of(client, PLANT)
    large = plant.get(f"/v1/subjects/{drum(1)}/paper.pdf", size="L")
    assert round(Pdf(large.content).pages[0].wide) == 200
    assert codes(plant.get(f"/v1/subjects/{drum(1)}/paper.pdf", size="XL")) == ["label_size_unknown"]
    assert codes(plant.get(f"/v1/subjects/organisation:{PLANT}/paper.pdf")) == ["no_paper"]


def test_the_terminal_writes_the_same_bytes(
    told: Scenario, client: TestClient, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_DATABASE_URL", store_url)
    file = tmp_path / "paper.pdf"
    plant = Caller.of(client, PLANT)
    assert CliRunner().invoke(app, ["print", drum(1), "--output", str(file)]).exit_code == 0
    assert file.read_bytes() == plant.get(f"/v1/subjects/{drum(1)}/paper.pdf").content
    assert CliRunner().invoke(app, ["print", drum(1), drum(1), "--size", "L", "--output", str(file)]).exit_code == 0
    assert [round(page.wide) for page in Pdf(file.read_bytes()).pages] == [200, 200]
    refused = CliRunner().invoke(app, ["print", drum(9), "--output", str(file)])
    assert refused.exit_code == 1
    assert "not_found" in refused.output
