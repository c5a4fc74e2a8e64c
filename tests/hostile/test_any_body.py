"""Whatever is posted is recorded or refused: never 500, and a refusal stores nothing."""

import json
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.log import Ledger
from tests.doors import Caller
from tests.specification import BAY, PLANT, SCALE, SITE, drum

# the door and its log live as long as the test: every example must leave them sound for the next
thorough = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

TEXTS = st.text(max_size=12) | st.sampled_from(["\x00", "\ud800", "e\u0301", "\u202e", "\ufeff", "a" * 2000, "😀"])
NUMBERS = (
    st.integers()
    | st.floats()
    | st.sampled_from([2**53, -(2**53), 2**63, 2**64, 10**39, 10**60, 1e300, 5e-324, -0.0, 212.4, 0.0001])
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)

PLACE = {"address": "示范路 1 号", "lon": 121.5, "lat": 31.2}
EVIDENCE = [{"sha256": "0" * 64, "media_type": "image/jpeg", "from": "2026-11-24T08:00:00+08:00"}]
READING = {"gross_kg": 212.4, "tare_kg": 12.4, "scale": SCALE}
WELL_FORMED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "container.generated",
        drum(),
        {
            "establishment": SITE,
            "kind": "drum",
            "waste_code": "900-402-06",
            "mass_kg": 1.5,
            "volume_l": 200,
            "count": 1,
        },
    ),
    ("container.weighed", drum(), READING | {"mass_method": "scale", "evidence": EVIDENCE, "operator": "E1027"}),
    ("container.stored", drum(), {"facility": BAY, "zone": "A", "recorded_offline": True}),
    ("fact.corrected", drum(0), {"position": 2, "data": READING, "reason": "看错", "time": "2026-11-24T08:00:00Z"}),
    ("fact.withdrawn", drum(0), {"position": 2, "reason": "称错"}),
    (
        "establishment.registered",
        SITE,
        {
            "organisation": f"organisation:{PLANT}",
            "name": "东厂",
            "division": "310115",
            "place": PLACE,
            "go_live": "2026-11-01",
            "shifts": [{"from": "08:00", "until": "20:00"}],
        },
    ),
    ("facility.registered", BAY, {"establishment": SITE, "kind": "storage_tank", "capacity_t": 12.5, "zones": ["A"]}),
    ("organisation.changed", f"organisation:{PLANT}", {"name": "厂", "roles": ["generator"], "division": "310115"}),
    ("supervision_class.assigned", SITE, {"class": "key", "year": 2026, "source": "名录"}),
]


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a value, from the outermost in."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [found for key, member in inner for found in places_in(member, (*path, key))]


@st.composite
def nearly_valid(draw: st.DrawFn) -> Any:
    """An event that would be recorded, but for one, two or three members replaced, removed or added."""
    fact_type, subject, data = draw(st.sampled_from(WELL_FORMED))
    event: Any = {
        "specversion": "1.0",
        "id": draw(st.sampled_from(["a", "b", "c"])),
        "source": f"urn:uscc:{PLANT}:test",
        "type": fact_type,
        "subject": subject,
        "time": "2026-11-24T08:00:00+08:00",
        "data": deepcopy(data),
    }
    for _ in range(draw(st.integers(0, 3))):
        *outer, last = draw(st.sampled_from(places_in(event)[1:] or [("data",)]))
        holder = event
        for key in outer:
            holder = holder[key]
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "remove" if len(event) > 1:
                del holder[last]
            case "add" if isinstance(holder, dict):
                holder[draw(TEXTS)] = draw(VALUES)
            case _:
                holder[last] = draw(VALUES)
    return event


def post_and_look(hostile: Caller, ledger: Ledger, body: bytes) -> None:
    before = ledger.head()
    answer = hostile.send(body)
    assert answer.status_code in {200, 201, 400, 403, 409, 422}, (answer.status_code, body[:2000])
    if answer.status_code >= 400:
        assert ledger.head() == before
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"]
    else:
        new = [r for r in answer.json()["receipts"] if not r["duplicate"]]
        assert ledger.head()[0] == before[0] + len(new)
        # what was taken can be read back, in the log and in its case
        for receipt in new:
            assert hostile.get(f"/v1/events/{receipt['position']}").status_code == 200
            assert hostile.get(f"/v1/subjects/{receipt['subject']}/history").status_code == 200


@given(value=VALUES, ascii_only=st.booleans())
@thorough
def test_any_json_is_taken_or_refused(hostile: Caller, ledger: Ledger, value: Any, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    post_and_look(hostile, ledger, text.encode("utf-8", "surrogatepass"))


@given(events=st.lists(nearly_valid(), min_size=1, max_size=3), alone=st.booleans(), ascii_only=st.booleans())
@thorough
def test_almost_an_event_is_taken_or_refused(
    hostile: Caller, ledger: Ledger, events: list[Any], alone: bool, ascii_only: bool
) -> None:
    text = json.dumps(events[0] if alone else events, ensure_ascii=ascii_only)
    post_and_look(hostile, ledger, text.encode("utf-8", "surrogatepass"))


@given(body=st.binary(max_size=200) | st.text('[]{}",:0123456789.eE+-\\untrfals \n', max_size=60).map(str.encode))
@thorough
def test_any_bytes_are_taken_or_refused(hostile: Caller, ledger: Ledger, body: bytes) -> None:
    post_and_look(hostile, ledger, body)
