"""What the two sides of a ticket are called."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.storage.rows import BusinessRow, CustomerRow

Names = dict[Side, str | None]
"""The name of each side, None while its copy is on its way."""


async def names_on(session: AsyncSession, ticket: Ticket) -> Names:
    """The customer's name, and the business's as its customers know it."""
    customer = select(col(CustomerRow.name)).where(col(CustomerRow.id) == ticket.customer_id)
    business = select(col(BusinessRow.name)).where(col(BusinessRow.id) == ticket.business_id)
    found = await session.execute(select(customer.scalar_subquery(), business.scalar_subquery()))
    customer_name, business_name = found.one()
    return {Side.CUSTOMER: customer_name, Side.STAFF: business_name}
