"""The recipe for a new type, followed word by word in a copy of the project: three files, and it is spoken."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "docs/recipes/add-an-event-type.md").read_text(encoding="utf-8")
NOUN = "ledger/hazardous_waste/container.py"
ITS_TEST = """
from tests.specification import Scenario, drum, generated, said


def test_a_cleaning_is_recorded(scenario: Scenario) -> None:
    scenario.given(generated(drum()), said("container.cleaned", drum(), {"mass_kg": 0.5}))
    (_, cleaned) = scenario.facts(drum())
    assert cleaned.fact.data.mass_g == 500
"""
ROW = "| 清洗 | cleaned | `container.cleaned` | house |"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("api", "docs", "ledger", "projections", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def ask(copy: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False, timeout=300)


def test_the_recipe_names_all_that_a_new_type_needs(copy: Path) -> None:
    (fact,) = re.findall(r"^   ```python\n(.*?)^   ```", RECIPE, flags=re.M | re.S)
    noun = copy / NOUN
    text = noun.read_text(encoding="utf-8")
    place = text.index("    class Withdrawn(")
    noun.write_text(text[:place] + indent(dedent(fact), "    ") + "\n" + text[place:], encoding="utf-8")
    (copy / "tests/ledger/test_cleaning.py").write_text(ITS_TEST, encoding="utf-8")

    told = ask(copy, "tests/house/test_glossary.py")
    assert "container.cleaned" in told.stdout

    glossary = copy / "docs/GLOSSARY.md"
    lines = glossary.read_text(encoding="utf-8").splitlines()
    lines.insert(next(n for n, line in enumerate(lines) if "`container.generated`" in line), ROW)
    glossary.write_text("\n".join(lines) + "\n", encoding="utf-8")

    told = ask(copy, "tests/ledger/test_cleaning.py", "tests/house/test_glossary.py", "tests/house/test_facts.py")
    assert told.returncode == 0, told.stdout[-2_000:]
