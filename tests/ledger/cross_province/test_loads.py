"""A manifest under a transfer: one that is in force, for these parties, this waste and this method."""

from typing import Any

import pytest

from ledger.errors import UnlawfulActError
from ledger.posting import Posting
from tests.manifests import registered
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, organisation, said
from tests.transfers import HAULIER, NUMBER, TAKER, THERE, approved, measure, org, until_consent

LINE = {"waste_code": "900-402-06", "name": "废溶剂", "mass_kg": 600, "method": "R2", "packaging": "钢桶"}


def issued(serial: int = 1, *, at: str = "2026-11-20T12:00:00+08:00", **changed: Any) -> Posting:
    issue = {
        "transferor": org(PLANT),
        "receiver": org(TAKER),
        "from_establishment": SITE,
        "to_establishment": THERE,
        "legs": [{"carrier": org(HAULIER), "mode": "road"}],
        "lines": [LINE],
        "transfer": NUMBER,
    } | changed
    return said("manifest.issued", f"manifest:2026310100{serial:04d}", issue, at=at)


def the_refusal(scenario: Scenario, code: str, posting: Posting) -> tuple[str, str | None]:
    finding = scenario.refused(UnlawfulActError, code, posting).findings[0]
    return finding.pointer, finding.article


@pytest.fixture
def consented(provinces: Scenario) -> Scenario:
    return provinces.given(registered(SITE, "310115", PLANT), registered(THERE, "320500", TAKER), *until_consent())


def test_none_is_issued_under_a_transfer_that_is_not_granted(consented: Scenario) -> None:
    refused = the_refusal(consented, "transfer_not_in_force", issued())
    assert refused == ("/data/transfer", "生态环境法典 536(2)；危险废物转移管理办法 21")
    consented.given(approved(), issued())


@pytest.mark.parametrize(
    ("at", "lawful"), [("2026-03-31T23:59:59+08:00", True), ("2026-04-01T08:00:00+08:00", False)]
)
def test_none_is_issued_while_it_is_suspended(consented: Scenario, at: str, lawful: bool) -> None:
    consented.given(approved(), measure("suspended", "2026-04-01"))
    if lawful:
        consented.given(issued(at=at))
    else:
        the_refusal(consented, "transfer_not_in_force", issued(at=at))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"receiver": org(OTHER_PLANT), "to_establishment": f"establishment:{OTHER_PLANT}001P"}, "receiver"),
        ({"lines": [LINE | {"waste_code": "900-404-06"}]}, "lines/0/waste_code"),
        ({"lines": [LINE | {"method": "D10"}]}, "lines/0/method"),
    ],
)
def test_none_is_issued_for_what_it_was_not_granted_for(
    consented: Scenario, changed: dict[str, Any], field: str
) -> None:
    consented.given(approved(), organisation(OTHER_PLANT, "receiver"))
    refused = the_refusal(consented, "beyond_the_transfer", issued(**changed))
    assert refused == (f"/data/{field}", "危险废物转移管理办法 28")


def test_of_a_transfer_that_nobody_told_of_nothing_is_refused(consented: Scenario) -> None:
    consented.given(issued(transfer="transfer:苏环固转〔2026〕99号"))


def test_a_correction_does_not_bring_a_manifest_under_a_transfer_of_others(consented: Scenario) -> None:
    consented.given(approved())
    (receipt,) = consented.when(issued())
    other = issued(lines=[LINE | {"method": "D10"}]).data
    corrected = {"position": receipt.position, "reason": "误写", "data": other}
    the_refusal(consented, "beyond_the_transfer", said("fact.corrected", receipt.subject, corrected))
