"""The copy of businesses, as the dispatcher fills it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal

import pytest
from foyer_invoicing.domain.business import Business
from foyer_invoicing.messages import HANDLERS
from foyer_invoicing.storage.businesses import Businesses
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import (
    BrandData,
    BusinessCreated,
    BusinessData,
    BusinessUpdated,
    ClockMoved,
)
from foyer_shared.messaging.dispatcher import Dispatcher
from foyer_shared.messaging.transport import Delivery, Done, Message
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin

FABRIKAM = "biz_01jdfabr1kame8000000000000"
Told = Callable[..., Awaitable[None]]


@pytest.fixture
def told(database: Database) -> Told:
    """Delivers an event about Fabrikam."""
    dispatcher = Dispatcher("invoicing", database, HANDLERS)

    async def deliver(
        version: int,
        *,
        zone: str = "UTC",
        mail: Literal["on", "held"] = "on",
        message_id: str | None = None,
        clock_offset: int = 0,
    ) -> None:
        business = BusinessData(
            business_id=FABRIKAM,
            legal_name="Fabrikam GmbH",
            slug="fabrikam",
            country="DE",
            currency="EUR",
            zone=zone,
            language="de",
            number_prefix="FA",
            mode="sandbox",
            mail=mail,
            portal_url="http://fabrikam.localhost",
            support_email="help@fabrikam.example",
            brand=BrandData(name="Fabrikam", accent="#335577"),
            address=AddressData(line1="Torstraße 1", postal_code="10119", city="Berlin", country="DE"),
            vat_id="DE136695976",
            register_number="HRB 12345 B",
            creditor_id="DE98ZZZ09999999999",
            bank_account=BankAccountData(iban="DE89370400440532013000", bic="COBADEFFXXX"),
            clock_offset=clock_offset,
        )
        kind = ClockMoved if clock_offset else BusinessCreated if version == 1 else BusinessUpdated
        event = kind(business=business)
        envelope = Envelope(
            id=message_id or f"evt_{version}",
            source=f"/{event.owner}",
            type=event.type,
            time=NOW,
            subject=FABRIKAM,
            subjectversion=version,
            businessid=FABRIKAM,
            actor="system:portal-bff",
            businesstime=NOW,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.routing_key(), envelope.model_dump_json().encode())
        assert await dispatcher.dispatch(Delivery(message, 1)) == Done()

    return deliver


@pytest.fixture
def fabrikam(database: Database) -> Callable[[], Awaitable[Business]]:
    """What is known of Fabrikam now."""

    async def read() -> Business:
        async with database.work(an_origin(FABRIKAM)) as work:
            return await Businesses(work.session).get(work.scope)

    return read


async def test_a_new_business_is_kept(told: Told, fabrikam: Callable[[], Awaitable[Business]]) -> None:
    await told(1, zone="Europe/Berlin", mail="held")
    assert await fabrikam() == Business(
        id=FABRIKAM,
        legal_name="Fabrikam GmbH",
        number_prefix="FA",
        country="DE",
        currency="EUR",
        zone="Europe/Berlin",
        language="de",
        support_email="help@fabrikam.example",
        brand_name="Fabrikam",
        brand_accent="#335577",
        address=Address(line1="Torstraße 1", postal_code="10119", city="Berlin", country="DE"),
        vat_id="DE136695976",
        register_number="HRB 12345 B",
        creditor_id="DE98ZZZ09999999999",
        bank_account=BankAccount(iban="DE89370400440532013000", bic="COBADEFFXXX"),
        importing=True,
    )


async def test_a_newer_copy_takes_the_place_of_an_older_one_in_any_order(
    told: Told, fabrikam: Callable[[], Awaitable[Business]]
) -> None:
    await told(3, zone="Europe/Berlin")
    await told(2, zone="Europe/Vienna")
    await told(1, zone="UTC")
    assert (await fabrikam()).zone == "Europe/Berlin"
    await told(4, zone="Europe/Paris")
    assert (await fabrikam()).zone == "Europe/Paris"


async def test_the_same_message_twice_takes_effect_once(
    told: Told,
    fabrikam: Callable[[], Awaitable[Business]],
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
) -> None:
    await told(1, zone="Europe/Berlin")
    before = await stored()
    await told(1, zone="Europe/Berlin")
    assert await stored() == before


async def test_a_clock_is_followed_forward_only(
    told: Told, fabrikam: Callable[[], Awaitable[Business]]
) -> None:
    await told(1)
    await told(3, clock_offset=7200)
    await told(2, clock_offset=3600)
    moved = await fabrikam()
    assert (moved.clock_offset, moved.now(NOW)) == (7200, NOW + timedelta(hours=2))
