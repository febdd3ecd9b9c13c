"""Our own files: kept for ever under an address that changes with them, light, and free of other sites."""

import re
from typing import Any

from foyer_portal_bff.pages.static_files import FOLDER, read_static_files
from foyer_portal_bff.views.brand import brand_colours, colour, contrast

LIMIT = 100_000
"""Bytes over the wire of a first view, without the font."""


async def test_a_file_is_kept_for_ever(visitor_browser: Any) -> None:
    files = read_static_files()
    answer = await visitor_browser.client.get(files.address("css/base.css"))
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    answer = await visitor_browser.client.get("/static/0/css/base.css")
    assert answer.headers["cache-control"] == "no-cache"


async def test_nothing_else_is_served(visitor_browser: Any) -> None:
    version = read_static_files().version
    for path in ("vendor/htmx/LICENSE", "../pages/home.py", "%2e%2e/pages/home.py", "nothing.css"):
        assert (await visitor_browser.client.get(f"/static/{version}/{path}")).status_code == 404


async def test_the_first_view_is_light(browser: Any, full: Any) -> None:
    answer = await browser.client.get("/")
    weight = len(answer.content)
    for address in set(re.findall(r'(?:src|href)="(/(?:static|brand)[^"]+)"', answer.text)):
        found = await browser.client.get(address.replace("&amp;", "&"))
        assert found.status_code == 200
        weight += int(found.headers["content-length"])
    assert weight < LIMIT


def test_stylesheets_load_nothing_from_elsewhere() -> None:
    for path in FOLDER.rglob("*.css"):
        addresses = re.findall(r"url\(([^)]*)\)", path.read_text())
        assert all(address.startswith('"../vendor/') for address in addresses)


async def test_a_business_has_its_colour(visitor_browser: Any) -> None:
    answer = await visitor_browser.client.get("/brand.css?accent=0b5fff")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "--brand:#0b5fff;" in answer.text
    answer = await visitor_browser.client.get("/brand.css", params={"accent": "red}body{display:none"})
    assert "--brand:#4f46e5;" in answer.text


def test_every_colour_becomes_readable() -> None:
    for accent in ("ffff00", "ffffff", "000000", "0b5fff", "808080", "00ff7f", "a1260d"):
        colours = brand_colours(accent)
        light, dark = colour(colours.light[1:]), colour(colours.dark[1:])
        brand, on_brand = colour(colours.brand[1:]), colour(colours.on_brand[1:])
        assert contrast(light, (255, 255, 255)) >= 4.5
        assert contrast(dark, (29, 31, 36)) >= 4.5
        assert contrast(brand, on_brand) >= 4.5
