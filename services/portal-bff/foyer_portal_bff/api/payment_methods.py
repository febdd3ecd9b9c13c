"""`/api/payment-methods`: how the customer pays, adding and removing a method by a fresh code."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Header
from foyer_shared.http.models import Body
from pydantic import StringConstraints

from foyer_portal_bff.api.confirmation import send_code
from foyer_portal_bff.api.email_change import SentAnswer
from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import Portal, PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.payment_methods import PaymentMethodNeeded
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.payments import OwnPaymentMethod, PaymentMethod, PaymentSetup
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.payments import HERE
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.confirm_with_code import confirm_with_code

router = APIRouter()
Reader = Annotated[SignedIn, Depends(signed_in_with("payments:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("payments:write"))]


class UsedForBody(Body):
    """The one subscription that a method is used for; without one it is used for all that is charged."""

    subscription_id: str | None = None


class SetupBody(Body):
    """The code from the newest mail to the login's own address."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    amends: str | None = None
    """The id of a method for direct debit that is to be collected from another account."""
    replaces: str | None = None
    """The id of a method whose place the new one is to take, wherever that pays."""


@router.get("/payment-methods")
async def get_payment_methods(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[PaymentMethod]:
    """The methods, each with its mandate if it has one."""
    return await portal.services.payments.methods(customer_caller(who), limit=limit, cursor=cursor)


@router.get("/payment-methods/{method_id}")
async def get_payment_method(method_id: PathId, who: Reader, portal: PortalHere) -> OwnPaymentMethod:
    """One of them, and what would happen if it were removed."""
    return await portal.services.payments.method(customer_caller(who), method_id)


@router.put("/payment-methods/{method_id}/default")
async def put_default(
    method_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: UsedForBody | None = None
) -> PaymentMethod:
    """Use it from now on, for one subscription or for all that is charged."""
    return await use_from_now_on(portal, who, method_id, body.subscription_id if body else None, key=key)


@router.post("/payment-methods/{method_id}/code", status_code=202)
async def post_removal_code(
    method_id: PathId, who: Writer, portal: PortalHere, later: BackgroundTasks
) -> SentAnswer:
    """Mail a fresh code to the login's own address, unless subscriptions need the method."""
    await ask_removal_code(portal, who, method_id, later)
    return SentAnswer()


@router.delete("/payment-methods/{method_id}")
async def delete_payment_method(
    method_id: PathId,
    who: Writer,
    portal: PortalHere,
    code: Annotated[str, Header(alias="Confirmation-Code")] = "",
) -> PaymentMethod:
    """Remove it, with the code from the newest mail; the last one that a subscription needs stays."""
    return await remove_method(portal, who, method_id, code)


@router.post("/payment-setups/code", status_code=202)
async def post_code(who: Writer, portal: PortalHere, later: BackgroundTasks) -> SentAnswer:
    """Mail a fresh code to the login's own address."""
    await send_code(portal, who, Purpose.PAYMENT_METHOD, later)
    return SentAnswer()


@router.post("/payment-setups", status_code=201)
async def post_setup(body: SetupBody, who: Writer, portal: PortalHere) -> PaymentSetup:
    """Begin to add a method; the customer goes on at `action_url`."""
    return await begin_setup(
        portal,
        who,
        body.code,
        language=who.login.language or "",
        amends=body.amends,
        replaces=body.replaces,
    )


@router.get("/payment-setups/{setup_id}")
async def get_setup(setup_id: PathId, who: Writer, portal: PortalHere) -> PaymentSetup:
    """How far it is at the provider."""
    return await look_at_setup(portal, who, setup_id)


async def look_at_setup(portal: Portal, who: SignedIn, setup_id: str) -> PaymentSetup:
    """How far it is. Who was let in for nothing else has come to pay with the new method from now on."""
    setup = await portal.services.payments.look_at_setup(customer_caller(who), setup_id)
    if who.task and setup.payment_method_id:
        await use_from_now_on(portal, who, setup.payment_method_id, None, key=setup.id)
    return setup


async def begin_setup(
    portal: Portal,
    who: SignedIn,
    code: str,
    *,
    language: str,
    amends: str | None = None,
    replaces: str | None = None,
) -> PaymentSetup:
    """Raises `CodeNotValid`, after the count of wrong codes has committed, and what payments refuses."""
    await confirm_with_code(portal.database, who, code, key=portal.code_key, purpose=Purpose.PAYMENT_METHOD)
    return await carry_out_command(
        portal.database,
        who,
        action="change_iban" if amends else "replace_payment_method" if replaces else "add_payment_method",
        target=amends or replaces or who.customer_id,
        owner="payments",
        call=portal.services.payments.set_up(
            customer_caller(who),
            return_path=f"/payment-methods/added/{HERE}",
            language=language or who.business.language,
            idempotency_key=None,
            amends=amends,
            replaces=replaces,
        ),
    )


async def use_from_now_on(
    portal: Portal, who: SignedIn, method_id: str, subscription_id: str | None, *, key: str | None
) -> PaymentMethod:
    """For one subscription, or for all. Raises what payments refuses."""
    return await carry_out_command(
        portal.database,
        who,
        action="choose_payment_method",
        target=method_id,
        owner="payments",
        call=portal.services.payments.use_from_now_on(
            customer_caller(who), method_id, subscription_id, idempotency_key=key
        ),
    )


async def ask_removal_code(portal: Portal, who: SignedIn, method_id: str, later: BackgroundTasks) -> None:
    """Raises `PaymentMethodNeeded`, `TooManyRequests`."""
    await _check_removal(portal, who, method_id)
    await send_code(portal, who, Purpose.REMOVE_PAYMENT_METHOD, later, target=method_id)


async def remove_method(portal: Portal, who: SignedIn, method_id: str, code: str) -> PaymentMethod:
    """Raises `PaymentMethodNeeded` before it looks at the code, `CodeNotValid`, and what payments refuses."""
    await _check_removal(portal, who, method_id)
    purpose = Purpose.REMOVE_PAYMENT_METHOD
    await confirm_with_code(
        portal.database, who, code, key=portal.code_key, purpose=purpose, target=method_id
    )
    return await carry_out_command(
        portal.database,
        who,
        action="remove_payment_method",
        target=method_id,
        owner="payments",
        call=portal.services.payments.remove(customer_caller(who), method_id),
    )


async def _check_removal(portal: Portal, who: SignedIn, method_id: str) -> None:
    method = await portal.services.payments.method(customer_caller(who), method_id)
    if method.needed_by:
        raise PaymentMethodNeeded([(each.id, each.name) for each in method.needed_by])
