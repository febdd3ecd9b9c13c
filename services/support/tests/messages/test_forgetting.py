"""What is forgotten of the tickets of an anonymised customer."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerData, CustomerUpdated
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.side import Side
from foyer_support.use_cases.add_note import add_note
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket

Stored = Callable[..., Awaitable[str]]
PLUMBING = ("outbox", "inbox")
"""What was told is kept there for seven days."""
WORDS = ("O'Neill", "Where is", "cannot find", "Dear Ada", "Thank you", "ada.example", "kind")


async def test_all_words_go_and_that_there_were_tickets_stays(
    database: Database, hear: Any, a_ticket: Any, requested: Any, stored: Stored
) -> None:
    ada = CustomerUpdated(
        customer=CustomerData(customer_id=ADA, name="Ada O'Neill", email="ada@example.com", language="en")
    )
    await hear(ada, version=2)
    ticket = await a_ticket()
    other = await a_ticket("Where is mine?", customer_id="cus_other")
    async with database.work(an_origin()) as work:
        await reply_to_ticket(work, ticket.id, by=Side.STAFF, text="Dear Ada, there.")
        await add_note(work, ticket.id, "She was kind.")
    await hear(requested())
    tickets = (await stored(*PLUMBING)).count("tkt_")
    assert [word for word in WORDS if word not in await stored(*PLUMBING)] == []
    told = len(await announced(database))
    await hear(CustomerAnonymized(customer_id=ADA), version=4, business_id=CONTOSO)
    assert [word for word in WORDS[1:] if word not in await stored(*PLUMBING)] == []
    for _ in range(2):
        await hear(CustomerAnonymized(customer_id=ADA), version=4)
    await hear(ada, version=3)
    kept = await stored(*PLUMBING)
    assert [word for word in WORDS if word in kept] == ["Where is", "cannot find"]
    assert (kept.count("Where is mine?"), kept.count("cannot find")) == (1, 1)
    assert other.id in kept
    assert (await stored(*PLUMBING)).count("tkt_") == tickets
    assert len(await announced(database)) == told
