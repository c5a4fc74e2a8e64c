"""Construction waste 建筑垃圾: which text governs what on which day, and what of it was not seen.

Seen: 固废法（2020）62, 63, 生态环境法典 518, 520; article 17 of 沪府令57号 as amended by 沪府令16号, in an excerpt.
The rest of that and 上海市市容环境卫生管理条例 were not: they are named with 全文未核对.
"""

from ledger.regulation.law_of_the_day import article

PLAN = ("固体废物污染环境防治法（2020）63(1)", "生态环境法典 520(1)（自2026-08-15）")
HAULED_IN_TIME = ("固体废物污染环境防治法（2020）63(2)", "生态环境法典 520(2)（自2026-08-15）")
RUN_BY_MANIFEST = ("沪府办发〔2024〕30号 三（一）", "生态环境法典 518(1)（自2026-08-15）")
REDUCED_AT_SOURCE = ("沪府办发〔2024〕30号 一（一）",)
RULES = "上海市建筑垃圾处理管理规定（沪府令57号）"
PERMIT = (f"{RULES}（全文未核对）", "上海市市容环境卫生管理条例（全文未核对）")
SITE_FILED = (f"{RULES}17（沪府令16号修改，自2025-03-15）",)

_RULES_SINCE, _AMENDED_SINCE = "2018-01-01", "2025-03-15"


def plan_needed(day: str) -> str:
    """By what a contractor files its plan."""
    return article(day, "63(1)", "520(1)")


def filing_needed(day: str) -> str | None:
    """By what a site is filed before it is used; None before there were such rules."""
    if day >= _AMENDED_SINCE:
        return f"{RULES}17（沪府令16号修改）"
    return f"{RULES}（全文未核对）" if day >= _RULES_SINCE else None


def permit_needed(day: str) -> str | None:
    """By what construction waste is hauled under a permit 处置证; None before there were such rules."""
    return f"{RULES}（全文未核对）" if day >= _RULES_SINCE else None
