"""`/api/payments`: paying invoices, and where payments stand."""

from typing import Annotated

from fastapi import APIRouter, Depends
from foyer_shared.http.models import Body
from pydantic import Field

from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.payments import Payment
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.payments import HERE, Pay
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command

router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("payments:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("payments:write"))]


class HowBody(Body):
    """With a method that is there, or a new one: of a kind, or whichever the provider's page offers. The
    customer comes back to `return_path`, in which `{id}` stands for the payment's id.
    """

    payment_method_id: Annotated[str | None, Field(max_length=60)] = None
    kind: Annotated[str | None, Field(max_length=40)] = None
    save: bool = False
    return_path: Annotated[str, Field(max_length=500)] = f"/payments/{HERE}"


class PayInvoiceBody(HowBody):
    """How one invoice is paid; all that is open of it, or an amount in minor units."""

    amount: int | None = None


class PaidInvoiceBody(Body):
    """All that is open of an invoice, or an amount in minor units."""

    invoice_id: Annotated[str, Field(max_length=60)]
    amount: int | None = None


class PayBody(HowBody):
    """How these are paid together."""

    invoices: Annotated[list[PaidInvoiceBody], Field(min_length=1, max_length=50)]


@router.post("/invoices/{invoice_id}/pay", status_code=201)
async def post_pay(
    invoice_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: PayInvoiceBody | None = None
) -> Payment:
    """Pay it. Where the answer has an `action_url`, the customer goes on there."""
    how = body or PayInvoiceBody()
    return await _pay(portal, who, how, [(invoice_id, how.amount)], key)


@router.post("/payments", status_code=201)
async def post_payment(body: PayBody, who: Writer, portal: PortalHere, key: RepeatKey) -> Payment:
    """Pay several invoices at once."""
    return await _pay(portal, who, body, [(each.invoice_id, each.amount) for each in body.invoices], key)


@router.get("/payments")
async def get_payments(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[Payment]:
    """The payments, the newest first."""
    return await portal.services.payments.payments(customer_caller(who), limit=limit, cursor=cursor)


@router.get("/payments/{payment_id}")
async def get_payment(payment_id: PathId, who: Reader, portal: PortalHere) -> Payment:
    """Where it stands."""
    return await portal.services.payments.payment(customer_caller(who), payment_id)


async def _pay(
    portal: Portal, who: SignedIn, how: HowBody, invoices: list[tuple[str, int | None]], key: str | None
) -> Payment:
    asked = Pay(
        invoices=invoices,
        payment_method_id=how.payment_method_id,
        kind=how.kind,
        save=how.save,
        return_path=how.return_path,
        language=who.login.language or who.business.language,
    )
    return await carry_out_command(
        portal.database,
        who,
        action="pay",
        target=invoices[0][0],
        owner="payments",
        call=portal.services.payments.pay(customer_caller(who), asked, idempotency_key=key),
    )
