"""The duty to plan, to keep a ledger and to declare hazardous waste 管理计划、台账、申报: its article on a day."""

from datetime import date

from ledger.regulation.law_of_the_day import article


def record_duty(day: date) -> str:
    """固体废物污染环境防治法（2020）78 or 生态环境法典 532, whichever was in force on a day."""
    return article(str(day), "78", "532")
