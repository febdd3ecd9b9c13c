"""The portal's client of notifications."""

from typing import Any

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.gateways.models.notifications import Mail, Message, NotificationsPart
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.overview import overview


class NotificationsClient:
    """Reads of one customer's messages, and the few messages that the portal itself asks for."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def overview(self, caller: Caller) -> NotificationsPart:
        """Its part of the picture."""
        return NotificationsPart.model_validate(await overview(self._service, caller))

    async def messages(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Message]:
        """The customer's messages, newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/messages", caller=caller, params=params)
        return PageOf[Message].model_validate(answer)

    async def send(
        self, caller: Caller, *, message: str, to: str, language: str, values: dict[str, Any], key: str
    ) -> None:
        """Ask for one message of the catalogue now; `key` makes a repeat harmless."""
        await self._service.post(
            "/internal/messages",
            caller=caller,
            json={"message": message, "to": to, "language": language, "values": values},
            idempotency_key=key,
        )

    async def mailbox(self, caller: Caller, *, to: str | None = None, limit: int = 100) -> PageOf[Mail]:
        """The sandbox mailbox, newest first."""
        params = {"limit": limit} | ({"to": to} if to else {})
        answer = await self._service.get("/internal/mailbox", caller=caller, params=params)
        return PageOf[Mail].model_validate(answer)
