"""Writes down that an account is to be told of a change: sent after the commit, as its webhooks behave."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from foyer_sandbox_provider.storage.ids import new_id
from foyer_sandbox_provider.storage.rows import AccountRow, ChargeRow, SetupRow, WebhookRow


async def tell_account(session: AsyncSession, about: ChargeRow | SetupRow, now: datetime) -> None:
    """Once, or in as many copies as the account asked for."""
    account = await session.get_one(AccountRow, about.account_id)
    notice_id = new_id("sbnot")
    session.add_all(
        WebhookRow(
            id=new_id("sbwh"),
            account_id=account.id,
            notice_id=notice_id,
            about="charge" if isinstance(about, ChargeRow) else "setup",
            provided_id=about.id,
            is_reordered=account.is_reordering,
            send_at=now + timedelta(seconds=account.delay_seconds),
        )
        for _ in range(account.copies)
    )
