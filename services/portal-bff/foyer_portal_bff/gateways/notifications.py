"""The portal's client of notifications."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.notifications import (
    Mail,
    Message,
    MessageCopy,
    NotificationsPart,
    Preferences,
    UnsubscribeLink,
)
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
        self, caller: Caller, asked: Mapping[str, str], *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Message]:
        """The customer's messages, newest first; `asked` may hold `category` and `delivery`."""
        params = {"limit": limit, **asked} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/messages", caller=caller, params=params)
        return PageOf[Message].model_validate(answer)

    async def message(self, caller: Caller, message_id: str) -> MessageCopy:
        """The copy of one of them."""
        return MessageCopy.model_validate(
            await self._service.get(f"/customer/messages/{path_id(message_id)}", caller=caller)
        )

    async def preferences(self, caller: Caller) -> Preferences:
        """What the customer wants to be mailed about."""
        return Preferences.model_validate(await self._service.get("/customer/preferences", caller=caller))

    async def switch(
        self, caller: Caller, category: str, *, on: bool, idempotency_key: str | None = None
    ) -> Preferences:
        """Switch one category off, or on again."""
        answer = await self._service.put(
            f"/customer/preferences/{path_id(category)}",
            caller=caller,
            json={"on": on},
            idempotency_key=idempotency_key,
        )
        return Preferences.model_validate(answer)

    async def unsubscribe_link(self, caller: Caller, token: str) -> UnsubscribeLink:
        """Which mails the link of a mail is about."""
        answer = await self._service.post("/internal/unsubscribe/look", caller=caller, json={"token": token})
        return UnsubscribeLink.model_validate(answer)

    async def unsubscribe(self, caller: Caller, token: str, *, on: bool) -> UnsubscribeLink:
        """Use it: off, or on again."""
        answer = await self._service.post(
            "/internal/unsubscribe", caller=caller, json={"token": token, "on": on}
        )
        return UnsubscribeLink.model_validate(answer)

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
