"""A service's part of the picture, as it answers."""

from typing import Any

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

PATIENCE = 2.0
"""Seconds that a page waits for a service before it shows what was known."""


async def overview(service: ServiceClient, caller: Caller) -> dict[str, Any]:
    """Raises what the client raises; ServiceAway after PATIENCE, and at once while the service hangs."""
    return await service.get("/customer/overview", caller=caller, within=PATIENCE)
