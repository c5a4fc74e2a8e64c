"""A flag as answers tell it, its sentence in both languages: the rule's words, and inputs as people say them."""

from typing import Any, Final

import msgspec

from api.pages.facts_in_words import numbered
from api.pages.quantity_words import mass, number
from api.pages.shanghai_time import shown
from api.pages.words import KINDS
from ledger.catalogue import CATALOGUE
from ledger.errors import ViewStoppedError
from ledger.fact import Title
from ledger.quantity import KILOGRAMS
from ledger.regulation.divisions import SHANGHAI
from ledger.subjects import kind_of, problem_with
from projections.anomalies.lists import Flag, Wanted, flags_of, reached
from projections.anomalies.tables import Row
from projections.custody.asked_at import AskedAt
from projections.custody.visibility import Viewer
from projections.rules.catalogue import BY_ID
from projections.rules.rule import Rule
from projections.runner import Runner

BILINGUAL: Final = frozenset({"changed", "step", "wrong"})
"""Inputs that rules fill with words of their own."""


def flags_about(
    views: Runner, viewer: Viewer, at: AskedAt, subject: str, happened_by: str | None
) -> list[dict[str, Any]] | None:
    """The flags of a subject as they stood, of what had happened by then; None while no view tells."""
    try:
        reached(views, at.position)
        flags = flags_of(views, viewer, at, Wanted(subject=subject))
    except ViewStoppedError:
        return None
    return [told(flag) for flag in flags if happened_by is None or flag.since <= happened_by]


def told(flag: Flag) -> dict[str, Any]:
    """A flag as an answer tells it."""
    rule, first = BY_ID[flag.rule], flag.findings[0]
    decision = flag.disposition.decision
    return {
        "id": flag.flag,
        "rule": flag.rule,
        "title": rule.title._asdict(),
        "version": rule.version,
        "subject": flag.subject,
        "cause": flag.cause,
        "severity": flag.severity,
        "status": flag.status,
        "since": flag.since,
        "cleared_at": flag.cleared_at,
        "provisional": any(each.provisional for each in flag.findings),
        "organisation": first.against,
        "place": first.place,
        "division": flag.division,
        "message": message_of(rule, first)._asdict(),
        "day": first.day,
        "duty": rule.duty_on(first.day, first.variant),
        "fine": rule.fine_on(first.day, first.variant) if first.fine else None,
        "competent": rule.competent,
        "evidence": flag.evidence,
        "findings": [
            {"about": each.about, "since": each.since, "inputs": in_wire_form(msgspec.json.decode(each.inputs))}
            for each in flag.findings
        ],
        "disposition": {
            "explanations": msgspec.json.decode(flag.disposition.explanations),
            "decision": None if decision is None else msgspec.json.decode(decision),
        },
    }


def message_of(rule: Rule, finding: Row) -> Title:
    """What was found, in both languages."""
    inputs = msgspec.json.decode(finding.inputs)
    words = rule.words(finding.variant)
    zh, en = ({name: in_words(name, value, english) for name, value in inputs.items()} for english in (False, True))
    return Title(words.zh.format_map(_Untold(zh)), words.en.format_map(_Untold(en)))


def in_wire_form(inputs: dict[str, Any]) -> dict[str, Any]:
    """Inputs under the names and in the units of the wire."""
    return {f"{name[:-2]}_kg" if name.endswith("_g") else name: _wired(name, value) for name, value in inputs.items()}


def _wired(name: str, value: Any) -> Any:
    return KILOGRAMS.to_wire(value) if name.endswith("_g") and isinstance(value, int) else value


class _Untold(dict[str, str]):
    """An input that was not told is shown as a dash: a sentence is never lost for want of a number."""

    def __missing__(self, name: str) -> str:
        return "—"


def in_words(name: str, value: Any, english: bool) -> str:
    """An input of a finding as people say it, by its name: masses, instants, subjects, yes and no."""
    match value:
        case None:
            return "—"
        case list():
            return (", " if english else "、").join(in_words(name, each, english) for each in value)
        case bool():
            return ("yes" if value else "no") if english else ("是" if value else "否")
        case int() if name.endswith("_g"):
            return mass(value) if value >= 0 else f"−{mass(-value)}"
        case int() if name.endswith("permille"):
            return f"{value / 10:g}%"
        case int():
            return number(value)
        case float():
            return f"{value:g}"
        case str():
            return _text(name, value, english)
    return str(value)


def _text(name: str, value: str, english: bool) -> str:
    """Instants by Shanghai's clock; subjects, types and districts by what people call them."""
    if name.endswith("_at"):
        return shown(value)
    if name in BILINGUAL:
        return _in_language(value, english)
    if name.endswith("division"):
        return SHANGHAI.get(value, value)
    if value in CATALOGUE:
        return CATALOGUE[value].today.TITLE[english]
    if value.startswith("urn:uscc:"):
        return value.split(":", 3)[-1]
    if problem_with(value) is None and kind_of(value) in KINDS:
        return numbered(value)[english]
    return value


def _in_language(value: str, english: bool) -> str:
    """Of what a rule says in both languages, one after the other, one; what stands in brackets belongs to both."""
    words, bracket, told = value.partition(" (")
    one, _, other = words.partition(" ")
    zh, en = (other, one.replace("_", " ")) if one.isascii() else (one, other)
    if not bracket:
        return en if english else zh
    return f"{en} ({told}" if english else f"{zh}（{told.removesuffix(')')}）"
