"""`python -m api.qr_reader.laid node_modules`: lays the reader of QR codes where the server looks for it."""

import sys
from pathlib import Path
from typing import Final

from api.qr_reader import FOLDER, NAMES

PACKAGE: Final = "qr"


def lay(packages: Path) -> None:
    """Write each module under its name here, its licence before it, as a browser gets nothing else of it."""
    FOLDER.mkdir(exist_ok=True)
    licence = (packages / PACKAGE / "LICENSE-MIT").read_text(encoding="utf-8").strip()
    for name, ours in NAMES.items():
        script = (packages / PACKAGE / name).read_text(encoding="utf-8")
        for each, here in NAMES.items():
            script = script.replace(f"'./{each}'", f"'./{here}'")
        (FOLDER / ours).write_text(f"/*!\n{licence}\n*/\n{script}", encoding="utf-8")


if __name__ == "__main__":
    lay(Path(sys.argv[1]))
