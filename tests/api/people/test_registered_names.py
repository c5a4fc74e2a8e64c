"""What subjects are called on a page: one by one, or many by one query."""

from sqlalchemy import event

from api.pages.registered_names import RegisteredNames
from ledger.log import Ledger
from tests.manifests import PLANT, RECEIVER, organisation
from tests.specification import Scenario


def test_many_names_are_read_at_once_and_are_those_that_each_has(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(organisation(PLANT, "generator"), organisation(RECEIVER, "receiver"))
    subjects = [f"organisation:{uscc}" for uscc in (PLANT, RECEIVER)]
    one_by_one = RegisteredNames(ledger)
    told = {each: one_by_one.of(each) for each in subjects}
    assert None not in told.values()

    names, asked = RegisteredNames(ledger), list[str]()
    names.look_up([*subjects, "organisation:", "container:x", "organisation:91310000000000000X"])
    event.listen(ledger.recorder.engine, "before_cursor_execute", lambda *it: asked.append(it[2]))
    assert {each: names.of(each) for each in subjects} == told
    assert not asked
    assert names.of("organisation:91310000000000000X") is None
