"""What stands in an application for a transfer and in the decision on it: wastes, quantity, method and days."""

from collections.abc import Iterator
from typing import Annotated, Literal

from ledger.errors import Finding
from ledger.fact import Fact
from ledger.limits import Limits
from ledger.quantity import MassT
from ledger.text import Day, exactly
from ledger.waste_codes import Wastes

LAW = (
    "固体废物污染环境防治法（2020）22、82(2)",
    "生态环境法典 476、536(2)（自2026-08-15）",
)


Procedure = Literal["simplified"]
"""A simplified procedure that provinces of a region agreed on (危险废物转移管理办法 21(2)); its steps are its own."""
TransferMethod = Annotated[str, Limits(pattern=exactly("[RDCYG][0-9]{1,2}|storage"))]
"""利用处置方式代码; `storage` where the waste is only kept there, for which the table has no code."""


class Terms(Fact, frozen=True, kw_only=True):
    """How much of what may be sent, to do what with it, from which day to which, both included."""

    waste_codes: Wastes
    quantity_g: MassT
    method: TransferMethod
    valid_from: Day
    valid_until: Day

    def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
        """What ends before it begins."""
        if self.valid_until < self.valid_from:
            told = {"from": self.valid_from, "until": self.valid_until}
            detail = f"it ends on {self.valid_until}, before {self.valid_from}"
            yield Finding("ends_before_it_begins", detail, "/valid_until", values=told)
