"""The documents say what the code does: generated pages are current, tables are complete, links lead somewhere.

`python -m tests.house.test_docs` writes the generated pages again.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from fnmatch import fnmatch
from pathlib import Path

import pytest

from api import permissions
from api.problems import STATUS
from api.refusals import page as errors_page
from api.refusals.table import SECTIONS, TEXTS
from api.refusals.text import places
from api.settings import PREFIX, Settings
from ledger import errors
from ledger.schema import KEYWORDS
from ledger.subjects import problem_with
from tests.house import event_types_page, hj1259_page, rules_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GENERATED = {
    "permissions.md": permissions.table,
    "event-types.md": event_types_page.page,
    "errors.md": errors_page.page,
    "hj1259.md": hj1259_page.page,
    "rules.md": rules_page.page,
}
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$", re.M | re.S)


def tracked() -> Iterator[Path]:
    """Every file of the project, as .gitignore leaves it; works without git too."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()]

    def kept(path: Path) -> bool:
        return path.name != ".git" and not any(fnmatch(path.name, pattern) for pattern in ignored)

    def under(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if kept(path):
                yield from under(path) if path.is_dir() else [path]

    return under(ROOT)


def text_of(path: Path) -> str:
    """The text of a file; nothing for a picture or a font."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8")


def rows(page: str, columns: int) -> Iterator[list[str]]:
    """The rows of a page's tables of so many columns, without heads and rules."""
    for line in (DOCS / page).read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == columns and not set(cells[0]) <= {"-", ":"}:
            yield cells


@pytest.mark.parametrize("page", GENERATED)
def test_a_generated_page_is_what_is_generated_now(page: str) -> None:
    assert (DOCS / page).read_text() == GENERATED[page](), "run: python -m tests.house.test_docs"


def test_every_setting_is_documented_with_its_default_and_no_other_is() -> None:
    documented = {name.strip("`"): default.strip("`") for name, default, _ in rows("settings.md", 3)}
    in_code = {PREFIX + f.name.upper(): str(f.default) if f.default is not None else "none" for f in fields(Settings)}
    elsewhere = {
        name
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "api")
        for name in re.findall(rf'"({PREFIX}[A-Z_]+)"', text_of(path))
    }
    in_code |= dict.fromkeys(elsewhere - in_code.keys(), "none")
    documented.pop("setting")
    assert documented == in_code


def codes_in_code() -> Iterator[tuple[str, str | None]]:
    """Each stable code and, where the place says so, the status that it is answered with."""
    yield from ((keyword.code, "422") for keyword in KEYWORDS.values())
    tree = ast.parse((ROOT / "ledger/subjects.py").read_text())
    judge = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == problem_with.__name__)
    for node in ast.walk(judge):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value is not None:
            yield str(node.value.value), "422"
    for path in tracked():
        if path.suffix == ".py" and not path.is_relative_to(ROOT / "tests"):
            yield from _codes_of_calls(ast.parse(text_of(path)))


def _codes_of_calls(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Finding" | "WireError"), args=[ast.Constant(value=str(code)), *_]):
                yield code, None
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=kind), attr="because"),
                args=[ast.Constant(value=str(code)), *_],
            ):
                yield code, str(STATUS[getattr(errors, kind)])


def test_every_code_that_is_raised_has_its_texts_and_no_other_has() -> None:
    assert sum(len(section.texts) for section in SECTIONS) == len(TEXTS), "a code stands in two sections"
    assert set(TEXTS) == {code for code, _ in codes_in_code()}


def test_every_code_says_the_status_that_it_is_answered_with() -> None:
    wrong = {(code, status) for code, status in codes_in_code() if status and int(status) not in TEXTS[code].statuses}
    assert not wrong


@pytest.mark.parametrize("code", TEXTS)
def test_every_code_is_said_in_chinese_and_in_english_with_the_same_values(code: str) -> None:
    text = TEXTS[code]
    assert text.statuses
    for zh, en in (text.title, text.then, *text.details):
        assert re.search(r"[\u4e00-\u9fff]", zh), zh
        assert en.isascii() or "统一社会信用代码" in en or "…" in en, en
        assert "|" not in zh + en, "it would break its table"
    for zh, en in text.details:
        assert places(zh) - {"zh"} == places(en) - {"en"}


@pytest.mark.parametrize("page", [p.relative_to(ROOT) for p in tracked() if p.suffix == ".md"], ids=str)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(CODE.sub("", text_of(ROOT / page))) if not _leads(ROOT / page, link)]
    assert not dead


def _leads(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_each_decision_is_named_in_the_map_of_the_house() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [d.name for d in sorted((DOCS / "decisions").glob("*.md")) if f"decisions/{d.name}" not in readme] == []


def test_every_dependency_has_its_reason_and_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [
        *project["project"]["dependencies"],
        *(each for extra in project["project"]["optional-dependencies"].values() for each in extra),
        *project["dependency-groups"]["dev"],
    ]
    names = {match.group() for each in declared if (match := re.match(r"[A-Za-z0-9-]+", each))}
    from_npm = json.loads((ROOT / "package.json").read_text())
    names |= from_npm["dependencies"].keys() | from_npm["devDependencies"].keys()
    explained = {name.strip("`") for name, _, _ in rows("decisions/0002-dependencies.md", 3)} - {"package"}
    assert explained == names


# split so that this file does not find itself
FORBIDDEN = [
    r"/(?:home|root|Users)" + "/",
    r"(?<![\w./-])/(?:mnt|workspace)" + "/",
    r"(?<![\w./-])/work" + r"/(?!drum|manifest|ledger|loops|corrections)",  # pages of ours
    r"pypi" + r"\.org",
    r"python" + r"hosted\.org",
    r"registry\.npm" + r"js\.org",
]


def test_no_file_names_a_machine_or_the_host_of_a_registry() -> None:
    pattern = re.compile("|".join(FORBIDDEN))
    found = {str(p.relative_to(ROOT)): pattern.findall(text_of(p))[:3] for p in tracked()}
    assert {path: hits for path, hits in found.items() if hits} == {}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md", "CHANGELOG.md", "docs/operating.md"])
def test_every_make_command_that_is_told_of_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    told = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / page).read_text(), re.M))
    assert told <= targets
    if page.startswith("README"):
        assert told >= {"run", "test"}


if __name__ == "__main__":
    for name, generate in GENERATED.items():
        (DOCS / name).write_text(generate())
