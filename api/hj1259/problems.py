"""What is wrong with a workbook, cell by cell, in Chinese and English."""

from typing import NamedTuple


class WrongCellError(ValueError):
    """Raised when a cell cannot be what its column holds; says what is wrong and what to write."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} · {en}")
        self.zh, self.en = zh, en


class NotAWorkbookError(ValueError):
    """Raised when a file cannot be read as a workbook at all."""


class Problem(NamedTuple):
    """One thing that is wrong, and where: `SHEET!D17`."""

    place: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.place} {self.zh} · {self.en}"
