"""axe-core in a page: what people with disabilities could not use."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}


def grave_findings(page: Page) -> list[str]:
    """What axe finds serious or critical in a page as it stands: rule, why, and where."""
    page.evaluate(SOURCE.read_text())
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(told => told.violations)")
    return [
        f"{each['id']}: {each['help']}: {[node['target'] for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in GRAVE
    ]
