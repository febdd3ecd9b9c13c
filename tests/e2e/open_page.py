"""A page that stays open, and the same person's other device, which changes something meanwhile."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from playwright.sync_api import Locator, Page

from tests.e2e.signing_in import ADA, session_of
from tests.e2e.system import Foyer

SOON = 30_000
"""Milliseconds; a page that shows it does so long before."""


@contextmanager
def elsewhere(foyer: Foyer, email: str = ADA) -> Iterator[httpx.Client]:
    """The other device: a program that signs in."""
    with httpx.Client(base_url=foyer.url, timeout=20) as client:
        client.headers["Authorization"] = f"Bearer {session_of(foyer, email)}"
        yield client


def studio_of(client: httpx.Client) -> str:
    """The address of Ada's subscription to Studio."""
    found = client.get("/api/subscriptions").raise_for_status().json()["data"]
    return f"/api/subscriptions/{next(one['id'] for one in found if one['name'] == 'Studio')}"


def ask(client: httpx.Client, words: str) -> str:
    """Open a ticket; its subject begins with the words, and no other has it."""
    subject = f"{words} {secrets.token_hex(4)}"
    asked = {"subject": subject, "category": "question", "text": "Does it show?"}
    client.post("/api/tickets", json=asked).raise_for_status()
    return subject


def line_of(page: Page) -> Locator:
    """Studio on home."""
    section = page.get_by_role("region", name="Active subscriptions")
    return section.get_by_role("listitem").filter(has_text="Studio")


def streams(page: Page) -> None:
    """Load the page again, and wait until it hears: then it has looked once at all that it shows."""
    address = page.url
    page.goto("about:blank")  # What the page before has asked for must not be taken for it.
    with page.expect_response(lambda answer: answer.request.resource_type == "fetch"):
        page.goto(address)
