"""`/api/subscriptions`: the customer's subscriptions, their pauses, their ends and what waits."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from foyer_shared.http.models import Answer, Body
from pydantic import Field, StringConstraints

from foyer_portal_bff.api.declarations import DeclarationAnswer, WaitingAnswer
from foyer_portal_bff.api.fields import Cursor, Limit, PathId, RepeatKey
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.api.session import signed_in_with
from foyer_portal_bff.domain.dates import moment_from
from foyer_portal_bff.domain.declaration import Words
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.subscriptions import (
    CanceledSubscription,
    Cancellation,
    FieldValue,
    Subscription,
)
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.models.usage import Usage
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.declare_cancellation import declare_cancellation
from foyer_portal_bff.use_cases.read_picture import read_picture
from foyer_portal_bff.views.subscription_facts import paying_method

OWNER = "subscriptions"

router = APIRouter(prefix="/subscriptions")
Reader = Annotated[SignedIn, Depends(signed_in_with("subscriptions:read"))]
Writer = Annotated[SignedIn, Depends(signed_in_with("subscriptions:write"))]


class PauseBody(Body):
    """Until when, as a moment or as a day where the business is, and when it begins; the product's policy
    says what is meant when they are left out.
    """

    resumes_at: Annotated[str, StringConstraints(max_length=40)] | None = None
    when: Annotated[str, StringConstraints(max_length=20)] | None = None


class CancelBody(Body):
    """Why, which may be left out. `when` may say what the product's policy says anyway. With the `promise` of
    what it would mean, it means that, or is refused as `cancellation_changed`.
    """

    reason: Annotated[str, StringConstraints(max_length=40)] | None = None
    message: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    when: Annotated[str, StringConstraints(max_length=20)] | None = None
    promise: Annotated[str, StringConstraints(max_length=60)] | None = None


class FieldsBody(Body):
    """What is to be written in which custom fields, by their keys; null empties one, the others stay."""

    custom_fields: Annotated[
        dict[str, FieldValue | None], Field(max_length=50, examples=[{"reference": "PO-2026-118"}])
    ]


class ResumeBody(Body):
    """When the pause ends, as a moment or as a day where the business is; now, when it is left out."""

    resumes_at: Annotated[str, StringConstraints(max_length=40)] | None = None


class DeclaredSubscription(CanceledSubscription):
    """A subscription after its cancellation was received, with the declaration that it follows from."""

    declaration: DeclarationAnswer


class PayingMethod(Answer):
    """The method that pays; `label` is what the customer recognises it by (`Visa ···4242`)."""

    id: str
    kind: str
    label: str


class OneSubscription(Subscription):
    """A subscription with the method that pays: None when it is not collected automatically, has ended, or
    no method is known or may be seen.
    """

    payment_method: PayingMethod | None


class EmptyBody(Body):
    """Nothing is asked."""


@router.get("")
async def get_subscriptions(
    who: Reader, portal: PortalHere, limit: Limit = 20, cursor: Cursor = None
) -> PageOf[Subscription]:
    """All of them, the newest first."""
    return await portal.services.subscriptions.list_page(customer_caller(who), limit=limit, cursor=cursor)


@router.get("/{subscription_id}")
async def get_subscription(subscription_id: PathId, who: Reader, portal: PortalHere) -> OneSubscription:
    """One of them, with what may be done now, and the method that pays."""
    one = await portal.services.subscriptions.one(customer_caller(who), subscription_id)
    picture = await read_picture(portal.database, portal.services, who, of={"payments"})
    methods = picture.payments.part.methods if picture.payments and picture.payments.part else ()
    paying = paying_method(one, methods)
    named = PayingMethod(id=paying.id, kind=paying.kind, label=paying.label) if paying else None
    return OneSubscription(**dict(one), payment_method=named)


@router.get("/{subscription_id}/usage")
async def get_usage(subscription_id: PathId, who: Reader, portal: PortalHere) -> Usage:
    """What was used of what is paid by use, so far and in the periods before."""
    return await portal.services.subscriptions.usage(customer_caller(who), subscription_id)


@router.post("/{subscription_id}/pause")
async def post_pause(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: PauseBody | None = None
) -> Subscription:
    """Pause it."""
    asked = body or PauseBody()
    resumes_at = (
        moment_from(asked.resumes_at, zone=who.business.zone, field="resumes_at")
        if asked.resumes_at is not None
        else None
    )
    return await carry_out_command(
        portal.database,
        who,
        action="pause_subscription",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.pause(
            customer_caller(who),
            subscription_id,
            resumes_at=resumes_at,
            when=asked.when,
            idempotency_key=key,
        ),
    )


@router.post("/{subscription_id}/resume")
async def post_resume(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: ResumeBody | None = None
) -> Subscription:
    """End its pause, now or on another day than was planned."""
    named = body.resumes_at if body else None
    resumes_at = moment_from(named, zone=who.business.zone, field="resumes_at") if named else None
    return await carry_out_command(
        portal.database,
        who,
        action="change_resume_date" if resumes_at else "resume_subscription",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.resume(
            customer_caller(who), subscription_id, resumes_at=resumes_at, idempotency_key=key
        ),
    )


@router.get("/{subscription_id}/cancellation")
async def get_cancellation(subscription_id: PathId, who: Reader, portal: PortalHere) -> Cancellation:
    """What canceling it would mean now, or what the cancellation that waits means."""
    return await portal.services.subscriptions.cancellation(customer_caller(who), subscription_id)


@router.post(
    "/{subscription_id}/cancel",
    response_model=DeclaredSubscription,
    responses={202: {"model": WaitingAnswer}},
)
async def post_cancel(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: CancelBody | None = None
) -> Response:
    """Cancel it. While subscriptions is away it is received all the same: 202, and it counts from now."""
    asked = body or CancelBody()
    words = Words(
        subscription_id=subscription_id, when=asked.when, reason=asked.reason, message=asked.message
    )
    declared = await carry_out_command(
        portal.database,
        who,
        action="cancel_subscription",
        target=subscription_id,
        owner=OWNER,
        call=declare_cancellation(
            portal.database,
            portal.services.subscriptions,
            who,
            words,
            promise=asked.promise,
            idempotency_key=key,
        ),
    )
    declaration = DeclarationAnswer.of(declared.declaration)
    if declared.canceled is None:
        return JSONResponse(WaitingAnswer(declaration=declaration).model_dump(mode="json"), 202)
    answer = DeclaredSubscription(**dict(declared.canceled), declaration=declaration)
    return JSONResponse(answer.model_dump(mode="json"))


@router.post("/{subscription_id}/reactivate")
async def post_reactivate(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, _: EmptyBody | None = None
) -> Subscription:
    """Take the cancellation back that waits."""
    return await carry_out_command(
        portal.database,
        who,
        action="reactivate_subscription",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.reactivate(
            customer_caller(who), subscription_id, idempotency_key=key
        ),
    )


@router.post("/{subscription_id}/resubscribe", status_code=201)
async def post_resubscribe(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, _: EmptyBody | None = None
) -> Subscription:
    """Subscribe again to what has ended; answers the new subscription."""
    return await carry_out_command(
        portal.database,
        who,
        action="resubscribe",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.resubscribe(
            customer_caller(who), subscription_id, idempotency_key=key
        ),
    )


@router.patch("/{subscription_id}/custom-fields")
async def patch_fields(
    subscription_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey, body: FieldsBody
) -> Subscription:
    """Write custom fields that the customer may write."""
    return await carry_out_command(
        portal.database,
        who,
        action="change_custom_fields",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.change_fields(
            customer_caller(who), subscription_id, body.custom_fields, idempotency_key=key
        ),
    )


@router.delete("/{subscription_id}/pending-changes/{change_id}")
async def delete_pending_change(
    subscription_id: PathId, change_id: PathId, who: Writer, portal: PortalHere, key: RepeatKey
) -> Subscription:
    """Take a change back that waits."""
    return await carry_out_command(
        portal.database,
        who,
        action="withdraw_pending_change",
        target=subscription_id,
        owner=OWNER,
        call=portal.services.subscriptions.withdraw_change(
            customer_caller(who), subscription_id, change_id, idempotency_key=key
        ),
    )
