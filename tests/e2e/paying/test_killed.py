"""Payments is killed at random moments while it collects; the provider goes on, and nobody pays twice."""

import asyncio
import json
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from foyer_shared.testing.plugin import A_SEAL_KEY, SettingsFor
from httpx import AsyncClient, HTTPError

from tests.e2e.faults.seeds import IS_LONG
from tests.e2e.paying.conftest import Paying, Places, before_the_portal
from tests.e2e.system import Program

pytestmark = pytest.mark.faults

INVOICES = 500 if IS_LONG else 60
KILLS = 25 if IS_LONG else 6
PATIENCE = 600
"""Seconds for all to come to rest once nothing is killed any more."""

CARDS = {"cus_visa": "4242424242424242", "cus_poor": "4000000000009995", "cus_thief": "4000000000009979"}
REST = {"holder": "Ada Lovelace", "expiry": "08/30", "cvc": "123"}
ACCOUNTS = {"cus_sepa": "DE89370400440532013000", "cus_short": "DE35370400440532013002"}
PAYING = ("cus_visa", "cus_sepa")


@pytest.fixture
def programs(places: Places, caller_keys: Path, tmp_path: Path) -> Iterator[dict[str, Program]]:
    """Payments, and the provider by itself."""
    environment = {
        "FOYER_DATABASE_URL": places.database_url,
        "FOYER_CALLER_KEYS": str(caller_keys),
        "FOYER_SEAL_KEYS": json.dumps([A_SEAL_KEY]),
        "FOYER_SANDBOX_APART": "true",
        "FOYER_SANDBOX_URL": places.at("provider"),
        "FOYER_SANDBOX_WEBHOOKS_URL": places.at("portal"),
        "FOYER_SANDBOX_SETTLES_AFTER": "PT0.5S",
    }
    arguments = {
        "payments": ["-m", "foyer_payments.main", "all"],
        "provider": ["-m", "foyer_sandbox_provider"],
    }
    programs = {
        name: Program(what, environment | {"FOYER_PORT": str(places.ports[name])}, tmp_path / f"{name}.log")
        for name, what in arguments.items()
    }
    yield programs
    for program in programs.values():
        program.signal(signal.SIGTERM)
    assert [program.wait() for program in programs.values()] == [0, 0]


async def wait_until_ready(places: Places) -> None:
    """Payments answers."""
    async with asyncio.timeout(PATIENCE), AsyncClient(trust_env=False) as client:
        while True:
            try:
                if (await client.get(f"{places.at('payments')}/readyz")).is_success:
                    return
            except HTTPError:
                pass
            await asyncio.sleep(0.1)


async def until_at_rest(paying: Paying) -> None:
    """Each invoice has its payment, and each payment its end. Gaps between looks are cut short: they grow to
    hours, which is not what is tested.
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            [(made, ended)] = await paying.ask(
                "SELECT count(*), count(*) FILTER (WHERE status IN ('succeeded', 'failed'))"
                " FROM payments.payments"
            )
            if made == ended == INVOICES:
                return
            await paying.let_days_pass()
            await paying.ask(
                "UPDATE payments.payments SET look_at = now() + interval '1 second'"
                " WHERE look_at > now() + interval '5 seconds' RETURNING 1"
            )
            await asyncio.sleep(2)


async def test_nobody_pays_twice_whenever_payments_is_killed(
    places: Places, programs: dict[str, Program], settings_for: SettingsFor
) -> None:
    chance = random.Random(INVOICES)  # noqa: S311  Of moments, not of secrets.
    await wait_until_ready(places)
    async with before_the_portal(places, settings_for, places.at("provider")) as paying:
        for customer_id, number in CARDS.items():
            await paying.add(customer_id, "card", number=number, **REST)
        for customer_id, iban in ACCOUNTS.items():
            await paying.add(customer_id, "sepa_debit", iban=iban, holder="Ada Lovelace", agreed="yes")
        await paying.ask(
            "UPDATE sandbox_provider.accounts"
            " SET copies = 2, is_reordering = true, delay_seconds = 0.5 RETURNING 1"
        )
        customers = [*CARDS, *ACCOUNTS]
        payers = [customers[place % len(customers)] for place in range(INVOICES)]
        for place, customer_id in enumerate(payers):
            await paying.collect(customer_id, f"inv_{place}")

        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 1.5))
            programs["payments"].signal(signal.SIGKILL)
            programs["payments"].wait()
            programs["payments"].start()
            await wait_until_ready(places)
        await until_at_rest(paying)

        expected = 1000 * sum(customer_id in PAYING for customer_id in payers)
        assert await paying.ask(
            "SELECT (SELECT sum(amount) FROM payments.payments WHERE status = 'succeeded'),"
            " (SELECT sum(amount) FROM sandbox_provider.charges WHERE status = 'succeeded')"
        ) == [(expected, expected)]
        assert await paying.ask("SELECT count(*), count(DISTINCT key) FROM sandbox_provider.charges") == [
            (INVOICES, INVOICES)
        ]
        for kind, paid in (("payment.succeeded", True), ("payment.failed", False)):
            told = [
                part["invoice_id"]
                for event in await paying.told(kind)
                for part in event.data["payment"]["invoices"]
            ]
            ends = [
                f"inv_{place}" for place, customer_id in enumerate(payers) if (customer_id in PAYING) is paid
            ]
            assert sorted(told) == sorted(ends)
