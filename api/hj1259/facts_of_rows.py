"""From the records of a workbook to the facts that they are, or to everything that is wrong with them.

A row of B.1, B.2, B.3 or B.5 is a fact about a container; rows of B.4 are runs of treatment (see `treatments`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from api.hj1259.columns import TABLES
from api.hj1259.events import OF_THE_ROW, Event, find_subject, posted_as, put
from api.hj1259.problems import Problem
from api.hj1259.said import Said
from api.hj1259.sheets import Row, Workbook
from api.hj1259.treatments import runs_of
from ledger.identifiers import ESTABLISHMENT_PATTERN, uscc_is_sound


@dataclass
class Reading:
    """The facts of a workbook in the order of its tables, and its problems in the order of the file."""

    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def facts_of(workbook: Workbook, establishment: str | None = None, speaker: str | None = None) -> Reading:
    """The facts of all records, about the establishment given or the one that the sheets name.

    `speaker` is the USCC of a collector that states them for the establishment's organisation.
    """
    found = Reading(problems=list(workbook.problems))
    said: list[Said] = []
    for row in workbook.rows:
        here = _establishment_of(row, establishment, found.problems)
        if here is not None:
            said.append(Said(row, here, speaker))
    for number in TABLES:  # generated before stored, and so on
        rows = [each for each in said if each.row.table.number == number]
        found.events += runs_of(rows) if number == "B.4" else map(_of_container, rows)
    _tell_contradictions(said)
    _tell_repetitions(found.events)
    found.problems += [problem for each in said for problem in each.problems]
    return found


def _establishment_of(row: Row, given: str | None, problems: list[Problem]) -> str | None:
    here = row.establishment or given
    place = f"{row.sheet}!{row.number}"
    if here is None:
        zh = "不知是哪个生产经营场所：加 --establishment，或在表头上方写其编码"
        problems.append(
            Problem(place, zh, "of which establishment: give --establishment, or name it above the table")
        )
    elif given is not None and here != given:
        problems.append(Problem(place, f"表上写的是 {here}", f"the sheet names another establishment than {given}"))
    elif not re.fullmatch(ESTABLISHMENT_PATTERN, here) or not uscc_is_sound(here[:18]):
        problems.append(Problem(place, f"{here} 不是生产经营场所编码", "is no number of an establishment (HJ 608)"))
    else:
        return here
    return None


def _of_container(said: Said) -> Event:
    table, values = said.row.table.number, said.values
    find_subject(said, "/subject")
    if table == "B.5" and not (values.get("/data/batch_code") or values.get("/data/recipient/kind")):
        zh = "缺批次编码和接收单位：至少写一项，否则与出库无从区别"
        said.refuse("接收单位类型", zh, "a batch code or a recipient is wanted: it cannot be told from B.3")
    own = values.get("/data/batch_code") or values.get("/time")
    posted = posted_as(said, said.subject, None, str(own), str(said.subject))
    if table != "B.2":  # there the facility says where
        posted["data"]["establishment"] = f"establishment:{said.establishment}"
    if table == "B.5":
        posted["data"]["purpose"] = "transfer"
    for pointer, value in values.items():
        if pointer != "/subject":
            put(posted, pointer, value)
    return Event(posted, [said])


def _tell_contradictions(rows: Iterable[Said]) -> None:
    """A container whose waste is of one code in one row and of another in the next."""
    first: dict[str, tuple[str, str]] = {}
    for said in rows:
        code = said.values.get("/data/waste_code") or said.values.get(f"{OF_THE_ROW}/waste_code")
        if said.subject is None or code is None:
            continue
        before, place = first.setdefault(said.subject, (code, said.place("危险废物代码")))
        if before != code:
            zh, en = f"同一容器在 {place} 是 {before}", f"the same container holds {before} at {place}"
            said.refuse("危险废物代码", f"{zh}：改正其一", f"{en}: mend one of them")


def _tell_repetitions(events: list[Event]) -> None:
    """Two records that nothing tells apart, of which one would be lost; a container that is generated twice."""
    first: dict[str, Event] = {}
    for event in events:
        said = event.rows[0]
        if said.subject is None:
            continue
        key = str(event.posted["subject" if event.posted["type"] == "container.generated" else "id"])
        before = first.setdefault(key, event)
        if before is not event:
            place = before.rows[0].place("/subject", f"{OF_THE_ROW}/container")
            zh = f"与 {place} 是同一批次、同一容器：删去一行，或另编批次"
            said.refuse("/subject", zh, f"the same batch and container as {place}: remove it, or number it anew")
