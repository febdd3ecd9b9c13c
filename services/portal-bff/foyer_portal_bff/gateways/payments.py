"""The portal's client of payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.payments import (
    Mandate,
    MethodKind,
    MethodKinds,
    OwnPaymentMethod,
    Payment,
    PaymentMethod,
    PaymentSetup,
    PaymentsPart,
)
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.overview import overview

HERE = "{id}"
"""In a path that the customer comes back to: the id of what is begun, which nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Pay:
    """What a customer wants to pay, and how: with a method that is there, or a new one. An amount is in minor
    units, None for all that is open.
    """

    invoices: Sequence[tuple[str, int | None]]
    return_path: str
    language: str
    payment_method_id: str | None = None
    kind: str | None = None
    save: bool = False


class PaymentsClient:
    """One customer's ways to pay, and payments."""

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

    async def method(self, caller: Caller, method_id: str) -> OwnPaymentMethod:
        """One of them, and what would happen if it were removed."""
        path = f"/customer/payment-methods/{path_id(method_id)}"
        return OwnPaymentMethod.model_validate(await self._service.get(path, caller=caller))

    async def remove(self, caller: Caller, method_id: str) -> PaymentMethod:
        """It is not used any more."""
        path = f"/customer/payment-methods/{path_id(method_id)}"
        return PaymentMethod.model_validate(await self._service.delete(path, caller=caller))

    async def use_from_now_on(
        self, caller: Caller, method_id: str, subscription_id: str | None, *, idempotency_key: str | None
    ) -> PaymentMethod:
        """Used from now on for one subscription, or for all that is charged."""
        path = f"/customer/payment-methods/{path_id(method_id)}/default"
        used_for = {"subscription_id": subscription_id}
        answer = await self._service.put(path, caller=caller, json=used_for, idempotency_key=idempotency_key)
        return PaymentMethod.model_validate(answer)

    async def mandates(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Mandate]:
        """The customer's SEPA mandates."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/mandates", caller=caller, params=params)
        return PageOf[Mandate].model_validate(answer)

    async def kinds_to_add(self, caller: Caller) -> tuple[MethodKind, ...]:
        """What the provider's page offers to add."""
        answer = await self._service.get("/customer/method-kinds", caller=caller)
        return MethodKinds.model_validate(answer).data

    async def set_up(
        self,
        caller: Caller,
        *,
        return_path: str,
        language: str,
        idempotency_key: str | None,
        amends: str | None = None,
        replaces: str | None = None,
    ) -> PaymentSetup:
        """Begin to add a method, in the place of another one if told, or another account for a direct debit,
        on the provider's page.
        """
        about = {"amends": amends, "replaces": replaces}
        asked = {"return_path": return_path, "language": language} | {
            key: named for key, named in about.items() if named
        }
        answer = await self._service.post(
            "/customer/payment-setups", caller=caller, json=asked, idempotency_key=idempotency_key
        )
        return PaymentSetup.model_validate(answer)

    async def look_at_setup(self, caller: Caller, setup_id: str) -> PaymentSetup:
        """How far it is at the provider."""
        path = f"/customer/payment-setups/{path_id(setup_id)}/look"
        return PaymentSetup.model_validate(await self._service.post(path, caller=caller))

    async def pay(self, caller: Caller, asked: Pay, *, idempotency_key: str | None) -> Payment:
        """Begin to pay; the provider may want something of the customer."""
        body: dict[str, Any] = {
            "invoices": [{"invoice_id": invoice, "amount": amount} for invoice, amount in asked.invoices],
            "payment_method_id": asked.payment_method_id,
            "kind": asked.kind,
            "save": asked.save,
            "return_path": asked.return_path,
            "language": asked.language,
        }
        answer = await self._service.post(
            "/customer/payments", caller=caller, json=body, idempotency_key=idempotency_key
        )
        return Payment.model_validate(answer)

    async def payments(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Payment]:
        """The customer's payments, the newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/payments", caller=caller, params=params)
        return PageOf[Payment].model_validate(answer)

    async def payment(self, caller: Caller, payment_id: str) -> Payment:
        """One of them, as far as is known here."""
        path = f"/customer/payments/{path_id(payment_id)}"
        return Payment.model_validate(await self._service.get(path, caller=caller))

    async def look_at_payment(self, caller: Caller, payment_id: str) -> Payment:
        """The same, after another look at the provider."""
        path = f"/customer/payments/{path_id(payment_id)}/look"
        return Payment.model_validate(await self._service.post(path, caller=caller))
