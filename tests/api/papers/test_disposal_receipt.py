"""The receipt of a site on paper: from the facts as they count, with the check code of the fact that gave it."""

import re
import subprocess
import sys

import pytest

from api.papers import printing
from api.papers.as_it_stands import Source
from api.papers.check_code import CheckCode, read_check_code
from api.papers.drawing import Drawing
from ledger.errors import ConflictError, NotFoundError
from ledger.leaf import leaf_hash
from tests.pdf import Page, Pdf
from tests.specification import Scenario, kg, said
from tests.spoil import (
    CARRIER,
    CITY_SITE,
    GATE,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    PERMIT,
    PROJECT,
    SITE,
    accepted,
    departed,
    founded,
    ready,
    step,
    trip,
)


@pytest.fixture
def ground(scenario: Scenario) -> Scenario:
    """Everybody registered, everything filed, the permit granted."""
    return ready(founded(scenario))


def pages(scenario: Scenario, number: int = 1) -> list[Page]:
    document = Pdf(printing.receipt(Source(scenario.ledger, None), trip(number)).content)
    assert document.embedded
    return document.pages


def words(page: Page) -> str:
    return page.text.replace("\n", "")


def field(page: Page, name: str) -> str:
    """What stands behind a name of a field on its one line."""
    texts = [each.text for each in page.shown]
    return texts[texts.index(name) + 1]


def test_it_tells_the_load_from_the_gate_to_the_receipt(ground: Scenario) -> None:
    ground.given(departed(1, "30", "13"))
    ground.given(
        step("arrived", 1, at="2026-11-23T22:50:00+08:00", site=SITE, gross_kg=kg("29980"), tare_kg=kg("13000"))
    )
    ground.given(accepted(1, "16.98"))
    [page] = pages(ground)
    assert "凭证编号 R-1" in page.text
    for number in (trip(1), PERMIT, PROJECT, GATE, SITE):
        assert number.partition(":")[2] in words(page), number
    assert "沪AB1234" in page.text
    assert "工程渣土" in page.text
    assert (field(page, "起运时间"), field(page, "到场时间"), field(page, "接收时间")) == (
        "2026-11-23 22:00:00",
        "2026-11-23 22:50:00",
        "2026-11-23 23:00:00",
    )
    assert [each.text for each in page.shown if each.text.endswith(" t")] == [
        *("30 t", "13 t", "17 t"),
        *("29.98 t", "13 t", "16.98 t"),
        "16.98 t",
    ]
    assert field(page, "接收量") == "16.98 t"
    assert field(page, "本趟其余") == "无"
    assert "打印件不代替账本" in page.text
    assert "模拟" not in page.text


def test_what_nobody_said_is_not_filled_in(ground: Scenario) -> None:
    ground.given(accepted(1, "17"))
    [page] = pages(ground)
    for name in ("处置证", "工程项目", "施工单位", "运输工具", "起运时间", "起运卡口", "到场时间", "毛重"):
        assert field(page, name) == "未填", name


def test_a_volume_stands_with_its_density(ground: Scenario) -> None:
    ground.given(departed(1))
    says = {"site": SITE, "receipt": "R-9", "volume_m3": kg("10"), "density": kg("1.25")}
    ground.given(said("trip.accepted", trip(1), says, by=OPERATOR_OF_SITE, at="2026-11-23T23:00:00+08:00"))
    assert field(pages(ground)[0], "接收量") == "10 m³ × 1.25 t/m³ = 12.5 t"


def test_a_load_on_two_receipts_has_two_pages_and_one_that_was_stated_again_one(ground: Scenario) -> None:
    ground.given(departed(1), accepted(1, "10", more_follows=True))
    ground.given(accepted(1, "10", more_follows=True, at="2026-11-23T23:30:00+08:00"))
    later = "2026-11-24T00:10:00+08:00"
    ground.given(accepted(1, "7", site=CITY_SITE, by=OPERATOR_OF_CITY_SITE, receipt="C-7", at=later))
    first, second = pages(ground)
    assert "R-1" in first.text
    assert "C-7" in second.text
    assert "其余另有凭证" in first.text
    assert field(second, "本趟其余") == "他证已收 10 t"


def test_it_carries_the_check_code_of_the_fact_as_it_counts(
    ground: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.given(departed(1), accepted(1, "17"))
    first = ground.receipts[0].position
    says = {"site": SITE, "receipt": "R-1", "accepted_kg": kg("16500")}
    correction = {"position": first, "reason": "误读", "data": says}
    drawn: list[str] = []
    monkeypatch.setattr(Drawing, "code", lambda _, _box, text, _recovery: drawn.append(text))
    pages(ground)
    ground.given(said("fact.corrected", trip(1), correction, by=OPERATOR_OF_SITE))
    second = ground.receipts[0].position
    [page] = pages(ground)
    assert field(page, "接收量") == "16.5 t"
    assert f"已按更正打印：#{first}→#{second}" in page.text
    for text, position in ((drawn[0], first), (drawn[-1], second)):
        stored = ground.ledger.stored(position)
        assert stored
        assert read_check_code(text) == CheckCode("localhost/test", position, leaf_hash(stored[1]).hex())
    assert str(second) in re.findall(r"#(\d+)", page.text)


def test_there_is_none_before_the_site_gave_it_and_none_of_what_was_withdrawn(ground: Scenario) -> None:
    ground.given(departed(1))
    for number, code in ((1, "not_accepted_yet"), (9, "not_found")):
        with pytest.raises(NotFoundError, match=code):
            pages(ground, number)
    ground.given(accepted(2, "17"))
    withdrawal = {"position": ground.receipts[0].position, "reason": "误报"}
    ground.given(said("fact.withdrawn", trip(2), withdrawal, by=OPERATOR_OF_SITE))
    with pytest.raises(ConflictError, match="nothing_to_print"):
        pages(ground, 2)


def test_two_processes_print_the_same_bytes_and_what_else_happens_changes_none(
    ground: Scenario, store_url: str
) -> None:
    ground.given(departed(1), accepted(1, "17"))
    here = printing.receipt(Source(ground.ledger, None), trip(1)).content
    ground.given(departed(2, by=CARRIER), accepted(2))
    command = [sys.executable, "-m", "tests.api.papers.twice", store_url, "receipt", trip(1)]
    assert subprocess.run(command, capture_output=True, check=True).stdout == here
