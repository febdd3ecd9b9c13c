"""What is wrong with a page for somebody who sees, hears or points otherwise: axe, and what does not fit."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.e2e.system import DESKTOP, PHONE

ZOOMED = ViewportSize(width=320, height=640)
"""A desktop of 1280 pixels at 400 % (WCAG 2.2, 1.4.10 Reflow)."""

_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_AXE = Axe()
_RULES = {
    "resultTypes": ["violations"],
    # Off by default: targets of 24 pixels (WCAG 2.2, 2.5.8).
    "rules": {"target-size": {"enabled": True}},
}


def wrong_with(page: Page, state: str) -> Iterator[str]:
    """Everything that is wrong with the page as it stands, in light and dark, on a desktop and a phone.

    The schemes differ in their colours alone, which are the same at each size: so one size is looked at in
    light and the other in dark, by turns from state to state.
    """
    before = page.viewport_size
    page.evaluate(_AXE.axe_script)
    schemes = _SCHEMES if crc32(state.encode()) % 2 else _SCHEMES[::-1]
    for size, scheme in zip((DESKTOP, PHONE), schemes, strict=True):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        look = f"{state}, {size['width']} px, {scheme}"
        yield from _found_by_axe(page, look)
        yield from _too_wide(page, look)
        _keep_pictures(page, f"{state}, {size['width']} px")
    page.set_viewport_size(ZOOMED)
    yield from _too_wide(page, f"{state}, at 400 %")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before or DESKTOP)


def _found_by_axe(page: Page, look: str) -> Iterator[str]:
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", _RULES)
    for violation in found:
        for node in violation["nodes"]:
            yield f"{look}: {violation['id']}: {node['html']}"


def _too_wide(page: Page, look: str) -> Iterator[str]:
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield f"{look}: wider than the screen"


def _keep_pictures(page: Page, look: str) -> None:
    """For a person to look at, in the folder FOYER_SCREENSHOTS."""
    if folder := os.environ.get("FOYER_SCREENSHOTS"):
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(folder) / f"{look.replace('/', ' ')}, {scheme}.png", full_page=True)
