"""Who may speak of a flag: the register knows against whom it is, where, and who is competent for its rule.

The log cannot know that, for a flag is no fact; so it is asked here before anything about flags is recorded. A flag
that was cleared since may still be spoken of.
"""

from typing import Final

from ledger.cases.anomaly import Anomaly
from ledger.errors import MayNotStateError
from ledger.fact import Title
from ledger.log import Ledger
from ledger.parties.organisation import OrganisationState
from ledger.posting import Posting
from ledger.regulation.divisions import covers
from projections.anomalies.lists import Whose, reached, whose_flag
from projections.custody.state import fold
from projections.reading import Reading
from projections.rules.catalogue import BY_ID
from projections.runner import Runner

EXPLAINING: Final = frozenset({Anomaly.Explained.TOPIC})
DECIDING: Final = frozenset({Anomaly.Confirmed.TOPIC, Anomaly.Dismissed.TOPIC})
ABOUT_FLAGS: Final = EXPLAINING | DECIDING
TOGETHER: Final = {"greening": {"greening", "urban_management"}}
"""Who is competent beside another: what 绿化市容 permits, 城管 enforces (生态环境法典 518, 520, 1174)."""


COMPETENT: Final[dict[str, Title]] = {
    "ecology": Title("生态环境部门", "the ecology authority"),
    "greening": Title("绿化市容、城管部门", "greening and urban management"),
    "urban_management": Title("城管执法部门", "urban management"),
    "police": Title("公安机关", "the police"),
    "transport": Title("交通运输部门", "the transport authority"),
    "maritime": Title("海事部门", "the maritime authority"),
    "health": Title("卫生健康部门", "the health authority"),
    "any": Title("所涉主管部门", "the authority concerned"),
}
"""Who decides about a flag, by the competence that its rule names."""


def may_say(ledger: Ledger, views: Runner, flag: str, speaker: str) -> frozenset[str]:
    """The types of facts that an organisation may state of a flag; none of a number that no flag has."""
    head = ledger.head()[0]
    reached(views, head)
    whose = whose_flag(views, flag)
    if whose is None:
        return frozenset()
    explains = f"organisation:{speaker}" in {whose.against, whose.to_authority}
    decides = _decides(ledger, head, whose, speaker)
    return (EXPLAINING if explains else frozenset()) | (DECIDING if decides else frozenset())


def refuse_others(ledger: Ledger, views: Runner, posting: Posting, organisation: str) -> None:
    """Raises MayNotStateError for what an organisation may not say of a flag, whether there is one or not."""
    if posting.type not in ABOUT_FLAGS:
        return
    flag, speaker = posting.subject.partition(":")[2], posting.on_behalf_of or organisation
    if posting.type in may_say(ledger, views, flag, speaker):
        return
    raise MayNotStateError.because(
        "may_not_state",
        f"{posting.type} about {posting.subject} is not yours to state",
        "/type",
        {"type": posting.type, "subject": posting.subject},
    )


def _decides(ledger: Ledger, head: int, whose: Whose, speaker: str) -> bool:
    """Whether it is an authority that is competent for the rule, where the flag lies."""
    if whose.to_authority is not None:
        return False  # of an authority's own delay it does not decide itself
    itself, reading = f"organisation:{speaker}", Reading(ledger, head)
    state: OrganisationState = fold(itself, reading.standing(itself, reading.lives([itself])[itself]))
    competent = BY_ID[whose.rule].competent
    needed = TOGETHER.get(competent, {competent})
    return (
        state.stage == "registered"
        and "authority" in state.roles
        and (competent == "any" or not needed.isdisjoint(state.competence))
        and state.division is not None
        and whose.division is not None
        and covers(state.division, whose.division)
    )
