"""What the mails about a cancellation say, and what they keep to themselves."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.message import Message
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.subscriptions import (
    SubscriptionCanceled,
    SubscriptionCancellationRequested,
    SubscriptionCreated,
    SubscriptionData,
    SubscriptionPaused,
    SubscriptionResumed,
)
from foyer_shared.contracts.support import TicketOpened
from foyer_shared.messaging.transport import Done, Verdict
from foyer_shared.testing.makers import A_KEY, NOW

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]
Mailed = Callable[..., Awaitable[Content]]
ASubscription = Callable[..., SubscriptionData]
UNTIL_THE_END = "Its price stays the same until then; the last period is charged only up to\nthe end.\n"
NOTHING_MORE = "No further period is charged.\n"

pytestmark = pytest.mark.usefixtures("known")


@pytest.fixture
def mailed(receive: Receive, messages: Read) -> Mailed:
    """The words of the one mail that an event causes."""

    async def mailed(event: Event, **how: object) -> Content:
        assert await receive(event, **how) == Done()
        (message,) = await messages()
        return message.content

    return mailed


@pytest.mark.parametrize(
    "key",
    [
        "subscription_cancellation_requested",
        "subscription_canceled",
        "subscription_cancellation_refused",
        "declaration_waiting",
    ],
)
async def test_the_customers_words_are_in_the_receipt_and_the_reason_is_not(
    mailed: Mailed, causes: dict[str, Event], key: str
) -> None:
    mail = await mailed(causes[key])
    assert "You wrote to us:\n\n> Thank you all the same.\n" in mail.text
    for words in (mail.text, mail.html):
        assert [reason for reason in ("expensive", "quality", "because") if reason in words] == []


@pytest.mark.parametrize("key", ["subscription_cancellation_requested", "subscription_canceled"])
async def test_what_staff_wrote_is_not_quoted(mailed: Mailed, causes: dict[str, Event], key: str) -> None:
    mail = await mailed(causes[key], actor=A_KEY)
    assert "Thank you all the same" not in mail.text + mail.html
    assert "You wrote" not in mail.text


async def test_what_ends_with_it_is_named(
    mailed: Mailed, requested: SubscriptionCancellationRequested
) -> None:
    mail = await mailed(requested)
    assert "This ends with it: ada.example, Ada's <shop>.\n" in mail.text
    assert "This ends with it: ada.example, Ada&#39;s &lt;shop&gt;." in mail.html


@pytest.mark.parametrize(
    ("status", "ends", "is_charged"),
    [
        ("active", datetime(2026, 4, 8, 22, tzinfo=UTC), True),
        ("past_due", datetime(2026, 4, 8, 22, tzinfo=UTC), True),
        ("active", datetime(2026, 3, 31, 22, tzinfo=UTC), False),
        ("trialing", datetime(2026, 3, 31, 22, tzinfo=UTC), False),
        ("paused", datetime(2026, 4, 8, 22, tzinfo=UTC), False),
        ("suspended", datetime(2026, 4, 8, 22, tzinfo=UTC), False),
    ],
)
async def test_a_charge_is_announced_only_where_one_comes(
    mailed: Mailed,
    a_subscription: ASubscription,
    requested: SubscriptionCancellationRequested,
    status: str,
    ends: datetime,
    is_charged: bool,
) -> None:
    subscription = a_subscription(status=status)
    mail = await mailed(requested.model_copy(update={"subscription": subscription, "effective_at": ends}))
    assert ("Next charge: 1 April 2026\n" in mail.text, UNTIL_THE_END in mail.text) == (
        is_charged,
        is_charged,
    )
    assert (NOTHING_MORE in mail.text) is not is_charged


async def test_what_is_taken_back_while_it_pauses_has_no_next_charge(
    receive: Receive, messages: Read, a_subscription: ASubscription, causes: dict[str, Event]
) -> None:
    paused = {"subscription": a_subscription(status="paused")}
    for key in ("subscription_cancellation_withdrawn", "subscription_reactivated"):
        await receive(causes[key].model_copy(update=paused))
    texts = [message.content.text for message in await messages()]
    assert [("Price: €29.00 / month" in text, "Next charge" in text) for text in texts] == [(True, False)] * 2


async def test_what_came_off_does_not_come_back(mailed: Mailed, canceled: SubscriptionCanceled) -> None:
    first, second = canceled.credit_lines
    less = first.model_copy(update={"discount_amount": Amount(amount=203, currency="EUR")})
    mail = await mailed(canceled.model_copy(update={"credit_lines": (less, second)}))
    assert "Comes back: €17.30\n" in mail.text


@pytest.mark.parametrize(
    ("credit_to", "says"),
    [
        ("balance", "you get €19.33 as balance,"),
        ("refund", "you get €19.33 back, plus\nany tax that was added to it, the way you paid."),
    ],
)
async def test_what_comes_back_says_how(
    mailed: Mailed, canceled: SubscriptionCanceled, credit_to: str, says: str
) -> None:
    mail = await mailed(canceled.model_copy(update={"credit_to": credit_to}))
    assert "Comes back: €19.33\n" in mail.text
    assert says in mail.text


async def test_a_pause_says_what_it_credits_and_its_end_what_it_charges(
    receive: Receive, messages: Read, canceled: SubscriptionCanceled, a_subscription: ASubscription
) -> None:
    resumed = SubscriptionResumed(subscription=a_subscription(), resumed_at=NOW)
    paused = SubscriptionPaused(
        subscription=a_subscription(status="paused"),
        paused_at=NOW,
        resumes_at=NOW,
        credit_lines=canceled.credit_lines,
        credit_to="balance",
    )
    for event in (
        paused,
        paused.model_copy(update={"credit_lines": (), "credit_to": None}),
        resumed,
        resumed.model_copy(update={"begins_period": True}),
    ):
        assert await receive(event) == Done()
    now, later, plain, credited = (message.content.text for message in await messages())
    assert "Your credit: €19.33\n" in credited
    assert "you get €19.33 as balance,\nplus any tax" in credited
    assert [word for word in ("Your credit", "you get", "19.33") if word in plain] == []
    assert "Next charge: 1 April 2026\n" in later
    assert "Next charge: 10 March 2026\n" in now


@pytest.mark.parametrize("lines", ["none", "nothing"])
async def test_nothing_that_comes_back_is_not_mentioned(
    mailed: Mailed, canceled: SubscriptionCanceled, lines: str
) -> None:
    zero = canceled.credit_lines[0].model_copy(update={"amount": Amount(amount=0, currency="EUR")})
    changes: dict[str, dict[str, Any]] = {
        "none": {"credit_lines": (), "credit_to": None},
        "nothing": {"credit_lines": (zero,)},
    }
    mail = await mailed(canceled.model_copy(update=changes[lines]))
    assert "Ended on: 10 March 2026, 10:30 CET\n" in mail.text
    assert [word for word in ("Comes back", "you get", "€") if word in mail.text] == []


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        ("requested", "Your subscription Studio has ended. No further period is charged.\n"),
        ("mandate_lapsed", "has ended before it could begin, because there was"),
        ("trial_ended", "The trial of Studio is over,"),
        ("retries_exhausted", "has ended, because an invoice for it was not paid."),
    ],
)
async def test_what_ends_by_itself_says_why_and_is_no_receipt(
    mailed: Mailed, canceled: SubscriptionCanceled, cause: str, says: str
) -> None:
    mail = await mailed(canceled.model_copy(update={"cause": cause, "mode": None}))
    assert says in mail.text
    assert [word for word in ("Received on", "receipt", "You wrote") if word in mail.text] == []


async def test_at_once_is_its_own_receipt(mailed: Mailed, canceled: SubscriptionCanceled) -> None:
    mail = await mailed(canceled)
    assert "Received on: 10 March 2026, 10:30 CET\nEnded on: 10 March 2026, 10:30 CET\n" in mail.text
    assert "This mail is your receipt.\n" in mail.text


@pytest.mark.parametrize("opened_by", [{"change_id": "chg_1"}, {"plan_id": "plan_1"}])
async def test_what_opens_a_ticket_and_has_a_mail_of_its_own_sends_no_second(
    receive: Receive, messages: Read, causes: dict[str, Event], opened_by: dict[str, str]
) -> None:
    opened = causes["ticket_opened"]
    assert isinstance(opened, TicketOpened)
    ticket = opened.ticket.model_copy(update=opened_by)
    assert await receive(TicketOpened(ticket=ticket)) == Done()
    assert await messages() == []


async def test_a_subscription_that_the_business_made_is_welcomed_by_the_business(
    receive: Receive, messages: Read, a_subscription: ASubscription
) -> None:
    assert await receive(SubscriptionCreated(subscription=a_subscription())) == Done()
    assert await messages() == []


async def test_subscribing_again_without_a_way_to_pay_says_what_is_missing(
    mailed: Mailed, a_subscription: ASubscription
) -> None:
    waiting = a_subscription(status="pending_mandate")
    mail = await mailed(SubscriptionCreated(subscription=waiting, resubscribed_from="sub_0"))
    assert "It begins as soon as there is a payment\nmethod in the portal.\n" in mail.text
    assert "Next charge" not in mail.text


DECLARED = {
    "declaration_id": "dcl_1",
    "receipt_number": "NW-D-1001",
    "received_at": datetime(2026, 3, 9, 7, 5, tzinfo=UTC),
}


@pytest.mark.parametrize("key", ["subscription_cancellation_requested", "subscription_canceled"])
async def test_what_was_declared_counts_from_its_arrival_and_names_its_receipt(
    mailed: Mailed, causes: dict[str, Event], key: str
) -> None:
    mail = await mailed(causes[key].model_copy(update=DECLARED))
    assert "Receipt: NW-D-1001\nReceived on: 9 March 2026, 08:05 CET\nEnd" in mail.text


async def test_what_nobody_declared_has_no_receipt_number(
    mailed: Mailed, requested: SubscriptionCancellationRequested
) -> None:
    assert "Receipt" not in (await mailed(requested)).text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("cancel_not_offered", "this subscription is not one that is canceled in the portal."),
        ("subscription_already_ended", "The subscription had ended before we could carry it out."),
        ("cancellation_already_pending", "Another cancellation of it was pending already,"),
    ],
)
async def test_a_refusal_says_why_and_what_happens_now(
    mailed: Mailed, causes: dict[str, Event], code: str, says: str
) -> None:
    mail = await mailed(causes["subscription_cancellation_refused"].model_copy(update={"code": code}))
    assert says in " ".join(mail.text.split())
    assert "One of us looks into it and answers you." in mail.text


async def test_the_ticket_of_a_refusal_sends_no_second_mail(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    opened = causes["ticket_opened"].model_copy(update={"declaration_id": "dcl_1"})
    assert await receive(opened) == Done()
    assert await messages() == []


async def test_a_withdrawal_says_that_all_comes_back(mailed: Mailed, causes: dict[str, Event]) -> None:
    canceled = causes["subscription_canceled"].model_copy(update={"is_withdrawal": True})
    mail = await mailed(canceled)
    assert "You have withdrawn from the contract for Studio." in mail.text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("cancellation_not_proven", "Somebody who did not sign in has ended Studio in your name."),
        ("withdrawal_period_over", "The 14 days in which that is possible were\nover."),
        ("withdrawal_for_consumers_only", "Only consumers have this right, not companies."),
    ],
)
async def test_a_refusal_says_why(mailed: Mailed, causes: dict[str, Event], code: str, words: str) -> None:
    refused = causes["subscription_cancellation_refused"].model_copy(update={"code": code})
    mail = await mailed(refused)
    assert " ".join(words.split()) in " ".join(mail.text.split())
