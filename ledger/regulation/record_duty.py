"""The duty to plan, to keep a ledger and to declare hazardous waste 管理计划、台账、申报: its article on a day.

固体废物污染环境防治法（2020）78, since 2026-08-15 生态环境法典 532.
"""

from datetime import date

CODE_SINCE = date(2026, 8, 15)
"""The day on which 生态环境法典 took the place of 固体废物污染环境防治法."""


def record_duty(day: date) -> str:
    """The article that was in force on a day."""
    return "生态环境法典 532" if day >= CODE_SINCE else "固体废物污染环境防治法（2020）78"
