"""When VAT ids are looked up, and where; and what the job that collects does not wait for."""

from typing import Any

import pytest
from foyer_invoicing.api.vat_lookup import VatLookup
from foyer_invoicing.settings import Settings
from foyer_invoicing.wiring import build
from foyer_shared.contracts.payments import (
    MandateActivated,
    MandateData,
    PaymentMethodAdded,
    PaymentMethodData,
    PaymentMethodUpdated,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
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


METHOD = PaymentMethodData(
    payment_method_id="pm_1", customer_id=ADA, kind="card", label="Visa ···4242", is_default=False
)
MANDATE = MandateData(mandate_id="mdt_1", payment_method_id="pm_1", customer_id=ADA, reference="MND-1")


@pytest.mark.parametrize(
    "event",
    [
        PaymentMethodAdded(payment_method=METHOD),
        PaymentMethodUpdated(payment_method=METHOD),
        MandateActivated(mandate=MANDATE),
    ],
    ids=lambda event: event.type,
)
async def test_a_new_way_to_pay_is_collected_with_at_once(
    database: Database, settings_for: SettingsFor, event: Any
) -> None:
    service = build(settings_for(Settings, database))
    [bell] = [job.bell for job in service.jobs if job.name == "dun"]
    handle: Any = service.handlers[type(event)]
    assert bell
    async with service.database.work(an_origin()) as work:
        await handle(work, event, None)
        assert not bell.is_set()
    await service.database.close()
    assert bell.is_set()
