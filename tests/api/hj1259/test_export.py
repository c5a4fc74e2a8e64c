"""`bihuan export LEDGER FILE.xlsx`: the ledgers of an establishment, as far as the key may see them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from ledger.credentials import Credentials, new_credential_id
from tests.api.hj1259.desk import NUMBER, Desk, content
from tests.manifests import RECEIVER, TRADE, TRUCK, TRUCKER, issued, line, of_manifest
from tests.specification import BAY, BUREAU, OTHER_PLANT, PLANT, Scenario, drum, organisation, said, weighed
from tests.specification import generated as stated


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def numbers(file: Path, sheet: str) -> list[str]:
    """The containers of a sheet, in its order."""
    rows = content(file)[sheet]
    place = next(row.index("容器/包装编码") for row in rows if "容器/包装编码" in row)
    return [row[place] for row in rows if isinstance(row[0], int)]


def test_a_ledger_is_exported_by_days_and_by_table(desk: Desk, file: Path) -> None:
    days = [
        f"2026-10-{day}T{hour}+08:00" for day, hour in (("23", "23:59:59"), ("24", "00:00:00"), ("25", "23:59:59"))
    ]
    Scenario(desk.ledger).given(*(stated(drum(n), at=day) for n, day in enumerate(days)))
    Scenario(desk.ledger).given(said("container.stored", drum(0), {"facility": BAY}, at=days[1]))
    whole = desk.exports(file)
    assert whole.returncode == 0, whole.stderr
    assert numbers(file, "B.1 产生环节") == ["D-0", "D-1", "D-2"]
    assert [sheet.partition(" ")[0] for sheet in content(file)] == ["B.1", "B.2", "B.3", "B.4", "B.5"]

    refused = desk.exports(file, "--table", "B.1")
    assert (refused.returncode, "--force" in refused.stderr) == (1, True)
    part = desk.exports(file, "--table", "B.1", "--from", "2026-10-24", "--until", "2026-10-24", "--force")
    assert part.returncode == 0, part.stderr
    assert list(content(file)) == ["B.1 产生环节"]
    assert numbers(file, "B.1 产生环节") == ["D-1"]


def test_what_the_five_immediates_told_fills_a_row(desk: Desk, file: Path) -> None:
    profile = {
        "waste_code": "900-402-06",
        "name": "废溶剂",
        "form": "liquid",
        "hazards": ["T"],
        "components": ["甲苯"],
        "precautions": "防火",
    }
    born = {
        "establishment": f"establishment:{NUMBER}",
        "kind": "drum",
        "profile": f"profile:{PLANT}.W1",
        "mass_kg": 9,
    }
    at = [f"2026-10-24T08:0{minute}:00+08:00" for minute in range(4)]
    Scenario(desk.ledger).given(
        said("waste_profile.registered", f"profile:{PLANT}.W1", profile, at=at[0]),
        said("container.generated", drum(1), born, at=at[0]),
        said("container.packaged", drum(1), {"packaging": "200 L 钢桶"}, at=at[1]),
        weighed(drum(1), "212.405", "12.4", at=at[2]),
        said("container.stored", drum(1), {"facility": BAY}, at=at[3]),
    )
    assert desk.exports(file).returncode == 0
    sheets = content(file)
    for sheet, mass in (("B.1 产生环节", "产生量"), ("B.2 入库环节", "入库量")):
        row = dict(zip(sheets[sheet][2], sheets[sheet][3], strict=True))
        assert (row[mass], row["计量单位"], row["容器/包装类型"]) == (0.200005, "吨", "200 L 钢桶")
        assert (row["行业俗称/单位内部名称"], row["危险废物代码"]) == ("废溶剂", "900-402-06")
    assert row["贮存设施编码"] == "TS001"


def test_what_left_by_manifest_is_a_row_of_b5(desk: Desk, file: Path) -> None:
    at = [f"2026-10-24T{hour:02d}:00:00+08:00" for hour in range(24)]
    bulk, cancelled = "manifest:20263101004218", "manifest:20263101004219"
    away = {"purpose": "transfer", "recipient": {"kind": "licensed", "name": "示范再生"}, "facility": BAY}
    scenario = Scenario(desk.ledger)
    scenario.given(
        *TRADE,
        *(stated(drum(n), at=at[6]) for n in (1, 2, 3)),
        weighed(drum(1), at=at[7]),
        issued(at=at[8]),
        of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at[9]),
        issued(bulk, at=at[8], containers=[], lines=[line("30000", packaging="罐车")]),
        of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, bulk, at=at[10]),
        issued(cancelled, at=at[8], containers=[drum(2)]),
        # the office has told of this one by hand
        said("container.withdrawn", drum(3), away, at=at[9]),
    )
    assert desk.exports(file).returncode == 0
    heads, *rows = content(file)["B.5 委外利用处置"][2:]
    told = [dict(zip(heads, row, strict=True)) for row in rows[1:]]
    assert [(row["容器/包装编码"], row["委外利用/处置量"], row["利用/处置方式"]) for row in told] == [
        ("D-1", 0.2, "R2"),
        ("D-2", None, "R2"),
        ("D-3", None, None),
        ("20263101004218-1", 30, "R2"),
    ]
    assert {row["危险废物经营许可证持有单位"] for row in told} <= {"示范单位", RECEIVER, "示范再生"}


def test_no_text_of_an_exported_cell_is_a_formula(desk: Desk, file: Path) -> None:
    texts = ("=1+1", "+1", "-1+2", "@SUM(A1)")
    when = "2026-10-24T08:00:00+08:00"
    Scenario(desk.ledger).given(
        *(
            said(
                "container.generated",
                drum(n),
                {
                    "establishment": f"establishment:{NUMBER}",
                    "kind": "drum",
                    "waste_code": "900-402-06",
                    "waste_name": text,
                },
                at=when,
            )
            for n, text in enumerate(texts)
        )
    )
    assert desk.exports(file).returncode == 0
    cells = [cell for row in load_workbook(file)["B.1 产生环节"].iter_rows() for cell in row if cell.value in texts]
    assert [cell.value for cell in cells] == list(texts)
    assert {(cell.data_type, cell.quotePrefix, cell.number_format) for cell in cells} == {("s", True, "@")}


def test_a_bureau_exports_the_ledger_of_its_district_and_another_plant_nothing_of_it(desk: Desk, file: Path) -> None:
    scenario = Scenario(desk.ledger)
    scenario.given(organisation(BUREAU, "authority", competence=["ecology"]), organisation(PLANT, "generator"))
    scenario.given(stated(drum(1), at="2026-10-24T08:00:00+08:00"))
    keys = Credentials(desk.ledger.recorder.engine)
    for who, seen in ((BUREAU, ["D-1"]), (OTHER_PLANT, [])):
        key = keys.issue(new_credential_id(), who, None, desk.ledger.recorder.now())
        exported = Desk(desk.ledger, desk.url, desk.address, key).exports(file, "--force")
        assert exported.returncode == 0, exported.stderr
        assert numbers(file, "B.1 产生环节") == seen


@pytest.mark.parametrize(
    ("ledger", "arguments", "then"),
    [
        (PLANT, (), "three digits and a letter"),
        (f"{PLANT[:-1]}7001P", (), "three digits and a letter"),
        (NUMBER, ("--table", "B.6"), "B.1 B.2"),
        (NUMBER, ("--from", "24.10.2026"), "2026-11-01"),
    ],
)
def test_what_cannot_be_exported_is_told_with_what_to_write(
    tmp_path: Path, ledger: str, arguments: tuple[str, ...], then: str
) -> None:
    nowhere = Desk(None, f"sqlite:///{tmp_path}/none.db", "http://127.0.0.1:9", "k")  # type: ignore[arg-type]
    refused = nowhere.exports(tmp_path / "x.xlsx", *arguments, ledger=ledger)
    assert refused.returncode == 1
    assert then in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_key_that_is_none_is_said_so(desk: Desk, file: Path) -> None:
    refused = Desk(desk.ledger, desk.url, desk.address, "k-1.x").exports(file)
    assert refused.returncode == 1
    assert "HTTP 401" in refused.stderr
    assert not file.exists()
