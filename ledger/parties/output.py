"""Output 产量: what an establishment made in a month, to which its waste can be held."""

from collections.abc import Iterator

from ledger.errors import Finding
from ledger.fact import Fact, Relation, Title
from ledger.quantity import AnyDecimal
from ledger.text import Month, Name


class Output:
    """The products of an establishment."""

    class Reported(Fact, frozen=True, kw_only=True):
        """How much of a product was made in a month, in the unit that the trade counts it in."""

        TOPIC = "output.reported"
        TITLE = Title("产量填报", "Output reported")
        BASIS = ("本系统规则：产废强度按产量核算",)
        SUBJECT = "establishment"
        STATED_BY = (Relation.OWNER,)

        product: Name
        unit: Name
        quantity: AnyDecimal
        month: Month

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002  (it is the quantity that does not fit)
            """A quantity below nothing."""
            if self.quantity.value < 0:
                yield Finding("out_of_range", "at least 0", "/quantity", values={"minimum": 0})
