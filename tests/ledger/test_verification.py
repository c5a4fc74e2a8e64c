"""Whoever changes any byte, column or row of the log is found, and the first position that it touches is named.

Two things cannot be seen in the database alone, and are not claimed here: that the last facts were cut off together
with all their rows, and that a fact was made anew with everything that follows from it. Both take a checkpoint that
somebody else keeps.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from ledger.log import Ledger
from ledger.store.crew import Checked, Crew, Here, Source, Stretch
from ledger.store.tables import event
from ledger.store.verification import Fault, verify
from tests.ledger.attacks import ATTACKS
from tests.ledger.insider import Insider, replacing
from tests.ledger.varied_log import GENERATED, HEAD, WEIGHED


def test_an_untouched_log_is_sound(varied_log: Ledger) -> None:
    (page, last) = verify(varied_log.recorder.engine)
    assert page.fault is None
    assert last == (HEAD, None)


def test_whatever_an_insider_does_is_found_and_its_place_is_named(
    insider: Insider, crew: Crew, subtests: pytest.Subtests
) -> None:
    for attack in ATTACKS:
        with subtests.test(attack.title), insider.undoing():
            assert insider.fault() is None
            attack.do(insider)
            assert verdict(insider, crew).position == attack.position


def verdict(insider: Insider, crew: Crew) -> Fault:
    """The fault, which is the same in the same words one by one, by stretches, and in two processes."""
    fault = insider.fault()
    for each, stretch in ((FactByFact(0), HEAD), (Crew(0), 3), (crew, 3)):
        assert list(verify(insider.engine, crew=each, stretch=stretch))[-1].fault == fault
    assert fault is not None
    return fault


class FactByFact(Crew):
    """Says of every stretch that it is odd, so that all facts are checked in order, one by one."""

    def check(self, _: Source, stretches: Iterator[Stretch], __: Here) -> Checked:
        yield from ((each, None) for each in stretches)


def test_any_bit_of_any_leaf_may_have_been_changed(insider: Insider) -> None:
    random = Random(2)
    leaves = {row.position: bytes(row.data) for row in insider.rows(event)}
    for position, data in random.choices(sorted(leaves.items()), k=200):
        at, bit = random.randrange(len(data)), 1 << random.randrange(8)
        changed = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
        insider.change(event, {"position": position}, data=changed)
        fault = insider.fault()
        assert fault is not None, changed
        assert fault.position == position, changed
        insider.change(event, {"position": position}, data=data)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_tag_row_between_two_positions_is_found(insider: Insider, crew: Crew) -> None:
    # SQLite keeps 8.5 in a column of integers; PostgreSQL cannot
    insider.do(text("UPDATE event_tag SET position = 8.5 WHERE position = 8 AND ordinal = 2"))
    assert verdict(insider, crew).position == 8
    insider.do(text("UPDATE event_tag SET position = 8 WHERE position = 8.5"))
    insider.do(text("INSERT INTO event_tag (tag_id, type_id, position, ordinal) VALUES (1, 1, 8.5, 9)"))
    assert verdict(insider, crew).position == 9


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_number_kept_as_another_kind_of_number_is_found(insider: Insider, crew: Crew) -> None:
    kept = "position, subject_id, seq, type_id, key, hash, data"
    insider.do(
        text(f"CREATE TABLE other AS SELECT {kept}, CAST(recorded_at AS REAL) AS recorded_at FROM event"),
        text("DROP TABLE event"),
        text("ALTER TABLE other RENAME TO event"),
    )
    assert verdict(insider, crew) == (1, "its column recorded_at does not follow from its bytes")


def test_a_type_under_a_second_number_is_found(insider: Insider, crew: Crew) -> None:
    insider.do(
        text("CREATE TABLE other AS SELECT * FROM type"),
        text("DROP TABLE type"),
        text("ALTER TABLE other RENAME TO type"),
        text("INSERT INTO type (id, type) VALUES (99, 'container.generated')"),
        text(f"UPDATE event SET type_id = 99 WHERE position = {GENERATED}"),
        text(f"UPDATE event_tag SET type_id = 99 WHERE position = {GENERATED}"),
    )
    assert verdict(insider, crew) == (GENERATED, "its column type_id does not follow from its bytes")


def test_a_log_is_opened_once(varied_log: Ledger, insider: Insider, crew: Crew) -> None:
    again = varied_log.state_itself(varied_log.opened, "log.opened.again")
    assert again is not None
    assert verdict(insider, crew) == (again.position, "log.opened stands at position 1 and nowhere else")


def test_the_command_says_that_the_log_is_sound(varied_log: Ledger, store_url: str) -> None:
    result = verify_by_command(store_url)
    assert result.returncode == 0, result.stderr
    assert f"{HEAD} facts are sound" in result.stdout


def test_the_command_exits_1_and_names_the_position(insider: Insider, store_url: str) -> None:
    insider.rewrite(WEIGHED, replacing(('"seq":2}', '"seq":2 }')))
    result = verify_by_command(store_url)
    assert result.returncode == 1
    assert f"position {WEIGHED}: its bytes are not canonical" in result.stderr


def verify_by_command(database_url: str) -> subprocess.CompletedProcess[str]:
    """`bihuan verify`, as a person runs it."""
    command = Path(sys.executable).with_name("bihuan")
    environment = os.environ | {"BIHUAN_DATABASE_URL": database_url, "COLUMNS": "200"}
    return subprocess.run([command, "verify"], env=environment, capture_output=True, text=True, check=False)
