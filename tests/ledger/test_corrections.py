"""A fact is corrected and withdrawn by another fact, stated by its author; the original stays."""

from typing import Any

import pytest

from ledger.correction import effective
from ledger.errors import ConflictError, InvalidError, MayNotStateError
from ledger.posting import Posting
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    kg,
    organisation,
    said,
    weighed,
)

OTHER_SCALE = f"scale:{OTHER_PLANT}.02"


def corrected(position: Any, data: Any, subject: str = drum(), **more: Any) -> Posting:
    return said("fact.corrected", subject, {"position": position, "data": data, "reason": "抄录颠倒"}, **more)


def withdrawn(position: Any, subject: str = drum(), **more: Any) -> Posting:
    return said("fact.withdrawn", subject, {"position": position, "reason": "并无此事"}, **more)


@pytest.fixture
def weighing(scenario: Scenario) -> int:
    """The position of a weighing of the drum."""
    return scenario.when(weighed(drum(), "212.4"))[0].position


def test_the_corrected_data_counts_and_the_original_stays(scenario: Scenario, weighing: int) -> None:
    scenario.given(corrected(weighing, weighed(drum(), "221.4").data))
    original, correction = scenario.facts(drum())
    assert original.fact.data.gross_g == 212_400
    (counts,) = effective([original, correction])
    assert counts.statement.data.gross_g == 221_400
    assert counts.statement.occurred_at == original.fact.occurred_at
    assert (counts.original, counts.correction) == (original, correction)


def test_the_last_correction_counts(scenario: Scenario, weighing: int) -> None:
    scenario.given(
        corrected(weighing, weighed(drum(), "221.4").data, at="2026-11-24T10:00:00+08:00"),
        corrected(weighing, weighed(drum(), "222.4").data, at="2026-11-24T09:00:00+08:00"),
    )
    (counts,) = effective(scenario.facts(drum()))
    assert counts.statement.data.gross_g == 222_400


def test_the_time_too_can_be_corrected(scenario: Scenario, weighing: int) -> None:
    posting = corrected(weighing, weighed(drum()).data)
    posting.data["time"] = "2026-11-23T23:30:00+08:00"
    scenario.given(posting)
    (counts,) = effective(scenario.facts(drum()))
    assert counts.statement.occurred_at == "2026-11-23T15:30:00.000000Z"


def test_a_withdrawn_fact_does_not_count(scenario: Scenario, weighing: int) -> None:
    scenario.given(withdrawn(weighing))
    assert effective(scenario.facts(drum())) == []


def test_what_a_correction_is_about_is_copied_from_the_original(scenario: Scenario, weighing: int) -> None:
    scenario.given(withdrawn(weighing))
    about = scenario.facts(drum())[1].fact.about
    assert about is not None
    assert (about.position, about.type, about.v, about.subject) == (weighing, "container.weighed", 1, drum())
    assert about.tags == [drum(), f"scale:{PLANT}.07", f"organisation:{PLANT}"]


def test_a_correction_carries_the_tags_of_both(scenario: Scenario, weighing: int) -> None:
    scenario.given(corrected(weighing, weighed(drum()).data | {"scale": OTHER_SCALE}))
    stored = scenario.ledger.recorder.read(after=weighing)
    ((event, _),) = [(e.event, e.position) for e in stored]
    assert event.tags == [drum(), f"scale:{PLANT}.07", f"organisation:{PLANT}", OTHER_SCALE]
    assert scenario.ledger.recorded(tag=OTHER_SCALE)[0].fact.type == "fact.corrected"


@pytest.mark.parametrize("speak", [corrected, withdrawn])
def test_a_withdrawal_is_final(scenario: Scenario, weighing: int, speak: Any) -> None:
    scenario.given(withdrawn(weighing))
    data = (weighed(drum()).data,) if speak is corrected else ()
    error = scenario.refused(ConflictError, "withdrawn_is_final", speak(weighing, *data))
    assert error.findings[0].pointer == "/data/position"


def test_a_withdrawal_is_final_within_a_batch(scenario: Scenario, weighing: int) -> None:
    scenario.refused(ConflictError, "withdrawn_is_final", withdrawn(weighing), withdrawn(weighing))


def test_another_fact_of_the_drum_may_still_be_corrected(scenario: Scenario, weighing: int) -> None:
    (other,) = scenario.when(weighed(drum(), "99"))
    scenario.given(withdrawn(weighing), corrected(other.position, weighed(drum(), "98").data))


def test_a_position_that_does_not_exist_looks_like_somebody_elses(
    scenario: Scenario, subtests: pytest.Subtests
) -> None:
    scenario.given(weighed(drum(owner=OTHER_PLANT), by=OTHER_PLANT))
    theirs = scenario.refused(MayNotStateError, "not_the_author", withdrawn(2, drum(owner=OTHER_PLANT)))
    for position in (99, 2**53 - 1, 2**63, 2**70, 0, -1, 2.0, True, None, "2", [2]):
        with subtests.test(position=position):
            posting = withdrawn(position, drum(owner=OTHER_PLANT))
            nobodys = scenario.refused(MayNotStateError, "not_the_author", posting)
            assert theirs.findings == nobodys.findings


def test_the_subject_cannot_be_corrected(scenario: Scenario, weighing: int) -> None:
    for posting in (corrected(weighing, weighed(drum(2)).data, drum(2)), withdrawn(weighing, drum(2))):
        error = scenario.refused(InvalidError, "subject_differs", posting)
        assert error.findings[0].pointer == "/subject"


def test_a_correction_is_not_corrected_but_the_original_again(scenario: Scenario, weighing: int) -> None:
    (correction,) = scenario.when(corrected(weighing, weighed(drum()).data))
    scenario.refused(InvalidError, "not_correctable", withdrawn(correction.position))
    scenario.refused(InvalidError, "not_correctable", corrected(correction.position, {"position": weighing}))


def test_the_first_fact_of_the_log_is_not_corrected(scenario: Scenario) -> None:
    posting = withdrawn(1, "log:localhost/test", by=OPERATOR)
    scenario.refused(InvalidError, "not_correctable", posting)


def test_corrected_data_is_read_by_the_originals_schema(
    scenario: Scenario, weighing: int, subtests: pytest.Subtests
) -> None:
    wrong = [
        ("gross_kg", "1", "wrong_type"),
        ("gross_kg", kg("0.0001"), "too_many_decimals"),
        ("gross_kg", -1, "out_of_range"),
        ("colour", "blue", "unknown_field"),
        ("scale", drum(), "wrong_form"),
        ("scale", f"scale:{PLANT[:-1]}7.07", "uscc_check_digit"),
        ("operator", None, "wrong_type"),
    ]
    for name, value, code in wrong:
        with subtests.test(code, name=name):
            posting = corrected(weighing, weighed(drum()).data | {name: value})
            error = scenario.refused(InvalidError, code, posting)
            assert [(f.code, f.pointer) for f in error.findings] == [(code, f"/data/data/{name}")]


def test_corrected_data_is_whole(scenario: Scenario, weighing: int) -> None:
    error = scenario.refused(InvalidError, "missing_field", corrected(weighing, {"gross_kg": 1}))
    assert [f.pointer for f in error.findings] == ["/data/data/scale", "/data/data/tare_kg"]


def test_a_generation_is_corrected_to_one_that_names_its_waste(scenario: Scenario) -> None:
    (receipt,) = scenario.when(generated(drum()))
    error = scenario.refused(
        InvalidError, "missing_field", corrected(receipt.position, {"establishment": SITE, "kind": "drum"})
    )
    assert error.findings[0].pointer == "/data/data"


def test_corrected_data_is_an_object(scenario: Scenario, weighing: int, subtests: pytest.Subtests) -> None:
    for data in (None, [], "text", 7):
        with subtests.test(data=data):
            error = scenario.refused(InvalidError, "wrong_type", corrected(weighing, data))
            assert [f.pointer for f in error.findings] == ["/data/data"]


def test_everything_wrong_with_a_correction_is_told_at_once(scenario: Scenario, weighing: int) -> None:
    posting = corrected(weighing, weighed(drum()).data | {"gross_kg": "1"})
    del posting.data["reason"]
    posting.data["colour"] = "blue"
    error = scenario.refused(InvalidError, "missing_field", posting)
    assert {f.pointer for f in error.findings} == {"/data/data/gross_kg", "/data/reason", "/data/colour"}


def test_a_role_is_not_given_by_way_of_a_correction(scenario: Scenario) -> None:
    mine = {"name": "甲厂", "roles": ["generator"], "division": "310115"}
    (receipt,) = scenario.when(said("organisation.registered", f"organisation:{PLANT}", mine))
    grab = mine | {"roles": ["authority"], "competence": ["ecology"]}
    posting = corrected(receipt.position, grab, f"organisation:{PLANT}")
    scenario.refused(MayNotStateError, "role_not_given", posting)


def test_what_the_operator_registered_its_subject_does_not_correct(scenario: Scenario) -> None:
    scenario.given(organisation(BUREAU, "authority", competence=["ecology"]))
    position = scenario.facts(f"organisation:{BUREAU}")[0].position
    scenario.refused(MayNotStateError, "not_the_author", withdrawn(position, f"organisation:{BUREAU}", by=BUREAU))


def test_a_correction_of_where_it_stands_is_found_there(scenario: Scenario) -> None:
    (receipt,) = scenario.when(said("container.stored", drum(), {"facility": BAY}))
    other = f"facility:{PLANT}001P.TS002"
    scenario.given(corrected(receipt.position, {"facility": other}))
    assert [f.fact.type for f in scenario.ledger.recorded(tag=BAY)] == ["container.stored", "fact.corrected"]
    assert [f.fact.type for f in scenario.ledger.recorded(tag=other)] == ["fact.corrected"]
