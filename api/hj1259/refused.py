"""What the ledger refuses of a workbook's facts, at the cells from which they came."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from api.hj1259.events import Event
from api.hj1259.problems import Problem
from api.refusals.table import TEXTS


def is_about_no_cell(told: Iterable[dict[str, Any]]) -> bool:
    """Whether a refusal is of the request as a whole, or of who sends it."""
    return all(error.get("index") is None or error["pointer"] == "/source" for error in told)


def refused_cells(events: Sequence[Event], told: Iterable[dict[str, Any]]) -> list[Problem]:
    """The errors of a refusal, as the API tells them, each at its cell."""
    return [problem for each in told for problem in _problems(events, each)]


def _problems(events: Sequence[Event], told: dict[str, Any]) -> Iterator[Problem]:
    at = told.get("index")
    if at is None:
        yield Problem("", f"[{told['code']}] {told['detail']}", TEXTS[told["code"]].title[1])
    elif told["code"] == "idempotency_conflict":
        for pointer in told["differing"]:
            zh, en = "此前导入时内容不同：改回，或另以 fact.corrected 更正", "was imported otherwise"
            yield Problem(events[at].place(pointer), zh, f"{en}: put it back, or correct it with fact.corrected")
    else:
        text = TEXTS[told["code"]]
        zh = f"[{told['code']}] {told['detail']}；{text.then[0]}"
        yield Problem(events[at].place(told["pointer"]), zh, f"{text.title[1]}: {text.then[1]}")
