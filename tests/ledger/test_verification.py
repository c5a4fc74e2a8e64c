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
from ledger.store.verification import verify
from tests.ledger.attacks import ATTACKS
from tests.ledger.insider import Insider, replacing
from tests.ledger.varied_log import HEAD, WEIGHED


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
            fault = insider.fault()
            assert fault is not None
            assert fault.position == attack.position
            # one by one, by stretches, and by stretches in two processes: the same verdict in the same words
            for each, stretch in ((FactByFact(0), HEAD), (Crew(0), 3), (crew, 3)):
                assert list(verify(insider.engine, crew=each, stretch=stretch))[-1].fault == fault


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
def test_a_tag_row_between_two_positions_is_found(insider: Insider) -> None:
    # SQLite keeps 8.5 in a column of integers; PostgreSQL cannot
    insider.do(text("INSERT INTO event_tag (tag_id, type_id, position, ordinal) VALUES (1, 1, 8.5, 9)"))
    assert insider.fault() is not None


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
