"""The verifier that is given away stands alone, and the document says which file it is."""

import ast
import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERIFIER = ROOT / "api" / "standalone" / "verify_bundle.py"


def test_the_document_names_the_verifier_by_its_hash() -> None:
    named = (ROOT / "docs" / "evidence-bundle.md").read_text()
    assert hashlib.sha256(VERIFIER.read_bytes()).hexdigest() in named, (
        "write its SHA-256 into docs/evidence-bundle.md"
    )


def test_it_imports_pythons_own_library_and_cryptography_alone() -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(VERIFIER.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert imported - sys.stdlib_module_names == {"cryptography"}
