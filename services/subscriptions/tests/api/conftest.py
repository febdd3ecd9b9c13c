"""The service behind its doors."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.plugin import SettingsFor
from foyer_shared.testing.s3 import s3_stand_in
from foyer_subscriptions.settings import Settings
from foyer_subscriptions.wiring import build


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """A server that talks as S3 does, with the bucket `downloads`."""
    with s3_stand_in("downloads") as endpoint:
        yield endpoint


@pytest_asyncio.fixture
async def service(database: Database, settings_for: SettingsFor) -> AsyncIterator[Service]:
    """Subscriptions on the test's database."""
    service = build(settings_for(Settings, database))
    yield service
    await service.database.close()


@pytest_asyncio.fixture
async def small_store(database: Database, settings_for: SettingsFor) -> AsyncIterator[Service]:
    """The same, where a file has at most a thousand bytes."""
    service = build(settings_for(Settings, database, largest_file=1_000))
    yield service
    await service.database.close()
