"""What customers are granted with a subscription, and what happens to it with the subscription."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms, GoodsFile
from foyer_subscriptions.domain.grant import Grant, GrantStatus, RevokedBecause, Source
from foyer_subscriptions.domain.license_key import DEFAULT_PATTERN, LicenseKey
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.use_cases.add_license_keys import add_license_keys
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.archive_entitlement import archive_entitlement
from foyer_subscriptions.use_cases.attach_file import attach_file
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.create_entitlement import create_entitlement
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.deliver_pending_grants import deliver_pending_grants
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.revoke_grant import revoke_grant
from foyer_subscriptions.use_cases.spread_entitlements import spread_entitlements

APrice = Callable[..., Awaitable[Price]]
Subscribed = Callable[..., Awaitable[Subscription]]

LINK = (EntitlementKind.LINK, EntitlementTerms(url="https://join.example/{subscription_id}"))
FILE = (EntitlementKind.FILE, EntitlementTerms(downloads=3, days=7))
DRAWN = (EntitlementKind.LICENSE_KEY, EntitlementTerms(pattern=DEFAULT_PATTERN, activations=2))
LISTED = (EntitlementKind.LICENSE_KEY, EntitlementTerms(activations=1))
ZIP = GoodsFile(key="subscriptions/a", name="a.zip", size=9, sha256="00", content_type="application/zip")


async def grants_of(database: Database, subscription: Subscription) -> list[Grant]:
    """What its customer holds by it, by kind."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        source = Source(subscription_id=subscription.id)
        found = await Grants(work.session).list_page(work.scope, source, limit=100)
        return sorted(found, key=lambda grant: grant.kind)


async def keys_of(database: Database, grants: list[Grant]) -> dict[str, LicenseKey]:
    """Their license keys, by grant."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        return await LicenseKeys(work.session).of_grants(work.scope, [grant.id for grant in grants])


async def told(database: Database) -> list[Envelope]:
    """What was announced of entitlements."""
    return [event for event in await announced(database) if event.type.startswith("entitlement.")]


async def types_told(database: Database) -> list[str]:
    """The types of it."""
    return [event.type.removeprefix("entitlement.") for event in await told(database)]


async def test_with_the_subscription_comes_what_it_grants(
    database: Database, a_price: APrice, subscribed: Subscribed
) -> None:
    subscription = await subscribed(entitlements=[LINK, DRAWN, FILE])
    file, key, link = await grants_of(database, subscription)
    assert [(one.kind.value, one.status.value) for one in (file, key, link)] == [
        ("file", "pending"),
        ("license_key", "granted"),
        ("link", "granted"),
    ]
    assert (link.granted_at, link.name, link.quantity) == (NOW, "Brush pack", 1)
    assert key.activation_limit == 2
    keys = await keys_of(database, [link, key, file])
    assert [(grant_id, len(one.key)) for grant_id, one in keys.items()] == [(key.id, 14)]


async def test_it_is_told_without_the_key_or_the_link(database: Database, a_price: APrice) -> None:
    price = await a_price(entitlements=[DRAWN, LINK])
    async with database.work(an_origin(customer_id=ADA)) as work:
        subscription = await create_subscription(
            work, customer_id=ADA, items=[(price.id, 3)], terms=_by_invoice()
        )
    key, link = await grants_of(database, subscription)
    first, second = sorted(await told(database), key=lambda event: event.data["entitlement"]["kind"])
    assert (first.type, first.subject, first.subjectversion) == ("entitlement.granted", key.id, 2)
    assert (first.customerid, second.subject) == (ADA, link.id)
    assert first.data == {
        "entitlement": {
            "grant_id": key.id,
            "entitlement_id": key.entitlement_id,
            "product_id": price.product_id,
            "customer_id": ADA,
            "kind": "license_key",
            "name": "Brush pack",
            "subscription_id": subscription.id,
            "order_id": None,
            "quantity": 3,
        },
        "expires_at": None,
        "again": False,
        "granted_products": [],
    }
    assert key.activation_limit == 6


async def test_what_waits_for_a_mandate_gets_nothing_until_it_is_there(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC, entitlements=[LINK])
    assert await grants_of(database, subscription) == []
    async with database.work(an_origin(customer_id=ADA)) as work:
        await remember_payment_method(work, payment_method_id="pm_1", customer_id=ADA, kind="card", version=1)
    assert [grant.status for grant in await grants_of(database, subscription)] == [GrantStatus.GRANTED]
    assert await types_told(database) == ["granted"]


async def test_a_pause_withholds_it_and_the_same_key_comes_back(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(entitlements=[DRAWN])
    before = await keys_of(database, await grants_of(database, subscription))
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
    (grant,) = await grants_of(database, subscription)
    assert (grant.status, grant.cause) == (GrantStatus.WITHHELD, RevokedBecause.PAUSED)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await resume_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    (grant,) = await grants_of(database, subscription)
    assert (grant.status, grant.cause) == (GrantStatus.GRANTED, None)
    assert await keys_of(database, [grant]) == before
    revoked, again = await told(database)
    assert (revoked.type, revoked.data["cause"]) == ("entitlement.revoked", "paused")
    assert (again.type, again.data["again"]) == ("entitlement.granted", True)


async def test_with_the_end_it_is_revoked_once(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(entitlements=[LINK])
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, subscription.id, by=PausedBy.BUSINESS, when=CancelTiming.NOW)
    (grant,) = await grants_of(database, subscription)
    assert (grant.status, grant.cause) == (GrantStatus.REVOKED, RevokedBecause.ENDED)
    (revoked,) = await told(database)
    assert (revoked.type, revoked.data["cause"]) == ("entitlement.revoked", "ended")


async def test_a_cancellation_that_waits_takes_nothing(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(entitlements=[LINK])
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert [grant.status for grant in await grants_of(database, subscription)] == [GrantStatus.GRANTED]
    assert await told(database) == []


async def test_the_job_that_renews_renews_the_downloads_and_the_one_that_ends_revokes(
    database: Database, subscribed: Subscribed
) -> None:
    long_ago = real_now().replace(microsecond=0) - timedelta(days=32)
    renewing = await subscribed(entitlements=[FILE], now=long_ago)
    ending = await subscribed(entitlements=[FILE], now=long_ago, periods=1)
    for subscription in (renewing, ending):
        (grant,) = await grants_of(database, subscription)
        async with database.work(an_origin(now=long_ago)) as work:
            await attach_file(work, grant.product_id, grant.entitlement_id, ZIP)
    assert await deliver_pending_grants(database) == 2
    (before,) = await grants_of(database, renewing)
    assert await advance_due_subscriptions(database) == 2
    (after,) = await grants_of(database, renewing)
    assert (before.period, after.period) == (1, 2)
    assert (after.downloads_left, after.status) == (3, GrantStatus.GRANTED)
    (gone,) = await grants_of(database, ending)
    assert (gone.status, gone.cause) == (GrantStatus.REVOKED, RevokedBecause.ENDED)


async def test_a_file_is_granted_once_it_is_there(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(entitlements=[FILE])
    (waiting,) = await grants_of(database, subscription)
    assert (await deliver_pending_grants(database), await told(database)) == (0, [])
    async with database.work(an_origin()) as work:
        await attach_file(work, waiting.product_id, waiting.entitlement_id, ZIP)
    assert await deliver_pending_grants(database) == 1
    assert await deliver_pending_grants(database) == 0
    (grant,) = await grants_of(database, subscription)
    assert (grant.status, grant.downloads_left) == (GrantStatus.GRANTED, 3)
    assert grant.expires_at == (grant.granted_at or NOW) + timedelta(days=7)
    assert await types_told(database) == ["granted"]


async def test_an_empty_list_is_an_alarm_and_who_waited_longest_gets_the_first_key(
    database: Database, a_price: APrice
) -> None:
    price = await a_price(entitlements=[LISTED])
    first, second = [await _subscribe(database, price) for _ in range(2)]
    (one,), (other,) = await grants_of(database, first), await grants_of(database, second)
    assert (one.status, other.status) == (GrantStatus.PENDING, GrantStatus.PENDING)
    assert await told(database) == []
    async with database.work(an_origin()) as work:
        assert await add_license_keys(work, one.product_id, one.entitlement_id, ["KEY-1", "KEY-1"]) == 1
    assert await deliver_pending_grants(database) == 1
    assert [key.key for key in (await keys_of(database, [one, other])).values()] == ["KEY-1"]
    assert (await grants_of(database, first))[0].status is GrantStatus.GRANTED
    assert (await grants_of(database, second))[0].status is GrantStatus.PENDING
    async with database.work(an_origin()) as work:
        listed = await add_license_keys(work, one.product_id, one.entitlement_id, ["KEY-1", "KEY-2", "KEY-3"])
        assert listed == 2
    assert await deliver_pending_grants(database) == 1
    assert (await keys_of(database, [other]))[other.id].key == "KEY-2"
    async with database.work(an_origin()) as work:
        keys = LicenseKeys(work.session)
        assert await keys.count_waiting(work.scope, [one.entitlement_id]) == {one.entitlement_id: 1}


async def test_two_at_once_take_two_keys_of_the_list(database: Database, a_price: APrice) -> None:
    price = await a_price(entitlements=[LISTED])
    async with database.work(an_origin()) as work:
        (entitlement,) = await Entitlements(work.session).list_page(
            work.scope, price.product_id, limit=2, after=None
        )
        await add_license_keys(
            work, price.product_id, entitlement.id, [f"KEY-{number}" for number in range(5)]
        )
    made = await asyncio.gather(*(_subscribe(database, price) for _ in range(6)))
    grants = [(await grants_of(database, subscription))[0] for subscription in made]
    keys = await keys_of(database, grants)
    assert sorted(key.key for key in keys.values()) == [f"KEY-{number}" for number in range(5)]
    assert sorted(grant.status.value for grant in grants) == [*["granted"] * 5, "pending"]
    assert await types_told(database) == ["granted"] * 5


async def test_a_new_entitlement_reaches_those_who_have_the_product(
    database: Database, a_price: APrice
) -> None:
    price = await a_price()
    running, ended, paused = [await _subscribe(database, price) for _ in range(3)]
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, ended.id, by=PausedBy.BUSINESS, when=CancelTiming.NOW)
        await pause_subscription(work, paused.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
    async with database.work(an_origin()) as work:
        await create_entitlement(work, price.product_id, kind=LINK[0], name="Club", terms=LINK[1])
    assert await spread_entitlements(database) == 1
    assert await spread_entitlements(database) == 0
    assert [grant.name for grant in await grants_of(database, running)] == ["Club"]
    assert await grants_of(database, ended) == await grants_of(database, paused) == []
    async with database.work(an_origin(customer_id=ADA)) as work:
        await resume_subscription(work, paused.id, by=PausedBy.CUSTOMER)
    assert [grant.name for grant in await grants_of(database, paused)] == ["Club"]
    assert await types_told(database) == ["granted", "granted"]


async def test_it_is_spread_in_batches(
    database: Database, a_price: APrice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foyer_subscriptions.use_cases.spread_entitlements.BATCH", 2)
    price = await a_price()
    made = [await _subscribe(database, price) for _ in range(4)]
    async with database.work(an_origin()) as work:
        await create_entitlement(work, price.product_id, kind=LINK[0], name="Club", terms=LINK[1])
    assert [await spread_entitlements(database) for _ in range(4)] == [1, 1, 1, 0]
    assert [len(await grants_of(database, subscription)) for subscription in made] == [1, 1, 1, 1]


async def test_what_is_archived_is_granted_to_nobody_new(database: Database, a_price: APrice) -> None:
    price = await a_price(entitlements=[LINK])
    before = await _subscribe(database, price)
    (grant,) = await grants_of(database, before)
    for _ in range(2):
        async with database.work(an_origin()) as work:
            archived = await archive_entitlement(work, price.product_id, grant.entitlement_id)
            assert (archived.active, archived.version) == (False, 2)
    assert await grants_of(database, await _subscribe(database, price)) == []
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, before.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
        await resume_subscription(work, before.id, by=PausedBy.CUSTOMER)
    assert [one.status for one in await grants_of(database, before)] == [GrantStatus.GRANTED]


async def test_what_the_business_revokes_stays_revoked(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(entitlements=[LINK])
    (grant,) = await grants_of(database, subscription)
    async with database.work(an_origin()) as work:
        await revoke_grant(work, grant.id)
    with pytest.raises(errors.EntitlementAlreadyRevoked):
        async with database.work(an_origin()) as work:
            await revoke_grant(work, grant.id)
    with pytest.raises(errors.EntitlementNotFound):
        async with database.work(an_origin(CONTOSO)) as work:
            await revoke_grant(work, grant.id)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
        await resume_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    (grant,) = await grants_of(database, subscription)
    assert (grant.status, grant.cause) == (GrantStatus.REVOKED, RevokedBecause.REVOKED_BY_BUSINESS)
    (revoked,) = await told(database)
    assert revoked.data["cause"] == "revoked_by_business"


async def test_a_product_grants_twenty_things_at_most(database: Database, a_price: APrice) -> None:
    price = await a_price(entitlements=[LINK] * 19)
    outcomes = await asyncio.gather(*(_one_more(database, price) for _ in range(3)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "NoneType",
        "TooManyEntitlements",
        "TooManyEntitlements",
    ]


@pytest.mark.parametrize(
    ("kind", "keys", "refusal"),
    [
        (LINK, ["KEY-1"], errors.WrongEntitlementKind),
        (DRAWN, ["KEY-1"], errors.LicenseKeysDrawn),
        (LISTED, ["KEY 1"], errors.LicenseKeyInvalid),
        (LISTED, ["NEW-1", "TAKEN-1"], errors.LicenseKeyTaken),
    ],
)
async def test_a_refused_list_changes_nothing(
    database: Database,
    a_price: APrice,
    kind: tuple[EntitlementKind, EntitlementTerms],
    keys: list[str],
    refusal: type[FoyerError],
) -> None:
    other, price = await a_price(entitlements=[LISTED]), await a_price(entitlements=[kind])
    async with database.work(an_origin()) as work:
        entitlements = Entitlements(work.session)
        (taken,) = await entitlements.list_page(work.scope, other.product_id, limit=2, after=None)
        (asked,) = await entitlements.list_page(work.scope, price.product_id, limit=2, after=None)
        await add_license_keys(work, other.product_id, taken.id, ["TAKEN-1"])
    with pytest.raises(refusal):
        async with database.work(an_origin()) as work:
            await add_license_keys(work, price.product_id, asked.id, keys)
    async with database.work(an_origin()) as work:
        assert await LicenseKeys(work.session).count_waiting(work.scope, [asked.id]) == {}


def _by_invoice() -> Terms:
    return Terms(collection=Collection.INVOICE)


async def _subscribe(database: Database, price: Price) -> Subscription:
    async with database.work(an_origin(customer_id=ADA)) as work:
        return await create_subscription(work, customer_id=ADA, items=[(price.id, 1)], terms=_by_invoice())


async def _one_more(database: Database, price: Price) -> None:
    async with database.work(an_origin()) as work:
        await create_entitlement(work, price.product_id, kind=LINK[0], name="Club", terms=LINK[1])
