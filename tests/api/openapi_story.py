"""The examples of /openapi.json: a short story that is really played, and what was answered.

`python -m tests.api.test_openapi` plays it and writes the examples down again.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi.testclient import TestClient
from httpx2 import Response

from api.answers import encode
from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.conftest import NOON
from tests.doors import Caller
from tests.specification import BAY, OPERATOR, OTHER_PLANT, PLANT, Scenario, organisation
from tests.spoil import GREENING, PERMIT, YARD, accepted, departed, filed, permitted, planned
from tests.spoil import SITE as SPOIL_SITE

DRUM = f"container:{PLANT}.D-2611-0417"
STRUCTURED, BATCH = "application/cloudevents+json", "application/cloudevents-batch+json"
SECOND_DRUM = DRUM.replace("0417", "0418")


class Step(NamedTuple):
    """One request of the story, and the status that it is answered with."""

    name: str
    summary: str
    door: str
    status: int
    parameters: dict[str, Any] = {}  # noqa: RUF012
    body: Any = None
    content_type: str = STRUCTURED
    headers: dict[str, str] = {}  # noqa: RUF012
    key: str | None = PLANT


def event(kind: str, at: str, data: dict[str, Any], subject: str = DRUM, number: str = "8f0c4e51") -> dict[str, Any]:
    """A CloudEvent of the plant."""
    return {
        "specversion": "1.0",
        "id": number,
        "source": f"urn:uscc:{PLANT}:scale-07",
        "type": f"container.{kind}",
        "subject": subject,
        "time": f"2026-11-24T{at}:00+08:00",
        "data": data,
    }


SITE = {"establishment": f"establishment:{PLANT}001P", "kind": "drum", "waste_code": "900-402-06"}
READING = {"gross_kg": 212.4, "tare_kg": 12.4, "scale": f"scale:{PLANT}.07"}
WEIGHED = event("weighed", "08:03", READING)
LIFE = [
    event("generated", "07:50", SITE, number="8f0c4e50"),
    event("packaged", "08:20", {"packaging": "钢桶"}, number="8f0c4e52"),
]
SECOND = [
    event("generated", "09:00", SITE, SECOND_DRUM, "8f0c4e60"),
    event("closed", "09:30", {}, SECOND_DRUM, "8f0c4e61"),
    event("stored", "09:40", {"facility": BAY, "zone": "A-1"}, SECOND_DRUM, "8f0c4e62"),
]
REGISTERED = event("", "07:00", {"name": "示例涂料厂", "roles": ["generator"], "division": "310115"},
                   f"organisation:{PLANT}", "8f0c4e40") | {"type": "organisation.registered"}  # fmt: skip
TRANSFER = "transfer:沪环固转〔2026〕12号"
APPLIED = event("", "07:30", {
    "regime": "notice", "transferor": f"organisation:{PLANT}", "receiver": f"organisation:{OTHER_PLANT}",
    "from_division": "310115", "to_division": "320500", "waste_codes": ["900-001-S01"], "quantity_t": 100,
    "method": "C2", "valid_from": "2026-12-01", "valid_until": "2027-11-30", "carriers": [f"organisation:{PLANT}"],
}, TRANSFER, "8f0c4e90") | {"type": "transfer.applied"}  # fmt: skip
WRONG = {**WEIGHED, "id": "8f0c4e70", "time": "today", "data": {**READING, "gross_kg": -1, "gros_kg": 1}}
NOT_OURS = {**WEIGHED, "id": "8f0c4e71", "source": f"urn:uscc:{OTHER_PLANT}:scale-1"}
POST, GET = "POST /v1/events", "GET /v1/events"
IN_ENGLISH = {"Accept-Language": "en"}
AT_2, AT_99 = {"position": 2}, {"position": 99}

PHOTO = b"the bytes of a photo"
PHOTO_HASH = sha256(PHOTO).hexdigest()

STORY = [
    Step("one", "一条事实 · one fact", POST, 201, body=WEIGHED),
    Step("again", "同一条再发一次 · the same again", POST, 200, body=WEIGHED),
    Step("batch", "一批，要么全部记录，要么全不 · a batch, all or nothing", POST, 201, body=LIFE, content_type=BATCH),
    Step("either", "application/json 也可 · as plain JSON", POST, 201, body=SECOND, content_type="application/json"),
    Step("party", "单位登记 · an organisation", POST, 201, body=REGISTERED),
    Step("malformed", "不是 JSON · not JSON", POST, 400, body=b"{'id': 1}", headers=IN_ENGLISH),
    Step("no_key", "没有密钥 · without a key", POST, 401, body=WEIGHED, key=None),
    Step("not_yours", "别家的来源 · a source of somebody else", POST, 403, body=NOT_OURS),
    Step("conflict", "同号异文 · the same id with other content", POST, 409,
         body={**WEIGHED, "data": {**READING, "gross_kg": 213}}),
    Step("too_large", "过大 · too large", POST, 413, body=b" " * 2_000_000),
    Step("binary", "二进制模式 · binary mode", POST, 415, body=READING, content_type="application/json",
         headers={"ce-id": "1", "ce-type": "container.weighed"}),
    Step("wrong", "一次说出全部问题 · all problems at once", POST, 422, body=WRONG),
    Step("each", "各自成立 · each stands alone", POST, 207, {"mode": "each"}, [WEIGHED, NOT_OURS], BATCH),
    Step("list", "容器的事实 · what is recorded of a container", GET, 200, {"tag": DRUM, "limit": 2}),
    Step("wrong_query", "参数有误 · a wrong parameter", GET, 422, {"limit": 501}, headers=IN_ENGLISH),
    Step("unknown_key", "密钥有误 · a wrong key", GET, 401, key="k-22222222.wrong", headers=IN_ENGLISH),
    Step("event", "一条事实 · one fact", f"{GET}/{{position}}", 200, AT_2),
    Step("leaf", "所存的原始字节 · the stored bytes", f"{GET}/{{position}}", 200, {**AT_2, "form": "leaf"}),
    Step("none", "没有这条 · no such fact", f"{GET}/{{position}}", 404, AT_99),
    Step("state", "现状 · what it is now", "GET /v1/subjects/{subject}", 200, {"subject": DRUM}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/subjects/{subject}", 404,
         {"subject": DRUM[:-4] + "9999"}),
    Step("case", "按发生时间回放 · replayed by when it happened", "GET /v1/subjects/{subject}/history", 200,
         {"subject": DRUM, "happened_by": "2026-11-24T08:10:00+08:00"}),
    Step("wrong_query", "时间有误 · not a time", "GET /v1/subjects/{subject}/history", 422,
         {"subject": DRUM, "known_by": "yesterday"}),
    Step("down", "去向 · what became of it", "GET /v1/subjects/{subject}/lineage", 200,
         {"subject": DRUM, "direction": "down"}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/subjects/{subject}/lineage", 404,
         {"subject": DRUM[:-4] + "9999"}),
    Step("stock", "库存 · what lies there", "GET /v1/storage", 200, {"facility": BAY}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/storage", 404, {"facility": BAY[:-1] + "9"}),
    Step("wrong_query", "不是设施 · no facility", "GET /v1/storage", 422, {"facility": DRUM}),
    Step("balance", "物料平衡 · the mass balance", "GET /v1/mass-balance", 200,
         {"establishment": SITE["establishment"], "waste_code": "900-402-06"}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/mass-balance", 404,
         {"establishment": SITE["establishment"][:-4] + "999P", "waste_code": "900-402-06"}),
    Step("wrong_query", "不是废物代码 · no waste code", "GET /v1/mass-balance", 422,
         {"establishment": SITE["establishment"], "waste_code": "HW06"}),
    Step("occupancy", "场所堆存量 · what a site holds", "GET /v1/site-occupancy", 200, {"site": SPOIL_SITE}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/site-occupancy", 404,
         {"site": "site:310115.S-99"}),
    Step("use", "处置证用量 · how a permit is used", "GET /v1/permit-use", 200, {"permit": PERMIT}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/permit-use", 404, {"permit": "permit:0417"}),
    Step("balance", "消纳平衡 · the balance of a year", "GET /v1/spoil-balance", 200, {"year": "2026"}),
    Step("credit", "信用 · a carrier's credit", "GET /v1/carrier-credit", 200,
         {"carrier": f"organisation:{PLANT}"}),
    Step("bundle", "证据包 · evidence bundle", "GET /v1/subjects/{subject}/bundle", 200, {"subject": DRUM}),
    Step("label", "标签 · the label", "GET /v1/subjects/{subject}/paper.pdf", 200, {"subject": DRUM, "size": "M"}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/subjects/{subject}/paper.pdf", 404,
         {"subject": DRUM[:-4] + "9999"}),
    Step("transfer", "跨省转移申请 · applied for across provinces", POST, 201, body=APPLIED),
    Step("use", "用量 · what was drawn from it", "GET /v1/transfer-use", 200, {"transfer": TRANSFER}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/transfer-use", 404,
         {"transfer": TRANSFER + "9"}),
    Step("wrong_query", "不是跨省转移 · no transfer", "GET /v1/transfer-use", 422, {"transfer": DRUM}),
    Step("hubs", "集散地 · hubs", "GET /v1/transfer-hubs", 200),
    Step("wrong_query", "时间有误 · not a time", "GET /v1/transfer-hubs", 422, {"as_of": "yesterday"}),
    Step("verifier", "独立核验程序 · the stand-alone verifier", "GET /verify_bundle.py", 200, key=None),
    Step("dossier", "一企一档 · a dossier", "GET /v1/organisations/{uscc}/dossier", 200, {"uscc": PLANT}),
    Step("none", "没有，或不可见 · none, or not to be seen", "GET /v1/organisations/{uscc}/dossier", 404,
         {"uscc": OTHER_PLANT}),
    Step("loops", "环 · loops", "GET /v1/loops", 200, {"status": "open"}),
    Step("closed_loop", "闭环率 · the closed-loop rate", "GET /v1/statistics/closed-loop", 200, {"by": "month"}),
    Step("flags", "异常标记 · flags", "GET /v1/anomalies", 200, {"severity": "warning"}),
    Step("wrong_query", "编号有误 · a wrong number", "GET /v1/anomalies", 422, {"organisation": "123"}),
    Step("by_rule", "各规则的标记 · flags by rule", "GET /v1/statistics/anomalies", 200, {"division": "310115"}),
    Step("rules", "关于处置证的规则 · rules about permits", "GET /v1/rules", 200, {"about": "log"}),
    Step("rule", "一条规则 · one rule", "GET /v1/rules/{rule}", 200, {"rule": "manifest_unconfirmed"}),
    Step("none", "没有这条规则 · no such rule", "GET /v1/rules/{rule}", 404, {"rule": "none_such"}),
    Step("settings", "现行设置 · what is settled", "GET /v1/settings", 200, {"as_of": "2026-11-24T12:00:00+08:00"}),
    Step("put", "保存照片 · keep a photo", "PUT /v1/files/{sha256}", 201, {"sha256": PHOTO_HASH}, PHOTO,
         content_type="image/jpeg"),
    Step("wrong_hash", "散列值不符 · not its hash", "PUT /v1/files/{sha256}", 422, {"sha256": "0" * 64}, PHOTO,
         content_type="image/jpeg"),
    Step("file", "取回照片 · the photo again", "GET /v1/files/{sha256}", 200, {"sha256": PHOTO_HASH}),
    Step("all", "全部类型 · all types", "GET /v1/event-types", 200, key=None),
    Step("one", "称重 · weighing", "GET /v1/event-types/{name}", 200, {"name": "container.weighed"}, key=None),
    Step("none", "没有这种类型 · no such type", "GET /v1/event-types/{name}", 404, {"name": "none.such"}, key=None),
    Step("signed", "检查点 · the checkpoint", "GET /checkpoint", 200, key=None),
    Step("keys", "公钥 · the public keys", "GET /log-key", 200, key=None),
    Step("tile", "树的一片 · a tile", "GET /tile/{path}", 200, {"path": "0/000.p/8"}, key=None),
    Step("none", "尚未公布 · not published", "GET /tile/{path}", 404, {"path": "0/001"}, key=None),
    Step("proof", "包含证明 · a proof of inclusion", f"{GET}/{{position}}/proof", 200, AT_2, key=None),
    Step("none", "尚未公布 · not published", f"{GET}/{{position}}/proof", 404, AT_99, key=None),
    Step("live", "在运行 · it runs", "GET /health/live", 200, key=None),
    Step("ready", "可读写 · it reads and writes", "GET /health/ready", 200, key=None),
    Step("metrics", "视图落后多少 · how far views are behind", "GET /metrics", 200, key=None),
]  # fmt: skip


@contextmanager
def stage(folder: Path) -> Iterator[TestClient]:
    """An installation of its own at noon, which publishes when the story says so."""
    settings = Settings(
        log_key_file=str(folder / "log.key"),
        checkpoint_copies=str(folder / "outside"),
        max_body_bytes=1_000_000,
        log_format="none",
        rate_limit=0,
    )
    with Ledger(f"sqlite:///{folder / 'bihuan.db'}", SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, "localhost/example")
        yield TestClient(create_app(ledger, settings, signing_of(ledger, settings)), raise_server_exceptions=False)


def play(client: TestClient) -> Iterator[tuple[Step, Response]]:
    """Each step with its answer."""
    keys = {PLANT: Caller.of(client, PLANT).key}
    for step in STORY:
        if step.name == "occupancy":
            _dig(Scenario(client.app.state.ledger))
        if step.door == "GET /checkpoint":
            client.app.state.publisher.sequencer.publish(NOON)
        yield step, _asked(client, step, keys)


def _dig(scenario: Scenario) -> None:
    """Construction waste of which the plant is contractor, carrier and operator of the site; two trucks have come."""
    scenario.given(
        organisation(GREENING, "authority", competence=["greening"]),
        planned(by=PLANT, contractor=f"organisation:{PLANT}"),
        filed(operator=PLANT),
        filed(YARD, operator=PLANT, kind="yard"),
        permitted(fallback_sites=[YARD]),
        departed(1, by=PLANT),
        accepted(1, by=PLANT, owner=PLANT),
        departed(2, by=PLANT),
        accepted(2, by=PLANT, owner=PLANT),
    )


def _asked(client: TestClient, step: Step, keys: dict[str, str]) -> Response:
    method, _, path = step.door.partition(" ")
    query = {name: value for name, value in step.parameters.items() if f"{{{name}}}" not in path}
    for name, value in step.parameters.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=":/"))
    headers = dict(step.headers)
    if step.key is not None:
        headers["Authorization"] = f"Bearer {keys.get(step.key, step.key)}"
    body = None
    if step.body is not None:
        headers["Content-Type"] = step.content_type
        body = step.body if isinstance(step.body, bytes) else encode(step.body)
    return client.request(method, path, params=query or None, headers=headers, content=body)


def written() -> dict[str, Any]:
    """The examples as they are kept, from a story played now."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as client:
        for step, answer in play(client):
            assert answer.status_code == step.status, (step.name, answer.text)
            _write(found.setdefault(step.door, {}), step, answer)
    return found


def _write(door: dict[str, Any], step: Step, answer: Response) -> None:
    # a body that cannot be read is no example of what to send
    if step.body is not None and not isinstance(step.body, bytes) and step.status != 415:
        sent = door.setdefault("bodies", {}).setdefault(step.content_type, {})
        if step.status < 300:
            sent[step.name] = {"summary": step.summary, "value": step.body}
    if step.status < 300 and step.parameters:
        door.setdefault("parameters", {}).update(step.parameters)
    if answer.headers["content-type"] not in {"application/octet-stream", "application/zip", "image/jpeg"}:
        value = answer.json() if "json" in answer.headers["content-type"] else answer.text
        told = door.setdefault("answers", {}).setdefault(str(step.status), {})
        told[step.name] = {"summary": step.summary, "value": value}
