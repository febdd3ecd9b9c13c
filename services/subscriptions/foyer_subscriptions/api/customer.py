"""What a customer sees of their subscriptions, and does with them; only the portal calls these doors."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from foyer_shared.basics.custom_fields import Editor
from foyer_shared.http.custom_fields import OwnFieldAnswer
from foyer_shared.http.door import Door, customer_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import (
    OverviewAnswer,
    OwnSubscriptionAnswer,
    PauseOptionsAnswer,
    ResumeOptionsAnswer,
    SubscriptionAnswer,
)
from foyer_subscriptions.api.bodies import CustomValuesBody, OwnCancelBody, PauseBody, ResumeBody
from foyer_subscriptions.api.cancellation import CancellationAnswer, OwnCanceledAnswer, preview
from foyer_subscriptions.api.declared import cancel_own, keeping_refusal
from foyer_subscriptions.api.discount_answers import DiscountPreviewAnswer
from foyer_subscriptions.api.discount_bodies import TypedCode, TypedCodeBody
from foyer_subscriptions.api.picture_answers import PictureAnswer
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.reasons import Reasons
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.apply_discount import apply_discount
from foyer_subscriptions.use_cases.find_redeemable import Asked
from foyer_subscriptions.use_cases.offer_actions import OwnSubscription, offer_actions
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.preview_discount import preview_discount
from foyer_subscriptions.use_cases.resubscribe import resubscribe
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.schedule_resume import schedule_resume
from foyer_subscriptions.use_cases.update_subscription import update_subscription
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change

WRITE = "subscriptions:write"
SHOWN_AT_HOME = 5

router = APIRouter(prefix="/customer", tags=["customer"])
Reader = Annotated[Door, Depends(customer_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(customer_door(WRITE))]


@router.get("/overview")
async def overview(door: Reader) -> OverviewAnswer:
    async with door.reading() as work:
        subscriptions = Subscriptions(work.session)
        first = await subscriptions.list_active(work.scope, limit=SHOWN_AT_HOME)
        active = await subscriptions.count_active(work.scope)
        return OverviewAnswer(
            active_count=active,
            has_any=active > 0 or bool(await subscriptions.list_page(work.scope, limit=1, archived=False)),
            subscriptions=[own_answer(door, own) for own in await offer_actions(work, first)],
        )


@router.get("/subscriptions")
async def listown_answer(door: Reader, paging: Paging) -> Page[OwnSubscriptionAnswer]:
    async with door.reading() as work:
        found = await Subscriptions(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after, archived=False
        )
        own = await offer_actions(work, found)
    return paging.page(own, key=lambda one: one.subscription.id, answer=lambda one: own_answer(door, one))


@router.get("/subscriptions/{subscription_id}")
async def read(subscription_id: str, door: Reader) -> OwnSubscriptionAnswer:
    async with door.reading() as work:
        subscription = await Subscriptions(work.session).get_shown(work.scope, subscription_id)
        return await with_actions(door, work, subscription)


@router.post("/subscriptions/{subscription_id}/pause", response_model=OwnSubscriptionAnswer)
async def pause(subscription_id: str, door: Writer, body: PauseBody | None = None) -> JSONResponse:
    asked = body or PauseBody()

    async def effect(work: Work) -> OwnSubscriptionAnswer:
        paused = await pause_subscription(
            work, subscription_id, resumes_at=asked.resumes_at, when=asked.when, by=PausedBy.CUSTOMER
        )
        return await with_actions(door, work, paused)

    return await door.once(effect)


@router.post("/subscriptions/{subscription_id}/resume", response_model=OwnSubscriptionAnswer)
async def resume(subscription_id: str, door: Writer, body: ResumeBody | None = None) -> JSONResponse:
    at = body.resumes_at if body else None

    async def effect(work: Work) -> OwnSubscriptionAnswer:
        if at:
            later = await schedule_resume(work, subscription_id, resumes_at=at, by=PausedBy.CUSTOMER)
            return await with_actions(door, work, later)
        return await with_actions(
            door, work, await resume_subscription(work, subscription_id, by=PausedBy.CUSTOMER)
        )

    return await door.once(effect)


@router.delete(
    "/subscriptions/{subscription_id}/pending-changes/{change_id}", response_model=OwnSubscriptionAnswer
)
async def withdraw(subscription_id: str, change_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        return await with_actions(
            door, work, await withdraw_pending_change(work, subscription_id, change_id, by=PausedBy.CUSTOMER)
        )

    return await door.once(effect)


@router.patch("/subscriptions/{subscription_id}/custom-fields", response_model=OwnSubscriptionAnswer)
async def change_fields(subscription_id: str, body: CustomValuesBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        changed = await update_subscription(
            work, subscription_id, custom_fields=body.custom_fields, by=Editor.CUSTOMER
        )
        return await with_actions(door, work, changed)

    return await door.once(effect)


@router.get("/subscriptions/{subscription_id}/cancellation")
async def preview_cancellation(
    subscription_id: str, door: Reader, promise: Annotated[str | None, Query(max_length=60)] = None
) -> CancellationAnswer:
    async with door.reading() as work:
        return await preview(work, subscription_id, by=PausedBy.CUSTOMER, promised=promise)


@router.post("/subscriptions/{subscription_id}/cancel", response_model=OwnCanceledAnswer)
async def cancel(subscription_id: str, door: Writer, body: OwnCancelBody | None = None) -> JSONResponse:
    asked = body or OwnCancelBody()

    async def effect(work: Work) -> OwnCanceledAnswer:
        subscription, plan = await cancel_own(work, subscription_id, asked)
        own = await with_actions(door, work, subscription)
        reasons = await Reasons(work.session).get(work.scope)
        return OwnCanceledAnswer(
            **dict(own), cancellation=CancellationAnswer.about(subscription, plan, reasons)
        )

    async with keeping_refusal(door, subscription_id, asked):
        return await door.once(effect)


@router.post("/subscriptions/{subscription_id}/reactivate", response_model=OwnSubscriptionAnswer)
async def reactivate(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        return await with_actions(
            door, work, await withdraw_cancellation(work, subscription_id, by=PausedBy.CUSTOMER)
        )

    return await door.once(effect)


@router.post(
    "/subscriptions/{subscription_id}/resubscribe", status_code=201, response_model=OwnSubscriptionAnswer
)
async def subscribe_again(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        return await with_actions(door, work, await resubscribe(work, subscription_id, by=PausedBy.CUSTOMER))

    return await door.once(effect, status=201)


@router.get("/subscriptions/{subscription_id}/promotion-code")
async def preview_promotion_code(
    subscription_id: str, code: Annotated[TypedCode, Query()], door: Writer
) -> DiscountPreviewAnswer:
    async with door.reading() as work:
        return DiscountPreviewAnswer.of(
            await preview_discount(work, subscription_id, Asked(code=code), by=PausedBy.CUSTOMER)
        )


@router.post("/subscriptions/{subscription_id}/promotion-code", response_model=OwnSubscriptionAnswer)
async def use_promotion_code(subscription_id: str, body: TypedCodeBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> OwnSubscriptionAnswer:
        asked = Asked(code=body.code)
        discounted = await apply_discount(work, subscription_id, asked, by=PausedBy.CUSTOMER)
        return await with_actions(door, work, discounted)

    return await door.once(effect)


async def with_actions(door: Door, work: Work, subscription: Subscription) -> OwnSubscriptionAnswer:
    """The subscription with what this caller can do with it."""
    (own,) = await offer_actions(work, [subscription])
    return own_answer(door, own)


def own_answer(door: Door, own: OwnSubscription) -> OwnSubscriptionAnswer:
    may_write = door.caller.may(WRITE)
    offer = own.pause_offer if may_write else None
    fields = OwnFieldAnswer.all_of(
        own.fields,
        own.subscription.custom_fields,
        editable=own.subscription.status not in ENDED,
    )
    whole = dict(SubscriptionAnswer.of(own.subscription))
    window = own.resume_window if may_write else None
    return OwnSubscriptionAnswer(
        # What the business keeps to itself stays there.
        **whole | {"custom_fields": {field.key: field.value for field in fields if field.value is not None}},
        fields=fields if may_write else [field.model_copy(update={"editable": False}) for field in fields],
        actions=list(own.actions) if may_write else [],
        pause_options=PauseOptionsAnswer.of(offer) if offer else None,
        resume_options=ResumeOptionsAnswer.of(window) if window else None,
        picture=PictureAnswer.of(own.picture) if own.picture else None,
    )
