"""A second opinion on Stripe: localstripe takes what the gateway asks, and signs its webhooks.

It has no Checkout, mandates, disputes, search and idempotency, and of a declined charge no intent.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.provided import Charged, Notice, ProvidedMethod, Refunded, Status
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.provider import ChargeOrder, ProviderRefused, RefundOrder
from foyer_payments.gateways.stripe import StripeProvider
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.local_servers.processes import free_port
from foyer_shared.testing.makers import ADA

KEYS = AccountKeys("sk_test_12345", "whsec_northwind")
TEN = Money(1000, "EUR")

RUN = """
import sys
from aiohttp import web
from localstripe import resources
from localstripe.server import app

# Its state is one file for all on this machine: here it lives as long as the process.
resources.Store.dump_to_disk = lambda self: None

# Fields that Stripe has and it does not know.
resources.Charge.disputed = False
resources.PaymentIntent.setup_future_usage = None
begin, every = resources.PaymentIntent._api_create.__func__, resources.StripeObject._api_list_all.__func__

def create(cls, description=None, **data):
    return begin(cls, **data)

def list_all(cls, url, customer=None, **data):
    found = every(cls, url, **data)
    found._list = [each for each in found._list if each.customer == customer]
    return found

resources.PaymentIntent._api_create = classmethod(create)
resources.PaymentIntent._api_list_all = classmethod(list_all)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=lambda text: print("ready", flush=True))
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where it answers."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", RUN, str(port)], stdout=subprocess.PIPE) as server:
        assert server.stdout
        assert server.stdout.readline() == b"ready\n"
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest_asyncio.fixture
async def provider(address: str) -> AsyncIterator[StripeProvider]:
    """Northwind's account."""
    provider = StripeProvider(KEYS, address=address)
    yield provider
    await provider.close()


@pytest_asyncio.fixture
async def token(provider: StripeProvider) -> str:
    """Ada's card, which she would have added on Stripe's page."""
    customer = await provider._api.customers.create_async({"metadata": {"foyer_customer": ADA}})
    card = {"number": "4242424242424242", "exp_month": 8, "exp_year": 2030, "cvc": "123"}
    holder = {"name": "Ada Lovelace"}
    method = await provider._api.payment_methods.create_async(
        {"type": "card", "card": card, "billing_details": holder}
    )
    await provider._api.payment_methods.attach_async(method.id, {"customer": customer.id})
    kept: str = method.id
    return kept


def order(token: str, key: str = "pay_1") -> ChargeOrder:
    """Ten euros without the customer."""
    return ChargeOrder(
        key=key, customer_id=ADA, amount=TEN, description="NW-2026-0001", token=token, on_session=False
    )


async def test_a_kept_card_is_charged_and_given_back(provider: StripeProvider, token: str) -> None:
    charge = await provider.charge(order(token))

    method = ProvidedMethod(token, "card", "4242", "visa", Expiry(2030, 8), holder="Ada Lovelace")
    assert charge == Charged(charge.id, Status.SUCCEEDED, TEN, "pay_1", fee=Money(0, "EUR"), method=method)
    assert await provider.charge(order(token)) == charge
    refund = await provider.refund(RefundOrder("ref_1", charge.id, Money(400, "EUR")))
    assert refund == Refunded(refund.id, Money(400, "EUR"), Status.SUCCEEDED, "ref_1")
    assert await provider.refund(RefundOrder("ref_1", charge.id, Money(400, "EUR"))) == refund
    assert (await provider.read_charge(charge.id)).refunds == (refund,)
    assert (await provider.cancel_charge(charge.id)).status is Status.SUCCEEDED


async def test_a_card_that_is_forgotten_or_another_s_is_not_charged(
    provider: StripeProvider, token: str
) -> None:
    for refused in (
        order("pm_none"),
        ChargeOrder("pay_1", "cus_other", TEN, "NW-1", token, on_session=False),
    ):
        with pytest.raises(ProviderRefused):
            await provider.charge(refused)

    for _ in range(2):
        await provider.forget_method(token)

    with pytest.raises(ProviderRefused, match="method_unknown"):
        await provider.charge(order(token))


async def test_its_webhook_says_where_to_look(provider: StripeProvider, token: str, address: str) -> None:
    came: asyncio.Queue[tuple[dict[str, str], bytes]] = asyncio.Queue()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[1:-1]
        headers = dict(line.split(": ", 1) for line in lines)
        await came.put((headers, await reader.readexactly(int(headers["Content-Length"]))))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/webhooks/stripe/pacc_1"
        register = {"url": url, "secret": KEYS.webhook_secret, "events": ["payment_intent.succeeded"]}
        async with httpx.AsyncClient(base_url=address) as client:
            (await client.post("/_config/webhooks/foyer", json=register)).raise_for_status()
        charge = await provider.charge(order(token, "pay_2"))
        async with asyncio.timeout(10):
            while charge.id.encode() not in (last := await came.get())[1]:
                """What the tests before this one have paid is told as well, a second later."""

    [notice] = provider.read_notices(*last, now=real_now())
    assert notice == Notice(notice.id, "charge", charge.id)
    assert notice.id.startswith("evt_")
