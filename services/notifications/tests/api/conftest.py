"""The service as it is wired, its callers, and a code to send."""

from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_notifications.settings import Settings
from foyer_notifications.wiring import build
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import new_seal_key
from foyer_shared.testing.plugin import SettingsFor


@pytest.fixture
def settings(settings_for: SettingsFor, database: Database) -> Callable[..., Settings]:
    """Makes settings, sandbox unless told."""

    def make(**more: Any) -> Settings:
        return settings_for(Settings, database, **{"seal_keys": [new_seal_key()]} | more)

    return make


@pytest_asyncio.fixture
async def service(settings: Callable[..., Settings]) -> Any:
    """Notifications in the sandbox."""
    service = build(settings())
    yield service
    await service.database.close()


@pytest.fixture
def run_job(service: Service) -> Callable[[], Any]:
    """Runs the sending job until nothing is due."""

    async def run() -> None:
        (job,) = [job for job in service.jobs if job.name == "send_due_messages"]
        while await job.run():
            pass

    return run


@pytest.fixture
def sign_in() -> Callable[..., dict[str, Any]]:
    """Makes what the portal sends, with any field changed."""

    def make(**changes: Any) -> dict[str, Any]:
        body = {
            "message": "sign_in_code",
            "to": "ada@example.com",
            "language": "en",
            "values": {"code": "012345", "link": "http://localhost:8080/sign-in/link?t=abc", "minutes": 10},
        }
        return body | changes

    return make
