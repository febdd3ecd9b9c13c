"""Setting a business up, and changing it."""

from dataclasses import replace
from typing import Any

import pytest
from foyer_portal_bff.domain.business import Business, BusinessNotFound, HostTaken, NoSuchZone, SlugTaken
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.announce_business import announce_business
from foyer_portal_bff.use_cases.create_business import create_business
from foyer_portal_bff.use_cases.find_business import find_business
from foyer_portal_bff.use_cases.update_business import update_business
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced


async def test_a_business_is_stored_with_its_hosts_and_told(database: Database, a_business: Business) -> None:
    async with database.work(an_origin()) as work:
        await create_business(work, a_business, ["localhost:8080", "LOCALHOST", "127.0.0.1"])

    async with database.session() as session:
        businesses = Businesses(session)
        assert await businesses.get(an_origin().scope) == a_business
        assert await businesses.hosts(an_origin().scope) == ["127.0.0.1", "localhost"]
    (event,) = await announced(database)
    assert (event.type, event.subject, event.subjectversion) == ("business.created", NORTHWIND, 1)
    assert event.businessid == NORTHWIND
    assert event.data["business"]["legal_name"] == "Northwind B.V."
    assert event.data["business"]["brand"] == {"name": "Northwind", "accent": "#0b5fff"}


@pytest.mark.parametrize(
    ("changes", "hosts", "refusal"),
    [
        ({"slug": "northwind"}, [], SlugTaken),
        ({"slug": "other"}, ["localhost"], HostTaken),
        ({"slug": "other", "zone": "Europe/Atlantis"}, [], NoSuchZone),
    ],
)
async def test_a_business_that_cannot_be_leaves_nothing_behind(
    database: Database,
    northwind: Business,
    changes: dict[str, Any],
    hosts: list[str],
    refusal: type[Exception],
) -> None:
    other = replace(northwind, id=CONTOSO, **changes)
    with pytest.raises(refusal):
        async with database.work(an_origin(CONTOSO)) as work:
            await create_business(work, other, hosts)

    assert await announced(database) == []
    async with database.session() as session:
        assert await Businesses(session).list_for_everyone() == [northwind]


async def test_a_change_is_a_new_version_and_told(database: Database, northwind: Business) -> None:
    async with database.work(an_origin()) as work:
        changed = await update_business(work, {"mail": "held"}, None)

    assert changed == replace(northwind, mail="held", version=2)
    (event,) = await announced(database)
    assert (event.type, event.subjectversion) == ("business.updated", 2)
    assert event.data["business"]["mail"] == "held"
    async with database.session() as session:
        assert await Businesses(session).hosts(an_origin().scope) == ["127.0.0.1", "localhost"]


async def test_no_change_is_not_told(database: Database, northwind: Business) -> None:
    async with database.work(an_origin()) as work:
        assert await update_business(work, {"mail": "on"}, None) == northwind
    assert await announced(database) == []


async def test_a_business_is_told_again_in_its_present_version(
    database: Database, northwind: Business
) -> None:
    async with database.work(an_origin()) as work:
        await update_business(work, {"language": "en"}, None)
    async with database.work(an_origin()) as work:
        await announce_business(work)

    changed, again = await announced(database)
    assert (again.type, again.subject, again.subjectversion) == ("business.updated", NORTHWIND, 2)
    assert again.data == changed.data
    assert (changed.reannounced, again.reannounced) == (None, True)


async def test_what_is_not_there_cannot_change(database: Database, northwind: Business) -> None:
    with pytest.raises(BusinessNotFound):
        async with database.work(an_origin(CONTOSO)) as work:
            await update_business(work, {"mail": "held"}, None)
    assert await announced(database) == []


async def test_the_only_business_is_at_every_host(database: Database, northwind: Business) -> None:
    assert (await find_business(database, host="somewhere.example")).business == northwind


async def test_several_businesses_are_told_apart_by_host(
    database: Database, northwind: Business, contoso: Business
) -> None:
    assert (await find_business(database, host="127.0.0.1")).business == northwind
    assert (await find_business(database, host="contoso.localhost")).business == contoso
    with pytest.raises(BusinessNotFound):
        await find_business(database, host="somewhere.example")
