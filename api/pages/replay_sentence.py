"""The sentence that a replay opens with: where the thing is, since when, and how its loops stand."""

from collections.abc import Sequence
from typing import Any

from api.pages.loops_in_words import awaited
from api.pages.page import Page
from api.pages.stages import stage
from api.pages.words import LOOP_STATUS, LOOPS
from ledger.subjects import kind_of
from projections.custody.replay import Case


def sentence(page: Page, case: Case, who: str, late: Sequence[dict[str, Any]] = ()) -> str:
    """One sentence on a case, with what it waits for of which the deadline has passed."""
    if case.since is not None and case.stage is not None:
        said = _standing(page, case, who, case.since, late)
    elif any(entry.withdrawn_by for entry in case.entries):
        said = page.say(
            f"{who} 的全部事实均已撤回{_loops(page, case)}。",
            f"all that was stated of {who} was withdrawn{_loops(page, case)}.",
        )
    elif case.entries:
        said = page.say(
            f"{who} 有 {len(case.entries)} 条事实。", f"{page.count(len(case.entries), 'fact', 'facts')} about {who}."
        )
    else:
        said = page.say(f"账本对{who} 一无所知。", f"the log knew nothing of {who}.")
    return said if not page.english else said[0].upper() + said[1:]


def _standing(page: Page, case: Case, who: str, since: str, late: Sequence[dict[str, Any]]) -> str:
    words = stage(kind_of(case.subject), case.stage or "")
    provisional = (
        page.say("，暂定：创建它的事实尚未到账", "; its creation is not recorded yet") if case.provisional else ""
    )
    return page.say(
        f"{who} 自 {page.minute(since)} 起{words[0]}{provisional}{_loops(page, case)}{_late(page, late)}。",
        f"{who}: {words[1]} since {page.minute(since)}{provisional}{_loops(page, case)}{_late(page, late)}.",
    )


def _late(page: Page, late: Sequence[dict[str, Any]]) -> str:
    """What is waited for too long, since when, and until when it should have been."""
    return "".join(
        page.say(
            f"；{LOOPS[each['loop']][0]}等待“{awaited(page, each)}”，"
            f"自 {page.minute(each['since'])} 起，应于 {page.minute(each['due'])} 前",
            f"; {LOOPS[each['loop']][1]} waits for {awaited(page, each)} since {page.minute(each['since'])},"
            f" due {page.minute(each['due'])}",
        )
        for each in late
    )


def _loops(page: Page, case: Case) -> str:
    """How the loops stand, said once where they stand alike."""
    names = {
        status: [LOOPS.get(n, (n, n)) for n, s in case.loops.items() if s == status] for status in case.loops.values()
    }
    said = [
        page.say(
            "、".join(zh for zh, _ in alike) + ("均" if len(alike) > 1 else "") + LOOP_STATUS[status][0],
            " and ".join(en for _, en in alike)
            + (" loops " if len(alike) > 1 else " loop ")
            + LOOP_STATUS[status][1],
        )
        for status, alike in names.items()
    ]
    return "".join(page.say("，", "; ") + each for each in said)
