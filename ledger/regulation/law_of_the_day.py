"""Which statute holds: 生态环境法典 replaced 固体废物污染环境防治法（2020） on 2026-08-15 (法典 1242)."""

CODE_IN_FORCE_SINCE = "2026-08-15"


def article(day: str, law: str, code: str) -> str:
    """The article that holds on a day in China (YYYY-MM-DD), given its number in the law of 2020 and in the code."""
    if day < CODE_IN_FORCE_SINCE:
        return f"固体废物污染环境防治法（2020）{law}"
    return f"生态环境法典 {code}"
