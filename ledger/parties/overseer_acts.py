"""Whether an authority oversees a subject: a place of it, or a party to it, lies in the authority's division."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.catalogue import CATALOGUE, named_in
from ledger.correction import effective
from ledger.fact import Statement
from ledger.judging import Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import (
    establishment_known,
    establishment_reads,
    may_decide,
    organisation_in,
    organisation_reads,
)
from ledger.subjects import division_in, establishment_in, kind_of, owner_of

PLACES_MAX = 20
"""At how many places and parties of one subject is looked."""
OF_CONSTRUCTION_WASTE = frozenset({"disposal_plan", "permit", "project", "site", "trip"})
"""Kinds for which not ecology is competent, but 绿化市容 and 城管 (生态环境法典 518, 520, 1174)."""


def _oversees(known: Known, statement: Statement[Any]) -> bool:
    authority = organisation_in(known, speaker_of(statement))
    competent = _competent_for(statement.subject)
    divisions = [_division(known, each) for each in _places(known, statement)]
    return any(may_decide(authority, each, division) for each in competent for division in divisions)


def _competent_for(subject: str) -> tuple[str, ...]:
    construction_waste = kind_of(subject) in OF_CONSTRUCTION_WASTE or division_in(subject) is not None
    return ("greening", "urban_management") if construction_waste else ("ecology",)


def _division(known: Known, subject: str) -> str | None:
    if (division := division_in(subject)) is not None:
        return division
    if kind_of(subject) == "establishment":
        return establishment_known(known, subject).division
    return organisation_in(known, subject.partition(":")[2]).division


def _reads(statement: Statement[Any]) -> Iterable[Selector]:
    yield organisation_reads(speaker_of(statement))
    kind = kind_of(statement.subject)
    creating = (known.today for known in CATALOGUE.values() if known.today.CREATES and kind in known.today.kinds())
    yield standing_facts(statement.subject, *creating)


def _then(known: Known, statement: Statement[Any]) -> Iterator[OfSubject]:
    for each in _places(known, statement):
        if kind_of(each) == "establishment":
            yield establishment_reads(each)
        elif kind_of(each) == "organisation":
            yield organisation_reads(each.partition(":")[2])


def _places(known: Known, statement: Statement[Any]) -> list[str]:
    """Establishments and organisations of the subject's number, of the fact that it is about, and of its creation."""
    named = list(statement.about.tags) if statement.about is not None else []
    for each in effective(known.facts(statement.subject)):
        if each.statement.data.CREATES:
            named += named_in(each.statement.data)
    owner = owner_of(statement.subject)
    places = [f"organisation:{owner}"] if owner is not None else []
    for subject in (statement.subject, *named):
        itself = kind_of(subject) == "organisation" or division_in(subject) is not None
        place = establishment_in(subject) or (subject if itself else None)
        places += [place] if place is not None else []
    return list(islice(dict.fromkeys(places), PLACES_MAX))


OVERSEER = Standing(_oversees, _reads, _then)
"""An authority competent for the waste whose division covers a place of the subject, or a party to it."""
