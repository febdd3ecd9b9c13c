"""Carrying a command to its owner: the call, the audit, the stale part."""

import pytest
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.rows import AuditRow, PictureCounterRow
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_shared.basics.errors import Conflict, FoyerError, Unavailable
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA
from sqlalchemy import select
from sqlmodel import col


@pytest.mark.parametrize(
    ("refusal", "outcome", "stale"),
    [
        (None, "done", [("subscriptions", 1)]),
        (Conflict("It is paused already."), "conflict", []),
        (Unavailable("It did not answer."), "unavailable", [("subscriptions", 1)]),
    ],
    ids=["done", "refused: nothing has changed", "away: it may have happened"],
)
async def test_a_command_is_written_down_however_it_ends(
    database: Database,
    ada_signed_in: SignedIn,
    refusal: FoyerError | None,
    outcome: str,
    stale: list[tuple[str, int]],
) -> None:
    async def call() -> str:
        if refusal:
            raise refusal
        return "paused"

    async def carry_out() -> str:
        return await carry_out_command(
            database,
            ada_signed_in,
            action="pause_subscription",
            target="sub_1",
            owner="subscriptions",
            call=call(),
        )

    if refusal:
        with pytest.raises(type(refusal)):
            await carry_out()
    else:
        assert await carry_out() == "paused"

    async with database.session() as session:
        which = col(AuditRow.request_id) == ada_signed_in.request_id
        (entry,) = await session.scalars(select(AuditRow).where(which))
        counters = (
            await session.execute(select(col(PictureCounterRow.service), col(PictureCounterRow.counter)))
        ).all()
    assert entry
    assert (entry.action, entry.target, entry.outcome) == ("pause_subscription", "sub_1", outcome)
    assert (entry.customer_id, entry.actor) == (ADA, f"login:{ada_signed_in.login.id}")
    assert (entry.session_id, entry.ip, entry.device) == (
        ada_signed_in.session_id,
        "192.0.2.7",
        "Firefox on Windows",
    )
    assert [tuple(row) for row in counters] == stale


async def test_one_request_may_do_several_things(database: Database, ada_signed_in: SignedIn) -> None:
    async def call() -> str:
        return "done"

    for action in ("pause_subscription", "change_settings"):
        await carry_out_command(
            database, ada_signed_in, action=action, target="sub_1", owner="subscriptions", call=call()
        )
    async with database.session() as session:
        which = col(AuditRow.request_id) == ada_signed_in.request_id
        actions = await session.scalars(select(col(AuditRow.action)).where(which).order_by(col(AuditRow.id)))
    assert list(actions) == ["pause_subscription", "change_settings"]
