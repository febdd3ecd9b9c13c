"""Each provider at a desk of its own: how its customers fill in its pages, and what it holds."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

import httpx
import pytest
import pytest_asyncio
from foyer_payments.domain.provided import Charged, SetUp
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.provider import PaymentProvider
from foyer_payments.gateways.providers import drawn_keys
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_payments.gateways.stripe import StripeProvider
from foyer_shared.testing.stripe import Stripe
from httpx import ASGITransport, AsyncClient

KEYS = AccountKeys("sk_test_northwind", "whsec_northwind")


@dataclass
class Desk:
    """A provider, and another account at it."""

    provider: PaymentProvider
    other: PaymentProvider
    fill_in: Callable[[SetUp | Charged, str], Awaitable[None]]
    """A card's number on a page; whatever the bank asks is passed."""
    held: Callable[[], Awaitable[tuple[int, int]]]
    """What was captured, and what was given back, in minor units."""
    answered_by: Callable[[httpx.AsyncBaseTransport], PaymentProvider]
    page_size: str
    """The name of what says how many charges are listed at a time."""


@pytest_asyncio.fixture
async def sandbox_desk(sandbox: SandboxProvider, browser: AsyncClient, to_sandbox: ASGITransport) -> Desk:
    """The sandbox provider, with its database."""

    def open_account(account_id: str, transport: httpx.AsyncBaseTransport) -> SandboxProvider:
        keys = SandboxAccount(account_id, **asdict(drawn_keys()))
        return SandboxProvider("http://sandbox.test", keys, transport=transport)

    async def fill_in(page: SetUp | Charged, number: str) -> None:
        form = {"kind": "card", "act": "pay", "number": number, "expiry": "08/30", "cvc": "123"}
        url = str(page.action_url)
        await browser.post(url, data=form | {"holder": "Ada Lovelace"})
        await browser.post(url, data={"act": "confirm"})

    async def held() -> tuple[int, int]:
        totals = (await sandbox._http.get("/balance")).json()["totals"]["EUR"]
        return totals["captured"], totals["refunded"]

    return Desk(
        sandbox,
        open_account("pacc_contoso", to_sandbox),
        fill_in,
        held,
        lambda transport: open_account("pacc_1", transport),
        "foyer_sandbox_provider.api.doors.PAGE",
    )


@pytest.fixture
def at_stripe() -> Stripe:
    """What Stripe holds of Northwind."""
    return Stripe()


@pytest.fixture
def stripe(at_stripe: Stripe) -> StripeProvider:
    """Northwind's account."""
    return StripeProvider(KEYS, transport=httpx.MockTransport(at_stripe))


@pytest.fixture
def stripe_with(monkeypatch: pytest.MonkeyPatch) -> Callable[..., StripeProvider]:
    """Northwind's account, where Stripe answers as told, and nobody waits between two tries."""
    monkeypatch.setattr("stripe.HTTPClient.INITIAL_DELAY", 0)
    return lambda answer: StripeProvider(KEYS, transport=httpx.MockTransport(answer))


@pytest.fixture
def stripe_desk(stripe: StripeProvider, at_stripe: Stripe) -> Desk:
    """Stripe's SDK, with Stripe in memory behind it."""

    async def fill_in(page: SetUp | Charged, number: str) -> None:
        at_stripe.fill_in(page.id, number)

    async def held() -> tuple[int, int]:
        captured, refunded = (
            sum(each["amount"] for each in at_stripe.of(kind) if each["status"] == "succeeded")
            for kind in ("payment_intent", "refund")
        )
        return captured, refunded

    return Desk(
        stripe,
        StripeProvider(KEYS, transport=httpx.MockTransport(Stripe())),
        fill_in,
        held,
        lambda transport: StripeProvider(KEYS, transport=transport),
        "foyer_payments.gateways.stripe.MOST",
    )


@pytest.fixture(params=["sandbox_desk", "stripe_desk"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Each of them in turn."""
    found: Desk = request.getfixturevalue(request.param)
    return found
