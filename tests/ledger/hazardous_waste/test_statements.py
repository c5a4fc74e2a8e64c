"""What of repackings, treatments, counts and readings does not hold together, and what is taken as it is."""

from typing import Any

import pytest

from ledger.errors import InvalidError
from ledger.posting import Posting
from tests.specification import BAY, OTHER_PLANT, PLANT, SCALE, Scenario, drum, kg, said

ASH = drum("ash")
MANIFEST = "manifest:20263101000417"


def portion(container: str, mass: str = "1") -> dict[str, Any]:
    return {"container": container, "mass_kg": kg(mass)}


def repacked(subject: str, **more: Any) -> Posting:
    data = {"from": [portion(drum(1))], "into": [portion(drum(2))], **more}
    return said("container.repacked", subject, data)


def treated(**more: Any) -> Posting:
    data = {
        "facility": BAY,
        "kind": "disposed",
        "method": "D10",
        "from": "2026-11-24T06:00:00+08:00",
        "until": "2026-11-24T07:00:00+08:00",
        "inputs": [portion(drum(1))],
        **more,
    }
    return said("treatment.completed", f"treatment:{PLANT}.T-1", data)


@pytest.mark.parametrize(
    ("posting", "code", "pointer"),
    [
        (repacked(drum(1)), "not_first_of_into", "/data/into/0/container"),
        (repacked(drum(2), into=[portion(drum(2)), portion(drum(1))]), "named_twice", "/data/into/1/container"),
        (repacked(drum(2), emptied=[drum(3)]), "not_poured_from", "/data/emptied/0"),
        (repacked(drum(2), emptied=[drum(1), drum(1)]), "named_twice", "/data/emptied/1"),
        (treated(inputs=[{"mass_kg": 1}]), "not_one_source", "/data/inputs/0"),
        (treated(inputs=[portion(drum(1)) | {"tank": BAY}]), "not_one_source", "/data/inputs/0"),
        (treated(inputs=[{"manifest": MANIFEST, "mass_kg": 1}]), "not_one_source", "/data/inputs/0"),
        (treated(inputs=[portion(drum(1)) | {"line": 1}]), "not_one_source", "/data/inputs/0"),
        (treated(inputs=[portion(drum(1)), portion(drum(1))]), "named_twice", "/data/inputs/1"),
        (treated(until="2026-11-24T05:59:59+08:00"), "ends_before_it_begins", "/data/until"),
        (
            treated(outputs=[portion(drum(1)) | {"waste_code": "772-003-18"}]),
            "named_twice",
            "/data/outputs/0/container",
        ),
        (said("storage.counted", BAY, {}), "missing_field", "/data"),
        (said("storage.counted", BAY, {"containers": [ASH, ASH]}), "named_twice", "/data/containers/1"),
        (said("storage.counted", BAY, {"mass_kg": 1, "part": 1}), "no_such_part", "/data/part"),
        (said("storage.counted", BAY, {"mass_kg": 1, "part": 3, "parts": 2}), "no_such_part", "/data/part"),
    ],
)
def test_what_does_not_hold_together_is_refused_and_named(
    scenario: Scenario, posting: Posting, code: str, pointer: str
) -> None:
    (finding,) = scenario.refused(InvalidError, code, posting).findings
    assert finding.pointer == pointer


@pytest.mark.parametrize(
    "posting",
    [
        repacked(drum(2), into=[portion(drum(2), "500")], emptied=[drum(1)]),
        treated(method="D99", kind="recovered"),
        treated(
            inputs=[
                portion(drum(1, OTHER_PLANT)),
                {"tank": BAY, "mass_kg": 5},
                {"manifest": MANIFEST, "line": 2, "mass_kg": 7},
            ]
        ),
        said("storage.counted", BAY, {"containers": []}),
        said("container.loss_declared", drum(9), {"cause": "theft", "mass_kg": 100_000}),
        said("tank.metered", BAY, {"day": "2026-11-23", "direction": "out", "mass_kg": 9, "meter": SCALE}),
    ],
    ids=lambda posting: posting.type,
)
def test_a_fact_on_the_ground_is_taken_however_irregular_it_is(scenario: Scenario, posting: Posting) -> None:
    (receipt,) = scenario.when(posting)
    assert scenario.facts(receipt.subject)
