"""Rows of B.4 with one batch code are one run of treatment; without one, those that agree in all but the waste."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from api.answers import encode
from api.hj1259.events import OF_THE_ROW, Event, digest, find_subject, posted_as, put
from api.hj1259.said import Said
from ledger.leaf import MAX_FACT_BYTES

INPUTS_MAX = 200
INPUT_BYTES_MAX = MAX_FACT_BYTES * 3 // 4
"""How much of a fact its inputs may fill; what does not fit is told in a second fact."""


def runs_of(rows: list[Said]) -> Iterator[Event]:
    """The runs in the order of their batch codes, each with its rows by container."""
    for said in rows:
        _finish(said)
    for _, run in groupby(sorted(rows, key=_run_of), key=_run_of):
        yield from _of_run(sorted(run, key=lambda said: said.subject or ""))


def _finish(said: Said) -> None:
    values = said.values
    find_subject(said, f"{OF_THE_ROW}/container")
    values.pop(f"{OF_THE_ROW}/container", None)
    kind, _, number = (said.subject or "").partition(":")
    if kind == "manifest":
        number, _, line = number.partition("#")
        values[f"{OF_THE_ROW}/line"] = int(line) if line.isdigit() else 1
    if kind:
        values[f"{OF_THE_ROW}/{'tank' if kind == 'facility' else kind}"] = f"{kind}:{number}"
    batch = values.get("/data/batch_code")
    if batch:
        values["/data/kind"] = "recovered" if batch.startswith("HWZXLY") else "disposed"
    elif "/data/method" in values and "/data/kind" not in values:
        zh = "看不出是利用还是处置：写批次编码，或在代码后写利用或处置，如 C1 处置"
        said.refuse("/data/method", zh, "recovered or disposed? write a batch code, or the word behind: C1 处置")


def _run_of(said: Said) -> tuple[str, str, str]:
    """What rows of one run share; without a batch code, all that they say of it."""
    batch = said.values.get("/data/batch_code")
    return (said.establishment, batch, "") if batch else (said.establishment, "", encode(_shared(said)).decode())


def _shared(said: Said) -> dict[str, Any]:
    return {pointer: v for pointer, v in sorted(said.values.items()) if not pointer.startswith(OF_THE_ROW)}


def _of_run(rows: list[Said]) -> Iterator[Event]:
    first, shared = rows[0], _shared(rows[0])
    for said in rows[1:]:
        for pointer in sorted(_shared(said).keys() | shared.keys()):
            wrong = said.is_wrong(pointer) or first.is_wrong(pointer)
            if said.values.get(pointer) != shared.get(pointer) and not wrong:
                at = first.place(pointer)
                zh, en = f"同一批次，但与 {at} 不同：改正，或另编批次", f"one batch, but not what {at} says"
                said.refuse(pointer, zh, f"{en}: mend it or number it anew")
    number = shared.get("/data/batch_code") or "L-" + digest(*_run_of(first))[:16]
    for part, some in enumerate(_within_one_fact(rows), start=1):
        own = number if part == 1 else f"{number}-{part}"
        posted = posted_as(first, f"treatment:{first.owner}.{own}", shared.get("/data/until"), own)
        for pointer, value in shared.items():
            put(posted, pointer, value)
        posted["data"]["inputs"] = [_input(said) for said in some]
        yield Event(posted, some)


def _input(said: Said) -> dict[str, Any]:
    under = f"{OF_THE_ROW}/"
    return {p.removeprefix(under): value for p, value in said.values.items() if p.startswith(under)}


def _within_one_fact(rows: list[Said]) -> Iterator[list[Said]]:
    """The rows of a run in as many parts as facts are needed to hold them."""
    part: list[Said] = []
    size = 0
    for said in rows:
        more = len(encode(_input(said)))
        if part and (len(part) == INPUTS_MAX or size + more > INPUT_BYTES_MAX):
            yield part
            part, size = [], 0
        part.append(said)
        size += more
    yield part
