"""What is wrong with an event by itself, whoever states it and whatever is recorded."""

from typing import Any

from ledger.catalogue import CATALOGUE
from ledger.clock import instant
from ledger.correction import is_about_a_fact
from ledger.errors import Finding
from ledger.fact import AnyFact
from ledger.identifiers import USCC_PATTERN
from ledger.schema import everything_wrong
from ledger.subjects import is_placeholder, kind_of, problem_with


def findings_in(
    event_type: str | None, subject: str | None, time: str | None, data: dict[str, Any] | None
) -> list[Finding]:
    """Everything wrong with these parts of an event; a part that is None was found wrong already."""
    known = CATALOGUE.get(event_type) if event_type is not None else None
    fact_type = known.today if known is not None else None
    findings = []
    if event_type is not None and fact_type is None:
        findings.append(unknown_type(event_type))
    if subject is not None and not is_placeholder(subject) and (found := subject_finding(subject, fact_type)):
        findings.append(found)
    if time is not None:
        try:
            instant(time)
        except ValueError as error:
            findings.append(time_finding(error))
    if event_type is not None and fact_type is not None and data is not None:
        findings += everything_wrong(
            fact_type, data, "/data", leaving="data" if is_about_a_fact(event_type) else None
        )
    return findings


def unknown_type(event_type: str) -> Finding:
    """That there is no such type."""
    shown = event_type[:80]
    return Finding("unknown_type", f"{shown!r} is not a type of fact", "/type", values={"type": shown})


def subject_finding(subject: str, fact_type: type[AnyFact] | None) -> Finding | None:
    """What is wrong with a subject, for its own grammar or for the type that is stated about it."""
    problem = problem_with(subject)
    if is_placeholder(subject):
        detail = f"no place is known that a number for {subject} could begin with"
        return Finding("place_unknown", detail, "/subject", values={"subject": subject})
    if problem:
        detail = f"{subject!r} is not a subject KIND:NUMBER of a known kind"
        return Finding(problem, detail, "/subject", values={"subject": subject})
    kinds = fact_type.kinds() if fact_type is not None else ()
    if fact_type is not None and kinds and kind_of(subject) not in kinds:
        wanted = " | ".join(kinds)
        detail = f"{fact_type.TOPIC} is about a {wanted}"
        return Finding("wrong_kind", detail, "/subject", values={"type": fact_type.TOPIC, "kind": wanted})
    return None


def behalf_finding(uscc: str | None) -> Finding | None:
    """What is wrong with the code of the organisation on whose behalf something is stated."""
    problem = None if uscc is None else problem_with(f"organisation:{uscc}")
    if problem is None:
        return None
    if problem == "uscc_check_digit":
        return Finding(problem, f"the check digit of {uscc!r} is wrong", "/onbehalfof", values={"subject": uscc})
    detail = f"a text of the form {USCC_PATTERN} is wanted"
    return Finding("wrong_form", detail, "/onbehalfof", values={"pattern": USCC_PATTERN})


def time_finding(error: ValueError) -> Finding:
    """That a time is not one."""
    return Finding("wrong_form", str(error), "/time", values={"format": "date-time"})
