"""A browser that checks every page it is given, services with much or nothing to tell, and a fixed moment."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.storage.logins import Logins
from foyer_shared.basics.origin import Scope
from foyer_shared.testing.html import HtmlPage, check_page

ANSWERS = Path(__file__).parent / "answers"
AFTERNOON = datetime(2026, 11, 22, 14, tzinfo=UTC)
"""A Sunday, 15:00 in Amsterdam."""


@dataclass(frozen=True)
class Browser:
    """Somebody's browser at the portal, without JavaScript. It follows no redirects."""

    client: httpx.AsyncClient

    async def get(self, path: str, *, status: int = 200, **options: Any) -> HtmlPage:
        """The page there, checked."""
        return self._page(await self.client.get(path, **options), status)

    async def post(self, path: str, form: dict[str, str], *, status: int) -> HtmlPage:
        """The page that a form is answered with when it was not taken, checked."""
        return self._page(await self.client.post(path, data=form), status)

    async def send(self, path: str, form: dict[str, str]) -> str:
        """Send a form that is taken; returns where it leads."""
        response = await self.client.post(path, data=form)
        assert response.status_code == 303, response.text
        return response.headers["location"]

    def _page(self, response: httpx.Response, status: int) -> HtmlPage:
        assert response.status_code == status, response.text
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert response.headers["cache-control"] == "no-store"
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        return check_page(response.text, nonce=nonce)


@pytest.fixture(autouse=True)
def afternoon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The moment at which pages are read."""
    monkeypatch.setattr("foyer_portal_bff.pages.desk.real_now", lambda: AFTERNOON)
    return AFTERNOON


def fill(services: Any, name: str) -> None:
    """Let the services answer what the file of that name says."""
    for service, routes in json.loads((ANSWERS / f"{name}.json").read_text()).items():
        for route, document in routes.items():
            services.answer(service, route, document)


@pytest.fixture
def full(services: Any) -> Any:
    """Services that know a lot about Ada."""
    fill(services, "full")
    return services


@pytest.fixture
def empty(services: Any) -> Any:
    """Services that know Ada and nothing about her."""
    fill(services, "empty")
    return services


@pytest_asyncio.fixture
async def browser(client_at: Callable[..., httpx.AsyncClient], ada: Customer, token_of: Any) -> Browser:
    """Ada's browser, signed in, in English."""
    client = client_at()
    client.headers["accept-language"] = "en-GB,en;q=0.8"
    client.cookies.set("foyer_session", await token_of())
    return Browser(client)


@pytest_asyncio.fixture
async def visitor_browser(client_at: Callable[..., httpx.AsyncClient], northwind: Business) -> Browser:
    """A visitor's browser, in English."""
    client = client_at()
    client.headers["accept-language"] = "en"
    return Browser(client)


@pytest_asyncio.fixture
async def ada_login(database: Any, ada: Customer) -> str:
    """The id of Ada's login."""
    async with database.session() as session:
        login = await Logins(session).find_by_email(Scope(ada.business_id), ada.email)
    assert login
    return login.id
