"""A balance as tables to work with: its sum line by line, every entry behind it, and what lies between the counts."""

from collections.abc import Iterator
from typing import Final

from api.pages.choices import CHOICES
from api.pages.desk_words import FIGURES
from api.pages.facts_in_words import own_number
from api.pages.page import Page, Sheet
from api.pages.words import Words
from api.spreadsheet import ROWS_MAX, Value, local, tonnes
from projections.hazardous_waste.mass_balance.balance import Balance

OF_SUM: Final = (("项目", "line"), ("重量（吨）", "mass (t)"), ("笔数", "entries"))
OF_ENTRIES: Final = (
    ("项目", "line"),
    ("对象", "subject"),
    ("发生", "happened"),
    ("重量（吨）", "mass (t)"),
    ("计量方式", "how measured"),
    ("计量器具", "scale"),
    ("记录位置", "position"),
    ("编号", "number"),
)
OF_INTERVALS: Final = (("自", "from"), ("至", "to"), ("差额（吨）", "difference (t)"), ("σ（吨）", "σ (t)"))
LINES: Final[dict[str, Words]] = {
    "opening": ("期初", "opening"),
    "expected": ("账面应存", "expected by the books"),
    "counted": ("盘点实存", "counted"),
    "residual": ("差额", "difference"),
    "tolerance": ("允许差额 ±（内部阈值）", "it may be ± (an internal threshold)"),
}


def sheets_of(page: Page, balance: Balance, shown: set[str]) -> list[Sheet]:
    """Three tables; entries are told of the vessels that may be seen, sums are of all."""
    intervals = (
        (local(each.since), local(each.until), tonnes(each.residual.residual_g), tonnes(each.residual.sigma_g))
        for each in balance.intervals
    )
    return [
        (page.say("平衡", "balance"), OF_SUM, _sum(page, balance)),
        (page.say("分录", "entries"), OF_ENTRIES, _entries(page, balance, shown)),
        (page.say("各次盘点之间", "between counts"), OF_INTERVALS, intervals),
    ]


def _sum(page: Page, balance: Balance) -> Iterator[tuple[Value, ...]]:
    counted = tonnes(balance.closing.counted_g) if balance.closing.is_counted else None
    yield page.either(LINES["opening"]), tonnes(balance.opening_g), None
    for kind, entries in balance.figures.items():
        yield page.either(FIGURES[kind]), tonnes(sum(each.book_g for each in entries)), len(entries)
    yield page.either(LINES["expected"]), tonnes(balance.expected_g), None
    yield page.either(LINES["counted"]), counted, None
    yield page.either(LINES["residual"]), None if balance.residual_g is None else tonnes(balance.residual_g), None
    yield page.either(LINES["tolerance"]), tonnes(balance.tolerance.tolerance_g), None


def _entries(page: Page, balance: Balance, shown: set[str]) -> Iterator[tuple[Value, ...]]:
    """What a figure takes away is below nothing, so that the column adds up to the difference of the books."""
    told = [each for kind in balance.figures for each in balance.figures[kind] if each.vessel in shown]
    for each in told[:ROWS_MAX]:
        yield (
            page.either(FIGURES[each.kind]),
            own_number(each.vessel),
            local(each.at),
            tonnes(each.book_g),
            page.either(CHOICES.get(("mass_method", each.method or ""), (each.method or "",) * 2)),
            own_number(each.scale) if each.scale else "",
            each.fact,
            each.vessel,
        )
