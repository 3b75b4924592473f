"""What axe finds on a page, and nothing else of its report: the tens of thousands of things that passed stay there."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = "options => axe.run(options).then(report => report.violations)"


def violations(page: Page, **options: Any) -> list[dict[str, Any]]:
    """Every rule of axe that the page breaks, with the elements that break it."""
    page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, {"resultTypes": ["violations"], **options})
    return found
