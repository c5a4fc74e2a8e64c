"""Acts decide, and only the door, its batch and other acts may ask them to: what import contracts cannot say."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAY_IMPORT_ACTS = {"ledger/log.py", "ledger/batch.py", "ledger/standing.py"}
SOURCES = sorted(p for top in ("ledger", "projections", "api") for p in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_door_and_its_batch_import_acts(path: Path) -> None:
    acts = [name for name in _imported(path) if any(part.endswith("_acts") for part in name.split("."))]
    may = str(path.relative_to(ROOT)) in MAY_IMPORT_ACTS or path.stem.endswith("_acts")
    assert not acts or may, acts


def _imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names
