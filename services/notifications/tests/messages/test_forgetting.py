"""What is forgotten of the messages of an anonymised customer, and that nobody writes to them any more."""

from collections.abc import Awaitable, Callable

import pytest
from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.message import Message, State
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerData, CustomerUpdated
from foyer_shared.messaging.transport import Done, Verdict
from foyer_shared.testing.makers import ADA

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]


@pytest.fixture
def forgotten(ada: CustomerData) -> CustomerUpdated:
    """Ada as nobody."""
    nobody = ada.model_copy(update={"name": "Anonymised", "email": f"{ADA}@anonymised.invalid"})
    return CustomerUpdated(customer=nobody)


@pytest.mark.usefixtures("known")
async def test_what_was_said_goes_and_what_waits_is_not_sent(
    receive: Receive, messages: Read, causes: dict[str, Event], forgotten: CustomerUpdated, ada: CustomerData
) -> None:
    await receive(causes["order_placed"])
    (before,) = await messages()
    for _ in range(2):
        assert await receive(CustomerAnonymized(customer_id=ADA), version=4) == Done()
    assert await receive(forgotten, version=4) == Done()
    assert await receive(CustomerUpdated(customer=ada), version=3) == Done()
    (after,) = await messages()
    assert (before.to, before.state) == ("ada@example.com", State.QUEUED)
    assert (after.id, after.kind, after.created_at) == (before.id, "order_placed", before.created_at)
    assert (after.to, after.content) == (f"{after.id}@anonymised.invalid", Content("", "", ""))
    assert (after.state, after.next_try_at) == (State.FAILED, None)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("order", ["anonymised first", "changed first"])
async def test_nobody_writes_to_nobody(
    receive: Receive, messages: Read, causes: dict[str, Event], forgotten: CustomerUpdated, order: str
) -> None:
    events = [CustomerAnonymized(customer_id=ADA), forgotten]
    for event in events if order == "anonymised first" else reversed(events):
        assert await receive(event, version=4) == Done()
    assert await receive(causes["order_placed"]) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_another_customer_keeps_theirs(
    receive: Receive, messages: Read, causes: dict[str, Event]
) -> None:
    await receive(causes["order_placed"])
    before = await messages()
    await receive(CustomerAnonymized(customer_id="cus_other"), version=4)
    assert await messages() == before
