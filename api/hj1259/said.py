"""What a row says: each cell read by the form of its column, and what only several cells together tell."""

from decimal import Decimal
from typing import Any

from api.hj1259.cells import FORMS, UNITS, Quantity
from api.hj1259.columns import OF_RECIPIENT, Column
from api.hj1259.problems import Problem, WrongCellError
from api.hj1259.sheets import Row
from ledger.waste_codes import category_of

KG_MAX = Decimal(10_000_000)


class Said:
    """The values of a row by pointer into the event, and every problem of it."""

    def __init__(self, row: Row, establishment: str, speaker: str | None = None) -> None:
        self.row, self.establishment = row, establishment
        self.speaker = speaker or self.owner
        """Who states it: the owner, or the collector to which it delegated that."""
        self.problems: list[Problem] = list(row.wrong)
        self.values: dict[str, Any] = {}
        self.subject: str | None = None
        """The container that the row is about, or what else B.4 takes waste from; None while it is not known."""
        self._read: dict[str, Any] = {}
        for column in row.table.columns:
            self._take(column)
        self._weigh()
        self._compare_category()
        self._name_recipient()

    @property
    def owner(self) -> str:
        """The USCC of whose establishment it is."""
        return self.establishment[:18]

    def place(self, *names: str) -> str:
        """The cell of the first of these columns or pointers that the file has; else the row."""
        for column, cell in self.row.cells.items():
            if column.name in names or any(pointer in names for pointer in column.pointers):
                return cell.place
        return f"{self.row.sheet}!{self.row.number}"

    def refuse(self, where: str, zh: str, en: str) -> None:
        """One more thing that is wrong, at a column or a pointer."""
        self.problems.append(Problem(self.place(where), zh, en))

    def is_wrong(self, where: str) -> bool:
        """Whether a problem was told of the cell of a column or a pointer."""
        return any(problem.place == self.place(where) for problem in self.problems)

    def _take(self, column: Column) -> None:
        cell = self.row.cells.get(column)
        if cell is not None and any(problem.place == cell.place for problem in self.row.wrong):
            return
        try:
            value = FORMS[column.form](cell.value if cell else None, self.establishment)
        except WrongCellError as wrong:
            self.problems.append(Problem(self.place(column.name), wrong.zh, wrong.en))
            return
        if value is None:
            if column.needed and cell is not None:
                self.refuse(column.name, f"缺「{column.name}」：填写", f"{column.english} is wanted: fill it in")
            return
        self._read[column.name] = value
        if column.form == "quantity":
            return
        values = value if isinstance(value, tuple) else (value,) * len(column.pointers)
        for pointer, each in zip(column.pointers, values, strict=True):
            if each is not None and self.values.setdefault(pointer, each) != each:
                self.refuse(column.name, "与同一行另一单元格不符", "differs from another cell of the row")

    def _weigh(self) -> None:
        """The mass in kilograms: the number times its unit, to the gram."""
        column = next(column for column in self.row.table.columns if column.form == "quantity")
        quantity: Quantity | None = self._read.get(column.name)
        if quantity is None:
            return
        units = {u for u in (quantity.unit, self._read.get("计量单位")) if u is not None} or {self.row.unit}
        if None in units:
            self.refuse("计量单位", "缺计量单位：写吨或千克", "the unit is wanted: tonnes or kilograms")
            return
        if len({UNITS[unit] for unit in units}) > 1:
            self.refuse(column.name, "与计量单位一列不符", "says another unit than its column")
            return
        mass = quantity.number * UNITS[units.pop()]
        if mass > KG_MAX or mass * 1000 != int(mass * 1000):
            zh, en = "重量以克为最小单位，至多 10000 吨", "a mass is in whole grams, at most 10,000 t"
            self.refuse(column.name, zh, en)
            return
        self.values[column.pointers[0]] = mass.normalize() if mass else 0

    def _compare_category(self) -> None:
        code, category = self._read.get("危险废物代码"), self._read.get("危险废物类别")
        if code and category and category_of(code) != category:
            self.refuse(
                "危险废物类别",
                f"与代码 {code} 不符，应为 {category_of(code)}",
                f"does not fit the code {code}, which is of {category_of(code)}",
            )

    def _name_recipient(self) -> None:
        """B.5: what is filled in says what kind of recipient it is, where its column does not."""
        filled = {kind for kind, names in OF_RECIPIENT.items() if any(self._read.get(name) for name in names)}
        said = self.values.get("/data/recipient/kind")
        if len(filled | ({said} - {None})) > 1:
            self.refuse(
                "接收单位类型", "填写的单位不属于这一类型，或填了不止一类", "other units are filled in as well"
            )
        elif filled:
            self.values["/data/recipient/kind"] = filled.pop()
