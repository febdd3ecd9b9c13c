"""`/api/subscriptions/{id}`: other plans, what a change costs, and the change."""

from typing import Annotated

from fastapi import APIRouter
from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer, Body
from pydantic import AwareDatetime, Field, StringConstraints

from foyer_portal_bff.api.fields import PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.subscriptions import OWNER, Reader, Writer
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.plan_changes import PlanCharge, Plans
from foyer_portal_bff.gateways.models.subscriptions import Discount, Subscription
from foyer_portal_bff.gateways.models.tax_quotes import QuotedLine, QuotedTax
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.count_promotion_code import count_promotion_code
from foyer_portal_bff.use_cases.quote_plan_change import PricedQuote, quote_plan_change

router = APIRouter(prefix="/subscriptions/{subscription_id}")

Word = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class QuoteBody(Body):
    """Another price, another quantity, a promotion code, or some of them; `when` where the product's policy
    leaves the choice.
    """

    price_id: Word | None = None
    quantity: Annotated[int, Field(le=1_000_000)] | None = None
    when: Word | None = None
    promotion_code: Word | None = None


class ChangeBody(Body):
    """The quote that is taken."""

    quote: Word


class QuoteAnswer(Answer):
    """What a change costs with tax: this, and nothing else, is charged when it is taken in time."""

    id: str
    kind: str
    lines: tuple[QuotedLine, ...]
    taxes: tuple[QuotedTax, ...]
    total: Amount
    due: str
    """When its lines are invoiced: `now`, `next_invoice`, or `nothing`."""
    due_now: Amount
    credit: Amount
    effective_at: AwareDatetime
    expires_at: AwareDatetime
    discount: Discount | None
    """What a promotion code gives with it."""
    next: PlanCharge
    must_be_paid_first: bool
    ends_trial: bool

    @classmethod
    def of(cls, quote: PricedQuote) -> "QuoteAnswer":
        plan, tax = quote.plan, quote.tax
        return cls(
            id=plan.id,
            kind=plan.kind,
            lines=tax.lines if tax else (),
            taxes=tax.taxes if tax else (),
            total=quote.total,
            due=plan.due,
            due_now=quote.due_now,
            credit=quote.credit,
            effective_at=plan.effective_at,
            expires_at=plan.expires_at,
            discount=plan.discount,
            next=plan.next,
            must_be_paid_first=plan.must_be_paid_first,
            ends_trial=plan.ends_trial,
        )


@router.get("/plans")
async def get_plans(subscription_id: PathId, who: Reader, portal: PortalHere) -> Plans:
    """What it can be changed to."""
    return await portal.services.subscriptions.plans(customer_caller(who), subscription_id)


@router.post("/quote", status_code=201)
async def post_quote(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: QuoteBody
) -> QuoteAnswer:
    """What a change costs, binding for a quarter of an hour."""
    if body.promotion_code is not None:
        await count_promotion_code(portal.database, who)
    asked = body.model_dump(exclude_none=True)
    quote = await quote_plan_change(
        portal.services, customer_caller(who), subscription_id, asked, idempotency_key=key
    )
    return QuoteAnswer.of(quote)


@router.post("/change")
async def post_change(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: ChangeBody
) -> Subscription:
    """Take a quote."""
    return await carry_out_command(
        portal.database,
        who,
        action="change_plan",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.change(
            customer_caller(who), subscription_id, body.quote, idempotency_key=key
        ),
    )
