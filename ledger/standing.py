"""Who may state what: the relations of `Fact.STATED_BY`, and the acts that can be refused (docs/permissions.md)."""

from collections.abc import Iterable, Iterator
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.cases.anomaly_acts import COMPETENT, FLAGGED
from ledger.construction_waste import trip_acts
from ledger.construction_waste.disposal_permit_acts import PERMIT_ACTS
from ledger.construction_waste.disposal_plan import DisposalPlan
from ledger.construction_waste.project_acts import CONTRACTOR, FILING
from ledger.construction_waste.site_acts import GREENING, SITE_ACTS, SITE_OPERATOR, URBAN_MANAGEMENT
from ledger.correction import Correction
from ledger.cross_province import transfer_acts
from ledger.cross_province.load_acts import LOAD_ACTS
from ledger.cross_province.ruling_acts import TRANSFER_ACTS
from ledger.fact import AnyFact, Relation, Statement
from ledger.hazardous_waste import manifest_acts
from ledger.hazardous_waste.declaration import Declaration
from ledger.hazardous_waste.declaration_acts import AFTER_SUBMISSION, IN_AS_MANY_PARTS
from ledger.hazardous_waste.holder_acts import HOLDER
from ledger.hazardous_waste.management_plan import ManagementPlan
from ledger.hazardous_waste.management_plan_acts import AFTER_FILING, OF_A_REGISTERED_ESTABLISHMENT
from ledger.hazardous_waste.manifest import Manifest
from ledger.industrial_waste import consignment_acts
from ledger.judging import Act, Known, Standing, speaker_of
from ledger.parties.conveyance_acts import KEEPER
from ledger.parties.delegation_acts import (
    DELEGATE,
    acceptances_of_grants,
    lives_of_grants,
    refuse_without_delegation,
)
from ledger.parties.licence_acts import LICENCE_ACTS
from ledger.parties.organisation_acts import ECOLOGY
from ledger.parties.overseer_acts import OVERSEER
from ledger.parties.supervision_acts import SUPERVISION_ACTS
from ledger.subjects import kind_of, owner_of


def _by_kind(**of: Standing) -> Standing:
    """A relation that means another thing to each kind of subject."""
    return Standing(
        lambda known, s: kind_of(s.subject) in of and of[kind_of(s.subject)].holds(known, s),
        lambda s: of[kind_of(s.subject)].reads(s) if kind_of(s.subject) in of else (),
        lambda known, s: of[kind_of(s.subject)].then(known, s) if kind_of(s.subject) in of else (),
    )


STANDING: dict[Relation, Standing] = {
    Relation.OWNER: Standing(lambda _, s: owner_of(s.subject) == speaker_of(s)),
    Relation.OPERATOR: Standing(lambda known, s: speaker_of(s) == known.operator),
    Relation.ECOLOGY: ECOLOGY,
    Relation.SENDING: transfer_acts.SENDING,
    Relation.RECEIVING: transfer_acts.RECEIVING,
    Relation.TRANSFEROR: _by_kind(manifest=manifest_acts.TRANSFEROR, transfer=transfer_acts.TRANSFEROR),
    Relation.CARRIER: _by_kind(manifest=manifest_acts.CARRIER, trip=trip_acts.CARRIER),
    Relation.RECEIVER: _by_kind(
        manifest=manifest_acts.RECEIVER,
        transfer=transfer_acts.RECEIVER,
        consignment=consignment_acts.RECEIVER,
    ),
    Relation.HOLDER: HOLDER,
    Relation.CONTRACTOR: CONTRACTOR,
    Relation.SITE_OPERATOR: SITE_OPERATOR,
    Relation.GREENING: GREENING,
    Relation.URBAN_MANAGEMENT: URBAN_MANAGEMENT,
    Relation.KEEPER: KEEPER,
    Relation.OVERSEER: OVERSEER,
    Relation.DELEGATE: DELEGATE,
    # the draft was refused unless the author speaks, or who relied on the original
    Relation.AUTHOR: Standing(lambda _, s: s.about is not None),
    Relation.COUNTERPARTY: Standing(lambda _, s: s.about is not None),
    Relation.FLAGGED: FLAGGED,
    Relation.COMPETENT: COMPETENT,
    Relation.LOG: Standing(lambda *_: False),
}
"""Relation → whether the one who states has it. One line per relation."""

WASTE_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    ManagementPlan.Filed: (OF_A_REGISTERED_ESTABLISHMENT,),
    ManagementPlan.Changed: (OF_A_REGISTERED_ESTABLISHMENT, AFTER_FILING),
    Declaration.Submitted: (OF_A_REGISTERED_ESTABLISHMENT, IN_AS_MANY_PARTS),
    Declaration.Amended: (OF_A_REGISTERED_ESTABLISHMENT, AFTER_SUBMISSION),
    Correction.Corrected: (manifest_acts.ISSUE,),
    Manifest.Issued: (manifest_acts.ISSUE,),
    Manifest.Cancelled: (manifest_acts.CANCELLATION,),
}

PLAN_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {DisposalPlan.Filed: (FILING,), Correction.Corrected: (FILING,)}


def _together(*tables: dict[type[AnyFact], tuple[Act, ...]]) -> dict[type[AnyFact], tuple[Act, ...]]:
    """What any of them says of a type: corrections are judged by several, each of the acts that it knows."""
    found: dict[type[AnyFact], tuple[Act, ...]] = {}
    for table in tables:
        for fact, acts in table.items():
            found[fact] = (*found.get(fact, ()), *acts)
    return found


ACTS = _together(
    LICENCE_ACTS, SUPERVISION_ACTS, WASTE_ACTS, PLAN_ACTS, SITE_ACTS, PERMIT_ACTS, TRANSFER_ACTS, LOAD_ACTS
)
"""Type → what can make it unlawful, asked in this order."""


def acts_of(data: Any) -> tuple[Act, ...]:
    """What is asked before this is recorded; nothing for a fact on the ground."""
    return ACTS.get(type(data), ())


def may_state(known: Known, statement: Statement[Any]) -> bool:
    """Whether the one who speaks may state this; raises MayNotStateError where it has no delegation for that."""
    refuse_without_delegation(known, statement, is_act=statement.about is None and bool(acts_of(statement.data)))
    return any(STANDING[relation].holds(known, statement) for relation in statement.data.STATED_BY)


def reads_of(statement: Statement[Any]) -> Iterator[Selector]:
    """Which recorded facts tell whether it may be stated."""
    yield from acceptances_of_grants(statement)
    for relation in statement.data.STATED_BY:
        yield from STANDING[relation].reads(statement)
    for act in acts_of(statement.data):
        yield from act.reads(statement)


def further_reads_of(known: Known, statement: Statement[Any]) -> Iterable[Selector]:
    """Which more tell, once those are known."""
    yield from lives_of_grants(known, statement)
    for relation in statement.data.STATED_BY:
        yield from STANDING[relation].then(known, statement)
    for act in acts_of(statement.data):
        yield from act.then(known, statement)
