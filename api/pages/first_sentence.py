"""The sentence that the first page opens with, clause by clause, so that lines break between clauses."""

from api.pages.figures import Figures
from api.pages.page import Page
from api.pages.words import OTHER_STEPS

BEYOND = tuple(step for step in OTHER_STEPS if step != "repacked")
"""Steps that are told where a container has come to them, and after which its loops may be closed."""


def clauses(page: Page, facts: int, figures: Figures) -> list[str]:
    """What is here: how many facts and containers, where they are, and how their loops stand."""
    return _english(page, facts, figures) if page.english else _chinese(facts, figures)


def _chinese(facts: int, figures: Figures) -> list[str]:
    at = figures.at
    cancelled = [f"{at['cancelled']:,} 个因误报撤回"] if at["cancelled"] else []
    places = [
        f"{at['stored']:,} 个在库",
        f"{at['withdrawn']:,} 个已出库",
        f"{figures.under_way:,} 个五即进行中",
        *(f"{at[step]:,} 个已{OTHER_STEPS[step][0]}" for step in BEYOND if at[step]),
        *cancelled,
    ]
    every = "其余的环均在进行中。" if cancelled else "环均在进行中。"
    if any(at[step] for step in BEYOND):
        every = "哪些环已闭合，由 GET /v1/loops 给出。"
    return [
        f"本账本（模拟）记录 {facts:,} 条事实、",
        f"{figures.containers:,} 个容器：",
        *(f"{place}、" for place in places[:-1]),
        f"{places[-1]}；",
        every if figures.open else "没有进行中的环。",
    ]


def _english(page: Page, facts: int, figures: Figures) -> list[str]:
    at = figures.at
    cancelled = [f"{at['cancelled']:,} withdrawn as stated in error"] if at["cancelled"] else []
    places = [
        f"{at['stored']:,} in storage",
        f"{at['withdrawn']:,} taken out of storage",
        f"{figures.under_way:,} on the way through the five immediates",
        *(f"{at[step]:,} {OTHER_STEPS[step][1]}" for step in BEYOND if at[step]),
        *cancelled,
    ]
    every = "all other loops are open." if cancelled else "every loop is open."
    if any(at[step] for step in BEYOND):
        every = "GET /v1/loops tells which loops are closed."
    return [
        f"This log (simulated) holds {page.count(facts, 'fact', 'facts')} and",
        f"{page.count(figures.containers, 'container', 'containers')}:",
        *(f"{place}," for place in places[:-1]),
        f"{places[-1]};",
        every if figures.open else "no loop is open.",
    ]
