"""What language a customer reads."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.storage.rows import CustomerRow


async def language_of(session: AsyncSession, scope: Scope, customer_id: str) -> str | None:
    """As a BCP 47 tag; None until it is known here."""
    language: str | None = await session.scalar(
        select(col(CustomerRow.language)).where(
            col(CustomerRow.business_id) == scope.business_id, col(CustomerRow.id) == customer_id
        )
    )
    return language
