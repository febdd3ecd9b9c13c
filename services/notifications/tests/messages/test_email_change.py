"""Where a customer's mails went before is told when they go elsewhere."""

from collections.abc import Awaitable, Callable

import pytest
from foyer_notifications.domain.message import Message
from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerData, CustomerUpdated
from foyer_shared.messaging.transport import Done, Verdict
from foyer_shared.testing.makers import ADA

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]


@pytest.fixture
def moved(ada: CustomerData) -> CustomerUpdated:
    """Ada's mails go elsewhere."""
    return CustomerUpdated(customer=ada.model_copy(update={"email": "ada.o'neill@example.org"}))


@pytest.mark.usefixtures("known")
async def test_the_old_address_is_told_once(receive: Receive, messages: Read, moved: CustomerUpdated) -> None:
    assert await receive(moved, version=2, event_id="evt_1") == Done()
    assert await receive(moved, version=2, event_id="evt_1") == Done()
    assert await receive(moved, version=3, event_id="evt_2") == Done()
    (message,) = await messages()
    assert (message.kind, message.to, message.customer_id) == (
        "customer_email_changed",
        "ada@example.com",
        ADA,
    )
    assert message.content.subject == "Your email address was changed"
    assert "mails and documents go to ada.o'neill@example.org" in message.content.text.replace("\n", " ")
    assert "http://localhost:8080/details" in message.content.text


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("language", "subject"),
    [("nl", "Uw e-mailadres is gewijzigd"), ("de", "Ihre E-Mail-Adresse wurde geändert")],
)
async def test_in_other_languages(
    receive: Receive,
    messages: Read,
    moved: CustomerUpdated,
    ada: CustomerData,
    language: str,
    subject: str,
) -> None:
    await receive(CustomerUpdated(customer=ada.model_copy(update={"language": language})), version=2)
    await receive(moved, version=3)
    assert [message.content.subject for message in await messages()] == [subject]


@pytest.mark.usefixtures("known")
async def test_another_change_tells_nobody(receive: Receive, messages: Read, ada: CustomerData) -> None:
    renamed = CustomerUpdated(customer=ada.model_copy(update={"name": "Ada King"}))
    assert await receive(renamed, version=2) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_an_older_address_that_comes_late_tells_nobody(
    receive: Receive, messages: Read, moved: CustomerUpdated, ada: CustomerData
) -> None:
    await receive(CustomerUpdated(customer=ada), version=5)
    assert await receive(moved, version=3) == Done()
    assert await messages() == []


@pytest.mark.usefixtures("known")
async def test_nobody_is_told_of_the_address_of_an_anonymised_customer(
    receive: Receive, messages: Read, moved: CustomerUpdated
) -> None:
    assert await receive(CustomerAnonymized(customer_id=ADA), version=2) == Done()
    assert await receive(moved, version=2) == Done()
    assert await messages() == []
