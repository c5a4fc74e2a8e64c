"""An exported file imports to the same ledger, and what is exported of that is the same file."""

from pathlib import Path
from typing import Any

from ledger.correction import effective
from ledger.hazardous_waste.treatment import Treatment
from ledger.posting import Posting
from projections.custody.state import fold
from tests.api.hj1259.desk import NUMBER, Desk, content, desk_at
from tests.manifests import TRADE, TRUCK, TRUCKER, issued, line, of_manifest
from tests.specification import (
    BAY,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    kg,
    said,
    weighed,
)

FURNACE = f"facility:{SITE.partition(':')[2]}.TS009"
TANK = f"facility:{SITE.partition(':')[2]}.TK-1"
IN_A_LEDGER = {"container.generated", "container.stored", "container.withdrawn"}
IN_BULK = "manifest:20263101004218"
WITHDRAWN_BY_IMPORT = {drum("M"), f"container:{PLANT}.20263101004218-1"}
"""What left by manifest is withdrawn by the row that told of it."""
HOUSE = f"facility:{SITE.partition(':')[2]}.TS001"


def at(hour: str, day: str = "24") -> str:
    return f"2026-10-{day}T{hour}+08:00"


def rich_life() -> list[Posting]:
    """What a plant states in some days: by its devices, by hand, by an earlier import, with corrections."""
    solvent = {
        "waste_code": "900-402-06",
        "name": "废溶剂",
        "form": "liquid",
        "hazards": ["T", "I"],
        "components": ["甲苯"],
        "precautions": "防火",
    }
    site = {"establishment": SITE}
    return [
        said("waste_profile.registered", f"profile:{PLANT}.W1", solvent, at=at("07:00:00")),
        said("facility.registered", BAY, {**site, "kind": "storage_house", "name": "危废库"}, at=at("07:00:00")),
        # a drum by the five immediates, which say nothing that a ledger would
        said(
            "container.generated",
            drum(1),
            {**site, "kind": "ibc", "profile": f"profile:{PLANT}.W1"},
            at=at("08:00:00"),
        ),
        said("container.packaged", drum(1), {"packaging": "蓝色容器"}, at=at("08:05:00")),
        weighed(drum(1), "1212.405", "12.4", at=at("08:10:00")),
        said("container.stored", drum(1), {"facility": BAY, "zone": "A"}, at=at("08:30:00")),
        said("container.withdrawn", drum(1), {"purpose": "treatment", "operator": "E1"}, at=at("09:00:00", "25")),
        # a drum with all that a ledger says
        said(
            "container.generated",
            drum(2),
            {
                **site,
                "kind": "drum",
                "waste_code": "900-249-08",
                "waste_name": "=废机油",
                "catalogue_name": "其他生产、销售、使用过程中产生的废矿物油",
                "batch_code": "HWCS20261024001",
                "count": 3,
                "mass_kg": kg("0.001"),
                "packaging": "200 L 铁桶",
                "origin_facility": f"facility:{NUMBER}.MF0001",
                "operator": "E1027",
                "destination": "自行贮存",
            },
            at="2026-10-24T08:00:00.123456+08:00",
        ),
        said(
            "container.stored",
            drum(2),
            {
                "facility": HOUSE,
                "facility_type": "@贮存库",
                "batch_code": "HWRK20261024001",
                "from_batches": ["HWCS20261024001", "HWCS20261024002"],
                "mass_kg": 600,
                "transported_by": "E1",
                "operator": "E2",
            },
            at=at("10:00:00"),
        ),
        said(
            "container.withdrawn",
            drum(2),
            {"purpose": "transfer", "batch_code": "HWCK20261025001"},
            at=at("08:00:00", "25"),
        ),
        said(
            "container.withdrawn",
            drum(2),
            {
                "purpose": "transfer",
                "batch_code": "HWWWLY20261025001",
                "method": "R9",
                "mass_kg": kg("598.5"),
                "recipient": {
                    "kind": "licensed",
                    "name": "+示范再生公司",
                    "licence_number": "沪环保许防〔2026〕17号",
                },
            },
            at=at("09:00:00", "25"),
        ),
        # bags for abroad and for an exempt unit, of which nothing was said before
        *(
            said(
                "container.withdrawn",
                drum(n),
                {"purpose": "transfer", "facility": BAY, "recipient": who},
                at=at("11:00:00"),
            )
            for n, who in (
                (3, {"kind": "exempt", "name": "示范水泥厂"}),
                (4, {"kind": "abroad", "name": "Recycling Ltd", "export_notice": "EXP-2026-17"}),
                (5, {"kind": "licensed"}),
            )
        ),
        # withdrawals for every purpose, with words of its own and without
        *(
            said(
                "container.withdrawn",
                drum(f"P{n}"),
                {"purpose": purpose, **({"destination": words} if words else {}), "facility": BAY},
                at=at("12:00:00"),
            )
            for n, (purpose, words) in enumerate(
                (purpose, words)
                for purpose in ("transfer", "treatment", "move", "repacking", "sampling", "other")
                for words in (None, "二车间", "委外处置", "转移")
            )
        ),
        *(
            said(
                "container.generated",
                drum(f"K-{kind}-{n}"),
                {**site, "kind": kind, "waste_code": "900-041-49", **({"packaging": words} if words else {})},
                at=at("13:00:00"),
            )
            for kind in ("drum", "ibc", "bag", "box", "bottle", "tank", "pipeline", "bulk", "other")
            for n, words in enumerate((None, "编织袋", "桶", "-x（y）"))
        ),
        # two runs of treatment, one of them of a method whose letter does not tell what it is
        said(
            "treatment.completed",
            f"treatment:{PLANT}.T-1",
            {
                "facility": FURNACE,
                "kind": "disposed",
                "method": "C1",
                "from": at("08:00:00", "25"),
                "until": at("18:00:00", "25"),
                "operator": "E9",
                "inputs": [
                    {"container": drum(1), "mass_kg": kg("700.005")},
                    {"tank": TANK, "mass_kg": 300},
                    {"manifest": "manifest:20263101000417", "line": 2, "mass_kg": 1},
                    {"container": drum(7, OTHER_PLANT), "mass_kg": 20, "waste_code": "900-041-49", "count": 2},
                ],
            },
            at=at("18:00:00", "25"),
        ),
        said(
            "treatment.completed",
            f"treatment:{PLANT}.T-2",
            {
                "facility": FURNACE,
                "kind": "disposed",
                "method": "D10",
                "batch_code": "HWZXCZ20261026001",
                "from": at("08:00:00", "26"),
                "until": at("09:30:00", "26"),
                "inputs": [
                    {"container": drum(1), "mass_kg": 500, "from_batches": ["HWCK20261025009"]},
                    {"container": drum(2), "mass_kg": 0},
                ],
            },
            at=at("09:30:00", "26"),
        ),
        # what left by manifest, in a drum and in bulk, which the office told nobody else
        *TRADE,
        generated(drum("M"), at=at("08:00:00")),
        weighed(drum("M"), at=at("08:10:00")),
        issued(at=at("09:00:00"), containers=[drum("M")]),
        of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at("10:00:00")),
        issued(IN_BULK, at=at("09:00:00"), containers=[], lines=[line("30000", packaging="罐车")]),
        of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, IN_BULK, at=at("11:00:00")),
        # what was stated wrongly, and another establishment's, which is another ledger
        generated(drum(8), at=at("08:00:00")),
        said("container.stored", drum(9), {"facility": BAY}, at=at("08:00:00")),
        said(
            "container.generated",
            drum(10),
            {**site, "establishment": f"establishment:{PLANT}002P", "kind": "bag", "waste_code": "900-041-49"},
            at=at("08:00:00"),
        ),
    ]


def corrections(ledger: Any) -> list[Posting]:
    """Drum 8 was of another waste; drum 9 was never there."""
    (first,) = ledger.recorded(subject=drum(8))
    (second,) = ledger.recorded(subject=drum(9))
    better = {"establishment": SITE, "kind": "bag", "waste_code": "900-041-49", "mass_kg": 5}
    return [
        said(
            "fact.corrected",
            drum(8),
            {"position": first.position, "data": better, "reason": "误填", "time": at("07:30:00")},
            at=at("09:00:00"),
        ),
        said("fact.withdrawn", drum(9), {"position": second.position, "reason": "误填"}, at=at("09:00:00")),
    ]


def test_an_exported_file_imports_to_the_same_ledger(store_url: str, other_store_url: str, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    with desk_at(store_url) as desk:
        Scenario(desk.ledger).given(*rich_life())
        Scenario(desk.ledger).given(*corrections(desk.ledger))
        exported = desk.exports(first)
        assert exported.returncode == 0, exported.stderr
        original = states_of(desk)
    with desk_at(other_store_url) as desk:
        imported = desk.imports(first)
        assert imported.returncode == 0, imported.stderr
        assert desk.exports(second).returncode == 0
        again = desk.imports(first)
        assert ("0 new" in again.stdout, again.returncode) == (True, 0), again.stderr
        assert states_of(desk) == original
    assert content(second) == content(first)


def states_of(desk: Desk) -> dict[str, Any]:
    """What both ledgers must agree on: each container here with its mass, each run with its inputs."""
    found: dict[str, Any] = {"runs": []}
    recorded = desk.ledger.recorded(after=1)
    for fact in recorded:
        if isinstance(run := fact.fact.data, Treatment.Completed):
            inputs = sorted((each.source, each.mass_g) for each in run.inputs)
            found["runs"].append((run.from_, run.until, run.batch_code, run.facility, run.kind, run.method, inputs))
    subjects = {f.fact.subject for f in recorded if f.fact.subject.startswith("container:")}
    for subject in sorted(subjects - {drum(10)} - WITHDRAWN_BY_IMPORT):
        facts = effective(desk.ledger.recorded(subject=subject))
        if facts:
            state = fold(subject, facts)
            steps = [e.statement for e in facts if e.statement.type in IN_A_LEDGER]
            codes = [(step.occurred_at, step.type, getattr(step.data, "batch_code", None)) for step in steps]
            found[subject] = (state.kind, state.remaining_g, state.facility, state.purpose, codes)
    return found
