"""`foyer reconcile`: what a provider and payments say of the same money, asked for by an operator."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest
from foyer_payments.domain.provided import Charged, Status
from foyer_payments.domain.provider_account import Provider
from foyer_payments.gateways.provider import PaymentProvider
from foyer_payments.gateways.providers import Providers
from foyer_payments.use_cases.reconcile_due import reconcile_due
from foyer_shared.basics.money import Money
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND
from structlog.testing import capture_logs

Foyer = Callable[..., Awaitable[Any]]


@dataclass
class Books:
    """A provider as far as it is asked here."""

    made: list[Charged] = field(default_factory=list)

    async def charges(self, since: datetime, until: datetime) -> AsyncIterator[Charged]:
        """All of them."""
        assert since < until
        for charged in self.made:
            yield charged


@pytest.fixture
def books() -> Books:
    """Of the provider."""
    return Books()


@pytest.fixture
async def worker(system: Installation, story: dict[str, str], books: Books) -> AsyncIterator[None]:
    """The job of payments runs, at the provider with these books."""
    seal = Seal([new_seal_key()])
    providers = Providers(seal, {Provider.SANDBOX: lambda _account, _keys: cast("PaymentProvider", books)})

    async def work() -> None:
        while True:
            await reconcile_due(system.databases["payments"], providers)
            await asyncio.sleep(0.05)

    working = asyncio.create_task(work())
    with capture_logs():  # They would stand in what the command says: it runs in this process too.
        yield
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def account_of(system: Installation) -> str:
    """Northwind's."""
    [row] = await system.sql("SELECT id FROM payments.provider_accounts")
    return str(row["id"])


async def test_the_same_books_are_well(foyer: Foyer, system: Installation, worker: None) -> None:
    said = await foyer("reconcile")
    account = await account_of(system)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"✓ {account} (sandbox) of {NORTHWIND}: 0 payments, 0 charges at the provider\n"


async def test_what_differs_is_shown_and_is_the_exit_code(
    foyer: Foyer, system: Installation, worker: None, books: Books
) -> None:
    assert (await foyer("reconcile", "--until", "2026-11-02", "--since", "2026-11-01")).code == 0
    books.made.append(Charged("ch_7", Status.SUCCEEDED, Money(1250, "EUR"), key="foreign"))
    span = ("--since", "2026-11-01", "--until", "2026-11-02")
    said = await foyer("reconcile", "--business", NORTHWIND, "--json", *span)
    assert said.code == 1
    assert said.json == [
        {
            "business_id": NORTHWIND,
            "account_id": await account_of(system),
            "provider": "sandbox",
            "since": "2026-11-01T00:00:00Z",
            "until": "2026-11-02T00:00:00Z",
            "compared": True,
            "payments": 0,
            "charges": 1,
            "differences": [
                {
                    "kind": "unknown_here",
                    "payment_id": None,
                    "provided_id": "ch_7",
                    "ours": "0 EUR",
                    "theirs": "1250 EUR",
                }
            ],
        }
    ]
    shown = await foyer("reconcile", *span)
    assert shown.lines[1:] == [
        ["kind", "payment", "id", "provided", "id", "ours", "theirs"],
        ["unknown_here", "-", "ch_7", "0", "EUR", "1250", "EUR"],
    ]


async def test_without_a_worker_it_says_what_is_missing(
    foyer: Foyer, system: Installation, story: dict[str, str]
) -> None:
    said = await foyer("reconcile", "--wait", "0")
    assert said.code == 2
    assert said.out.endswith(": not compared yet\n")
    assert said.err == "Not all could be compared: does a worker of payments run, does the provider answer?\n"


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("--business", "biz_unknown"), "There is no business 'biz_unknown'.\n"),
        (
            ("--since", "2026-11-02", "--until", "2026-11-01"),
            "--since is before --until, and at most 31 days before.\n",
        ),
        (
            ("--since", "2026-09-01", "--until", "2026-11-01"),
            "--since is before --until, and at most 31 days before.\n",
        ),
    ],
)
async def test_what_cannot_be_asked_asks_for_nothing(
    foyer: Foyer, system: Installation, story: dict[str, str], arguments: tuple[str, ...], refusal: str
) -> None:
    said = await foyer("reconcile", *arguments)
    assert (said.code, said.err) == (2, refusal)
    assert await system.sql("SELECT id FROM payments.reconciliations") == []
