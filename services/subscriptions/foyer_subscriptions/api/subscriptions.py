"""Subscriptions, by the business's hand; its self-service policies bind customers, not the business."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from foyer_shared.basics.custom_fields import Editor
from foyer_shared.http.door import Door, business_door
from foyer_shared.http.pages import Page, Paging
from foyer_shared.storage.work import Work

from foyer_subscriptions.api.answers import SubscriptionAnswer
from foyer_subscriptions.api.bodies import (
    BusinessCancelBody,
    BusinessPauseBody,
    ResumeBody,
    SubscriptionBody,
    SubscriptionChangesBody,
    linked_services_of,
)
from foyer_subscriptions.api.cancellation import CanceledAnswer, CancellationAnswer, preview
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.reasons import Reasons
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.archive_subscription import archive_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.change_collection import change_collection
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.resubscribe import resubscribe
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.schedule_resume import schedule_resume
from foyer_subscriptions.use_cases.suspend_subscription import suspend_subscription
from foyer_subscriptions.use_cases.update_subscription import update_subscription
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change

router = APIRouter(prefix="/v1/subscriptions", tags=["subscriptions"])
Reader = Annotated[Door, Depends(business_door("subscriptions:read"))]
Writer = Annotated[Door, Depends(business_door("subscriptions:write"))]


@router.post("", status_code=201, response_model=SubscriptionAnswer)
async def create(body: SubscriptionBody, door: Writer) -> JSONResponse:
    door.require_customer(body.customer_id)

    async def effect(work: Work) -> SubscriptionAnswer:
        subscription = await create_subscription(
            work,
            customer_id=body.customer_id,
            items=[(item.price_id, item.quantity) for item in body.items],
            terms=body.terms,
            discount=body.discount,
        )
        return SubscriptionAnswer.of(subscription)

    return await door.once(effect, status=201)


@router.get("")
async def list_all(
    door: Reader,
    paging: Paging,
    archived: Annotated[bool | None, Query(description="Only those, or the others; all without it.")] = None,
) -> Page[SubscriptionAnswer]:
    async with door.reading() as work:
        found = await Subscriptions(work.session).list_page(
            work.scope, limit=paging.one_more, after=paging.after, archived=archived
        )
    return paging.page(found, key=lambda found: found.id, answer=SubscriptionAnswer.of)


@router.get("/{subscription_id}")
async def read(subscription_id: str, door: Reader) -> SubscriptionAnswer:
    async with door.reading() as work:
        return SubscriptionAnswer.of(await Subscriptions(work.session).get(work.scope, subscription_id))


@router.patch("/{subscription_id}", response_model=SubscriptionAnswer)
async def update(subscription_id: str, body: SubscriptionChangesBody, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        linked = body.linked_services
        changed = await update_subscription(
            work,
            subscription_id,
            linked_services=None if linked is None else linked_services_of(linked),
            custom_fields=body.custom_fields,
            by=Editor.BUSINESS,
        )
        if body.collection is not None:
            changed = await change_collection(work, subscription_id, body.collection)
        return SubscriptionAnswer.of(changed)

    return await door.once(effect)


@router.get("/{subscription_id}/cancellation")
async def preview_cancellation(subscription_id: str, door: Reader) -> CancellationAnswer:
    async with door.reading() as work:
        return await preview(work, subscription_id, by=PausedBy.BUSINESS)


@router.post("/{subscription_id}/cancel", response_model=CanceledAnswer)
async def cancel(subscription_id: str, door: Writer, body: BusinessCancelBody | None = None) -> JSONResponse:
    asked = body or BusinessCancelBody()

    async def effect(work: Work) -> CanceledAnswer:
        subscription, plan = await cancel_subscription(
            work,
            subscription_id,
            by=asked.requested_by,
            when=asked.when,
            reason=asked.reason,
            message=asked.message,
            promise=asked.promised,
        )
        reasons = await Reasons(work.session).get(work.scope)
        return CanceledAnswer(
            **dict(SubscriptionAnswer.of(subscription)),
            cancellation=CancellationAnswer.about(subscription, plan, reasons),
        )

    return await door.once(effect)


@router.post("/{subscription_id}/reactivate", response_model=SubscriptionAnswer)
async def reactivate(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(await withdraw_cancellation(work, subscription_id, by=PausedBy.BUSINESS))

    return await door.once(effect)


@router.post("/{subscription_id}/resubscribe", status_code=201, response_model=SubscriptionAnswer)
async def subscribe_again(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(await resubscribe(work, subscription_id, by=PausedBy.BUSINESS))

    return await door.once(effect, status=201)


@router.post("/{subscription_id}/suspend", response_model=SubscriptionAnswer)
async def suspend(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(await suspend_subscription(work, subscription_id))

    return await door.once(effect)


@router.post("/{subscription_id}/archive", response_model=SubscriptionAnswer)
async def archive(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(await archive_subscription(work, subscription_id, archived=True))

    return await door.once(effect)


@router.post("/{subscription_id}/unarchive", response_model=SubscriptionAnswer)
async def unarchive(subscription_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(await archive_subscription(work, subscription_id, archived=False))

    return await door.once(effect)


@router.post("/{subscription_id}/pause", response_model=SubscriptionAnswer)
async def pause(subscription_id: str, door: Writer, body: BusinessPauseBody | None = None) -> JSONResponse:
    asked = body or BusinessPauseBody()

    async def effect(work: Work) -> SubscriptionAnswer:
        paused = await pause_subscription(
            work, subscription_id, resumes_at=asked.resumes_at, when=asked.when, by=asked.requested_by
        )
        return SubscriptionAnswer.of(paused)

    return await door.once(effect)


@router.post("/{subscription_id}/resume", response_model=SubscriptionAnswer)
async def resume(subscription_id: str, door: Writer, body: ResumeBody | None = None) -> JSONResponse:
    at = body.resumes_at if body else None

    async def effect(work: Work) -> SubscriptionAnswer:
        if at:
            later = await schedule_resume(work, subscription_id, resumes_at=at, by=PausedBy.BUSINESS)
            return SubscriptionAnswer.of(later)
        return SubscriptionAnswer.of(await resume_subscription(work, subscription_id, by=PausedBy.BUSINESS))

    return await door.once(effect)


@router.delete("/{subscription_id}/pending-changes/{change_id}", response_model=SubscriptionAnswer)
async def withdraw(subscription_id: str, change_id: str, door: Writer) -> JSONResponse:
    async def effect(work: Work) -> SubscriptionAnswer:
        return SubscriptionAnswer.of(
            await withdraw_pending_change(work, subscription_id, change_id, by=PausedBy.BUSINESS)
        )

    return await door.once(effect)
