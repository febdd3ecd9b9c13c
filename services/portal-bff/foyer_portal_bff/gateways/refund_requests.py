"""The portal's client of refund requests, which support has."""

from typing import Any

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.refund_requests import Refundable, RefundRequest
from foyer_portal_bff.gateways.models.tolerant import PageOf


class RefundRequestsClient:
    """Reads and commands of one customer's refund requests."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def refundable(self, caller: Caller, invoice_id: str) -> Refundable:
        """What of an invoice can still be asked back."""
        path = f"/customer/invoices/{path_id(invoice_id)}/refundable"
        return Refundable.model_validate(await self._service.get(path, caller=caller))

    async def ask(
        self, caller: Caller, invoice_id: str, body: dict[str, Any], *, idempotency_key: str | None = None
    ) -> RefundRequest:
        """Ask for the money of an invoice, or a part of it."""
        answer = await self._service.post(
            f"/customer/invoices/{path_id(invoice_id)}/refund-requests",
            caller=caller,
            json=body,
            idempotency_key=idempotency_key,
        )
        return RefundRequest.model_validate(answer)

    async def page(
        self, caller: Caller, *, invoice_id: str | None, limit: int, cursor: str | None
    ) -> PageOf[RefundRequest]:
        """The newest first; of one invoice when named."""
        named = {"invoice_id": invoice_id, "cursor": cursor}
        params = {"limit": limit} | {name: value for name, value in named.items() if value}
        answer = await self._service.get("/customer/refund-requests", caller=caller, params=params)
        return PageOf[RefundRequest].model_validate(answer)

    async def one(self, caller: Caller, request_id: str) -> RefundRequest:
        """One of them."""
        path = f"/customer/refund-requests/{path_id(request_id)}"
        return RefundRequest.model_validate(await self._service.get(path, caller=caller))

    async def withdraw(
        self, caller: Caller, request_id: str, *, idempotency_key: str | None = None
    ) -> RefundRequest:
        """Take it back."""
        answer = await self._service.post(
            f"/customer/refund-requests/{path_id(request_id)}/withdraw",
            caller=caller,
            idempotency_key=idempotency_key,
        )
        return RefundRequest.model_validate(answer)
