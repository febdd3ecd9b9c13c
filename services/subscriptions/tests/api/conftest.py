"""The service behind its doors."""

from collections.abc import AsyncIterator

import pytest_asyncio
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.plugin import SettingsFor
from foyer_subscriptions.settings import Settings
from foyer_subscriptions.wiring import build


@pytest_asyncio.fixture
async def service(database: Database, settings_for: SettingsFor) -> AsyncIterator[Service]:
    """Subscriptions on the test's database."""
    service = build(settings_for(Settings, database))
    yield service
    await service.database.close()
