"""`/check`: whether a receipt is what the log holds, for anybody, without an account.

The page tells nothing of what a fact says, for the hash of every fact is public: it tells whether the hash that
somebody has is the one at that place. The browser then proves it by itself (`check.js`), under the log's keys.
"""

import json
from typing import Annotated, Final, Literal, NamedTuple

from fastapi import APIRouter, Query, Response

from api.door import TheLedger
from api.pages.page import PageRoute, ThePage
from api.papers.check_code import CheckCode, read_check_code
from ledger.leaf import leaf_hash
from ledger.log import Ledger

router = APIRouter(include_in_schema=False, route_class=PageRoute)

TEXT_MAX: Final = 8_000
Outcome = Literal["matches", "differs", "not_there", "other_log", "unreadable"]
SENTENCES: Final[dict[Outcome, tuple[str, str]]] = {
    "matches": (
        "凭证属实：它所指的事实就在账本第 {position} 位，一字未改。",
        "The receipt is true: the fact that it names stands at position {position} of the log, unchanged.",
    ),
    "differs": (
        "凭证不符：账本第 {position} 位不是它所指的事实。",
        "The receipt is not true: position {position} of the log holds another fact than it names.",
    ),
    "not_there": (
        "凭证不符：账本还没有第 {position} 位。",
        "The receipt is not true: the log has no position {position} yet.",
    ),
    "other_log": (
        "这份凭证属于另一个账本 {origin}，请到该账本查验。",
        "This receipt is of another log, {origin}: check it there.",
    ),
    "unreadable": (
        "这不是凭证：请输入凭证上二维码的文字，或接口给出的 JSON 凭据。",
        "This is no receipt: enter the text of its QR code, or the JSON receipt that the API gave.",
    ),
}


class Checked(NamedTuple):
    """What somebody had, and what the log has there."""

    outcome: Outcome
    code: CheckCode | None

    @property
    def sentence(self) -> tuple[str, str]:
        """The answer in Chinese and English."""
        told = {} if self.code is None else {"position": f"{self.code.position:,}", "origin": self.code.origin}
        zh, en = SENTENCES[self.outcome]
        return zh.format(**told), en.format(**told)


@router.get("/check")
def check(page: ThePage, ledger: TheLedger, code: Annotated[str, Query(max_length=TEXT_MAX)] = "") -> Response:
    """The form, and under it the answer of this server with what the browser needs to prove it."""
    text = code.strip()
    return page.answer(
        "check.html",
        text=text,
        most=TEXT_MAX,
        checked=_checked(ledger, text) if text else None,
        origin=ledger.opened.origin,
        simulated=ledger.opened.simulated,
    )


def _checked(ledger: Ledger, text: str) -> Checked:
    origin = ledger.opened.origin
    code = read_check_code(text) or _of_receipt(text, origin)
    if code is None:
        return Checked("unreadable", None)
    if code.origin != origin:
        return Checked("other_log", code)
    stored = ledger.stored(code.position)
    if stored is None:
        return Checked("not_there", code)
    return Checked("matches" if leaf_hash(stored[1]).hex() == code.leaf_hash else "differs", code)


def _of_receipt(text: str, origin: str) -> CheckCode | None:
    """A receipt as `POST /v1/events` gives it, alone or the first of several; its log is taken to be this one."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = told.get("receipts") if isinstance(told, dict) else None
    receipt = found[0] if isinstance(found, list) and found else told
    if not isinstance(receipt, dict):
        return None
    return read_check_code(f"BIHUAN1 {origin} {receipt.get('position')} {receipt.get('leaf_hash')}")
