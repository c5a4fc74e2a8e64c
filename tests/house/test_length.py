"""Files are short: each tells one thing's whole story."""

from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
LENGTHS = {
    str(path.relative_to(ROOT)): lines
    for package in ("ledger", "projections", "api")
    for path in sorted((ROOT / package).rglob("*.py"))
    if (lines := len(path.read_text(encoding="utf-8").splitlines()))
}


def test_no_file_is_longer_than_300_lines() -> None:
    assert {path: lines for path, lines in LENGTHS.items() if lines > 300} == {}


def test_half_of_all_files_are_shorter_than_90_lines() -> None:
    assert median(LENGTHS.values()) < 90
