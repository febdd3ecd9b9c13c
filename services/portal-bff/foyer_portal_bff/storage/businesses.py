"""Businesses, and which host names are theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.clock import Clocks
from foyer_shared.basics.origin import Scope
from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.business import Brand, Business, BusinessNotFound, HostTaken, SlugTaken
from foyer_portal_bff.domain.portal_configuration import PortalConfiguration
from foyer_portal_bff.storage.portal_configurations import (
    CONFIGURATION_COLUMNS,
    as_chosen,
    configuration_for,
)
from foyer_portal_bff.storage.rows import (
    BusinessHostRow,
    BusinessRow,
    HostConfigurationRow,
    PortalConfigurationRow,
)

BUSINESS_COLUMNS = tuple(BusinessRow.__table__.columns)

_BY_HOST = (
    select(*BUSINESS_COLUMNS, *CONFIGURATION_COLUMNS)
    .select_from(BusinessRow)
    .outerjoin(
        HostConfigurationRow,
        (col(HostConfigurationRow.business_id) == col(BusinessRow.id))
        & (col(HostConfigurationRow.host) == bindparam("host")),
    )
    .outerjoin(
        PortalConfigurationRow,
        col(PortalConfigurationRow.id)
        == configuration_for(col(BusinessRow.id), col(HostConfigurationRow.configuration_id)),
    )
    .where(
        or_(
            col(BusinessRow.id).in_(
                select(col(BusinessHostRow.business_id)).where(col(BusinessHostRow.host) == bindparam("host"))
            ),
            select(func.count()).select_from(BusinessRow).scalar_subquery() == 1,
        )
    )
)


async def business_by_host(connection: AsyncConnection, host: str) -> tuple[Business, PortalConfiguration]:
    """The business of this host name, else the installation's only one, and the portal configuration for
    whoever comes there; raises `BusinessNotFound`.
    """
    row = (await connection.execute(_BY_HOST, {"host": host})).mappings().one_or_none()
    if row is None:
        raise BusinessNotFound("No business is served at this address.")
    return as_business(row), as_chosen(row, row["id"])


class Businesses:
    """The repository of businesses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, business: Business) -> None:
        """Store a new one; raises `SlugTaken`."""
        try:
            async with self._session.begin_nested():
                await self._session.execute(insert(BusinessRow).values(_columns(business)))
        except IntegrityError as taken:
            raise SlugTaken(f"The slug {business.slug!r} is taken.", field="slug") from taken

    async def save(self, business: Business) -> None:
        """Store a changed one; its slug stays."""
        await self._session.execute(
            update(BusinessRow).where(col(BusinessRow.id) == business.id).values(_columns(business))
        )

    async def set_hosts(self, scope: Scope, hosts: Iterable[str]) -> None:
        """Make these its host names, and no others; raises `HostTaken`."""
        await self._session.execute(
            delete(BusinessHostRow).where(col(BusinessHostRow.business_id) == scope.business_id)
        )
        rows = [{"host": host, "business_id": scope.business_id} for host in sorted(set(hosts))]
        if not rows:
            return
        try:
            async with self._session.begin_nested():
                await self._session.execute(insert(BusinessHostRow), rows)
        except IntegrityError as taken:
            raise HostTaken("One of these hosts belongs to another business.", field="hosts") from taken

    async def hosts(self, scope: Scope) -> list[str]:
        """Its host names, in order of the alphabet."""
        found = await self._session.scalars(
            select(col(BusinessHostRow.host))
            .where(col(BusinessHostRow.business_id) == scope.business_id)
            .order_by(col(BusinessHostRow.host))
        )
        return list(found)

    async def get(self, scope: Scope, *, for_update: bool = False) -> Business:
        """The business of the scope; raises `BusinessNotFound`."""
        query = select(*BUSINESS_COLUMNS).where(col(BusinessRow.id) == scope.business_id)
        row = (await self._session.execute(query.with_for_update() if for_update else query)).one_or_none()
        if row is None:
            raise BusinessNotFound(f"There is no business {scope.business_id}.")
        return as_business(row._mapping)  # noqa: SLF001  SQLAlchemy's public name for a row as a mapping.

    async def clocks_for_everyone(self) -> Clocks:
        """What the clocks of all businesses show."""
        moved = await self._session.execute(
            select(col(BusinessRow.id), col(BusinessRow.clock_offset)).where(
                col(BusinessRow.clock_offset) > 0
            )
        )
        return Clocks({business_id: timedelta(seconds=ahead) for business_id, ahead in moved})

    async def list_for_everyone(self) -> list[Business]:
        """All of the installation, oldest first."""
        rows: Sequence[Row[Any]] = (
            await self._session.execute(select(*BUSINESS_COLUMNS).order_by(col(BusinessRow.id)))
        ).all()
        return [as_business(row._mapping) for row in rows]  # noqa: SLF001  See above.


def as_business(columns: Any) -> Business:
    """The business in a row of `BUSINESS_COLUMNS`."""
    values = {name: columns[name] for name in _FIELDS}
    values["address"] = values["address"] and Address(**values["address"])
    values["bank_account"] = values["bank_account"] and BankAccount(**values["bank_account"])
    return Business(**values, brand=Brand(columns["brand_name"], columns["brand_accent"]))


_FIELDS = tuple(column.name for column in BUSINESS_COLUMNS if not column.name.startswith("brand_"))


def _columns(business: Business) -> dict[str, Any]:
    values = asdict(business)
    brand = values.pop("brand")
    return {**values, "brand_name": brand["name"], "brand_accent": brand["accent"]}
