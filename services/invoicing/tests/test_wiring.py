"""When VAT ids are looked up, and where."""

from typing import Any

import pytest
from foyer_invoicing.api.vat_lookup import VatLookup
from foyer_invoicing.settings import Settings
from foyer_invoicing.wiring import build
from foyer_shared.storage.database import Database
from foyer_shared.testing.plugin import SettingsFor


@pytest.mark.parametrize(
    ("told", "register"),
    [
        ({}, "SandboxVatRegister"),
        ({"vies_url": "https://vies.example/rest-api"}, "ViesRegister"),
        ({"mode": "live"}, None),
        ({"mode": "live", "vies_url": "https://vies.example/rest-api"}, "ViesRegister"),
    ],
)
async def test_vies_is_asked_where_it_is_named_and_its_twin_in_a_sandbox(
    database: Database, settings_for: SettingsFor, told: dict[str, Any], register: str | None
) -> None:
    service = build(settings_for(Settings, database).model_copy(update=told))
    await service.database.close()
    found: list[Any] = [job.run for job in service.jobs if job.name == "verify_due_tax_ids"]
    assert [type(run.args[1]).__name__ for run in found] == ([register] if register else [])
    assert service.app.state.parts[VatLookup].on is bool(register)
