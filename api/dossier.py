"""`GET /v1/organisations/{uscc}/dossier`: 一企一档, what an inspector opens first; each figure has a link."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheRegister, TheSettings, TheViews, not_found
from api.loops import AsOf
from api.subjects import cut
from ledger.clock import shanghai_day
from ledger.hazardous_waste.declaration import Declaration
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.regulation.declaration_periods import BASIS, ended_periods
from ledger.subjects import problem_with
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.state import shown
from projections.custody.visibility import Visibility
from projections.hazardous_waste.register_rows import ManifestRow
from projections.hazardous_waste.registered import Register
from projections.hazardous_waste.stock_reading import Stocks
from projections.parties.dossier import SECTION_MAX, OfOrganisation, Section
from projections.parties.licence_rows import Licence
from projections.parties.licences import licences_of
from projections.rules.periods import first_day
from projections.runner import Runner

router = APIRouter(tags=["organisations"])

NOW_ONLY = ["containers", "manifests"]
"""Sections from a register that keeps the present alone: null for an earlier instant, never guessed."""


@router.get(
    "/v1/organisations/{uscc}/dossier", summary="一企一档: all of an organisation that an inspector opens first"
)
def read_dossier(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    seen: Seen,
    uscc: str,
    as_of: AsOf = None,
) -> Response:
    """For itself, the authorities in whose division it lies, and the administrator; as it was known by `as_of`.

    An authority in whose division only some of its establishments lie is told of those: then it is not `whole`.
    """
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    return answer(dossier_of(ledger, views, register, seen, uscc, at))


def dossier_of(
    ledger: Ledger, views: Runner, register: Register, seen: Visibility, uscc: str, at: AskedAt
) -> dict[str, Any]:
    """The dossier as it is answered; raises NotFoundError where its asker may see nothing of the organisation."""
    organisation = f"organisation:{uscc}"
    if problem_with(organisation):
        raise not_found(organisation)
    whole = seen.sees(organisation)
    if not whole and seen.viewer.division is None:
        raise not_found(organisation)
    it = OfOrganisation(ledger, views, organisation, at.position, None if whole else seen)
    establishments, day = it.section("establishment"), shanghai_day(at.as_of)
    if not (ledger.recorded(subject=organisation, upto=at.position, limit=1) if whole else establishments.things):
        raise not_found(organisation)
    stocks, licences = Stocks(ledger, views), licences_of(views, organisation, at.position)
    licences_seen = (
        {each.licence for each in licences} if whole else seen.seen_among(each.licence for each in licences)
    )
    lying_in = stocks.facilities_of(uscc, at.position, SECTION_MAX + 1)
    declared = dict(it.section("declaration").things)
    return {
        "organisation": organisation,
        "whole": whole,
        **at.told(),
        "link": _link(organisation) if whole else None,
        "registered": _thing(it.itself()) if whole else None,
        "establishments": _section(establishments),
        "facilities": _facilities(stocks, it.section("facility", named=lying_in), at),
        "not_stored_yet": _not_stored(stocks, organisation, at) if whole else None,
        "licences": [
            _licence(each, at, day)
            for each in licences
            if each.licence in licences_seen and each.since <= at.as_of < each.until
        ],
        "contracts": _section(it.section("contract")),
        "delegations": _section(it.section("delegation")),
        "exemptions": _section(it.section("exemption")),
        "management_plans": _section(it.section("management_plan")),
        "declarations": list(_declarations(organisation, establishments, declared, day)),
        "scales": _scales(it.section("scale"), day),
        "conveyances": _conveyances(it, organisation),
        "containers": _containers(register, organisation, uscc) if at.is_now and whole else None,
        "manifests": _manifests(it) if at.is_now else None,
        "now_only": NOW_ONLY,
        "latest": _latest(it, seen),
    }


def _link(subject: str) -> str:
    return f"/v1/subjects/{subject}"


def _naming(subject: str, **of: str) -> str:
    """The facts that name something of which nothing is said itself; of one type, where it is given."""
    return f"/v1/events?{urlencode({'tag': subject, **of})}"


def _thing(state: Any) -> dict[str, Any]:
    return {"stage": state.stage, **shown(state)}


def _section(section: Section) -> dict[str, Any]:
    things = [
        {
            "subject": subject,
            **_thing(state),
            "link": _naming(subject) if subject in section.unsaid else _link(subject),
        }
        for subject, state in section.things
    ]
    return {"things": things, "more": section.more}


def _facilities(stocks: Stocks, section: Section, at: AskedAt) -> dict[str, Any]:
    told, names = _section(section), [subject for subject, _ in section.things]
    totals = stocks.totals_of(names, at.position)
    counts = stocks.last_counts(names, at.position, at.as_of)
    for thing in told["things"]:
        total, taken = totals.get(thing["subject"]), counts.get(thing["subject"])
        thing["stock"] = {
            "containers": total.containers if total else 0,
            "unweighed": total.unweighed if total else 0,
            "mass_kg": KILOGRAMS.to_wire(int(total.mass_g) if total else 0),
            "last_counted_at": taken.counted_at if taken else None,
            "link": f"/v1/storage?facility={thing['subject']}&as_of={at.as_of}",
        }
    return told


def _not_stored(stocks: Stocks, organisation: str, at: AskedAt) -> dict[str, Any]:
    total = stocks.not_stored_yet(organisation, at.position)
    return {
        "containers": total.containers,
        "mass_kg": KILOGRAMS.to_wire(int(total.mass_g)),
        "link": _link(organisation),
    }


def _licence(row: Licence, at: AskedAt, day: date) -> dict[str, Any]:
    until = row.valid_until
    return {
        "subject": row.licence,
        "stage": row.stage,
        "kind": row.kind,
        "establishment": row.establishment,
        "waste_codes": msgspec.json.decode(row.waste_codes),
        "methods": msgspec.json.decode(row.methods),
        "valid_from": row.valid_from,
        "valid_until": until,
        "in_force": row.is_in_force(at.as_of),
        "days_left": None if until is None else (date.fromisoformat(until) - day).days,
        "link": _link(row.licence),
    }


def _declarations(
    organisation: str, establishments: Section, declared: dict[str, Any], day: date
) -> Iterable[dict[str, Any]]:
    """Each period that had ended by the day, and what was declared for it: nothing, where `stage` is null.

    What began before an establishment went live is left out: nobody could declare it here.
    """
    for establishment, state in establishments.things:
        number, began = establishment.partition(":")[2], state.go_live or ""
        for period in ended_periods(state.supervision_class or "", day):
            if first_day(period.name) < began:
                continue
            subject = f"declaration:{number}.{period.name}"
            made = declared.get(subject)
            yield {
                "establishment": establishment,
                "period": period.name,
                "due": period.due.isoformat(),
                "basis": BASIS,
                "stage": None if made is None else made.stage,
                "complete": made is not None and made.complete,
                "link": _naming(organisation, type=Declaration.Submitted.TOPIC) if made is None else _link(subject),
            }


def _scales(section: Section, day: date) -> dict[str, Any]:
    told = _section(section)
    for thing, (_, state) in zip(told["things"], section.things, strict=True):
        until = state.valid_until
        thing["verified"] = until is not None and day.isoformat() <= until
    return told


def _conveyances(it: OfOrganisation, organisation: str) -> dict[str, Any]:
    section = it.section("vehicle", "vessel")
    return _section(section._replace(things=[each for each in section.things if each[1].carrier == organisation]))


def _containers(register: Register, organisation: str, uscc: str) -> dict[str, Any]:
    tallies = register.tallies(organisation)
    stages: dict[str, int] = {}
    for tally in tallies:
        stages[tally.stage] = stages.get(tally.stage, 0) + tally.containers
    return {
        "containers": sum(stages.values()),
        "by_stage": stages,
        "provisional": sum(tally.containers for tally in tallies if tally.provisional),
        "link": f"/v1/loops?loop=custody&organisation={uscc}",
    }


def _manifests(it: OfOrganisation) -> dict[str, Any]:
    rows, more = it.under_way()
    return {"things": [_manifest(part, row) for part, row in rows], "more": more}


def _manifest(part: str, row: ManifestRow) -> dict[str, Any]:
    return {
        "subject": row.subject,
        "part": part,
        "stage": row.stage,
        "issued_at": row.issued_at,
        "mass_kg": None if row.issued_g is None else KILOGRAMS.to_wire(row.issued_g),
        "pending": row.pending,
        "link": _link(row.subject),
    }


def _latest(it: OfOrganisation, seen: Visibility) -> list[dict[str, Any]]:
    return [
        {
            "position": fact.position,
            "type": fact.fact.type,
            "subject": fact.fact.subject,
            "occurred_at": fact.fact.occurred_at,
            "recorded_at": fact.recorded_at,
            "stated_by": fact.fact.stated_by,
            "link": f"/v1/events/{fact.position}",
        }
        for fact in it.latest_facts(seen)
    ]
