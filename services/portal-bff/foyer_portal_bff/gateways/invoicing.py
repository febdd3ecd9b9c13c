"""The portal's client of invoicing."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import httpx
from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.collection import CollectionCase, PaymentPlan
from foyer_portal_bff.gateways.models.credits import CreditNote, Statement
from foyer_portal_bff.gateways.models.customers import MadeCustomer
from foyer_portal_bff.gateways.models.invoicing import (
    Invoice,
    InvoicingPart,
    Order,
    PastAddress,
    Profile,
)
from foyer_portal_bff.gateways.models.leaving import Closed, Leaving
from foyer_portal_bff.gateways.models.plan_changes import PlanQuoteLine
from foyer_portal_bff.gateways.models.tax_quotes import TaxQuote
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.overview import overview

EVERY: Mapping[str, str] = {}


class InvoicingClient:
    """Reads of one customer's account, orders and invoices, and what lines cost with tax."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def overview(self, caller: Caller) -> InvoicingPart:
        """Its part of the picture."""
        return InvoicingPart.model_validate(await overview(self._service, caller))

    async def profile(self, caller: Caller) -> Profile:
        """The account itself."""
        return Profile.model_validate(await self._service.get("/customer/profile", caller=caller))

    async def change_profile(
        self, caller: Caller, changes: Mapping[str, Any], *, idempotency_key: str | None = None
    ) -> Profile:
        """Change what is named, leave the rest."""
        answer = await self._service.patch(
            "/customer/profile", caller=caller, json=dict(changes), idempotency_key=idempotency_key
        )
        return Profile.model_validate(answer)

    async def change_email(self, caller: Caller, customer_id: str, email: str, *, key: str) -> str:
        """Let the account's mails and documents go to another address, which is proved; `key` makes a repeat
        harmless.
        """
        answer = await self._service.put(
            f"/internal/customers/{path_id(customer_id)}/email",
            caller=caller,
            json={"email": email},
            idempotency_key=key,
        )
        return str(answer["email"])

    async def make_customer(
        self,
        caller: Caller,
        *,
        email: str,
        name: str,
        country: str | None,
        language: str,
        key: str,
    ) -> MadeCustomer:
        """A customer for an address that is proved; `key` makes a repeat harmless."""
        given = {"email": email, "name": name, "country": country, "language": language}
        answer = await self._service.post(
            "/internal/customers", caller=caller, json=given, idempotency_key=key
        )
        return MadeCustomer.model_validate(answer)

    async def closing_blockers(self, caller: Caller) -> Leaving:
        """What is in the way of closing the account, and until when the law keeps its documents."""
        return Leaving.model_validate(await self._service.get("/customer/closing-blockers", caller=caller))

    async def close(self, caller: Caller, customer_id: str, *, key: str) -> Closed:
        """Forget who the customer was; `key` makes a repeat harmless."""
        path = f"/internal/customers/{path_id(customer_id)}/close"
        return Closed.model_validate(await self._service.post(path, caller=caller, idempotency_key=key))

    async def addresses(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[PastAddress]:
        """Which addresses the account has and had, the newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/addresses", caller=caller, params=params)
        return PageOf[PastAddress].model_validate(answer)

    async def invoices(
        self,
        caller: Caller,
        chosen: Mapping[str, str] = EVERY,
        *,
        limit: int = 20,
        cursor: str | None = None,
    ) -> PageOf[Invoice]:
        """The customer's invoices, newest first; `chosen` by the names that invoicing's door gives."""
        params = {**chosen, "limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/invoices", caller=caller, params=params)
        return PageOf[Invoice].model_validate(answer)

    async def invoice(self, caller: Caller, invoice_id: str) -> Invoice:
        """One of them, with its lines and payments."""
        return Invoice.model_validate(
            await self._service.get(f"/customer/invoices/{path_id(invoice_id)}", caller=caller)
        )

    async def paper(self, caller: Caller, invoice_id: str, form: Literal["pdf", "xml"]) -> httpx.Response:
        """Its PDF or its XML, open to be read and closed."""
        path = f"/customer/invoices/{path_id(invoice_id)}/{form}"
        return await self._service.open("GET", path, caller=caller)

    async def receipt(self, caller: Caller, invoice_id: str, payment_id: str) -> httpx.Response:
        """The receipt for one of its payments, open to be read and closed."""
        path = f"/customer/invoices/{path_id(invoice_id)}/payments/{path_id(payment_id)}/receipt"
        return await self._service.open("GET", path, caller=caller)

    async def credit_notes(
        self, caller: Caller, *, invoice_id: str | None = None, limit: int = 20, cursor: str | None = None
    ) -> PageOf[CreditNote]:
        """The customer's credit notes, newest first."""
        asked = {"invoice_id": invoice_id, "limit": limit, "cursor": cursor}
        params = {name: value for name, value in asked.items() if value is not None}
        answer = await self._service.get("/customer/credit-notes", caller=caller, params=params)
        return PageOf[CreditNote].model_validate(answer)

    async def credit_note(self, caller: Caller, note_id: str) -> CreditNote:
        """One of them, with its lines."""
        path = f"/customer/credit-notes/{path_id(note_id)}"
        return CreditNote.model_validate(await self._service.get(path, caller=caller))

    async def credit_note_paper(
        self, caller: Caller, note_id: str, form: Literal["pdf", "xml"]
    ) -> httpx.Response:
        """Its PDF or its XML, open to be read and closed."""
        path = f"/customer/credit-notes/{path_id(note_id)}/{form}"
        return await self._service.open("GET", path, caller=caller)

    async def balance(self, caller: Caller, *, limit: int = 20, cursor: str | None = None) -> Statement:
        """What the customer has to their credit, and what changed it, newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/balance", caller=caller, params=params)
        return Statement.model_validate(answer)

    async def orders(self, caller: Caller, *, limit: int = 20, cursor: str | None = None) -> PageOf[Order]:
        """The customer's orders, newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        return PageOf[Order].model_validate(
            await self._service.get("/customer/orders", caller=caller, params=params)
        )

    async def order(self, caller: Caller, order_id: str) -> Order:
        """One of them, with its lines."""
        return Order.model_validate(
            await self._service.get(f"/customer/orders/{path_id(order_id)}", caller=caller)
        )

    async def collection_cases(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[CollectionCase]:
        """The customer's collection cases, newest first."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/collection-cases", caller=caller, params=params)
        return PageOf[CollectionCase].model_validate(answer)

    async def collection_case(self, caller: Caller, case_id: str) -> CollectionCase:
        """One of them, with its stages and its payment plan."""
        path = f"/customer/collection-cases/{path_id(case_id)}"
        return CollectionCase.model_validate(await self._service.get(path, caller=caller))

    async def request_payment_plan(
        self, caller: Caller, case_id: str, *, instalments: int, idempotency_key: str | None
    ) -> PaymentPlan:
        """Ask to pay it in so many instalments."""
        path = f"/customer/collection-cases/{path_id(case_id)}/payment-plan"
        body = {"instalments": instalments}
        answer = await self._service.post(path, caller=caller, json=body, idempotency_key=idempotency_key)
        return PaymentPlan.model_validate(answer)

    async def quote_tax(
        self, caller: Caller, reference: str, lines: Sequence[PlanQuoteLine], *, subscription_id: str
    ) -> TaxQuote:
        """The lines with their tax, frozen under this reference; what they give back is taxed as the
        subscription's invoices taxed its price.
        """
        named = {"description", "quantity", "tax_behavior", "tax_class", "supply", "product_id"}
        body = {
            "reference": reference,
            "subscription_id": subscription_id,
            "currency": lines[0].amount.currency,
            "lines": [
                line.model_dump(include=named)
                | {
                    "amount": line.amount.amount,
                    "unit_amount": line.unit_amount.amount,
                    "discount_amount": line.discount.amount if line.discount else 0,
                    "reference": line.price_id,
                }
                for line in lines
            ],
        }
        answer = await self._service.post(
            "/customer/tax-quotes", caller=caller, json=body, idempotency_key=f"tax-of-{reference}"
        )
        return TaxQuote.model_validate(answer)
