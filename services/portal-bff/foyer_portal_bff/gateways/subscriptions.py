"""The portal's client of subscriptions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foyer_shared.basics.clock import to_rfc3339
from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient

from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.domain.ids import path_id
from foyer_portal_bff.gateways.models.leaving import Leaving
from foyer_portal_bff.gateways.models.plan_changes import PlanQuote, Plans
from foyer_portal_bff.gateways.models.retention import RetentionOffers
from foyer_portal_bff.gateways.models.subscriptions import (
    CanceledSubscription,
    Cancellation,
    DiscountPreview,
    FieldValue,
    Subscription,
    SubscriptionsPart,
)
from foyer_portal_bff.gateways.models.tolerant import PageOf
from foyer_portal_bff.gateways.models.usage import Usage
from foyer_portal_bff.gateways.overview import overview

_OF_A_ROLE: dict[str, Any] = {
    "actions": (),
    "pause_options": None,
    "resume_options": None,
    "fields": (),
}
"""What an answer says to one role and not to another, taken out."""


class SubscriptionsClient:
    """Reads and commands of one customer's subscriptions."""

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def overview(self, caller: Caller) -> SubscriptionsPart:
        """Its part of the picture, without what may be done: logins of all roles share one stored part."""
        answer = await overview(self._service, caller)
        part = SubscriptionsPart.model_validate(answer)
        plain = (one.model_copy(update=_OF_A_ROLE) for one in part.subscriptions)
        return part.model_copy(update={"subscriptions": tuple(plain)})

    async def closing_blockers(self, caller: Caller) -> Leaving:
        """Which subscriptions are in the way of closing the account."""
        return Leaving.model_validate(await self._service.get("/customer/closing-blockers", caller=caller))

    async def list_page(
        self, caller: Caller, *, limit: int = 20, cursor: str | None = None
    ) -> PageOf[Subscription]:
        """The customer's subscriptions."""
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = await self._service.get("/customer/subscriptions", caller=caller, params=params)
        return PageOf[Subscription].model_validate(answer)

    async def one(self, caller: Caller, subscription_id: str) -> Subscription:
        """One of them, with what may be done now."""
        answer = await self._service.get(f"/customer/subscriptions/{path_id(subscription_id)}", caller=caller)
        return Subscription.model_validate(answer)

    async def pause(
        self,
        caller: Caller,
        subscription_id: str,
        *,
        resumes_at: datetime | None = None,
        when: str | None = None,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """Pause it, until `resumes_at` or the longest that its policy allows."""
        body: dict[str, Any] = {}
        if resumes_at is not None:
            body["resumes_at"] = to_rfc3339(resumes_at)
        if when is not None:
            body["when"] = when
        return await self._command(caller, f"{path_id(subscription_id)}/pause", body, idempotency_key)

    async def resume(
        self,
        caller: Caller,
        subscription_id: str,
        *,
        resumes_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """End its pause, now or at another moment than was planned."""
        body = {} if resumes_at is None else {"resumes_at": to_rfc3339(resumes_at)}
        return await self._command(caller, f"{path_id(subscription_id)}/resume", body, idempotency_key)

    async def cancellation(
        self, caller: Caller, subscription_id: str, *, promise: str | None = None
    ) -> Cancellation:
        """What canceling it would mean now, or what the cancellation that waits means; refuses when it is no
        longer what was shown with the `promise`.
        """
        path = f"/customer/subscriptions/{path_id(subscription_id)}/cancellation"
        params = {"promise": promise} if promise else None
        return Cancellation.model_validate(await self._service.get(path, caller=caller, params=params))

    async def cancel(
        self,
        caller: Caller,
        declaration: Declaration,
    ) -> CanceledSubscription:
        """Cancel it as of the declaration's arrival; made again, it is the same call."""
        words = declaration.words
        said = {"reason": words.reason, "message": words.message, "promise": declaration.shown.promise}
        declared = {
            "id": declaration.id,
            "number": declaration.number,
            "received_at": to_rfc3339(declaration.received_at),
        }
        answer = await self._post(
            f"{path_id(words.subscription_id)}/cancel",
            {"declaration": declared} | {name: text for name, text in said.items() if text is not None},
            caller,
            declaration.id,
        )
        return CanceledSubscription.model_validate(answer)

    async def preview_promotion_code(
        self, caller: Caller, subscription_id: str, code: str
    ) -> DiscountPreview:
        """What a promotion code would change."""
        path = f"/customer/subscriptions/{path_id(subscription_id)}/promotion-code"
        answer = await self._service.get(path, caller=caller, params={"code": code})
        return DiscountPreview.model_validate(answer)

    async def use_promotion_code(
        self, caller: Caller, subscription_id: str, code: str, *, idempotency_key: str | None = None
    ) -> Subscription:
        """Take the discount of a promotion code."""
        path = f"{path_id(subscription_id)}/promotion-code"
        return await self._command(caller, path, {"code": code}, idempotency_key)

    async def retention_offers(
        self,
        caller: Caller,
        subscription_id: str,
        *,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> RetentionOffers:
        """The other ways that are open to whoever is about to cancel; that they were shown is kept."""
        path = f"{path_id(subscription_id)}/retention-offers"
        answer = await self._post(path, {"reason": reason}, caller, idempotency_key)
        return RetentionOffers.model_validate(answer)

    async def accept_retention_offer(
        self, caller: Caller, subscription_id: str, code: str, *, idempotency_key: str | None = None
    ) -> Subscription:
        """Take one of them."""
        path = f"{path_id(subscription_id)}/retention-offers/{path_id(code)}/accept"
        return await self._command(caller, path, {}, idempotency_key)

    async def reactivate(
        self, caller: Caller, subscription_id: str, *, idempotency_key: str | None = None
    ) -> Subscription:
        """Take the cancellation back that waits."""
        return await self._command(caller, f"{path_id(subscription_id)}/reactivate", {}, idempotency_key)

    async def resubscribe(
        self, caller: Caller, subscription_id: str, *, idempotency_key: str | None = None
    ) -> Subscription:
        """Subscribe again to what has ended: the new subscription."""
        return await self._command(caller, f"{path_id(subscription_id)}/resubscribe", {}, idempotency_key)

    async def usage(self, caller: Caller, subscription_id: str) -> Usage:
        """What was used of what is paid by use."""
        path = f"/customer/subscriptions/{path_id(subscription_id)}/usage"
        return Usage.model_validate(await self._service.get(path, caller=caller))

    async def plans(self, caller: Caller, subscription_id: str) -> Plans:
        """What it can be changed to."""
        path = f"/customer/subscriptions/{path_id(subscription_id)}/plans"
        return Plans.model_validate(await self._service.get(path, caller=caller))

    async def quote(
        self,
        caller: Caller,
        subscription_id: str,
        asked: dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> PlanQuote:
        """What a change costs, without tax, binding for a quarter of an hour."""
        path = f"{path_id(subscription_id)}/quotes"
        return PlanQuote.model_validate(await self._post(path, asked, caller, idempotency_key))

    async def change(
        self, caller: Caller, subscription_id: str, quote: str, *, idempotency_key: str | None = None
    ) -> Subscription:
        """Take a quote."""
        path = f"{path_id(subscription_id)}/change"
        return await self._command(caller, path, {"quote": quote}, idempotency_key)

    async def change_fields(
        self,
        caller: Caller,
        subscription_id: str,
        values: Mapping[str, FieldValue | None],
        *,
        idempotency_key: str | None = None,
    ) -> Subscription:
        """Write these custom fields; None empties one."""
        answer = await self._service.patch(
            f"/customer/subscriptions/{path_id(subscription_id)}/custom-fields",
            caller=caller,
            json={"custom_fields": dict(values)},
            idempotency_key=idempotency_key,
        )
        return Subscription.model_validate(answer)

    async def withdraw_change(
        self, caller: Caller, subscription_id: str, change_id: str, *, idempotency_key: str | None = None
    ) -> Subscription:
        """Take a pending change back."""
        answer = await self._service.delete(
            f"/customer/subscriptions/{path_id(subscription_id)}/pending-changes/{path_id(change_id)}",
            caller=caller,
            idempotency_key=idempotency_key,
        )
        return Subscription.model_validate(answer)

    async def _command(
        self, caller: Caller, path: str, body: dict[str, Any], idempotency_key: str | None
    ) -> Subscription:
        return Subscription.model_validate(await self._post(path, body, caller, idempotency_key))

    async def _post(
        self, path: str, body: dict[str, Any], caller: Caller, idempotency_key: str | None
    ) -> dict[str, Any]:
        answer: dict[str, Any] = await self._service.post(
            f"/customer/subscriptions/{path}", caller=caller, json=body, idempotency_key=idempotency_key
        )
        return answer
