"""The portal's client of what customers hold: downloads, license keys and links, which subscriptions owns."""

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.entitlements import Entitlement, FileLink
from foyer_portal_bff.gateways.models.tolerant import PageOf


class EntitlementsClient:
    """Reads and commands of one customer's entitlements."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def list_page(
        self,
        caller: Caller,
        *,
        subscription_id: str | None = None,
        order_id: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> PageOf[Entitlement]:
        """Those of a subscription or an order, or all; the newest first."""
        named = {"subscription_id": subscription_id, "order_id": order_id, "cursor": cursor}
        params = {"limit": limit} | {name: value for name, value in named.items() if value is not None}
        answer = await self._service.get("/customer/entitlements", caller=caller, params=params)
        return PageOf[Entitlement].model_validate(answer)

    async def one(self, caller: Caller, entitlement_id: str) -> Entitlement:
        """One of them."""
        answer = await self._service.get(f"/customer/entitlements/{path_id(entitlement_id)}", caller=caller)
        return Entitlement.model_validate(answer)

    async def link(self, caller: Caller, entitlement_id: str) -> FileLink:
        """A link to its file, good for a few minutes."""
        path = f"/customer/entitlements/{path_id(entitlement_id)}/download"
        return FileLink.model_validate(await self._service.post(path, caller=caller))

    async def free_device(
        self, caller: Caller, entitlement_id: str, activation_id: str, *, idempotency_key: str | None = None
    ) -> Entitlement:
        """Let its license key count for one device less."""
        answer = await self._service.delete(
            f"/customer/entitlements/{path_id(entitlement_id)}/activations/{path_id(activation_id)}",
            caller=caller,
            idempotency_key=idempotency_key,
        )
        return Entitlement.model_validate(answer)
