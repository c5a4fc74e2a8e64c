"""No session outlives its limits, whatever it was used for; what was ended stays ended."""

import shutil
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.accounts.sessions import SEEN_EVERY, Sessions
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.store.tables import session
from tests.conftest import NOON
from tests.ledger.accounts.conftest import Door
from tests.specification import OPERATOR, OTHER_PLANT, PLANT


def rows(door: Door) -> int:
    with door.ledger.recorder.engine.connect() as connection:
        return len(connection.execute(select(session)).all())


def test_unused_it_ends_after_half_an_hour(door: Door) -> None:
    door.person()
    used, unused = door.enter(), door.enter()
    door.later(minutes=29, seconds=59)
    assert door.is_in(used)
    door.later(seconds=1)
    assert (door.is_in(used), door.is_in(unused)) == (True, False)


def test_used_or_not_it_ends_after_twelve_hours(door: Door) -> None:
    door.person()
    token = door.enter()
    for _ in range(12 * 6 - 1):
        door.later(minutes=10)
        assert door.is_in(token)
    door.later(minutes=9, seconds=59)
    assert door.is_in(token)
    door.later(seconds=1)
    assert not door.is_in(token)


def test_signed_out_the_row_is_gone(door: Door) -> None:
    door.person()
    token, other = door.enter(), door.enter()
    door.sessions.end(token)
    assert (door.is_in(token), door.is_in(other), rows(door)) == (False, True, 1)
    door.sessions.end(token)
    assert rows(door) == 1


def test_what_is_over_is_removed_when_the_next_begins(door: Door) -> None:
    door.person()
    door.enter()
    door.later(minutes=30)
    door.enter()
    assert rows(door) == 1


def test_a_token_that_nobody_was_given_is_nobodys(door: Door) -> None:
    door.person()
    token = door.enter()
    for other in ("", token[:-1], token + "A", token.lower(), "\x00", "é" * 43):
        assert not door.is_in(other)


def test_a_form_belongs_to_one_session(door: Door) -> None:
    door.person()
    one, other = (door.sign_in.session_of(door.enter()) for _ in range(2))
    assert one.is_its_form(one.form_token)
    for token in (other.form_token, "", one.token, one.form_token[:-1], "é"):
        assert not one.is_its_form(token)


def test_open_sessions_are_counted_by_account_of_one_organisation(door: Door) -> None:
    here, there = door.person(), door.person("e22", organisation=OTHER_PLANT)
    door.enter()
    door.later(minutes=20)
    door.enter()
    door.enter("e22")
    assert door.sessions.open_of(PLANT, door.clock.now()) == {here.id: 2}
    door.later(minutes=10)
    assert door.sessions.open_of(PLANT, door.clock.now()) == {here.id: 1}
    assert door.sessions.open_of(OTHER_PLANT, door.clock.now()) == {there.id: 1}


SECONDS = st.integers(0, 1_500) | st.integers(0, 2_400)


@example(spans=[900] * 60, ended_after=None)
@given(spans=st.lists(SECONDS, max_size=60), ended_after=st.none() | st.integers(0, 40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_session_survives_its_limits(
    sqlite_template: Path, tmp_path: Path, spans: list[int], ended_after: int | None
) -> None:
    path = tmp_path / "people.db"
    if not path.exists():
        shutil.copyfile(sqlite_template, path)
    with Ledger(f"sqlite:///{path}", SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        door = Door(ledger, ledger.recorder.clock)
        if door.accounts.with_hash("e1027")[0] is None:
            door.person()
        limits = Sessions(ledger.recorder.engine).limits
        token, began = door.enter(), door.clock.now()
        used, over = began, False
        for number, seconds in enumerate(spans):
            if number == ended_after:
                door.sessions.end(token)
                over = True
            door.later(seconds=seconds)
            now = door.clock.now()
            idle, age = now - used, now - began
            alive = door.is_in(token)
            if over or idle >= limits.idle or age >= limits.most:
                assert not alive
                over = True
            elif idle < limits.idle - SEEN_EVERY:
                assert alive, "and until then it is as good as it was"
            if alive:
                used = now
            else:
                over = True
        door.later(seconds=limits.most / timedelta(seconds=1))
        assert not door.is_in(token)
