"""Ask what a change of plan, seats or cycle costs: lines by subscriptions, their tax by invoicing."""

from dataclasses import dataclass
from typing import Any

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.callers import Caller

from foyer_portal_bff.gateways.models.plan_changes import PlanQuote
from foyer_portal_bff.gateways.models.tax_quotes import TaxQuote
from foyer_portal_bff.gateways.services import Services


@dataclass(frozen=True, slots=True)
class PricedQuote:
    """A quote with its frozen tax; None when the change has no lines of its own."""

    plan: PlanQuote
    tax: TaxQuote | None

    @property
    def total(self) -> Amount:
        """The sum of its lines with tax; below zero it is given back."""
        return self.tax.total if self.tax else self._amount(0)

    @property
    def due_now(self) -> Amount:
        """What is to be paid because of the change, with tax."""
        return self._amount(max(self.total.amount, 0) if self.plan.due == "now" else 0)

    @property
    def credit(self) -> Amount:
        """What comes back to the balance, with tax."""
        return self._amount(max(-self.total.amount, 0))

    def _amount(self, amount: int) -> Amount:
        return Amount(amount=amount, currency=self.plan.next.amount.currency)


async def quote_plan_change(
    services: Services,
    caller: Caller,
    subscription_id: str,
    asked: dict[str, Any],
    *,
    idempotency_key: str | None = None,
) -> PricedQuote:
    """Invoicing freezes the tax under the quote's id, so that the one id confirms both."""
    plan = await services.subscriptions.quote(caller, subscription_id, asked, idempotency_key=idempotency_key)
    if not plan.lines:
        return PricedQuote(plan, None)
    tax = await services.invoicing.quote_tax(caller, plan.id, plan.lines, subscription_id=subscription_id)
    return PricedQuote(plan, tax)
