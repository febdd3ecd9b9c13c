"""Sends the webhooks that are due: claimed and committed first, so no transaction waits for an answer."""

import asyncio
from datetime import datetime, timedelta

from foyer_shared.storage.sealing import Seal
from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.gateways.webhook_post import WebhookPost
from foyer_sandbox_provider.storage.rows import AccountRow, WebhookRow

SIDE_BY_SIDE = 10
LEASE = timedelta(seconds=30)
"""Longer than a try can take: what is not settled by then was lost with its process."""
GAPS = (1, 5, 30, 120, 600, 3600, 3600, 3600, 3600, 3600)
"""Seconds until the next try; after the last one it is given up."""


async def send_webhooks(engine: AsyncEngine, seal: Seal, post: WebhookPost, now: datetime) -> int:
    """How many were tried. Several processes may do this at once; those that are reordered go the last first,
    one by one.
    """
    claimed = await _claim(engine, now)
    if any(webhook.is_reordered for webhook, _ in claimed):
        for webhook, sealed in claimed:
            await _send(engine, post, webhook, seal.open(sealed), now)
    else:
        async with asyncio.TaskGroup() as group:
            for webhook, sealed in claimed:
                group.create_task(_send(engine, post, webhook, seal.open(sealed), now))
    return len(claimed)


async def _claim(engine: AsyncEngine, now: datetime) -> list[tuple[WebhookRow, bytes]]:
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        due = await session.execute(
            select(WebhookRow, col(AccountRow.webhook_secret_sealed))
            .join(AccountRow, col(AccountRow.id) == col(WebhookRow.account_id))
            .where(col(WebhookRow.send_at) <= now)
            .order_by(
                case((col(WebhookRow.is_reordered), col(WebhookRow.send_at))).desc().nulls_last(),
                col(WebhookRow.send_at),
            )
            .limit(SIDE_BY_SIDE)
            .with_for_update(skip_locked=True, of=WebhookRow)
        )
        claimed = [(webhook, sealed) for webhook, sealed in due]
        for webhook, _ in claimed:
            webhook.send_at = now + LEASE
            webhook.tries += 1
        return claimed


async def _send(
    engine: AsyncEngine, post: WebhookPost, webhook: WebhookRow, secret: str, now: datetime
) -> None:
    was_taken = await post.hand_in(
        account_id=webhook.account_id,
        secret=secret,
        notice_id=webhook.notice_id,
        about=webhook.about,
        provided_id=webhook.provided_id,
        now=now,
    )
    this = col(WebhookRow.id) == webhook.id
    async with AsyncSession(engine) as session, session.begin():
        if was_taken or webhook.tries > len(GAPS):
            await session.execute(delete(WebhookRow).where(this))
        else:
            again = now + timedelta(seconds=GAPS[webhook.tries - 1])
            await session.execute(update(WebhookRow).where(this).values(send_at=again))
