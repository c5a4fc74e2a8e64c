"""`python -m api.typeface.laid node_modules`: lays the typeface as npm brought it where the server looks for it."""

import re
import shutil
import sys
from pathlib import Path
from typing import Final

from api.typeface import FACES, FOLDER, WEIGHTS

WEB: Final = "@fontsource-variable/noto-sans-sc"
PAPER: Final = "@expo-google-fonts/noto-sans-sc"
OF_WEIGHT: Final = {"regular": "400Regular/NotoSansSC_400Regular.ttf", "bold": "700Bold/NotoSansSC_700Bold.ttf"}


def lay(packages: Path) -> int:
    """Copy what is used, with its licence; gives the number of files."""
    FOLDER.mkdir(exist_ok=True)
    faces = (packages / WEB / "index.css").read_text()
    (FOLDER / FACES).write_text(re.sub(r"url\(\./files/", "url(", faces))
    slices = sorted((packages / WEB / "files").glob("*-wght-normal.woff2"))
    for path in slices:
        shutil.copyfile(path, FOLDER / path.name)
    for weight, name in OF_WEIGHT.items():
        shutil.copyfile(packages / PAPER / name, FOLDER / WEIGHTS[weight])
    shutil.copyfile(packages / WEB / "LICENSE", FOLDER / "OFL.txt")
    return len(slices) + len(OF_WEIGHT) + 2


if __name__ == "__main__":
    lay(Path(sys.argv[1]))
