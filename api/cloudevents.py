"""CloudEvents 1.0 (structured and batch mode) into postings."""

import re
from typing import Any

from ledger.errors import BihuanError, Finding, InvalidError
from ledger.posting import Posting, renumbered

MAX_BATCH = 10_000
REQUIRED = ("specversion", "id", "source", "type", "subject", "time")
KNOWN = frozenset({*REQUIRED, "data", "datacontenttype", "onbehalfof"})
MAX_LENGTH = {"id": 128, "source": 200, "type": 80, "subject": 200, "time": 40, "onbehalfof": 40}

_SOURCE = re.compile(r"[A-Za-z0-9._~:/@-]+", re.A)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def postings_in(value: Any) -> list[Posting]:
    """One event or a batch of 1–10,000; raises InvalidError with every finding, numbered by event."""
    postings, findings = [], []
    for index, each in enumerate(each_posting_in(value)):
        if isinstance(each, BihuanError):
            findings.extend(renumbered(each, index))
        else:
            postings.append(each)
    if findings:
        raise InvalidError(*findings[:1000])
    return postings


def each_posting_in(value: Any) -> list[Posting | BihuanError]:
    """Each event of a body for itself; raises InvalidError when there are none, or more than 10,000."""
    events = value if isinstance(value, list) else [value]
    if not 1 <= len(events) <= MAX_BATCH:
        raise InvalidError.because("batch_size", f"a batch has 1 to {MAX_BATCH} events, this one has {len(events)}")
    found: list[Posting | BihuanError] = []
    for each in events:
        try:
            found.append(posting_in(each))
        except BihuanError as error:
            found.append(error)
    return found


def posting_in(event: Any) -> Posting:
    """One CloudEvent as a posting; raises InvalidError with every finding about its attributes."""
    if not isinstance(event, dict):
        raise InvalidError.because("wrong_type", "a CloudEvent is a JSON object")
    findings = [Finding("missing_attribute", f"{n} is wanted", f"/{n}") for n in REQUIRED if n not in event]
    findings += [
        Finding("unknown_attribute", f"{str(n)[:80]!r} is not an attribute known here", f"/{str(n)[:80]}")
        for n in event
        if n not in KNOWN
    ]
    findings += [f for n in MAX_LENGTH if n in event and (f := _text_finding(n, event[n]))]
    if event.get("specversion", "1.0") != "1.0":
        findings.append(Finding("specversion", "only CloudEvents 1.0", "/specversion"))
    if event.get("datacontenttype", "application/json") != "application/json":
        findings.append(Finding("datacontenttype", "data is application/json", "/datacontenttype"))
    if not isinstance(event.get("data", {}), dict):
        findings.append(Finding("wrong_type", "data is a JSON object", "/data"))
    if findings:
        raise InvalidError(*findings[:100])
    return Posting(
        id=event["id"],
        source=event["source"],
        type=event["type"],
        subject=event["subject"],
        time=event["time"],
        data=event.get("data", {}),
        on_behalf_of=event.get("onbehalfof"),
    )


def _text_finding(name: str, value: Any) -> Finding | None:
    if not isinstance(value, str):
        return Finding("wrong_type", f"{name} is a text", f"/{name}")
    if not 1 <= len(value) <= MAX_LENGTH[name]:
        return Finding("wrong_length", f"{name} has 1 to {MAX_LENGTH[name]} characters", f"/{name}")
    if _CONTROL.search(value) or (name == "source" and not _SOURCE.fullmatch(value)):
        return Finding("wrong_form", f"{name} holds a character that it may not", f"/{name}")
    return None
