"""CloudEvents 1.0 (structured and batch mode) into postings."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ledger.content import behalf_finding, findings_in
from ledger.errors import BihuanError, Finding, InvalidError, bounded
from ledger.posting import Posting, renumbered
from ledger.schema import escape

MAX_BATCH = 10_000
REQUIRED = ("specversion", "id", "source", "type", "subject", "time")
NEEDED = frozenset(REQUIRED)
KNOWN = frozenset({*REQUIRED, "data", "datacontenttype", "onbehalfof"})
MAX_LENGTH = {"id": 128, "source": 200, "type": 80, "subject": 200, "time": 40, "onbehalfof": 40}
FINDINGS_OF_ONE = 100

JSON = "application/json"

_SOURCE = re.compile(r"[A-Za-z0-9._~:/@-]+", re.A)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def postings_in(value: Any) -> list[Posting]:
    """One event or a batch of 1–10,000; raises InvalidError with every finding, numbered by event.

    Where the attributes of one event are wrong, the content of all the others is looked at too.
    """
    found = each_posting_in(value)
    postings = [each for each in found if isinstance(each, Posting)]
    if len(postings) < len(found):
        raise InvalidError(*bounded(_everything_wrong(found)))
    return postings


def each_posting_in(value: Any) -> list[Posting | BihuanError]:
    """Each event of a body for itself; raises InvalidError when there are none, or more than 10,000."""
    events = value if isinstance(value, list) else [value]
    if not 1 <= len(events) <= MAX_BATCH:
        raise InvalidError.because(
            "batch_size",
            f"a batch has 1 to {MAX_BATCH} events, this one has {len(events)}",
            values={"most": MAX_BATCH, "count": len(events)},
        )
    found: list[Posting | BihuanError] = []
    for each in events:
        try:
            found.append(posting_in(each))
        except BihuanError as error:
            found.append(error)
    return found


def _everything_wrong(found: list[Posting | BihuanError]) -> Iterator[Finding]:
    for index, each in enumerate(found):
        if isinstance(each, Posting):
            each = InvalidError(*findings_in(each.type, each.subject, each.time, each.data))
        yield from renumbered(each, index)


def posting_in(event: Any) -> Posting:
    """One CloudEvent as a posting; where its attributes are wrong, raises InvalidError with that and all else."""
    if not isinstance(event, dict):
        raise InvalidError.because("wrong_type", "a CloudEvent is a JSON object", values={"type": "object"})
    findings = [] if _is_sound(event) else list(_wrong_attributes(event))
    if findings:
        wrong = {f.pointer for f in findings}
        parts = [event.get(n) if f"/{n}" not in wrong else None for n in ("type", "subject", "time", "data")]
        raise InvalidError(*bounded(findings + findings_in(*parts), FINDINGS_OF_ONE))
    return Posting(
        id=event["id"],
        source=event["source"],
        type=event["type"],
        subject=event["subject"],
        time=event["time"],
        data=event.get("data", {}),
        on_behalf_of=event.get("onbehalfof"),
    )


def _is_sound(event: dict[str, Any]) -> bool:
    """Whether all attributes are surely well written: most events are, and are not looked at one by one."""
    if not event.keys() >= NEEDED or not event.keys() <= KNOWN or event["specversion"] != "1.0":
        return False
    texts = []
    for name, most in MAX_LENGTH.items():
        text = event.get(name, "-")
        if type(text) is not str or not 1 <= len(text) <= most:
            return False
        texts.append(text)
    plain = _CONTROL.search("".join(texts)) is None and _is_source(event["source"])
    return plain and type(event.get("data", {})) is dict and event.get("datacontenttype", JSON) == JSON


@lru_cache(maxsize=4096)
def _is_source(text: str) -> bool:
    return _SOURCE.fullmatch(text) is not None


def _wrong_attributes(event: dict[str, Any]) -> Iterator[Finding]:
    for name in REQUIRED:
        if name not in event:
            yield Finding("missing_attribute", f"{name} is wanted", f"/{name}", values={"name": name})
    for name in (n for n in event if n not in KNOWN):
        shown = repr(name[:80])
        detail = f"{shown} is not an attribute known here"
        yield Finding("unknown_attribute", detail, f"/{escape(name)}", values={"name": shown})
    for name in MAX_LENGTH:
        if name in event and (found := _text_finding(name, event[name])):
            yield found
    if event.get("specversion", "1.0") != "1.0":
        yield Finding("specversion", "only CloudEvents 1.0", "/specversion")
    if event.get("datacontenttype", JSON) != JSON:
        yield Finding("datacontenttype", "data is application/json", "/datacontenttype")
    if not isinstance(event.get("data", {}), dict):
        yield Finding("wrong_type", "data is a JSON object", "/data", values={"type": "object"})


def _text_finding(name: str, value: Any) -> Finding | None:
    if not isinstance(value, str):
        return Finding("wrong_type", f"{name} is a text", f"/{name}", values={"type": "string"})
    most = MAX_LENGTH[name]
    if not 1 <= len(value) <= most:
        values = {"name": name, "most": most}
        return Finding("wrong_length", f"{name} has 1 to {most} characters", f"/{name}", values=values)
    if _CONTROL.search(value) or (name == "source" and not _is_source(value)):
        return Finding("wrong_form", f"{name} holds a character that it may not", f"/{name}", values={"name": name})
    return behalf_finding(value) if name == "onbehalfof" else None
