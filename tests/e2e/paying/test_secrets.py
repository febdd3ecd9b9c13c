"""No whole card number or IBAN and no provider's key lies open: in no table, event, log or error."""

import json

import pytest
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.plugin import A_SEAL_KEY
from sqlalchemy import text

from tests.e2e.paying.conftest import Paying

CARD = "4242424242424242"
WRONG_CARD = "4111111111111111"
IBAN = "DE89370400440532013000"
REST = {"holder": "Ada Lovelace", "expiry": "08/30", "cvc": "987", "agreed": "yes"}
TABLES = """
SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
"""


async def test_no_number_and_no_key_lies_open(paying: Paying, capfd: pytest.CaptureFixture[str]) -> None:
    await paying.add("cus_card", "card", number=CARD, **REST)
    await paying.add("cus_sepa", "sepa_debit", iban=IBAN, **REST)
    begun = await paying.call("POST", "payment-setups", "cus_wrong", kind="card", return_path="/")
    refused = await paying.browser.post(begun["action_url"], data=REST | {"act": "pay", "number": WRONG_CARD})
    assert refused.status_code == 422
    [(sealed,)] = await paying.ask("SELECT keys_sealed FROM payments.provider_accounts")
    keys = json.loads(Seal([A_SEAL_KEY]).open(sealed))
    secrets = [CARD, WRONG_CARD, IBAN, keys["api_key"], keys["webhook_secret"]]

    async with paying.database.session() as session:
        tables = list(await session.scalars(text(TABLES)))
        # What lies there as bytes, such as the events of an outbox, shows its letters too.
        stored = {
            table: repr((await session.execute(text(f"SELECT * FROM {table}"))).all())  # noqa: S608  Ours.
            for table in tables
        }
    said = {"log": "".join(capfd.readouterr()), "page": refused.text}

    assert {"payments.outbox", "payments.mandates", "sandbox_provider.methods"} <= set(tables)
    assert "Ada Lovelace" in stored["sandbox_provider.methods"]
    assert "payment_method.added" in stored["payments.outbox"]
    assert "/set-up/" not in said["log"]  # Whoever has a page's address may answer it.
    assert "route=" in said["log"]
    assert [
        (secret[:4], place)
        for place, found in (stored | said).items()
        for secret in secrets
        if secret in found
    ] == []
