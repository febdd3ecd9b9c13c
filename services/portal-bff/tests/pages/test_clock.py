"""A sandbox whose clock was moved says so on every page, and pages go by it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from foyer_portal_bff.storage.rows import BusinessRow
from foyer_shared.storage.database import Database
from sqlalchemy import update

THERE = "Simulated time: 2 January 2027 at 15:00"


@pytest_asyncio.fixture
async def moved(database: Database, northwind: Any) -> AsyncIterator[None]:
    """Northwind's clock is 41 days ahead."""
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(clock_offset=41 * 86_400))
    yield


@pytest.mark.parametrize("path", ["/", "/subscriptions", "/invoices/inv_12", "/settings", "/nowhere"])
async def test_every_page_says_the_time_there(browser: Any, full: Any, moved: None, path: str) -> None:
    page = await browser.get(path, status=404 if path == "/nowhere" else 200)
    assert THERE in page.text()


async def test_a_visitor_reads_it_too_and_in_dutch(visitor_browser: Any, moved: None) -> None:
    page = await visitor_browser.get("/sign-in", headers={"accept-language": "nl"})
    assert "Gesimuleerde tijd: 2 januari 2027 om 15:00" in page.text()


async def test_an_open_page_hears_of_it(browser: Any, full: Any, moved: None) -> None:
    part = await browser.client.get("/", headers={"hx-request": "true", "hx-target": "live"})
    assert THERE in part.text


async def test_a_real_clock_is_not_mentioned(browser: Any, full: Any) -> None:
    assert "Simulated" not in (await browser.get("/")).text()
