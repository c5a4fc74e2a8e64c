"""Who takes the waste of a row of B.5: who holds a licence, who is exempt, who is abroad, or nobody that was told."""

from pathlib import Path
from typing import Any

import pytest

from api.hj1259.columns import TABLES
from api.hj1259.facts_of_rows import Reading, facts_of
from api.hj1259.sheets import read_workbook
from ledger.credentials import Credentials, new_credential_id
from tests.api.hj1259.desk import Desk, content, workbook
from tests.api.hj1259.kept_books import TITLE, heading, sent_out
from tests.manifests import RECEIVER, THERE, TRADE, TRUCK, TRUCKER, issued, of_manifest, org, registered
from tests.specification import BUREAU, PLANT, SITE, Scenario, drum, organisation, said, uscc

LICENSED, EXEMPT, ABROAD = (
    "危险废物经营许可证持有单位",
    "危险废物利用处置环节豁免管理单位",
    "境外危险废物利用处置单位",
)
NOBODY: dict[str, Any] = {f"{LICENSED}:单位名称": None, f"{LICENSED}:许可证编码": None}
"""A row without the licensed recipient that a sound one has."""
KIND, BATCH = "接收单位类型", "委外利用_处置批次编码"
ADMINISTRATOR = uscc("91310000MA1A2B3C4")
UNLICENSED, SPARE = uscc("91310117MA1U1U1U1"), uscc("91310117MA1D1D1D1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def read(file: Path, **cells: Any) -> Reading:
    """One row of B.5 that says this."""
    return facts_of(read_workbook(workbook(file, 委外=[*TITLE, *heading("B.5"), sent_out(**cells)])))


@pytest.mark.parametrize(
    ("cells", "recipient"),
    [
        ({}, {"kind": "licensed", "name": "示范再生有限公司", "licence_number": "沪环保许防〔2026〕17号"}),
        (
            {f"{LICENSED}:许可证编码": None, KIND: "持证单位"},
            {"kind": "licensed", "name": "示范再生有限公司"},
        ),
        ({**NOBODY, f"{EXEMPT}:单位名称": "示范水泥厂"}, {"kind": "exempt", "name": "示范水泥厂"}),
        ({**NOBODY, KIND: "豁免单位", f"{EXEMPT}:单位名称": "示范水泥厂"}, {"kind": "exempt", "name": "示范水泥厂"}),
        (
            {**NOBODY, f"{ABROAD}:单位名称": "示范海外", f"{ABROAD}:出口核准通知单编号": "2026-7"},
            {"kind": "abroad", "name": "示范海外", "export_notice": "2026-7"},
        ),
        ({**NOBODY, KIND: "豁免单位"}, {"kind": "exempt"}),
        (NOBODY, None),
    ],
)
def test_a_row_is_for_the_recipient_whose_columns_are_filled_in(
    file: Path, cells: dict[str, Any], recipient: dict[str, str] | None
) -> None:
    reading = read(file, **cells)
    assert reading.problems == []
    (event,) = reading.events
    assert (event.posted["data"]["purpose"], event.posted["data"].get("recipient")) == ("transfer", recipient)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({f"{EXEMPT}:单位名称": "示范水泥厂"}, ["委外!Q6", "委外!N6"]),
        ({KIND: "豁免单位"}, ["委外!N6"]),
        ({KIND: "某公司"}, ["委外!N6"]),
        ({**NOBODY, BATCH: None}, ["委外!N6"]),
    ],
)
def test_two_recipients_one_of_no_kind_and_nothing_that_tells_it_from_b3_are_refused(
    file: Path, cells: dict[str, Any], wrong: list[str]
) -> None:
    assert [problem.place for problem in read(file, **cells).problems] == wrong


def test_the_receiver_of_a_manifest_is_written_where_its_licence_or_the_exemption_puts_it(
    desk: Desk, file: Path
) -> None:
    """The licence is the one of the destination on that day; of no licence that is seen, the number stays empty."""
    terms = {
        "kind": "comprehensive",
        "holder": org(RECEIVER),
        "establishment": THERE,
        "waste_codes": ["HW06"],
        "methods": ["R2"],
        "capacity_t_per_year": 1000,
        "valid_from": "2024-01-01",
        "valid_until": "2028-12-31",
    }
    over = terms | {"valid_from": "2020-01-01", "valid_until": "2024-12-31"}
    elsewhere = terms | {"establishment": f"establishment:{RECEIVER}002P"}
    exemption = {"establishment": SITE, "item": 18, "stage": "recovery", "waste_codes": ["900-402-06"]}
    collection = exemption | {"stage": "collection"}
    numbers = [f"manifest:2026310100421{n}" for n in range(5)]
    to_another = {"receiver": org(UNLICENSED), "to_establishment": f"establishment:{UNLICENSED}001P"}
    trips = (
        {},
        {"exemption": f"exemption:{PLANT}.E-1"},
        {
            "exemption": f"exemption:{PLANT}.E-2"
        },  # that it is collected without a licence says nothing of the receiver
        to_another,
        {"receiver": org(SPARE), "to_establishment": f"establishment:{SPARE}001P"},  # nothing is known of it
    )
    at = "2026-11-24T09:00:00+08:00"
    Scenario(desk.ledger).given(
        *TRADE,
        organisation(ADMINISTRATOR, "administrator"),
        organisation(BUREAU, "authority", competence=["ecology"], division="310117", level="city"),
        organisation(UNLICENSED, "receiver", division="310117", name="无证单位"),
        registered(THERE, "310117", RECEIVER),
        registered(f"establishment:{RECEIVER}002P", "310117", RECEIVER),
        said("licence.granted", "licence:1", terms, by=BUREAU),
        said("licence.granted", "licence:2", over, by=BUREAU),
        said("licence.granted", "licence:3", elsewhere, by=BUREAU),
        said("exemption.claimed", f"exemption:{PLANT}.E-1", exemption),
        said("exemption.claimed", f"exemption:{PLANT}.E-2", collection),
        *(
            issued(number, containers=[drum(n)], **trip)
            for n, (number, trip) in enumerate(zip(numbers, trips, strict=True))
        ),
        *(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, number, at=at) for number in numbers),
    )
    key = Credentials(desk.ledger.recorder.engine).issue(
        new_credential_id(), ADMINISTRATOR, None, desk.ledger.recorder.now()
    )
    everything = Desk(desk.ledger, desk.url, desk.address, key)
    assert everything.exports(file).returncode == 0
    assert told(file) == [
        (LICENSED, "示范单位", "1", None),
        (EXEMPT, None, None, "示范单位"),
        (LICENSED, "示范单位", "1", None),
        (LICENSED, "无证单位", None, None),
        (LICENSED, SPARE, None, None),
    ]


def told(file: Path) -> list[tuple[Any, ...]]:
    """Kind, licensed name and number, and exempt name of every row of B.5."""
    names = [column.name for column in TABLES["B.5"].columns]
    wanted = [
        names.index(name) for name in (KIND, f"{LICENSED}:单位名称", f"{LICENSED}:许可证编码", f"{EXEMPT}:单位名称")
    ]
    rows = [row for row in content(file)["B.5 委外利用处置"] if isinstance(row[0], int)]
    return [tuple(row[place] for place in wanted) for row in rows]
