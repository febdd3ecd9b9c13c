"""Addresses that outside programs and bookmarks rely on: none vanishes unnoticed."""

import json
from pathlib import Path

from fastapi.routing import APIRoute
from foyer_portal_bff.pages import page_routers

SNAPSHOT = Path(__file__).parent / "routes.json"


def test_no_address_vanishes() -> None:
    """A new address is added to the snapshot by hand; one that is gone needs a redirect and a reason."""
    routes = [route for router in page_routers(sandbox=True) for route in router.routes]
    pages = sorted(
        f"{route.path} {method}"
        for route in routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    )
    assert pages == json.loads(SNAPSHOT.read_text())


def test_the_mailbox_is_a_sandboxs_alone() -> None:
    routes = [route for router in page_routers(sandbox=False) for route in router.routes]
    assert not [route for route in routes if isinstance(route, APIRoute) and "/dev/" in route.path]
