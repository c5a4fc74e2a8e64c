"""docs/hj1259.md: how ledgers go in and out, and their 87 columns, written from the map that reads them."""

from collections.abc import Iterator

from api.hj1259.columns import TABLES, Column, Table

BEFORE = """# The ledgers of HJ 1259

Written from the map in `api/hj1259/columns.py` (`tests/house/hj1259_page.py`); do not edit it by hand.

Producers keep five ledgers of their hazardous waste (HJ 1259-2022 Annex B): B.1 产生, B.2 入库, B.3 出库, B.4
自行利用/处置, B.5 委外利用/处置. They go in and out as workbooks:

```sh
bihuan import 台账.xlsx --key KEY --url http://127.0.0.1:8000
bihuan export 91310115MA1K3XY006001P 台账.xlsx --key KEY --from 2026-11-01 --until 2026-11-30
```

`KEY` is that of the producer, and what it may state and see is what it may state and see through the API. A
collector that states for a producer ([delegation](posting.md#for-another)) adds `--collector` and its own
统一社会信用代码. `--url` is `http://127.0.0.1:8000` where it is not given.

Who is signed in does the same on the page `/work/ledger` 台账: a file may be tried there before it is imported, and
comes back with its wrong cells marked: those that contradict each other, and those that contradict the log, as that
a container was generated before.

## What is read

- A workbook of five sheets, or of one, with a table on each sheet or several below each other. A table is known
  by its heading, of one row or two, merged or not; its columns may stand in any order. A sheet without such a
  heading, a column of no table and a row that is no record are named and left out; empty rows, totals (合计) and
  notes at the end are passed over.
- Of which establishment a table is, stands above it (`生产经营场所编码：…`) or is given with `--establishment`.
- Times are dates of the workbook or text (`2026-11-24 08:05`, `2026年11月24日 8时5分`), in China's time; a day
  alone is its beginning.
- Masses are numbers or text, in tonnes or kilograms by the unit's column, the heading (`产生量（吨）`) or the
  cell, to the gram.
- A formula counts as the value stored beside it. What is merged down a column stands in each of its rows, but for
  a mass or a count.
- `/`, `-` and `—` are empty cells. Several batch codes in one cell are divided by `、`.
- A row is about one container. `容器/包装编码` is its own number; a container of another organisation has that
  one's code before it (`USCC.NUMBER`). Where nothing holds the waste, as in a pipe, the one batch of generation
  is the container's number. In B.4 waste may also come from `facility:NUMBER` (a tank) or `manifest:NUMBER#LINE`.
- A type of container is a drum, a bag and so on by its words (`200 L 铁桶`); a purpose of withdrawal likewise.
  Where the words alone do not tell, the choice stands before them: `吨桶（蓝色容器）`.
- Rows of B.4 with one batch code are one run of treatment. Without a batch code those are that agree in all but
  the waste; whether it is recovered or disposed of is then told by the method's letter (R, D), else by a word
  behind it: `C1 处置`.
- **Names of people are not kept.** An operator is a pseudonym such as `E1027`; a name is a bad cell.

## All or nothing, and once

Everything that is wrong is told at once, by its cell (`入库!D17`), with what to do, whether the file or the
ledger refuses it. Then nothing is recorded. A file is one request: of more than 10,000 facts, or more than a
server reads at once, it is refused; split it by months.

The id of a fact is made of the establishment, the table, the batch code and the container; without a batch code,
of the time instead. So a file that is imported again adds nothing. A row that was changed since is refused at the
cells that differ: what was recorded is corrected with `fact.corrected`, and the ledger shows both.

## What is written

All rows of an establishment, or those of `--table B.1` … and of the days from `--from` to `--until`, as they
count today: corrected, without what was withdrawn. A row says what its fact says. Where that says nothing, as the
five immediates do not speak of batches, it says what is known of the container: its weighed mass, its waste code,
the name of its profile, the bay in which it stood. What nobody stated stays empty. A withdrawal for transfer that
has a recipient or a batch code of B.5 is a row of B.5; any other is a row of B.3. What left by a manifest is a row
of B.5 too, unless one was stated of the container: its receiver is called by its name and by the licence that the
destination had on that day, where the key may see them, else by its 统一社会信用代码 with an empty licence number; it
is an exempt unit where the manifest names an exemption from recovery, disposal or all stages. A load without
containers has a row for each of its lines, numbered by the manifest and the line.

An exported file imports to the same ledger: the same containers, masses, times and batch codes; and that exports
to the same file. What the tables have no column for is not in it: readings of scales, labels, photos, repacking,
residues, losses.

No cell is a formula. Text that begins with `=`, `+`, `-` or `@` is written as text and marked as text, for
whoever edits it in a spreadsheet.

## The 87 columns

A pointer leads into the event as it is posted; `-` is the row's own place in a list.
"""
FORMS = {
    "order": "counted anew; rows are ordered by time",
    "unit": "of the mass; written in tonnes",
    "category": "the last two digits of the waste code, compared with it",
    "quantity": "in kilograms",
    "instant": "with its offset",
    "container": "`container:USCC.` before it",
    "facility": "`facility:ESTABLISHMENT.` before it",
    "pseudonym": "a pseudonym, no name",
    "kind": "the kind by its words, and the words",
    "purpose": "the purpose by its words, and the words",
    "method_at_home": "the code; the kind by the batch code",
    "recipient_kind": "`licensed`, `exempt` or `abroad`",
}
"""How a form of column becomes its field, where the pointer alone does not say."""


def page() -> str:
    """The whole page, as Markdown."""
    return BEFORE + "\n".join(line for table in TABLES.values() for line in _lines(table)) + "\n"


def _lines(table: Table) -> Iterator[str]:
    yield ""
    yield f"### {table.number} {table.title}"
    yield ""
    yield f"A row is `{table.type}`. Columns in **bold** must be filled in."
    yield ""
    yield "| | column | English | field | how |"
    yield "|---|---|---|---|---|"
    for place, column in enumerate(table.columns, start=1):
        name = f"**{column.name}**" if column.needed else column.name
        pointers = ", ".join(f"`{pointer}`" for pointer in _pointers(table, column))
        yield f"| {place} | {name} | {column.english} | {pointers} | {_how(column)} |"


def _pointers(table: Table, column: Column) -> tuple[str, ...]:
    """The fields of a column; of one that says of another column in what unit or order it is, that one's."""
    beside = {"unit": "quantity", "category": "waste_code", "order": "instant"}.get(column.form)
    return column.pointers or next(each.pointers for each in table.columns if each.form == beside)


def _how(column: Column) -> str:
    if column.form.endswith(("_batch", "_batches")):
        return "a list" if column.form.endswith("es") else "as it is"
    return FORMS.get(column.form, "as it is")
