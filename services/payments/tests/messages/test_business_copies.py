"""The copy of businesses, as the dispatcher fills it."""

from collections.abc import Awaitable, Callable
from typing import Literal

import pytest
from foyer_payments.domain.business import Business
from foyer_payments.domain.creditor_identifier import sandbox_creditor_identifier
from foyer_payments.messages import HANDLERS
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import BrandData, BusinessCreated, BusinessData, BusinessUpdated
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin

PORTAL = "http://fabrikam.localhost"
FABRIKAM = "biz_01jdfabr1kame8000000000000"
Told = Callable[..., Awaitable[None]]


@pytest.fixture
def told(database: Database) -> Told:
    """Delivers an event about Fabrikam."""
    dispatcher = Dispatcher("payments", database, HANDLERS)

    async def deliver(
        version: int,
        *,
        prefix: str = "FA",
        country: str = "DE",
        mode: Literal["sandbox", "live"] = "sandbox",
        creditor_id: str | None = None,
        message_id: str | None = None,
    ) -> None:
        business = BusinessData(
            business_id=FABRIKAM,
            legal_name="Fabrikam GmbH",
            slug="fabrikam",
            country=country,
            currency="EUR",
            zone="Europe/Berlin",
            language="de",
            number_prefix=prefix,
            mode=mode,
            mail="on",
            portal_url=PORTAL,
            support_email="help@fabrikam.example",
            brand=BrandData(name="Fabrikam", accent="#335577"),
            creditor_id=creditor_id,
        )
        event = (BusinessCreated if version == 1 else BusinessUpdated)(business=business)
        envelope = Envelope(
            id=message_id or f"evt_{version}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject=FABRIKAM,
            subjectversion=version,
            businessid=FABRIKAM,
            actor="system:test",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


@pytest.fixture
def known(database: Database) -> Callable[[], Awaitable[Business]]:
    """What is known of Fabrikam."""

    async def read() -> Business:
        async with database.work(an_origin(business_id=FABRIKAM)) as work:
            return await Businesses(work.session).get(work.scope)

    return read


Known = Callable[[], Awaitable[Business]]


async def test_a_sandbox_business_gets_a_creditor_identifier(told: Told, known: Known) -> None:
    await told(1)

    identifier = sandbox_creditor_identifier(FABRIKAM, "DE")
    assert identifier is not None
    assert await known() == Business(FABRIKAM, "FA", identifier, PORTAL, country="DE")


async def test_a_live_business_gets_none_from_us(told: Told, known: Known) -> None:
    await told(1, mode="live")

    assert await known() == Business(FABRIKAM, "FA", None, PORTAL, country="DE")


@pytest.mark.parametrize(("mode", "accounts"), [("sandbox", ["sandbox"]), ("live", [])])
async def test_only_a_sandbox_business_has_an_account_at_the_sandbox_s_provider(
    told: Told, database: Database, mode: Literal["sandbox", "live"], accounts: list[str]
) -> None:
    await told(1, mode=mode)
    await told(2, mode=mode)

    async with database.work(an_origin(business_id=FABRIKAM)) as work:
        found = await ProviderAccounts(work.session).list_page(work.scope, limit=10)
    assert [account.provider for account in found] == accounts


@pytest.mark.parametrize("mode", ["sandbox", "live"])
async def test_a_business_s_own_creditor_identifier_is_taken(
    told: Told, known: Known, mode: Literal["sandbox", "live"]
) -> None:
    await told(1, mode=mode, creditor_id="DE98ZZZ09999999999")

    assert await known() == Business(FABRIKAM, "FA", "DE98ZZZ09999999999", PORTAL, country="DE")


async def test_a_business_outside_of_sepa_gets_none(told: Told, known: Known) -> None:
    await told(1, country="US")

    assert await known() == Business(FABRIKAM, "FA", None, PORTAL, country="US")


async def test_the_newest_version_wins_in_any_order(told: Told, known: Known) -> None:
    await told(3, prefix="NEW")
    await told(2, prefix="OLD")

    assert (await known()).number_prefix == "NEW"


async def test_the_same_message_twice_is_one(told: Told, known: Known) -> None:
    await told(1, message_id="evt_1")
    await told(2, prefix="XX", message_id="evt_1")

    assert (await known()).number_prefix == "FA"
