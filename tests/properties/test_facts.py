"""Random valid data of every type: it comes back as it was written, and its tags follow from its bytes."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.catalogue import CATALOGUE, read_leaf, tags_of
from ledger.errors import Finding
from ledger.fact import About, AnyFact, Statement
from ledger.leaf import canonical, join
from ledger.log import Ledger
from ledger.posting import Draft, seal
from ledger.schema import data_in_wire_form, in_wire_form, read_data
from ledger.store.appending import SealedEvent
from ledger.store.verification import verify
from ledger.subjects import NUMBERS, owner_of
from tests.properties.wire_data import ON_A_STORE, STABLE, TYPES, instants, subjects, text, wire_data
from tests.specification import OPERATOR

ABOUT_THE_GROUND = [name for name in TYPES if not name.startswith(("fact.", "log."))]
"""Types that stand for themselves: what a `fact.*` is about is invented here, and verification would say so."""


def read(fact_type: type[AnyFact], data: dict[str, Any], raw: dict[str, msgspec.Raw] | None = None) -> AnyFact:
    findings: list[Finding] = []
    fact = read_data(fact_type, data, "/data", findings, raw)
    assert fact is not None, findings
    assert findings == []
    return fact


@st.composite
def statements(draw: st.DrawFn, types: list[str] = TYPES) -> Statement[AnyFact]:
    """Something said of something by its owner, with random data."""
    fact_type = CATALOGUE[draw(st.sampled_from(types))].today
    kinds = fact_type.kinds() or tuple(NUMBERS)
    subject = draw(subjects(kinds))
    data = read(fact_type, draw(wire_data(fact_type)))
    owner = owner_of(subject) or OPERATOR
    about = None
    if not fact_type.kinds():
        about = About(draw(st.integers(1, 2**53 - 1)), subject, [subject, f"organisation:{owner}"], "log.opened", 1)
    return Statement(
        credential="test",
        data=data,
        id=draw(st.uuids().map(str)),
        occurred_at=draw(instants),
        salt=draw(text(1, 22)),
        source=f"urn:uscc:{owner}",
        stated_by=owner,
        subject=subject,
        type=fact_type.TOPIC,
        v=fact_type.V,
        about=about,
    )


@pytest.mark.parametrize("name", TYPES)
def test_what_was_written_comes_back(name: str) -> None:
    fact_type = CATALOGUE[name].today

    @settings(STABLE, max_examples=15)
    @given(wire_data(fact_type))
    def comes_back(data: dict[str, Any]) -> None:
        fact = read(fact_type, data)
        assert data_in_wire_form(fact) == data
        assert read(fact_type, data_in_wire_form(fact)) == fact

    comes_back()


@pytest.mark.parametrize("name", TYPES)
def test_what_was_stored_comes_back(name: str) -> None:
    @settings(STABLE, max_examples=10)
    @given(statements([name]), st.integers(1, 2**53 - 1), instants, st.integers(1, 10**6))
    def comes_back(statement: Statement[AnyFact], position: int, at: str, seq: int) -> None:
        recorded = read_leaf(name, join(canonical(statement), position, at, seq))
        assert recorded.fact == statement
        assert (recorded.position, recorded.recorded_at, recorded.seq) == (position, at, seq)
        assert canonical(recorded.fact) == canonical(statement)

    comes_back()


@settings(STABLE, max_examples=50)
@given(st.data())
def test_corrected_data_comes_back(data: st.DataObject) -> None:
    original = data.draw(statements([name for name in TYPES if name not in {"log.opened", "fact.withdrawn"}]))
    corrected_type = CATALOGUE["fact.corrected"].today
    written = data.draw(wire_data(type(original.data)))
    raw = {"data": msgspec.Raw(canonical(read(type(original.data), written)))}
    correction = read(corrected_type, {"position": 7, "reason": "误", "data": {}}, raw)
    about = About(7, original.subject, tags_of(original), original.type, original.v)
    stated = msgspec.structs.replace(original, data=correction, type="fact.corrected", v=1, about=about)
    back = read_leaf("fact.corrected", join(canonical(stated), 8, "", 2)).fact
    assert in_wire_form(back)["data"]["data"] == written
    assert set(tags_of(back)) >= set(tags_of(original))


def test_tags_recomputed_from_the_bytes_are_the_rows(ledger: Ledger) -> None:
    @settings(ON_A_STORE, max_examples=25)
    @given(st.lists(statements(ABOUT_THE_GROUND), min_size=1, max_size=5))
    def are_the_rows(group: list[Statement[AnyFact]]) -> None:
        taken = {f.fact.id for f in ledger.recorded()}
        new = [seal(s) for s in {s.id: s for s in group}.values() if s.id not in taken]
        if not new:
            return
        head = ledger.head()[0]
        ledger.recorder.append_leaves([_event(draft) for draft in new])
        rows = {e.position: e.event.tags for e in ledger.recorder.read(after=head)}
        for recorded in ledger.recorded(after=head):
            assert rows[recorded.position] == tags_of(recorded.fact)
        assert [rows[position] for position in sorted(rows)] == [draft.tags for draft in new]

    are_the_rows()
    assert list(verify(ledger.recorder.engine))[-1].fault is None
    assert ledger.head()[0] > 20


def _event(draft: Draft) -> SealedEvent:
    said = draft.statement
    return SealedEvent(said.type, draft.fact, draft.tags, said.subject, draft.key)
