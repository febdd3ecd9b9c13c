"""Whoever declares something without signing in is mailed at the address that they gave, and nowhere else."""

from collections.abc import Awaitable, Callable
from datetime import date

import html5lib
import pytest
from foyer_notifications.domain.message import Message, State
from foyer_shared.contracts.portal import DeclarationReceived, DeclarationRejected
from foyer_shared.messaging.transport import Done, Verdict
from foyer_shared.testing.makers import ADA, NOW

Receive = Callable[..., Awaitable[Verdict]]
Read = Callable[[], Awaitable[list[Message]]]

pytestmark = pytest.mark.usefixtures("known")

RECEIVED = DeclarationReceived(
    declaration_id="dcl_2",
    number="NW-D-1002",
    kind="cancellation",
    received_at=NOW,
    contract="Studio",
    message="I move to Mars. <b>",
    receipt_to="receipts@example.com",
    language="en",
    name="Ada Lovelace",
    email="ada@example.com",
    customer_number=ADA,
    is_extraordinary=True,
    ends_on=date(2026, 12, 31),
    content_hash="0" * 64,
)
REJECTED = DeclarationRejected(
    declaration_id="dcl_2",
    number="NW-D-1002",
    kind="cancellation",
    received_at=NOW,
    receipt_to="receipts@example.com",
    language="en",
    reason="We know nobody of this name.",
)


async def test_the_receipt_says_all_that_was_declared(receive: Receive, messages: Read) -> None:
    for _ in range(2):
        assert await receive(RECEIVED, event_id="evt_1") == Done()

    (message,) = await messages()
    assert (message.kind, message.to, message.cc, message.language, message.customer_id) == (
        "declaration_received",
        "receipts@example.com",
        (),
        "en",
        None,
    )
    assert message.state is State.QUEUED
    assert message.content.subject == "Receipt NW-D-1002: we have received your cancellation"
    for line in (
        "Receipt: NW-D-1002\nReceived on: 10 March 2026, 10:30 CET\nKind: Extraordinary cancellation\n",
        f"Name: Ada Lovelace\nEmail address: ada@example.com\nCustomer or contract number: {ADA}\n",
        "Contract: Studio\nTo end: 31 December 2026\n",
        f"SHA-256: {'0' * 64}\n",
        "> I move to Mars. <b>\n",
    ):
        assert line in message.content.text
    assert "I move to Mars. &lt;b&gt;" in message.content.html


async def test_what_was_left_empty_is_not_in_it(receive: Receive, messages: Read) -> None:
    plain = RECEIVED.model_copy(
        update={
            "contract": None,
            "message": None,
            "customer_number": None,
            "is_extraordinary": False,
            "ends_on": None,
        }
    )
    await receive(plain)

    (message,) = await messages()
    assert "Kind: Ordinary cancellation\n" in message.content.text
    assert "To end: As soon as possible\n" in message.content.text
    for word in ("Contract:", "contract number", "You wrote", "None"):
        assert word not in message.content.text


@pytest.mark.parametrize(
    ("language", "received", "rejected"),
    [
        (
            "nl",
            "Ontvangstbewijs NW-D-1002: wij hebben uw opzegging ontvangen",
            "Over uw verklaring NW-D-1002",
        ),
        (
            "de",
            "Eingangsbestätigung NW-D-1002: Ihre Kündigung ist eingegangen",
            "Zu Ihrer Erklärung NW-D-1002",
        ),
    ],
)
async def test_it_is_in_the_language_of_the_page(
    receive: Receive, messages: Read, language: str, received: str, rejected: str
) -> None:
    for position, event in enumerate((RECEIVED, REJECTED)):
        told = event.model_copy(update={"language": language})
        await receive(told, event_id=f"evt_{position}")

    written = await messages()
    assert sorted(message.content.subject for message in written) == sorted((received, rejected))
    for message in written:
        html5lib.HTMLParser(strict=True).parse(message.content.html)
        assert f'<html lang="{language}">' in message.content.html


async def test_a_rejection_says_why(receive: Receive, messages: Read) -> None:
    await receive(REJECTED)

    (message,) = await messages()
    assert (message.kind, message.to) == ("declaration_rejected", "receipts@example.com")
    assert "> We know nobody of this name.\n" in message.content.text


async def test_a_withdrawal_is_called_one(receive: Receive, messages: Read) -> None:
    await receive(RECEIVED.model_copy(update={"kind": "withdrawal"}))

    (message,) = await messages()
    assert message.content.subject == "Receipt NW-D-1002: we have received your withdrawal"
    assert "Kind: Withdrawal\n" in message.content.text
    assert ("cancellation" in message.content.text, "To end" in message.content.text) == (False, False)
