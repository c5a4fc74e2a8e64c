"""Whatever a door that keeps its past answered while the log held no more, it answers later as of that instant.

The answers of the moment are the recomputation: they were given by a ledger that held only the facts known then.
Facts come late, are corrected, withdrawn and confirmed; settings change; the clock goes on by seconds or by weeks.
"""

from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.clock import SimulatedClock
from ledger.errors import BihuanError
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.store.catalogue_entries import CatalogueEntries
from projections import rebuilding
from projections.catalogue import VIEWS
from projections.runner import Runner
from tests.api.least_statements import TERMS
from tests.api.test_in_force import ENTRIES, SHA
from tests.doors import Caller
from tests.ledger.test_standing import bureau
from tests.manifests import THERE, of_manifest
from tests.properties.trade_histories import EVERYBODY, HALL, Step, drums_of, histories, tell, trips_of
from tests.properties.wire_data import ON_A_STORE
from tests.specification import BAY, BUREAU, OPERATOR, PLANT, SITE, Scenario, organisation, said, uscc

ADMINISTRATOR = uscc("11310000MB0D0D0D0")
HISTORIES, INSTANTS = 10, 5
NOW_ONLY = {"containers", "manifests"}
"""Of a dossier what a register of the present alone tells."""
OF_THE_LOG = {"known_by", "position"}
"""Of a history how it was cut, and how far the log goes."""

WAITS = st.sampled_from([timedelta(seconds=1), timedelta(hours=5), timedelta(days=2), timedelta(days=20)])
ASIDE = st.sampled_from(["counted", "decided", "suspended", "set", "published", "loaded", "bound", "declared"])
Meanwhile = tuple[timedelta, str | None, int]
"""How long it takes until the next step, what else is said before it, and a number for that."""
meanwhile = st.tuples(WAITS, st.none() | ASIDE, st.integers(0, 30))


def test_an_answer_as_of_an_instant_is_the_one_that_was_given_then(
    client: TestClient, ledger: Ledger, scenario: Scenario, clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY, bureau(), organisation(ADMINISTRATOR, "administrator"))
    CatalogueEntries(ledger.recorder.engine).put(SHA, ENTRIES)
    monkeypatch.setattr(rebuilding, "STRETCH", 23)
    asker, rounds = Caller.of(client, ADMINISTRATOR), count()
    given_then: dict[str, list[tuple[str, Any]]] = {}

    @settings(ON_A_STORE, max_examples=HISTORIES)
    @given(histories(least=12), st.lists(meanwhile, min_size=22, max_size=22), st.data())
    def was_given_then(steps: list[Step], between: list[Meanwhile], data: st.DataObject) -> None:
        name = str(next(rounds))
        asked = data.draw(
            st.sets(st.integers(0, len(steps)), min_size=min(INSTANTS, len(steps) + 1), max_size=INSTANTS)
        )

        def before(n: int) -> None:
            wait, aside, number = between[n % len(between)]
            clock.set(clock.now() + wait)
            if n in asked:
                paths = doors(name, data.draw(st.integers(0, 3)))
                given_then[clock.now().isoformat()] = list(zip(paths, answers(asker, paths), strict=True))
            clock.set(clock.now() + timedelta(seconds=1))
            if aside is not None:
                with suppress(BihuanError):  # acts can be refused
                    scenario.when(_aside(aside, name, number))

        tell(scenario, name, steps, before)
        before(len(steps))

    was_given_then()
    clock.set(clock.now() + timedelta(days=30))
    assert [told for instant in given_then for told in otherwise(asker, instant, given_then[instant])] == []
    Runner(ledger, VIEWS).rebuild_all([view.NAME for view in VIEWS])
    assert [told for instant in [*given_then][::9] for told in otherwise(asker, instant, given_then[instant])] == []
    assert len(given_then) >= 50


def doors(name: str, pick: int) -> list[str]:
    """What is asked: every door that keeps its past, of a few subjects of a history."""
    one, trip, odd = drums_of(name)[pick], trips_of(name)[pick % 2], pick % 2
    status = ("", "&status=overdue", "&status=open", "&status=broken")[pick]
    of_both = [
        f"/v1/loops?limit=500{status}",
        f"/v1/statistics/closed-loop?by={('month', 'organisation', 'division', 'stream')[pick]}",
        f"/v1/anomalies?limit=500&{('status=cleared', 'severity=notice', 'division=310117', '')[pick]}",
        f"/v1/subjects/{one}?",
        f"/v1/subjects/{one if odd else trip}/history?",
    ]
    balance = "/v1/mass-balance?waste_code=900-402-06&from=2026-11-01&to=2026-11-30"
    some = [
        "/v1/settings?",
        f"/v1/storage?limit=500&facility={BAY}",
        f"/v1/organisations/{PLANT}/dossier?",
        f"{balance}&establishment={SITE}",
    ]
    others = [
        "/v1/statistics/anomalies?",
        f"/v1/subjects/{trip}?",
        f"/v1/storage?limit=500&facility={HALL}",
        f"{balance}&establishment={THERE}",
        f"/v1/subjects/{one}/lineage?direction={('up', 'down')[pick // 2]}",
    ]
    return of_both + (others if odd else some)


def answers(asker: Caller, paths: list[str]) -> list[Any]:
    """The answers, without what only the present knows; of what is not to be seen, that it is not."""
    return [_bare(path, each) for path, each in zip(paths, asker.get_all(paths), strict=True)]


def _bare(path: str, answer: Response) -> Any:
    """A history of nothing, which is told where something came later, is none."""
    told, history = answer.json(), "/history" in path
    if answer.status_code != 200 or (history and not told["events"] and not told["effects"]):
        return 404
    return {name: part for name, part in told.items() if name not in (OF_THE_LOG if history else NOW_ONLY)}


def otherwise(asker: Caller, instant: str, known: list[tuple[str, Any]]) -> list[tuple[str, Any, Any]]:
    """The same questions, asked now about an instant: which are answered otherwise, with both answers."""
    cut = [f"{path}&{'known_by' if '/history' in path else 'as_of'}={quote(instant)}" for path, _ in known]
    found = zip(cut, [then for _, then in known], answers(asker, cut), strict=True)
    return [each for path, then, now in found if then != now for each in _apart(path, then, now)]


def _apart(path: str, then: Any, now: Any) -> list[tuple[str, Any, Any]]:
    """The members in which two answers differ, or both whole."""
    if not isinstance(then, dict) or not isinstance(now, dict):
        return [(path, then, now)]
    names = then.keys() | now.keys()
    return [(f"{path} {name}", then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name)]


def _aside(what: str, name: str, number: int) -> Posting:
    """Something that is no drum's and no trip's step, and that answers hang on all the same."""
    licence, at = f"licence:L-{name}", "2026-11-24T11:00:00+08:00"
    told: dict[str, tuple[str, str, dict[str, Any], str]] = {
        "counted": ("storage.counted", BAY, {"containers": drums_of(name)[: number % 5]}, PLANT),
        "decided": ("licence.granted", licence, TERMS, BUREAU),
        "suspended": ("licence.suspended", licence, {"establishment": SITE}, BUREAU),
        "set": (
            "threshold.set",
            ("rule:manifest_not_arrived", "rule:container_lost")[number % 2],
            {
                "parameter": ("hours_by_road", "hours_of_a_move")[number % 2],
                "value": number * 10,
                "valid_from": f"2026-11-{1 + number % 28:02d}",
            },
            OPERATOR,
        ),
        "published": (
            "calendar.published",
            f"calendar:{2026 + number % 2}",
            {"exceptions": [{"day": f"{2026 + number % 2}-12-0{1 + number % 7}", "kind": "off"}], "notice": "示例"},
            OPERATOR,
        ),
        "loaded": (
            "catalogue.loaded",
            f"catalogue:202{number % 10}",
            {"sha256": SHA, "rows": len(ENTRIES)},
            OPERATOR,
        ),
        "declared": (
            "declaration.submitted",
            f"declaration:{SITE.partition(':')[2]}.2026-{('11', 'Q4')[number % 2]}",
            {"rows": []},
            PLANT,
        ),
    }
    if what == "bound":
        official = f"manifest:2026310199{int(name):03d}{number % 2}"
        return of_manifest("number_bound", PLANT, {"official": official}, trips_of(name)[number // 2 % 2], at=at)
    fact_type, subject, data, by = told[what]
    return said(fact_type, subject, data, by=by, at=at)
