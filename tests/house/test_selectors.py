"""A decision reads little, however long the log is: each of its selectors has types and one tag."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.batch import Batch
from ledger.catalogue import CATALOGUE, named_in
from ledger.clock import SimulatedClock
from ledger.counterparties import _types
from ledger.errors import MayNotStateError
from ledger.fact import Relation
from ledger.log import Ledger
from ledger.posting import Posting, seal
from ledger.schema import data_in_wire_form, in_wire_form
from ledger.store.recorder import Recorder
from ledger.subjects import kind_of
from tests.conftest import NOON
from tests.house import busy_history
from tests.house.golden_facts import Golden, golden_facts
from tests.manifests import BARGEMAN, NUMBER, RECEIVER, TRUCKER, issued, org, received
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SCALE,
    SITE,
    Scenario,
    drum,
    kg,
    organisation,
    said,
    weighed,
)
from tests.transfers import (
    JIANGSU,
    SHANGHAI,
    SLAG,
    applied,
    approved,
    measure,
    of_slag,
    step,
    terms,
    until_consent,
)

GOLDEN = golden_facts()
READ_PER_FACT_MAX = 100
NUMBERED_BY_OTHERS = {"vessel", "management_plan", "declaration", "manifest"}
GRANT = f"delegation:{PLANT}.G-2026-1"
PLACE = {"address": "上海市浦东新区示范路 7 号"}
A_SITE = {"organisation": f"organisation:{PLANT}", "name": "一厂", "division": "310115", "place": PLACE}
A_MANIFEST = "manifest:20263101004299"
EXAMPLE = {golden.type: golden.read().fact for golden in GOLDEN}
CARRIER = EXAMPLE["conveyance.registered"].stated_by
CLOSED_SITE = "site:310115.S-closed"
SITES = [*EXAMPLE["disposal_permit.granted"].data.sites, *EXAMPLE["disposal_permit.granted"].data.fallback_sites]
SITES.append(EXAMPLE["site.removed"].subject)
BY_VOLUME = {"volume_m3", "density"}
BY_MASS = {"accepted_kg", "gross_kg", "mass_kg", "mass_t"}
LICENSED = in_wire_form(EXAMPLE["licence.granted"])["data"]


@pytest.mark.parametrize("golden", GOLDEN, ids=[g.type for g in GOLDEN])
def test_every_selector_of_a_decision_has_types_and_one_tag(golden: Golden) -> None:
    statement = golden.read().fact
    batch = Batch([[seal(statement)]], OPERATOR, {})
    for selector in batch.consistency_boundary():
        assert len(selector.tags) == 1
        assert selector.types
        assert all(known in {e.today for e in CATALOGUE.values()} for known in selector.types)


def test_a_creation_depends_on_earlier_creations() -> None:
    facts = [golden.read().fact for golden in GOLDEN]
    creations = [fact for fact in facts if type(fact.data).CREATES]
    assert creations
    for fact in creations:
        boundary = Batch([[seal(fact)]], OPERATOR, {}).consistency_boundary()
        assert any(type(fact.data) in s.types and s.tags == (fact.subject,) for s in boundary), fact.type


@pytest.fixture(scope="module")
def busy(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """A scenario after a hundred thousand facts of the plant, which is an authority too: no tag is busier."""
    path = tmp_path_factory.mktemp("busy") / "bihuan.db"
    path.write_bytes(sqlite_template.read_bytes())
    with Ledger(f"sqlite:///{path}", SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        scenario = Scenario(ledger).given(
            organisation(PLANT, "generator", "carrier", "receiver", "authority", competence=["ecology", "greening"]),
            said("establishment.registered", SITE, A_SITE),
        )
        busy_history.fill(ledger)
        assert ledger.head()[0] >= busy_history.SIZE
        scenario.given(
            said("delegation.granted", GRANT, _golden_data("delegation.granted")),
            organisation(BUREAU, "authority", competence=["ecology"]),
            organisation(SHANGHAI, "authority", competence=["ecology"], division="310000"),
            organisation(JIANGSU, "authority", competence=["ecology"], division="320000"),
            *(said("site.filed", site, _golden_data("site.filed")) for site in (*SITES, CLOSED_SITE)),
            said("site.closed", CLOSED_SITE),
            said("supervision_class.assigned", SITE, {"class": "key", "year": 2026, "source": "名录"}, by=BUREAU),
        )
        yield scenario


def test_deciding_a_fact_of_each_kind_reads_at_most_a_hundred(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = _counting(busy.ledger.recorder, monkeypatch)
    posted = set()
    busy.when(*(said("licence.granted", _licence_of(each), LICENSED) for each in GOLDEN if _is_of_a_granted(each)))
    of_the_site = {"position": 3, "data": busy.ledger.recorded(after=2, upto=3)[0].fact.data, "reason": "误记"}
    of_the_site["data"] = data_in_wire_form(of_the_site["data"])
    (correction,) = busy.when(said("fact.corrected", SITE, of_the_site))
    for posting in _one_of_each_kind(correction.position):
        read.clear()
        busy.when(posting)
        assert sum(read) <= READ_PER_FACT_MAX, posting.type
        posted.add(posting.type)
    assert posted == {name for name, known in CATALOGUE.items() if known.today.STATED_BY != (Relation.LOG,)}


def test_speaking_for_another_reads_at_most_a_hundred_however_many_delegated_to_both(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy_history.fill_with_grants(busy.ledger, to=PLANT)
    busy_history.fill_with_grants(busy.ledger, to=OTHER_PLANT)
    grant = f"delegation:{OTHER_PLANT}.G"
    data = busy_history.grant_of(OTHER_PLANT, PLANT)
    busy.given(said("delegation.granted", grant, data_in_wire_form(data), by=OTHER_PLANT))
    busy.given(said("delegation.accepted", grant))
    read = _counting(busy.ledger.recorder, monkeypatch)
    busy.when(replace(weighed(drum(owner=OTHER_PLANT)), on_behalf_of=OTHER_PLANT))
    assert 0 < sum(read) <= READ_PER_FACT_MAX


def test_a_drum_that_was_corrected_a_thousand_times_is_corrected_once_more(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    (receipt,) = busy.when(weighed(drum("unsteady")))
    data = {"position": receipt.position, "data": weighed(drum()).data, "reason": "复秤"}
    busy.when(*(said("fact.corrected", drum("unsteady"), data) for _ in range(1_000)))
    read = _counting(busy.ledger.recorder, monkeypatch)
    busy.when(said("fact.corrected", drum("unsteady"), data))
    busy.when(said("fact.withdrawn", drum("unsteady"), {"position": receipt.position, "reason": "误记"}))
    assert sum(read) <= 2 * READ_PER_FACT_MAX


@pytest.mark.parametrize("by", [BUREAU, PLANT])
def test_a_correction_of_an_early_fact_of_a_busy_place_is_confirmed_by_who_relied_on_it(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    """The bureau where the plant corrected what it said of its site, the plant where the bureau did."""
    of_the_bureau = {"class": "key", "year": 2025, "source": "名录"}
    early = said("establishment.changed", SITE, A_SITE) if by == BUREAU else _assigned(of_the_bureau)
    (original,) = busy.when(early)
    report = {"product": "芯片", "unit": "片", "quantity": kg("1"), "month": "2026-10"}
    busy.when(*(said("output.reported", SITE, report) for _ in range(1_000)))
    busy.when(_assigned(of_the_bureau))
    author = PLANT if by == BUREAU else BUREAU
    data = {"position": original.position, "data": early.data, "reason": "误记"}
    (correction,) = busy.when(said("fact.corrected", SITE, data, by=author))
    read = _counting(busy.ledger.recorder, monkeypatch)
    busy.refused(MayNotStateError, "not_a_counterparty", _confirmed(SITE, correction.position, OPERATOR))
    busy.when(_confirmed(SITE, correction.position, by))
    assert 0 < sum(read) <= READ_PER_FACT_MAX


def test_what_was_said_of_a_drum_that_is_named_everywhere_is_confirmed_by_its_receiver(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy.given(organisation(RECEIVER, "receiver"), organisation(TRUCKER, "carrier"))
    early = weighed(drum("everywhere"))
    (original,) = busy.when(early)
    busy.when(*(said("storage.counted", BAY, {"containers": [drum("everywhere")]}) for _ in range(1_000)))
    busy.when(*(weighed(drum("everywhere")) for _ in range(1_000)))
    busy.given(issued(A_MANIFEST, containers=[drum("everywhere")]), received([drum("everywhere")], number=A_MANIFEST))
    data = {"position": original.position, "data": early.data, "reason": "误记"}
    (correction,) = busy.when(said("fact.corrected", drum("everywhere"), data))
    read = _counting(busy.ledger.recorder, monkeypatch)
    busy.refused(MayNotStateError, "not_a_counterparty", _confirmed(drum("everywhere"), correction.position, TRUCKER))
    busy.when(_confirmed(drum("everywhere"), correction.position, RECEIVER))
    assert 0 < sum(read) <= READ_PER_FACT_MAX


def test_who_weighed_a_drum_that_it_had_received_confirms_what_its_owner_corrects_of_it_afterwards(
    busy: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy.given(organisation(BARGEMAN, "receiver"))
    there = {"receiver": org(BARGEMAN), "to_establishment": f"establishment:{BARGEMAN}001P"}
    busy.given(
        issued(NUMBER, containers=[drum("sent")], **there), received([drum("sent")], number=NUMBER, by=BARGEMAN)
    )
    early = said("container.closed", drum("sent"))
    (original,) = busy.when(early)
    busy.given(weighed(drum("sent"), by=BARGEMAN))
    data = {"position": original.position, "data": early.data, "reason": "误记"}
    (correction,) = busy.when(said("fact.corrected", drum("sent"), data))
    read = _counting(busy.ledger.recorder, monkeypatch)
    busy.when(_confirmed(drum("sent"), correction.position, BARGEMAN))
    assert 0 < sum(read) <= READ_PER_FACT_MAX


def test_nobody_relies_on_what_its_owner_alone_tells_of(busy: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    check = {"zero_kg": 0, "reference_kg": 500, "indicated_kg": 500, "passed": True}
    (original, *_) = busy.when(*(said("scale.checked", SCALE, check) for _ in range(1_000)))
    data = {"position": original.position, "data": check, "reason": "误记"}
    (correction,) = busy.when(said("fact.corrected", SCALE, data))
    read = _counting(busy.ledger.recorder, monkeypatch)
    busy.refused(MayNotStateError, "not_a_counterparty", _confirmed(SCALE, correction.position, BUREAU))
    assert 0 < sum(read) <= READ_PER_FACT_MAX


@pytest.mark.parametrize("golden", GOLDEN, ids=[g.type for g in GOLDEN])
def test_of_what_an_owner_alone_tells_the_organisation_among_the_tags_is_the_one_that_speaks(golden: Golden) -> None:
    """Or it is read like what others tell (ledger/counterparties.py)."""
    fact = golden.read().fact
    if fact.type in _types(None, tuple(CATALOGUE)).alone:
        assert "organisation" not in {kind_of(subject) for subject in named_in(fact.data)}


def _assigned(data: dict[str, Any]) -> Posting:
    return said("supervision_class.assigned", SITE, data, by=BUREAU)


def _confirmed(subject: str, position: int, by: str) -> Posting:
    return said("fact.correction_confirmed", subject, {"position": position}, by=by)


def _is_of_a_granted(golden: Golden) -> bool:
    """Whether it can only be said of a licence that was granted."""
    return golden.type.startswith("licence.") and golden.type != "licence.granted"


def _licence_of(golden: Golden) -> str:
    """A licence of its own for each act, for after some of them there is none."""
    return f"licence:{golden.type.replace('.', '-')}"


def _counting(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many leaves each reading brings from now on."""
    read: list[int] = []

    def counted(really: Callable[..., Any], found: Callable[[Any], Any]) -> Callable[..., Any]:
        def reading(*args: Any, **more: Any) -> Any:
            answer = really(*args, **more)
            read.append(len(found(answer)))
            return answer

        return reading

    monkeypatch.setattr(recorder, "leaves", counted(recorder.leaves, lambda answer: answer[0]))
    monkeypatch.setattr(recorder, "decoded", counted(recorder.decoded, lambda answer: answer))
    monkeypatch.setattr(recorder, "leaves_at", counted(recorder.leaves_at, lambda answer: answer))
    monkeypatch.setattr(recorder, "leaves_by_key", counted(recorder.leaves_by_key, lambda answer: answer))
    return read


def _golden_data(event_type: str) -> dict[str, Any]:
    (golden,) = (g for g in GOLDEN if g.type == event_type)
    data: dict[str, Any] = in_wire_form(golden.read().fact)["data"]
    return data


def _told_once(value: Any) -> Any:
    """An example says all that its type can say; an amount is told by mass or by volume."""
    if isinstance(value, list):
        return [_told_once(each) for each in value]
    if not isinstance(value, dict):
        return value
    left_out = BY_VOLUME if BY_MASS & value.keys() else set()
    return {name: _told_once(each) for name, each in value.items() if name not in left_out}


def _one_of_each_kind(correction: int) -> Iterator[Posting]:
    """The golden examples, said of the busy plant: what creates a new thing first, what ends one last."""
    for golden in sorted(GOLDEN, key=lambda g: (not CATALOGUE[g.type].today.CREATES, g.type.endswith(".closed"))):
        fact = golden.read().fact
        subject, data = fact.subject, _told_once(in_wire_form(fact)["data"])
        by = fact.stated_by if fact.stated_by in {OPERATOR, CARRIER} else PLANT
        if type(fact.data).STATED_BY == (Relation.LOG,) or kind_of(subject) == "transfer":
            continue
        if fact.type == "fact.correction_confirmed":
            subject, data, by = SITE, data | {"position": correction}, BUREAU
        elif fact.type == "delegation.accepted":
            by = fact.stated_by
        elif fact.about is not None:
            subject, data = busy_history.A_DRUM, data | {"position": busy_history.ITS_WEIGHING}
        elif kind_of(subject) == "organisation":
            subject, by = f"organisation:{OTHER_PLANT}", OPERATOR
        elif kind_of(subject) == "establishment" and type(fact.data).CREATES:
            subject = f"establishment:{PLANT}002P"
        elif fact.type == "site.reopened":
            subject = CLOSED_SITE
        elif _is_of_a_granted(golden):
            subject = _licence_of(golden)
        elif type(fact.data).CREATES and kind_of(subject) not in NUMBERED_BY_OTHERS:
            subject += "-new"
        if fact.type in {"consignment.received", "consignment.refused"}:
            subject += "-unknown"
        yield said(fact.type, subject, data, by=by)
    yield from _every_step_of_transfers()


def _every_step_of_transfers() -> Iterator[Posting]:
    """Each in its lawful place, of transfers to which the busy plant is a party."""
    application, *rest = until_consent()
    yield application
    yield step("supplement_requested", SHANGHAI, "2026-03-03", {"reason": "缺合同"})
    yield step("supplemented", PLANT, "2026-03-03")
    yield from rest
    yield step("objected", JIANGSU, "2026-03-12", {"reason": "能力不足"})
    yield step("capacity_confirmed", JIANGSU, "2026-03-16")
    yield step("capacity_withdrawn", JIANGSU, "2026-03-17", {"reason": "停炉"})
    yield approved()
    yield measure("suspended", "2026-04-01")
    yield measure("resumed", "2026-05-01")
    yield measure("revoked", "2026-06-01")
    refused, filed, told = ("transfer:refused", "transfer:filed", "transfer:told")
    yield applied(number=refused)
    yield step("admitted", SHANGHAI, "2026-03-03", number=refused)
    yield step("refused", SHANGHAI, "2026-03-04", {"reason": "能力不足"}, refused)
    ways = ((filed, "filed", "filing", "2026-08-10"), (told, "noticed", "notice", "2026-08-20"))
    for number, name, regime, day in ways:
        yield applied(day, of_slag(regime=regime), number)
        granted = {"waste_codes": [SLAG], "method": "C2", "valid_until": "2026-12-31"}
        yield step(name, SHANGHAI, day, terms(valid_from=day, **granted), number)
