"""The picture's counters and parts. Truncating both is harmless."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import ARRAY, Text, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.picture import Counters, KnownPart, StoredPart
from foyer_portal_bff.storage.rows import PictureCounterRow, PicturePartRow

_WHOLE_BUSINESS = ""
"""The customer and the service of the counter for events without a customer."""

_of_customer = PictureCounterRow.__table__.alias("of_customer")
_of_business = PictureCounterRow.__table__.alias("of_business")
_part = PicturePartRow.__table__.alias("part")
_asked = func.unnest(bindparam("services", type_=ARRAY(Text))).table_valued("service").render_derived()

_KNOWN = (
    select(
        _asked.c.service,
        func.coalesce(_of_customer.c.counter, 0).label("customer"),
        func.coalesce(_of_business.c.counter, 0).label("business"),
        _part.c.body,
        _part.c.counter.label("part_customer"),
        _part.c.business_counter.label("part_business"),
        _part.c.fetched_at,
    )
    .select_from(_asked)
    .outerjoin(
        _of_customer,
        and_(
            _of_customer.c.business_id == bindparam("business_id"),
            _of_customer.c.customer_id == bindparam("customer_id"),
            _of_customer.c.service == _asked.c.service,
        ),
    )
    .outerjoin(
        _of_business,
        and_(
            _of_business.c.business_id == bindparam("business_id"),
            _of_business.c.customer_id == _WHOLE_BUSINESS,
            _of_business.c.service == _WHOLE_BUSINESS,
        ),
    )
    .outerjoin(
        _part,
        and_(
            _part.c.business_id == bindparam("business_id"),
            _part.c.customer_id == bindparam("customer_id"),
            _part.c.service == _asked.c.service,
        ),
    )
)
"""All counters and parts of a customer in one read, each by its primary key."""


async def known_parts(connection: AsyncConnection, scope: Scope, services: Sequence[str]) -> list[KnownPart]:
    """What the store has of these services' parts, beside the counters of now."""
    found = await connection.execute(
        _KNOWN,
        {"services": list(services), "business_id": scope.business_id, "customer_id": scope.customer_id},
    )
    return [
        KnownPart(
            service=row.service,
            counters=Counters(row.customer, row.business),
            stored=None
            if row.fetched_at is None
            else StoredPart(row.body, Counters(row.part_customer, row.part_business), row.fetched_at),
        )
        for row in found
    ]


class Picture:
    """Writes of the counters and parts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def raise_counter(self, scope: Scope, service: str) -> None:
        """Make the customer's part of this service stale; without a customer, all parts of the business."""
        whole = scope.customer_id is None
        await self._session.execute(
            insert(PictureCounterRow)
            .values(
                business_id=scope.business_id,
                customer_id=_WHOLE_BUSINESS if whole else scope.customer_id,
                service=_WHOLE_BUSINESS if whole else service,
                counter=1,
            )
            .on_conflict_do_update(
                index_elements=["business_id", "customer_id", "service"],
                set_={"counter": col(PictureCounterRow.counter) + 1},
            )
        )

    async def save_part(self, scope: Scope, service: str, part: StoredPart) -> None:
        """Store what a service answered, unless a later question has been answered since."""
        statement = insert(PicturePartRow).values(
            business_id=scope.business_id,
            customer_id=scope.customer_id,
            service=service,
            counter=part.counters.customer,
            business_counter=part.counters.business,
            body=part.body,
            fetched_at=part.fetched_at,
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["business_id", "customer_id", "service"],
                set_={
                    name: statement.excluded[name]
                    for name in ("counter", "business_counter", "body", "fetched_at")
                },
                where=col(PicturePartRow.fetched_at) <= statement.excluded.fetched_at,
            )
        )

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop parts that nobody has looked at since a moment; returns how many."""
        gone = await self._session.execute(
            PicturePartRow.__table__.delete()
            .where(col(PicturePartRow.fetched_at) < before)
            .returning(col(PicturePartRow.customer_id))
        )
        return len(gone.all())
