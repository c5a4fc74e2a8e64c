"""An application: by the regime of its day, by who sends the waste, and accepted by silence where nobody speaks."""

from typing import Any

import pytest

from ledger.errors import ConflictError, InvalidError, MayNotStateError, UnlawfulActError
from ledger.posting import Posting
from tests.ledger.parties.state_of import told_of
from tests.specification import BUREAU, OTHER_PLANT, PLANT, Scenario, kg, said
from tests.transfers import (
    JIANGSU,
    NUMBER,
    SHANGHAI,
    SOLVENT,
    SUZHOU,
    application,
    applied,
    of_slag,
    step,
    until_consent,
)

OLD, NEW = "固体废物污染环境防治法（2020）", "生态环境法典 "
MEASURES = "危险废物转移管理办法 "
LAST_OF_THE_LAW, FIRST_OF_THE_CODE = "2026-08-14", "2026-08-15"


def the_article(scenario: Scenario, code: str, *postings: Posting) -> str | None:
    return scenario.refused(UnlawfulActError, code, *postings).findings[0].article


@pytest.mark.parametrize(
    ("regime", "lawful", "unlawful", "article"),
    [
        ("filing", LAST_OF_THE_LAW, FIRST_OF_THE_CODE, f"{NEW}476(2)"),
        ("notice", FIRST_OF_THE_CODE, LAST_OF_THE_LAW, f"{OLD}22(2)"),
    ],
)
def test_recovery_is_filed_until_the_code_and_told_of_in_advance_since(
    provinces: Scenario, regime: str, lawful: str, unlawful: str, article: str
) -> None:
    asked = of_slag(regime=regime)
    assert the_article(provinces, "regime_of_another_day", applied(unlawful, asked)) == article
    provinces.given(applied(lawful, asked))


def test_the_day_of_the_law_is_that_of_china(provinces: Scenario) -> None:
    asked = of_slag(regime="filing")
    the_article(provinces, "regime_of_another_day", applied("2026-08-14T16:00:00Z", asked))
    provinces.given(applied("2026-08-14T15:59:59Z", asked))


@pytest.mark.parametrize(
    ("changed", "day", "article"),
    [
        ({"waste_codes": [SOLVENT], "method": "R2"}, LAST_OF_THE_LAW, f"{OLD}82(2)；{MEASURES}21"),
        ({"waste_codes": [SOLVENT], "method": "R2"}, FIRST_OF_THE_CODE, f"{NEW}536(2)；{MEASURES}21"),
        ({"waste_codes": ["HW06"], "method": "R2"}, FIRST_OF_THE_CODE, f"{NEW}536(2)；{MEASURES}21"),
        ({"method": "D1"}, LAST_OF_THE_LAW, f"{OLD}22(1)"),
        ({"method": "D1"}, FIRST_OF_THE_CODE, f"{NEW}476(1)"),
        ({"method": "C1"}, FIRST_OF_THE_CODE, f"{NEW}476(1)"),
        ({"method": "storage"}, FIRST_OF_THE_CODE, f"{NEW}476(1)"),
    ],
)
def test_hazardous_waste_storage_and_disposal_want_approval(
    provinces: Scenario, changed: dict[str, Any], day: str, article: str
) -> None:
    regime = "filing" if day == LAST_OF_THE_LAW else "notice"
    assert the_article(provinces, "approval_wanted", applied(day, of_slag(regime=regime, **changed))) == article
    provinces.given(applied(day, of_slag(**changed)))


def test_an_approval_may_be_asked_for_where_none_is_wanted(provinces: Scenario) -> None:
    provinces.given(applied(FIRST_OF_THE_CODE, of_slag()))


def test_who_sends_it_applies_and_nobody_else(provinces: Scenario) -> None:
    provinces.refused(
        MayNotStateError, "may_not_state", said("transfer.applied", NUMBER, application(), by=OTHER_PLANT)
    )
    provinces.given(applied())
    provinces.refused(ConflictError, "already_created", applied("2026-03-03"))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"to_division": "310112"}, "one_province"),
        ({"valid_until": "2026-02-28"}, "ends_before_it_begins"),
        ({"waste_codes": ["900-001-S08"]}, "wrong_form"),
    ],
)
def test_what_cannot_be_a_transfer_is_no_application(provinces: Scenario, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        provinces.when(applied(data=application(**changed)))
    assert code in {finding.code for finding in refused.value.findings}


def test_a_number_is_given_where_the_authority_has_none_yet(provinces: Scenario) -> None:
    (receipt,) = provinces.when(applied(number="transfer:new"))
    assert receipt.subject == "transfer:T20263101000001"
    assert told_of(provinces, receipt.subject)["stage"] == "applied"


def test_the_regime_that_is_put_right_by_a_correction_is_judged_by_the_day_of_the_application(
    provinces: Scenario,
) -> None:
    (receipt,) = provinces.when(applied(LAST_OF_THE_LAW, of_slag()))
    corrected = {"position": receipt.position, "reason": "误选", "data": of_slag(regime="filing")}
    too_new = corrected | {"data": of_slag(regime="notice")}
    later = "2026-11-20T08:00:00+08:00"
    the_article(provinces, "regime_of_another_day", said("fact.corrected", NUMBER, too_new, at=later))
    provinces.given(said("fact.corrected", NUMBER, corrected, at=later))
    assert told_of(provinces, NUMBER)["regime"] == "filing"


# 2026-02-14 is worked, 02-15 to 02-23 are off, 02-28 is worked: five days after Thursday 02-12 end on 02-26
RECEIVED, LAST_FOR_A_NOTICE, ACCEPTED = "2026-02-12", "2026-02-26", "2026-02-27"
REVIEWED = {"outcome": "passed"}


def test_without_a_notice_in_five_working_days_an_application_counts_as_accepted(provinces: Scenario) -> None:
    provinces.given(applied(RECEIVED))
    review = [step("preliminarily_reviewed", SHANGHAI, day, REVIEWED) for day in (LAST_FOR_A_NOTICE, ACCEPTED)]
    assert the_article(provinces, "step_missing", review[0]) == f"{MEASURES}24"
    provinces.given(review[1])


@pytest.mark.parametrize("name", ["supplement_requested", "admitted"])
def test_a_first_look_comes_in_time_or_not_at_all(provinces: Scenario, name: str) -> None:
    data = {"reason": "缺合同"} if name == "supplement_requested" else {}
    provinces.given(applied(RECEIVED))
    assert the_article(provinces, "accepted_already", step(name, SHANGHAI, ACCEPTED, data)) == f"{MEASURES}23"
    provinces.given(step(name, SHANGHAI, LAST_FOR_A_NOTICE, data))


def test_after_a_notice_nothing_is_accepted_until_the_supplements_are_there(provinces: Scenario) -> None:
    provinces.given(applied(RECEIVED), step("supplement_requested", SHANGHAI, "2026-02-13", {"reason": "缺合同"}))
    the_article(provinces, "step_missing", step("preliminarily_reviewed", SHANGHAI, "2026-03-20", REVIEWED))
    provinces.given(step("supplemented", PLANT, "2026-03-02"))
    the_article(provinces, "step_missing", step("preliminarily_reviewed", SHANGHAI, "2026-03-09", REVIEWED))
    provinces.given(step("preliminarily_reviewed", SHANGHAI, "2026-03-10", REVIEWED))


def test_supplements_that_nobody_asked_for_move_nothing(provinces: Scenario) -> None:
    provinces.given(applied(RECEIVED), step("supplemented", PLANT, "2026-02-25"))
    assert told_of(provinces, NUMBER)["stage"] == "applied"
    provinces.given(step("preliminarily_reviewed", SHANGHAI, ACCEPTED, REVIEWED))


def test_a_calendar_that_was_published_moves_the_last_day_for_a_notice(provinces: Scenario) -> None:
    off = {"exceptions": [{"day": "2026-02-26", "kind": "off"}], "notice": "示例"}
    published = said("calendar.published", "calendar:2026", off, by=provinces.ledger.operator)
    provinces.given(published, applied("2026-02-23"))
    # alone among the exceptions it makes the week before a usual one: Monday to Monday, but for Thursday
    the_article(provinces, "accepted_already", step("admitted", SHANGHAI, "2026-03-04"))
    provinces.given(step("admitted", SHANGHAI, "2026-03-03"))


@pytest.mark.parametrize(
    ("left_out", "missing", "article"),
    [
        (1, "transfer.admitted", "24"),
        (2, "transfer.preliminarily_reviewed", "24"),
        (3, "transfer.consulted", "25"),
    ],
)
def test_each_step_follows_the_one_before(provinces: Scenario, left_out: int, missing: str, article: str) -> None:
    way = until_consent()
    provinces.given(*way[:left_out])
    refused = provinces.refused(UnlawfulActError, "step_missing", way[left_out + 1])
    assert [(f.values["missing"], f.article) for f in refused.findings] == [(missing, f"{MEASURES}{article}")]
    provinces.given(*way[left_out:])


def test_a_review_that_failed_is_followed_by_no_consultation(provinces: Scenario) -> None:
    way = until_consent()
    provinces.given(*way[:2], step("preliminarily_reviewed", SHANGHAI, "2026-03-06", {"outcome": "failed"}))
    the_article(provinces, "step_missing", way[3])


def test_of_other_waste_the_statute_orders_no_steps_but_the_consent(provinces: Scenario) -> None:
    provinces.given(applied(data=of_slag(method="D1")), step("consented", JIANGSU, "2026-03-04"))


def test_a_simplified_procedure_has_steps_of_its_own(provinces: Scenario) -> None:
    simplified = application(procedure="simplified")
    provinces.given(applied(data=simplified), step("consented", JIANGSU, "2026-03-04"))


@pytest.mark.parametrize(("name", "by"), [("admitted", BUREAU), ("consented", SUZHOU)])
def test_an_approval_is_for_the_province(provinces: Scenario, name: str, by: str) -> None:
    provinces.given(applied(data=of_slag(method="D1")))
    posting = step(name, by, "2026-09-01")
    assert the_article(provinces, "not_of_the_province", posting) == f"{NEW}476(1)"


@pytest.mark.parametrize(("name", "by"), [("admitted", JIANGSU), ("consented", SHANGHAI), ("consented", PLANT)])
def test_each_province_speaks_for_its_own_side(provinces: Scenario, name: str, by: str) -> None:
    provinces.given(applied(data=of_slag(method="D1")))
    provinces.refused(MayNotStateError, "may_not_state", step(name, by, "2026-03-04"))


@pytest.mark.parametrize("name", ["consulted", "consented"])
def test_a_notice_has_no_consultation(provinces: Scenario, name: str) -> None:
    provinces.given(applied(FIRST_OF_THE_CODE, of_slag(regime="notice")))
    posting = step(name, SHANGHAI if name == "consulted" else JIANGSU, "2026-09-01")
    assert the_article(provinces, "not_of_this_regime", posting) == f"{NEW}476(2)"


def test_the_receiving_authority_answers_for_the_capacity_and_the_receiver_may_take_it_back(
    provinces: Scenario,
) -> None:
    provinces.given(applied(FIRST_OF_THE_CODE, of_slag(regime="notice")))
    of_the_receiver = step("capacity_withdrawn", application()["receiver"][13:], "2026-09-02", {"reason": "停炉"})
    provinces.refused(MayNotStateError, "may_not_state", step("capacity_confirmed", SHANGHAI, "2026-09-01"))
    provinces.given(step("capacity_confirmed", SUZHOU, "2026-09-01", {"capacity_t": kg("50")}))
    assert {"capacity": "confirmed", "capacity_t": 50}.items() <= told_of(provinces, NUMBER).items()
    provinces.given(of_the_receiver)
    assert told_of(provinces, NUMBER)["capacity"] == "withdrawn"
