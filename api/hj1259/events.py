"""A record as an event that can be posted: its id, its source, its data, and the rows that say it.

The id is made of what tells a record from others, so that the same record is the same fact whenever it is imported,
and a record that was changed meanwhile is a conflict that the ledger names instead of a second fact.
"""

import hashlib
import re
from typing import Any, NamedTuple

from api.hj1259.said import Said
from ledger.subjects import problem_with

OF_THE_ROW = "/data/inputs/-"
"""Where B.4 puts what each row says for itself."""


class Event(NamedTuple):
    """A fact as it is posted, and the rows that say it."""

    posted: dict[str, Any]
    rows: list[Said]

    def place(self, pointer: str) -> str:
        """The cell that a pointer of a refusal is about."""
        at = re.match(r"/data/inputs/([0-9]+)", pointer)
        said = self.rows[int(at[1])] if at and int(at[1]) < len(self.rows) else self.rows[0]
        steps = re.sub(r"^/data/inputs/[0-9]+", OF_THE_ROW, pointer).split("/")
        return said.place(*("/".join(steps[:length]) for length in range(len(steps), 1, -1)))


def posted_as(said: Said, subject: str | None, time: str | None, *own: str) -> dict[str, Any]:
    """An event without data yet, with the id of the record that these words tell from others."""
    number = digest(said.establishment, said.row.table.number, *own)
    return {
        "specversion": "1.0",
        "id": f"hj1259-{number[:32]}",
        "source": f"urn:uscc:{said.speaker}:hj1259",
        **({"onbehalfof": said.owner} if said.speaker != said.owner else {}),
        "type": said.row.table.type,
        "subject": subject,
        "time": time,
        "data": {},
    }


def put(event: dict[str, Any], pointer: str, value: Any) -> None:
    """Set what a pointer leads to, with all that leads there."""
    *steps, last = pointer.split("/")[1:]
    for step in steps:
        event = event.setdefault(step, {})
    event[last] = value


def digest(*parts: str) -> str:
    """A number for some words in their order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_subject(said: Said, pointer: str) -> None:
    """Whose container it is: its number, or the batch of generation where pipes and heaps have no number."""
    number = said.values.get(pointer)
    if said.is_wrong(pointer):
        return
    if number is None:
        told = (said.values.get(f"{under}/from_batches") or [] for under in ("/data", OF_THE_ROW))
        batches = [said.values.get("/data/batch_code"), *(each for some in told for each in some)]
        generated = [each for each in batches if each and each.startswith("HWCS")]
        if len(generated) != 1:
            zh = "缺容器/包装编码；无容器的须有且只有一个产生批次编码"
            said.refuse(pointer, zh, "a number of the container is wanted, or exactly one batch of generation")
            return
        number = generated[0]
    subject = number if ":" in number else f"container:{number if '.' in number else f'{said.owner}.{number}'}"
    if problem_with(subject.partition("#")[0]) or (":" in number and said.row.table.number != "B.4"):
        said.refuse(pointer, "不是容器编码", "is no number of a container")
        return
    said.subject = subject
