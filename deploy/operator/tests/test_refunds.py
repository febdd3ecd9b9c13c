"""`foyer refunds`: what staff decide on refund requests from a terminal."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.testing.installation import Installation
from foyer_shared.testing.makers import NORTHWIND, an_origin
from foyer_support.domain.refund_request import RefundRequest
from foyer_support.use_cases.open_refund_request import open_refund_request

Foyer = Callable[..., Awaitable[Any]]


@pytest.fixture
async def request_(system: Installation, story: dict[str, str]) -> RefundRequest:
    """Ada wants the money for her two lamps back."""
    await system.stop()
    origin = an_origin(business_id=NORTHWIND, customer_id=story["customer"])
    async with system.databases["support"].work(origin) as work:
        return await open_refund_request(work, story["invoice"], reason="They flicker.")


async def _told(system: Installation) -> list[str]:
    rows = await system.sql(
        "SELECT routing_key FROM support.outbox WHERE routing_key LIKE 'support.refund_request.%'"
    )
    return [row["routing_key"].rpartition(".")[2] for row in rows]


@pytest.mark.parametrize(
    ("options", "amount"),
    [
        ((), "24.20 EUR"),
        (("--amount", "12.5"), "12.50 EUR"),
        (("--lines", "1x1", "--business", NORTHWIND), "24.20 EUR (1 of line 1)"),
        (("--lines", "1"), "24.20 EUR (1 of line 1)"),
    ],
)
async def test_a_request_is_found_and_approved(
    foyer: Foyer, system: Installation, request_: RefundRequest, options: tuple[str, ...], amount: str
) -> None:
    number = request_.ticket_number
    [line] = (await foyer("refunds", "list", "--json")).json
    assert (line["id"], line["status"], line["asked"]) == (request_.id, "requested", "24.20 EUR")
    said = await foyer("refunds", "approve", number, *options)
    assert (said.code, said.out.strip()) == (0, f"{number} is approved: {amount}.")
    shown = (await foyer("refunds", "show", request_.id, "--json")).json
    assert (shown["status"], shown["approved"], shown["reason"]) == ("approved", amount, "They flicker.")
    assert ["approved", amount] in [
        [words[0], " ".join(words[1:])] for words in (await foyer("refunds", "show", number)).lines if words
    ]
    assert await _told(system) == ["opened", "approved"]
    [ticket] = (await foyer("tickets", "list", "--text", number, "--json")).json
    assert ticket["status"] == "in_review"


async def test_a_request_is_declined_with_a_reason(
    foyer: Foyer, system: Installation, request_: RefundRequest
) -> None:
    said = await foyer("refunds", "decline", request_.ticket_number, "They are two years old.")
    assert (said.code, said.out.strip()) == (0, f"{request_.ticket_number} is declined.")
    assert "There are no refund requests." in (await foyer("refunds", "list")).out
    assert request_.ticket_number in (await foyer("refunds", "list", "--status", "declined")).out
    shown = (await foyer("tickets", "show", request_.ticket_number, "--json")).json
    assert (shown["status"], shown["said"][-1]["text"]) == ("resolved", "They are two years old.")
    assert await _told(system) == ["opened", "declined"]


async def test_what_cannot_be_decided_is_one_line_and_changes_nothing(
    foyer: Foyer, system: Installation, request_: RefundRequest
) -> None:
    number = request_.ticket_number
    for words, line in (
        (("approve", "T-9"), "T-9: It is not there."),
        (("approve", "rrq_none"), "rrq_none: It is not there."),
        (
            ("approve", number, "--amount", "24.21"),
            f"{number}: Only 2420 is left of {request_.invoice_number}.",
        ),
        (("approve", number, "--amount", "12.555"), "--amount: '12.555' is no amount in EUR."),
        (("approve", number, "--amount", "-1"), "--amount: '-1' is no amount in EUR."),
        (("approve", number, "--amount", "0"), f"{number}: A refund is over more than zero."),
        (
            ("approve", number, "--amount", "1", "--lines", "1"),
            f"{number}: Give an amount or lines, not both.",
        ),
        (("approve", number, "--lines", "1;2"), "--lines: '1;2' names no lines; write 1,3x2."),
        (("approve", number, "--lines", "2"), f"{number}: {request_.invoice_number} has no line 2."),
        (("approve", number, "--lines", "1x3"), f"{number}: 1 to 1 of line 1 can come back."),
        (("decline", number, " "), f"{number}: A text is 1 to 10,000 characters."),
        (("show", number, "--business", "biz_none"), "There is no business 'biz_none'."),
    ):
        said = await foyer("refunds", *words)
        assert (said.code, said.err.strip()) == (2, line)
    assert await _told(system) == ["opened"]
    [line] = (await foyer("refunds", "list", "--json")).json
    assert line["status"] == "requested"
