"""The first fact of every log."""

from ledger.fact import AnyFact, Relation, Title
from ledger.subjects import OrganisationID
from ledger.text import Name


class Log:
    """The ledger itself, as a subject."""

    class Opened(AnyFact, frozen=True, kw_only=True):
        """Position 1: whose log this is, what it is called, and whether its facts are invented."""

        TOPIC = "log.opened"
        TITLE = Title("账本开启", "Log opened")
        BASIS = ("本系统规则",)
        SUBJECT = "log"
        STATED_BY = (Relation.LOG,)
        CREATES = True

        operator: OrganisationID
        origin: Name
        simulated: bool
