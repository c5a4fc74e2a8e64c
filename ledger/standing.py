"""Who may state what: the relations of `Fact.STATED_BY`, and the acts that can be refused (docs/permissions.md)."""

from typing import Any

from ledger.fact import AnyFact, Relation
from ledger.hazardous_waste.declaration import Declaration
from ledger.hazardous_waste.declaration_acts import AFTER_SUBMISSION, IN_AS_MANY_PARTS
from ledger.hazardous_waste.management_plan import ManagementPlan
from ledger.hazardous_waste.management_plan_acts import AFTER_FILING, OF_A_REGISTERED_ESTABLISHMENT
from ledger.judging import Act, Standing, speaker_of
from ledger.parties.conveyance_acts import KEEPER
from ledger.parties.licence_acts import LICENCE_ACTS
from ledger.parties.organisation_acts import ECOLOGY
from ledger.parties.supervision_acts import SUPERVISION_ACTS
from ledger.subjects import owner_of

STANDING: dict[Relation, Standing] = {
    Relation.OWNER: Standing(lambda _, s: owner_of(s.subject) == speaker_of(s)),
    Relation.OPERATOR: Standing(lambda known, s: s.stated_by == known.operator),
    Relation.ECOLOGY: ECOLOGY,
    Relation.KEEPER: KEEPER,
    # the draft was refused unless the author speaks
    Relation.AUTHOR: Standing(lambda _, s: s.about is not None),
    Relation.LOG: Standing(lambda *_: False),
}
"""Relation → whether the one who states has it. One line per relation."""

ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    **LICENCE_ACTS,
    **SUPERVISION_ACTS,
    ManagementPlan.Filed: (OF_A_REGISTERED_ESTABLISHMENT,),
    ManagementPlan.Changed: (OF_A_REGISTERED_ESTABLISHMENT, AFTER_FILING),
    Declaration.Submitted: (OF_A_REGISTERED_ESTABLISHMENT, IN_AS_MANY_PARTS),
    Declaration.Amended: (OF_A_REGISTERED_ESTABLISHMENT, AFTER_SUBMISSION),
}
"""Type → what can make it unlawful, asked in this order."""


def acts_of(data: Any) -> tuple[Act, ...]:
    """What is asked before this is recorded; nothing for a fact on the ground."""
    return ACTS.get(type(data), ())
