"""The provider's webhooks: signed, as often and as late as was asked for, and again until they are taken."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from foyer_payments.domain.provided import Notice
from foyer_payments.gateways.provider import ChargeOrder
from foyer_payments.gateways.sandbox import SandboxProvider
from foyer_sandbox_provider.gateways.webhook_post import WebhookPost
from foyer_sandbox_provider.use_cases.send_webhooks import GAPS, send_webhooks
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA

Send = Callable[..., Awaitable[list[httpx.Request]]]


@pytest.fixture
def send(database: Database, seal: Seal) -> Send:
    """Sends what is due so many seconds from now; what arrived, each answered with the status."""

    async def do(after: float = 0, *, status: int = 200) -> list[httpx.Request]:
        arrived = []

        def answer(request: httpx.Request) -> httpx.Response:
            arrived.append(request)
            return httpx.Response(status)

        post = WebhookPost("http://portal.test", transport=httpx.MockTransport(answer))
        await send_webhooks(database.engine, seal, post, real_now() + timedelta(seconds=after))
        await post.close()
        return arrived

    return do


async def begin(sandbox: SandboxProvider, key: str) -> str:
    """A charge that is canceled at once, which is told; its id."""
    order = ChargeOrder(
        key=key,
        customer_id=ADA,
        amount=Money(1000, "EUR"),
        description="",
        token=None,
        on_session=True,
        kinds=("card",),
        return_url="https://northwind.test/back",
    )
    charge = await sandbox.charge(order)
    await sandbox.cancel_charge(charge.id)
    return charge.id


def read(sandbox: SandboxProvider, request: httpx.Request) -> Notice:
    """As Foyer reads it."""
    (notice,) = sandbox.read_notices(request.headers, request.content, now=real_now())
    return notice


async def test_a_change_is_told_once_signed_to_the_account_s_address(
    sandbox: SandboxProvider, send: Send
) -> None:
    charge_id = await begin(sandbox, "pay_1")

    (request,) = await send()

    assert str(request.url) == "http://portal.test/webhooks/sandbox/pacc_northwind"
    notice = read(sandbox, request)
    assert (notice.about, notice.provided_id) == ("charge", charge_id)
    assert await send(after=86400) == []


async def test_what_is_not_taken_comes_again_until_it_is_given_up(
    sandbox: SandboxProvider, send: Send
) -> None:
    await begin(sandbox, "pay_1")
    assert await send(after=0, status=500)

    assert await send(after=0.5, status=500) == []
    later, tries = 0.0, 1
    while await send(after=(later := later + 4000), status=500):
        tries += 1

    assert tries == len(GAPS) + 1


async def test_webhooks_come_late_twice_and_in_another_order(sandbox: SandboxProvider, send: Send) -> None:
    await begin(sandbox, "pay_0")
    await send()
    behaviour: dict[str, Any] = {"delay_seconds": 60, "copies": 2, "reordered": True}
    (await sandbox._http.put("/behaviour", json=behaviour)).raise_for_status()
    begun = [await begin(sandbox, f"pay_{n}") for n in (1, 2)]

    assert await send() == []
    arrived = await send(after=61)

    late = [request.content.decode() for request in arrived]
    assert [next(each for each in begun if each in text) for text in late] == [begun[1]] * 2 + [begun[0]] * 2
    assert len({request.headers["webhook-id"] for request in arrived}) == 2


async def test_two_senders_at_once_send_each_once(
    sandbox: SandboxProvider, send: Send, database: Database, seal: Seal
) -> None:
    await begin(sandbox, "pay_1")
    twice: list[httpx.Request] = []

    async def during(request: httpx.Request) -> httpx.Response:
        twice.extend(await send())
        return httpx.Response(200)

    post = WebhookPost("http://portal.test", transport=httpx.MockTransport(during))
    assert await send_webhooks(database.engine, seal, post, real_now()) == 1
    await post.close()

    assert twice == []
