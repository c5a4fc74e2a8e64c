"""Files are short: each tells one thing's whole story."""

from pathlib import Path
from statistics import median

from projections.rules.catalogue import RULES

ROOT = Path(__file__).parents[2]
LENGTHS = {
    str(path.relative_to(ROOT)): lines
    for package in ("ledger", "projections", "api")
    for path in sorted((ROOT / package).rglob("*.py"))
    if (lines := len(path.read_text(encoding="utf-8").splitlines()))
}


ONE_FILE_BY_CONTRACT = {"api/standalone/verify_bundle.py"}
"""What is given away must be one file, and is read from top to bottom by people who have nothing else of ours."""


def test_no_file_is_longer_than_300_lines() -> None:
    assert {p: lines for p, lines in LENGTHS.items() if lines > 300 and p not in ONE_FILE_BY_CONTRACT} == {}
    assert all(LENGTHS[path] < 440 for path in ONE_FILE_BY_CONTRACT)


def test_half_of_all_rules_are_shorter_than_60_lines() -> None:
    rules = {rule.module.replace(".", "/") + ".py" for rule in RULES}
    assert median(LENGTHS[path] for path in rules) < 60


def test_half_of_all_files_are_shorter_than_90_lines() -> None:
    assert median(LENGTHS.values()) < 90
