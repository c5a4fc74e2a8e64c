"""The sentence that the first page opens with, clause by clause, so that lines break between clauses."""

from api.pages.figures import Figures
from api.pages.loops_in_words import Standing
from api.pages.page import Page
from api.pages.words import OTHER_STEPS

BEYOND = tuple(step for step in OTHER_STEPS if step != "repacked")
"""Steps that are told where a container has come to them, and after which its loops may be closed."""
ALWAYS = frozenset({"closed", "open"})
COUNTED_ZH = {
    "closed": "个已闭环",
    "open": "个进行中",
    "overdue": "个逾期",
    "broken": "个断裂",
    "cancelled": "个取消",
}
COUNTED_EN = {
    "closed": "are closed",
    "open": "open",
    "overdue": "overdue",
    "broken": "broken",
    "cancelled": "cancelled",
}


def clauses(page: Page, facts: int, figures: Figures, loops: Standing | None) -> list[str]:
    """What is here: how many facts and containers, where they are, and how their loops stand."""
    counts = None if loops is None else loops.counts
    return _english(page, facts, figures, counts) if page.english else _chinese(facts, figures, counts)


def _chinese(facts: int, figures: Figures, loops: dict[str, int] | None) -> list[str]:
    at = figures.at
    cancelled = [f"{at['cancelled']:,} 个因误报撤回"] if at["cancelled"] else []
    places = [
        f"{at['stored']:,} 个在库",
        f"{at['withdrawn']:,} 个已出库",
        f"{figures.under_way:,} 个五即进行中",
        *(f"{at[step]:,} 个已{OTHER_STEPS[step][0]}" for step in BEYOND if at[step]),
        *cancelled,
    ]
    return [
        f"本账本（模拟）记录 {facts:,} 条事实、",
        f"{figures.containers:,} 个容器：",
        *(f"{place}、" for place in places[:-1]),
        f"{places[-1]}；",
        *_in_order(loops, "各环共 {:,} 个（全链环另计），", COUNTED_ZH, "、", "。", "环的状态暂不可得。"),
    ]


def _english(page: Page, facts: int, figures: Figures, loops: dict[str, int] | None) -> list[str]:
    at = figures.at
    cancelled = [f"{at['cancelled']:,} withdrawn as stated in error"] if at["cancelled"] else []
    places = [
        f"{at['stored']:,} in storage",
        f"{at['withdrawn']:,} taken out of storage",
        f"{figures.under_way:,} on the way through the five immediates",
        *(f"{at[step]:,} {OTHER_STEPS[step][1]}" for step in BEYOND if at[step]),
        *cancelled,
    ]
    return [
        f"This log (simulated) holds {page.count(facts, 'fact', 'facts')} and",
        f"{page.count(figures.containers, 'container', 'containers')}:",
        *(f"{place}," for place in places[:-1]),
        f"{places[-1]};",
        *_in_order(
            loops,
            "of {:,} loops (chains apart)",
            COUNTED_EN,
            ",",
            ".",
            "how the loops stand cannot be told just now.",
        ),
    ]


def _in_order(
    loops: dict[str, int] | None, whole: str, counted: dict[str, str], between: str, end: str, unknown: str
) -> list[str]:
    """How many loops stand how, by status; of the statuses in which none is, only closed and open are told."""
    if loops is None:
        return [unknown]
    told = [f"{loops[status]:,} {words}" for status, words in counted.items() if loops[status] or status in ALWAYS]
    return [whole.format(sum(loops.values())), *(f"{each}{between}" for each in told[:-1]), f"{told[-1]}{end}"]
