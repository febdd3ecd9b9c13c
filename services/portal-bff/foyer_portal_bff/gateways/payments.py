"""The portal's client of payments."""

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.gateways.models.payments import Mandate, PaymentMethod, PaymentsPart
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.overview import overview


class PaymentsClient:
    """Reads of one customer's ways to pay."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def overview(self, caller: Caller) -> PaymentsPart:
        """Its part of the picture."""
        return PaymentsPart.model_validate(await overview(self._service, caller))

    async def methods(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[PaymentMethod]:
        """The customer's payment methods."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/payment-methods", caller=caller, params=params)
        return PageOf[PaymentMethod].model_validate(answer)

    async def mandates(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Mandate]:
        """The customer's SEPA mandates."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/mandates", caller=caller, params=params)
        return PageOf[Mandate].model_validate(answer)
