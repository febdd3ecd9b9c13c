"""What the mails ahead of a payment say of a discount."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_notifications.domain.message import Message
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.subscriptions import DiscountData

pytestmark = pytest.mark.usefixtures("known")

FIFTH = DiscountData(
    discount_id="dis_1", coupon_id="cpn_1", name="A fifth", percent_off=20.0, duration="forever"
)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("subscription_trial_ending", "First payment, with your discount: "),
        ("subscription_renewal_upcoming", "Next payment, with your discount: "),
    ],
)
@pytest.mark.parametrize(("next_amount", "said"), [(2320, "€23.20\n"), (0, "€0.00\n"), (2900, None)])
async def test_the_payment_with_the_discount_is_named(
    receive: Callable[..., Awaitable[Any]],
    messages: Callable[[], Awaitable[list[Message]]],
    causes: dict[str, Any],
    key: str,
    label: str,
    next_amount: int,
    said: str | None,
) -> None:
    event: Any = causes[key]
    discounted = event.subscription.model_copy(
        update={"discount": FIFTH, "next_amount": Amount(amount=next_amount, currency="EUR")}
    )
    caused: Event = event.model_copy(update={"subscription": discounted})
    await receive(caused)
    (message,) = await messages()
    assert (f"{label}{said}" in message.content.text) is (said is not None)
    assert (label in message.content.text) is (said is not None)
