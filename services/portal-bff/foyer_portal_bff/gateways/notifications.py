"""The portal's client of notifications."""

from collections.abc import Mapping
from typing import Any

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.notifications import (
    Announcement,
    Contact,
    ContactLink,
    Contacts,
    InvoiceLink,
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

    async def announcements(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Announcement]:
        """What is announced to the customer now, newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/announcements", caller=caller, params=params)
        return PageOf[Announcement].model_validate(answer)

    async def mark_announcement(
        self, caller: Caller, announcement_id: str, what: str, *, idempotency_key: str | None = None
    ) -> Announcement:
        """`read` or `dismiss` one of them."""
        answer = await self._service.post(
            f"/customer/announcements/{path_id(announcement_id)}/{what}",
            caller=caller,
            idempotency_key=idempotency_key,
        )
        return Announcement.model_validate(answer)

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

    async def contacts(self, caller: Caller) -> Contacts:
        """The customer's contact persons, by name."""
        return Contacts.model_validate(await self._service.get("/customer/contacts", caller=caller))

    async def contact(self, caller: Caller, contact_id: str) -> Contact:
        """One of them."""
        return Contact.model_validate(await self._service.get(_contact(contact_id), caller=caller))

    async def add_contact(
        self, caller: Caller, details: dict[str, Any], *, idempotency_key: str | None = None
    ) -> Contact:
        """Name somebody, who is asked by a link first."""
        answer = await self._service.post(
            "/customer/contacts", caller=caller, json=details, idempotency_key=idempotency_key
        )
        return Contact.model_validate(answer)

    async def change_contact(self, caller: Caller, contact_id: str, details: dict[str, Any]) -> Contact:
        """Other details; a new address is asked by a link first."""
        return Contact.model_validate(
            await self._service.put(_contact(contact_id), caller=caller, json=details)
        )

    async def ask_contact_again(self, caller: Caller, contact_id: str) -> Contact:
        """Mail another link to whoever has not answered."""
        return Contact.model_validate(await self._service.post(f"{_contact(contact_id)}/link", caller=caller))

    async def remove_contact(self, caller: Caller, contact_id: str) -> Contact:
        """Send them no more copies."""
        return Contact.model_validate(await self._service.delete(_contact(contact_id), caller=caller))

    async def contact_link(self, caller: Caller, token: str) -> ContactLink:
        """Whose link this is."""
        answer = await self._service.post("/internal/contact-links", caller=caller, json={"token": token})
        return ContactLink.model_validate(answer)

    async def answer_contact_link(self, caller: Caller, token: str, *, wants_copies: bool) -> ContactLink:
        """What a contact person says, by the link that they were mailed."""
        answer = await self._service.post(
            "/internal/contact-links/answer",
            caller=caller,
            json={"token": token, "wants_copies": wants_copies},
        )
        return ContactLink.model_validate(answer)

    async def invoice_link(self, caller: Caller, token: str) -> InvoiceLink:
        """Which invoice the link of a mail is about."""
        answer = await self._service.post("/internal/invoice-links", caller=caller, json={"token": token})
        return InvoiceLink.model_validate(answer)

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


def _contact(contact_id: str) -> str:
    return f"/customer/contacts/{path_id(contact_id)}"
