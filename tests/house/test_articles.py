"""An act is refused by a law: wherever one is called unlawful, the article of its day is cited."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

LEDGER = Path(__file__).parents[2] / "ledger"


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """Each place where an act is called unlawful."""
    for path in sorted(LEDGER.rglob("*_acts.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UnlawfulActError":
                yield f"{path.relative_to(LEDGER)}:{node.lineno}", node


REFUSALS = list(refusals())


@pytest.mark.parametrize("refusal", [call for _, call in REFUSALS], ids=[where for where, _ in REFUSALS])
def test_who_calls_an_act_unlawful_cites_the_article(refusal: ast.Call) -> None:
    findings = [each for each in ast.walk(refusal) if isinstance(each, ast.Call) and each is not refusal]
    assert any(keyword.arg == "article" for call in findings for keyword in call.keywords)


def test_there_are_such_places() -> None:
    assert len(REFUSALS) > 10
