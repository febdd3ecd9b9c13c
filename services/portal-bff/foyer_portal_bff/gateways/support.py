"""The portal's client of support."""

from collections.abc import AsyncIterable, AsyncIterator, Mapping, Sequence
from typing import Any, Literal

import httpx
from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient, refusal_of

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.support import Attachment, SupportPart, Ticket
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.overview import overview


class SupportClient:
    """Reads and commands of one customer's tickets."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def overview(self, caller: Caller) -> SupportPart:
        """Its part of the picture."""
        return SupportPart.model_validate(await overview(self._service, caller))

    async def tickets(self, caller: Caller, *, limit: int = 20, cursor: str | None = None) -> PageOf[Ticket]:
        """The customer's tickets, newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/tickets", caller=caller, params=params)
        return PageOf[Ticket].model_validate(answer)

    async def ticket(self, caller: Caller, ticket_id: str) -> Ticket:
        """One of them, with its replies."""
        return Ticket.model_validate(
            await self._service.get(f"/customer/tickets/{path_id(ticket_id)}", caller=caller)
        )

    async def open_ticket(
        self,
        caller: Caller,
        *,
        subject: str,
        category: str,
        text: str,
        links: Mapping[str, str],
        attachment_ids: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> Ticket:
        """Ask for something; `links` are ids of the customer's, by the names of their fields."""
        answer = await self._service.post(
            "/customer/tickets",
            caller=caller,
            json={"subject": subject, "category": category, "text": text, **links, **_with(attachment_ids)},
            idempotency_key=idempotency_key,
        )
        return Ticket.model_validate(answer)

    async def reply(
        self,
        caller: Caller,
        ticket_id: str,
        *,
        text: str,
        attachment_ids: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> Ticket:
        """Answer on a ticket."""
        answer = await self._service.post(
            f"/customer/tickets/{path_id(ticket_id)}/replies",
            caller=caller,
            json={"text": text, **_with(attachment_ids)},
            idempotency_key=idempotency_key,
        )
        return Ticket.model_validate(answer)

    async def send_file(self, caller: Caller, content: AsyncIterable[bytes], *, name: str) -> Attachment:
        """A file that a question or an answer will name."""
        answer = await self._service.open(
            "POST", "/customer/attachments", caller=caller, content=content, params={"name": name}
        )
        await answer.aread()
        await answer.aclose()
        if not answer.is_success:
            raise refusal_of(answer)
        return Attachment.model_validate_json(answer.content)

    async def take_mail(self, caller: Caller, mail: bytes) -> str:
        """An answer by mail, as it came; what became of it."""

        async def whole() -> AsyncIterator[bytes]:
            yield mail

        answer = await self._service.open(
            "POST",
            "/v1/inbound-mail",
            caller=caller,
            content=whole(),
            headers={"content-type": "message/rfc822"},
        )
        await answer.aread()
        await answer.aclose()
        if not answer.is_success:
            raise refusal_of(answer)
        return str(answer.json()["fate"])

    async def file(self, caller: Caller, ticket_id: str, attachment_id: str) -> httpx.Response:
        """A file that came with a ticket, open to be read and closed."""
        path = f"/customer/tickets/{path_id(ticket_id)}/attachments/{path_id(attachment_id)}"
        return await self._service.open("GET", path, caller=caller)

    async def move(self, caller: Caller, ticket_id: str, move: Literal["close", "reopen"]) -> Ticket:
        """Close or reopen it; doing so twice changes nothing."""
        path = f"/customer/tickets/{path_id(ticket_id)}/{move}"
        return Ticket.model_validate(await self._service.post(path, caller=caller))


def _with(attachment_ids: Sequence[str]) -> dict[str, Any]:
    return {"attachment_ids": list(attachment_ids)} if attachment_ids else {}
