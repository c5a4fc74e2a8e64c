"""`GET /v1/rules`: every rule with why it exists, by which articles, and held to which numbers as they are set."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Asker, TheLedger, TheSettings, not_found
from api.loops import AsOf
from api.subjects import cut
from ledger.clock import shanghai_day
from ledger.regulation.law_of_the_day import CODE_IN_FORCE_SINCE
from ledger.settled.in_force import Thresholds, thresholds
from projections.custody.asked_at import asked_at
from projections.rules import weighing
from projections.rules.catalogue import BY_ID
from projections.rules.conventions import SHARED, WEAKER
from projections.rules.limits import SETTLE, Parameter
from projections.rules.rule import Rule

router = APIRouter(tags=["anomalies"])

DAY_BEFORE_THE_CODE = "2026-08-14"


@router.get("/v1/rules", summary="The rules by which flags are found, with law and numbers")
def read_rules(
    ledger: TheLedger,
    settings: TheSettings,
    _: Asker,
    about: Annotated[str | None, Query(max_length=40, description="those about a kind of subject")] = None,
    as_of: AsOf = None,
) -> Response:
    """All of them, with the numbers in force on the day asked about as they were set by then."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    found, day = thresholds(settings.facts(), at.as_of), shanghai_day(at.as_of)
    shared = {
        SETTLE: [_parameter(SETTLE, each, found, day) for each in SHARED],
        weighing.RULE: [
            {"name": name, "value": value} for name, value in sorted(weighing.numbers_on(found, day).items())
        ],
    }
    rules = [rule_told(rule, found, day) for rule in BY_ID.values() if about in {None, *rule.about}]
    return answer({"rules": rules, "shared": shared, **at.told()})


@router.get("/v1/rules/{rule}", summary="One rule")
def read_rule(ledger: TheLedger, settings: TheSettings, _: Asker, rule: str, as_of: AsOf = None) -> Response:
    """The same of one rule."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    if rule not in BY_ID:
        raise not_found(rule)
    told = rule_told(BY_ID[rule], thresholds(settings.facts(), at.as_of), shanghai_day(at.as_of))
    return answer({**told, **at.told()})


def rule_told(rule: Rule, found: Thresholds, day: date) -> dict[str, Any]:
    """A rule as an answer tells it."""
    return {
        "id": rule.id,
        "version": rule.version,
        "title": rule.title._asdict(),
        "why": rule.why._asdict(),
        "exempt": None if rule.exempt is None else rule.exempt._asdict(),
        "about": sorted(rule.about),
        "competent": rule.competent,
        "duty": _by_validity(rule.any_duty_on),
        "fine": _by_validity(rule.any_fine_on),
        "parameters": [_parameter(rule.id, each, found, day) for each in rule.parameters],
        "silences": sorted(WEAKER.get(rule.id, ())),
    }


def _by_validity(on: Callable[[str], list[str]]) -> list[dict[str, Any]]:
    """What is cited to the last day of the law of 2020, and since the code is in force."""
    before, since = on(DAY_BEFORE_THE_CODE), on(CODE_IN_FORCE_SINCE)
    if before == since:
        return [{"since": None, "until": None, "texts": since}] if since else []
    return [
        {"since": None, "until": DAY_BEFORE_THE_CODE, "texts": before},
        {"since": CODE_IN_FORCE_SINCE, "until": None, "texts": since},
    ]


def _parameter(rule: str, parameter: Parameter, found: Thresholds, day: date) -> dict[str, Any]:
    told = None if parameter.source != "internal" else found.value(rule, parameter.name, day)
    return {
        "name": parameter.name,
        "title": {"zh": parameter.title[0], "en": parameter.title[1]},
        "value": parameter.default if told is None else told,
        "default": parameter.default,
        "unit": parameter.unit,
        "source": parameter.source,
        "text": parameter.text,
    }
