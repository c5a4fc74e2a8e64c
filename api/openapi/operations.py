"""What each door takes and gives. A new route gets a line here; a test names the one that has none."""

from typing import Any, NamedTuple

from msgspec import Struct

from api.openapi import (
    anomaly_answers,
    answers,
    dossier_answers,
    lineage_answers,
    loop_answers,
    mass_balance_answers,
    spoil_answers,
    storage_answers,
    transfer_answers,
)
from ledger.catalogue import CATALOGUE
from projections.custody.seen_log import PAGE_MAX

TEXT = "text/plain"
BYTES = "application/octet-stream"
JSON = "application/json"
STREAM = "text/event-stream"
ZIP = "application/zip"
PDF = "application/pdf"
PYTHON = "text/x-python"

POSITION: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 2**53}
CURSOR: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{1,15}$"}
LIMIT: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": PAGE_MAX, "default": 100}
TYPE: dict[str, Any] = {"enum": sorted(CATALOGUE)}
FORM: dict[str, Any] = {"enum": ["wire", "leaf"], "default": "wire"}
SUBJECT: dict[str, Any] = {"type": "string", "minLength": 1, "description": "KIND:NUMBER, such as container:USCC.OWN"}
SHA256: dict[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
INSTANT: dict[str, Any] = {"type": "string", "format": "date-time", "maxLength": 40}
DATE: dict[str, Any] = {"type": "string", "format": "date", "maxLength": 10}


class Operation(NamedTuple):
    """Answers by status (the shape of a JSON answer, or a media type), refusals, and parameters said more exactly."""

    answers: dict[int, type[Struct] | tuple[type[Struct], ...] | str]
    refusals: tuple[int, ...] = ()
    parameters: dict[str, dict[str, Any]] = {}  # noqa: RUF012  (never changed)
    as_leaves: bool = False
    """Whether `form=leaf` gives the stored bytes, one leaf a line, in the place of JSON."""


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/v1/events"): Operation(
        {201: answers.Receipts, 200: answers.Receipts, 207: answers.Each}, (400, 403, 408, 409, 413, 415, 422)
    ),
    ("GET", "/v1/events"): Operation(
        {200: answers.Events},
        (422,),
        {"tag": SUBJECT, "type": TYPE, "after": POSITION, "cursor": CURSOR, "limit": LIMIT, "form": FORM},
        as_leaves=True,
    ),
    ("GET", "/v1/events/stream"): Operation(
        {200: STREAM}, (422,), {"tag": SUBJECT, "type": TYPE, "after": POSITION, "Last-Event-ID": POSITION}
    ),
    ("PUT", "/v1/files/{sha256}"): Operation(
        {201: answers.KeptFile, 200: answers.KeptFile}, (400, 413, 415, 422), {"sha256": SHA256}
    ),
    ("GET", "/v1/files/{sha256}"): Operation({200: BYTES}, (404,), {"sha256": SHA256}),
    ("GET", "/v1/events/{position}"): Operation(
        {200: (answers.RecordedEvent, answers.Leaf)}, (404, 422), {"position": POSITION, "form": FORM}
    ),
    ("GET", "/v1/subjects/{subject}/bundle"): Operation({200: ZIP}, (404, 422, 503), {"subject": SUBJECT}),
    ("GET", "/v1/subjects/{subject}/paper.pdf"): Operation(
        {200: PDF}, (404, 409, 422), {"subject": SUBJECT, "size": {"enum": ["S", "M", "L"]}}
    ),
    ("GET", "/v1/subjects/{subject}/lineage"): Operation(
        {200: lineage_answers.Lineage},
        (404, 422),
        {"subject": SUBJECT, "as_of": INSTANT, "cursor": CURSOR, "limit": LIMIT},
    ),
    ("GET", "/v1/organisations/{uscc}/dossier"): Operation(
        {200: dossier_answers.Dossier}, (404, 422), {"as_of": INSTANT}
    ),
    ("GET", "/v1/storage"): Operation(
        {200: storage_answers.Storage},
        (404, 422),
        {
            "facility": SUBJECT,
            "as_of": INSTANT,
            "cursor": {"type": "string", "pattern": "^[0-9]{1,15}-[0-9]{1,9}$"},
            "limit": LIMIT,
        },
    ),
    ("GET", "/v1/mass-balance"): Operation(
        {200: mass_balance_answers.MassBalance},
        (404, 422),
        {"establishment": SUBJECT, "from": DATE, "to": DATE, "as_of": INSTANT},
    ),
    ("GET", "/v1/site-occupancy"): Operation(
        {200: spoil_answers.SiteOccupancy}, (404, 422), {"site": SUBJECT, "as_of": INSTANT}
    ),
    ("GET", "/v1/permit-use"): Operation(
        {200: spoil_answers.PermitUse}, (404, 422), {"permit": SUBJECT, "as_of": INSTANT}
    ),
    ("GET", "/v1/spoil-balance"): Operation({200: spoil_answers.SpoilBalance}, (422,), {"as_of": INSTANT}),
    ("GET", "/v1/carrier-credit"): Operation(
        {200: spoil_answers.CarrierCredit}, (404, 422), {"carrier": SUBJECT, "as_of": INSTANT}
    ),
    ("GET", "/verify_bundle.py"): Operation({200: PYTHON}),
    ("GET", "/v1/loops"): Operation(
        {200: loop_answers.Loops},
        (422,),
        {"as_of": INSTANT, "limit": LIMIT, "cursor": {"type": "string", "maxLength": 200}},
    ),
    ("GET", "/v1/statistics/closed-loop"): Operation({200: loop_answers.ClosedLoop}, (422,), {"as_of": INSTANT}),
    ("GET", "/v1/anomalies"): Operation(
        {200: anomaly_answers.Anomalies},
        (422,),
        {
            "as_of": INSTANT,
            "since": INSTANT,
            "subject": SUBJECT,
            "limit": LIMIT,
            "cursor": {"type": "string", "maxLength": 200},
        },
    ),
    ("GET", "/v1/statistics/anomalies"): Operation(
        {200: anomaly_answers.AnomalyStatistics}, (422,), {"as_of": INSTANT}
    ),
    ("GET", "/v1/rules"): Operation({200: anomaly_answers.Rules}, (422,), {"as_of": INSTANT}),
    ("GET", "/v1/rules/{rule}"): Operation({200: anomaly_answers.OneRule}, (404, 422), {"as_of": INSTANT}),
    ("GET", "/v1/transfer-use"): Operation(
        {200: transfer_answers.TransferUse},
        (404, 422),
        {
            "transfer": SUBJECT,
            "as_of": INSTANT,
            "cursor": {"type": "string", "pattern": "^[0-9]{1,15}-[0-9]{1,9}$"},
            "limit": LIMIT,
        },
    ),
    ("GET", "/v1/transfer-hubs"): Operation({200: transfer_answers.TransferHubs}, (422,), {"as_of": INSTANT}),
    ("GET", "/v1/settings"): Operation({200: answers.Settings}, (422,), {"as_of": INSTANT}),
    ("GET", "/v1/subjects/{subject}"): Operation(
        {200: answers.Subject}, (404, 422), {"subject": SUBJECT, "as_of": INSTANT}
    ),
    ("GET", "/v1/subjects/{subject}/history"): Operation(
        {200: answers.History},
        (404, 422),
        {"subject": SUBJECT, "happened_by": INSTANT, "known_by": INSTANT, "form": FORM},
        as_leaves=True,
    ),
    ("GET", "/v1/event-types"): Operation({200: answers.EventTypes}),
    ("GET", "/v1/event-types/{name}"): Operation({200: answers.DescribedEventType}, (404,)),
    ("GET", "/checkpoint"): Operation({200: TEXT}, (404,)),
    ("GET", "/log-key"): Operation({200: TEXT}, (404,)),
    ("GET", "/tile/{path}"): Operation({200: BYTES}, (404,)),
    ("GET", "/v1/events/{position}/proof"): Operation({200: TEXT}, (404, 422), {"position": POSITION}),
    ("GET", "/health/live"): Operation({200: answers.Live}),
    ("GET", "/health/ready"): Operation({200: answers.Ready}),
    ("GET", "/metrics"): Operation({200: TEXT}),
}
"""Method and path → what is said of it beside what the route says itself."""

UNDESCRIBED = Operation({200: JSON}, (404, 422))
"""Of a route that has no line yet."""
