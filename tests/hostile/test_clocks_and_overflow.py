"""Clocks that are wrong and numbers that no machine holds, wherever a fact has room for one."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.conftest import NOON
from tests.doors import Caller, codes, receipts
from tests.hostile.test_bodies import event, weighing
from tests.specification import PLANT, SCALE, SITE, drum, generated, said

BEYOND = ["9" * 40, "-" + "9" * 39, "1e40", "-1e40", str(2**63), str(2**64), str(-(2**63)), "1e-40"]
NUMBERS = [*BEYOND, "-0", "-0.0", "1E5"]


def place(degree: str) -> bytes:
    data = f'{{"organisation": "organisation:{PLANT}", "name": "x", "division": "310115", "place": {{"address": "x", '
    return event(data + f'"lon": {degree}, "lat": {degree}}}}}', "establishment.registered", subject=SITE)


def counted(number: str) -> bytes:
    data = f'{{"establishment": "{SITE}", "kind": "drum", "waste_code": "900-402-06", "count": {number}}}'
    return event(data, "container.generated")


def volume(number: str) -> bytes:
    return counted("1").replace(b'"count": 1', f'"volume_l": {number}'.encode())


def correcting(number: str) -> bytes:
    return event(f'{{"position": {number}, "reason": "x"}}', "fact.withdrawn")


def year(number: str) -> bytes:
    return event(f'{{"class": "key", "year": {number}, "source": "x"}}', "supervision_class.assigned", subject=SITE)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("posted", [weighing, place, counted, volume, correcting, year])
def test_a_number_that_nobody_can_mean_is_refused_wherever_it_stands(
    hostile: Caller, ledger: Ledger, posted: Any, number: str
) -> None:
    answer = hostile.send(posted(number))
    assert answer.status_code in ({400, 403, 422} if number in BEYOND else {201, 403, 422}), answer.text
    assert ledger.head()[0] == (2 if answer.status_code == 201 else 1)


TIMES = [
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-12:00",
    "10000-01-01T00:00:00Z",
    "-2026-11-24T08:00:00Z",
    "+2026-11-24T08:00:00Z",
    "2026-11-24T24:00:00Z",
    "2026-11-24T08:00:00+24:00",
    "2026-11-24T08:00:00.0000001Z",
    "2026-11-24 08:00:00Z",
    "2026-W48-2T08:00:00Z",
    "２０２６-11-24T08:00:00Z",
    "2026-11-24T08:00:00Z\u202e",
    "",
    "99999999999999999999",
]


@pytest.mark.parametrize("time", TIMES)
def test_a_time_beyond_the_calendar_is_refused_in_every_field_of_time(
    hostile: Caller, ledger: Ledger, time: str
) -> None:
    reading = f'"gross_kg": 2, "tare_kg": 1, "scale": "{SCALE}"'
    seen = f'{{"evidence": [{{"sha256": "{"0" * 64}", "from": "{time}"}}], {reading}}}'
    inside, outside = hostile.send(event(seen, "container.weighed")), hostile.send(event(time=time))
    allowed = {201, 422} if time.startswith("9999-12-31T23:59:59.999999") else {422}  # evidence may be kept so long
    assert (inside.status_code in allowed, outside.status_code) == (True, 422), inside.text
    if outside.status_code == 422:
        assert "/time" in [e["pointer"] for e in outside.json()["errors"]]
    assert ledger.head()[0] == (2 if inside.status_code == 201 else 1)


@pytest.mark.parametrize(
    ("time", "status"),
    [
        ("2026-11-24T12:04:59.999999+08:00", 201),
        ("2026-11-24T12:05:00+08:00", 201),
        ("2026-11-24T12:05:00.000001+08:00", 422),
        ("2026-11-24T18:05:00.000001+14:00", 422),
        ("2026-11-23T16:05:01-12:00", 422),
        ("2026-11-23T16:05:00-12:00", 201),
        ("1900-01-01T00:00:00Z", 201),
        ("1899-12-31T23:59:59.999999Z", 422),
    ],
)
def test_a_device_whose_clock_is_wrong_is_told_the_servers(
    hostile: Caller, ledger: Ledger, time: str, status: int
) -> None:
    answer = hostile.send(event(time=time))
    assert answer.status_code == status, answer.text
    if status == 422 and time > "2":
        assert codes(answer) == ["occurred_in_future"]
        assert answer.json()["errors"][0]["server_time"] == "2026-11-24T04:00:00.000000Z"
    assert ledger.head()[0] == (2 if status == 201 else 1)


def test_a_server_whose_clock_jumped_back_writes_nothing_and_says_when_to_come_again(
    hostile: Caller, ledger: Ledger
) -> None:
    receipts(hostile.post(generated(drum(1))))
    ledger.recorder.clock = SimulatedClock(NOON - timedelta(seconds=6))
    refused = hostile.post(generated(drum(2)))
    assert (refused.status_code, codes(refused), refused.headers["retry-after"]) == (503, ["clock_behind_log"], "1")
    assert ledger.head()[0] == 2
    ledger.recorder.clock = SimulatedClock(NOON - timedelta(seconds=4))
    taken = receipts(hostile.post(generated(drum(2))))[0]
    assert (taken["position"], taken["recorded_at"]) == (3, "2026-11-24T04:00:00.000000Z")


MARKS = ["\u202e", "\u2066x\u2069", "\x7f", "\u0000", "\ufeff", "\u2028", "\u0301" * 40, "𝟚"]


@pytest.mark.parametrize("name", ["type", "subject", "source", "onbehalfof", "time"])
@pytest.mark.parametrize("mark", MARKS)
def test_marks_that_turn_text_around_stay_out_of_what_machines_compare(
    hostile: Caller, ledger: Ledger, name: str, mark: str
) -> None:
    good = {
        "type": "container.closed",
        "subject": drum(),
        "source": f"urn:uscc:{PLANT}",
        "time": "2026-11-24T08:00:00Z",
    }
    answer = hostile.send(event(**{name: good.get(name, PLANT) + mark}))
    assert answer.status_code in {400, 403, 422}, answer.text
    assert ledger.head()[0] == 1


@pytest.mark.parametrize("mark", ["\u202e", "\u2066x\u2069", "\ufeff", "\u2028", "𝟚"])
def test_an_id_is_its_posters_own_and_comes_back_as_it_was(hostile: Caller, mark: str) -> None:
    assert receipts(hostile.send(event(id=mark)))[0]["id"] == mark


def test_the_name_of_an_attribute_is_never_echoed_at_length(hostile: Caller) -> None:
    answer = hostile.send(event(**{"x" * 100_000: 1, "/~" * 50_000: 2, "\u202e" * 10_000: 3}))
    assert answer.status_code == 422
    assert len(answer.content) < 3_000


def test_an_unknown_type_of_any_length_is_told_shortly(hostile: Caller) -> None:
    answer = hostile.post(said("x" * 80, drum()))
    assert (answer.status_code, codes(answer)) == (422, ["unknown_type"])
    assert len(answer.content) < 1_000
