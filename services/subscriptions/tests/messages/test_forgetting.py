"""What is forgotten of a customer whose account is closed."""

from collections.abc import Awaitable, Callable

from foyer_shared.basics.custom_fields import Editor
from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerData, CustomerUpdated
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.customer import Customer
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.subscription import LinkedService, PausedBy, Subscription
from foyer_subscriptions.storage.customers import Customers
from foyer_subscriptions.storage.rows import PendingChangeRow, SubscriptionRow
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.update_subscription import update_subscription
from sqlalchemy import select
from sqlmodel import col

Subscribed = Callable[..., Awaitable[Subscription]]
Arrive = Callable[..., Awaitable[None]]
GRACE = CustomerData(
    customer_id=ADA, name="Ada", email="ada@example.com", company="Ada B.V.", language="nl", country="NL"
)


async def words(database: Database) -> list[tuple[str | None, str | None, int]]:
    """Reason and message of each change, and how much is linked to its subscription."""
    async with database.session() as session:
        rows = await session.execute(
            select(col(PendingChangeRow.cancellation), col(SubscriptionRow.linked_services))
            .join(SubscriptionRow, col(SubscriptionRow.id) == col(PendingChangeRow.subscription_id))
            .order_by(col(PendingChangeRow.id))
        )
        return [
            (said and said["reason"], said and said["message"], len(linked)) for said, linked in rows.all()
        ]


async def test_what_was_written_and_linked_is_forgotten_and_what_was_bought_stays(
    database: Database, subscribed: Subscribed, arrive: Arrive
) -> None:
    await arrive(CustomerUpdated(customer=GRACE), 2)
    subscription = await subscribed(cancellation_mode=CancellationMode.IMMEDIATE)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
        domain = LinkedService(name="ada.example", url="https://dns.example/ada")
        await update_subscription(
            work, subscription.id, linked_services=[domain], custom_fields={}, by=Editor.BUSINESS
        )
        await cancel_subscription(
            work, subscription.id, by=PausedBy.CUSTOMER, reason="unused", message="Yours, Ada"
        )
    told = len(await announced(database))
    assert await words(database) == [(None, None, 1), ("unused", "Yours, Ada", 1)]
    # Another business's closing is none of Northwind's.
    await arrive(CustomerAnonymized(customer_id=ADA), 1, now=NOW, business_id=CONTOSO)
    assert await words(database) == [(None, None, 1), ("unused", "Yours, Ada", 1)]
    for _ in range(2):
        await arrive(CustomerAnonymized(customer_id=ADA), 4)
    await arrive(CustomerUpdated(customer=GRACE), 3)
    assert await words(database) == [(None, None, 0), ("unused", None, 0)]
    async with database.work(an_origin()) as work:
        assert await Customers(work.session).get(work.scope, ADA) == Customer()
    assert len(await announced(database)) == told
