"""The portal's client of support."""

from collections.abc import Mapping
from typing import Literal

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.support import SupportPart, Ticket
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
        idempotency_key: str | None = None,
    ) -> Ticket:
        """Ask for something; `links` are ids of the customer's, by the names of their fields."""
        answer = await self._service.post(
            "/customer/tickets",
            caller=caller,
            json={"subject": subject, "category": category, "text": text, **links},
            idempotency_key=idempotency_key,
        )
        return Ticket.model_validate(answer)

    async def reply(
        self, caller: Caller, ticket_id: str, *, text: str, idempotency_key: str | None = None
    ) -> Ticket:
        """Answer on a ticket."""
        answer = await self._service.post(
            f"/customer/tickets/{path_id(ticket_id)}/replies",
            caller=caller,
            json={"text": text},
            idempotency_key=idempotency_key,
        )
        return Ticket.model_validate(answer)

    async def move(self, caller: Caller, ticket_id: str, move: Literal["close", "reopen"]) -> Ticket:
        """Close or reopen it; doing so twice changes nothing."""
        path = f"/customer/tickets/{path_id(ticket_id)}/{move}"
        return Ticket.model_validate(await self._service.post(path, caller=caller))
