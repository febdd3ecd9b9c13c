"""Each provider at a desk of its own: how its customers fill in its pages, and what it holds."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from foyer_payments.domain.provided import Charged, Failure, SetUp
from foyer_payments.domain.provider_account import AccountKeys
from foyer_payments.gateways.mollie import MollieProvider
from foyer_payments.gateways.mollie_pictures import from_mollie
from foyer_payments.gateways.provider import PaymentProvider
from foyer_payments.gateways.providers import drawn_keys
from foyer_payments.gateways.sandbox import SandboxAccount, SandboxProvider
from foyer_payments.gateways.stripe import StripeProvider
from foyer_shared.basics.money import Money
from foyer_shared.testing.mollie import Mollie
from foyer_shared.testing.stripe import Stripe
from httpx import ASGITransport, AsyncClient

FAILS = {
    "4000000000009995": Failure("insufficient_funds", "soft"),
    "4000000000000119": Failure("processing_error", "soft"),
    "4000000000009979": Failure("stolen_card", "hard"),
    "4000000000000069": Failure("expired_card", "hard"),
    "4000002760003184": Failure("authentication_required", "soft"),
}
"""Why cards are declined without their holder, in the words of Stripe, which the sandbox speaks as well."""

FAILS_AT_MOLLIE = FAILS | {
    "4000000000000119": Failure("card_declined", "soft"),
    "4000000000009979": Failure("possible_fraud", "hard"),
}

FEE = Money(39, "EUR")
KEYS = AccountKeys("sk_test_northwind", "whsec_northwind")
MOLLIE_KEYS = AccountKeys("test_northwind", "northwind")


@dataclass
class Desk:
    """A provider, and another account at it."""

    provider: PaymentProvider
    other: PaymentProvider
    fill_in: Callable[[SetUp | Charged, str], Awaitable[None]]
    """A card's number on a page; whatever the bank asks is passed."""
    held: Callable[[], Awaitable[tuple[int, int]]]
    """What was captured, and what was given back, in minor units."""
    answered_by: Callable[[httpx.MockTransport], PaymentProvider]
    page_size: str
    """The name of what says how many charges are listed at a time."""
    fee: Money | None = FEE
    fails: dict[str, Failure] = field(default_factory=lambda: FAILS)


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


@pytest.fixture
def at_mollie() -> Mollie:
    """What Mollie holds of Northwind."""
    return Mollie()


@pytest.fixture
def mollie(at_mollie: Mollie, bridge: Callable[..., Any]) -> MollieProvider:
    """Northwind's account."""
    return MollieProvider(MOLLIE_KEYS, adapter=bridge(at_mollie))


@pytest.fixture
def mollie_with(bridge: Callable[..., Any]) -> Callable[..., MollieProvider]:
    """Northwind's account, where Mollie answers as told."""
    return lambda answer: MollieProvider(MOLLIE_KEYS, adapter=bridge(answer))


@pytest.fixture
def mollie_desk(mollie: MollieProvider, at_mollie: Mollie, bridge: Callable[..., Any]) -> Desk:
    """Mollie's SDK, with Mollie in memory behind it."""

    async def fill_in(page: SetUp | Charged, number: str) -> None:
        at_mollie.fill_in(page.id, number)

    async def held() -> tuple[int, int]:
        paid = [each for each in at_mollie.of("tr") if each["status"] == "paid"]
        captured, refunded = (
            sum(from_mollie(each["amount"]).amount for each in some) for some in (paid, at_mollie.of("re"))
        )
        return captured, refunded

    return Desk(
        mollie,
        MollieProvider(MOLLIE_KEYS, adapter=bridge(Mollie())),
        fill_in,
        held,
        lambda transport: MollieProvider(MOLLIE_KEYS, adapter=bridge(transport.handler)),
        "foyer_payments.gateways.mollie.MOST",
        fee=None,
        fails=FAILS_AT_MOLLIE,
    )


@pytest.fixture(params=["sandbox_desk", "stripe_desk", "mollie_desk"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Each of them in turn."""
    found: Desk = request.getfixturevalue(request.param)
    return found
