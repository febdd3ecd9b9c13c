"""Portal configurations, and which of them is for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Label, ScalarSelect, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.portal_configuration import (
    DEFAULT,
    Look,
    PortalConfiguration,
    PortalConfigurationNotFound,
    Texts,
    default_configuration,
)
from foyer_portal_bff.storage.rows import (
    CustomerConfigurationRow,
    HostConfigurationRow,
    PortalConfigurationRow,
)

_COLUMNS = tuple(PortalConfigurationRow.__table__.columns)
_IDENTITY = tuple(column.name for column in _COLUMNS if column.name != "content")
_FIELDS = frozenset(PortalConfiguration.__dataclass_fields__)

CONFIGURATION_COLUMNS: Sequence[Label[Any]] = [
    column.label(f"configuration_{column.name}") for column in _COLUMNS
]


def configuration_for(business_id: ColumnElement[str], *asked: ColumnElement[Any]) -> ScalarSelect[Any]:
    """The id of the one that counts in a query: the first active one of those `asked`, else the default."""
    one = PortalConfigurationRow.__table__.alias("one")
    matches = [one.c.id == wanted for wanted in asked]
    return (
        select(one.c.id)
        .where(one.c.business_id == business_id, one.c.active, or_(*matches, one.c.is_default))
        .order_by(case(*((match, place) for place, match in enumerate(matches)), else_=len(matches)))
        .limit(1)
        .scalar_subquery()
    )


def as_chosen(row: Mapping[str, Any], business_id: str) -> PortalConfiguration:
    """From a query with `CONFIGURATION_COLUMNS`; everything is on in a business that has none."""
    if row["configuration_id"] is None:
        return default_configuration("", business_id, real_now())
    return _as_configuration({column.name: row[f"configuration_{column.name}"] for column in _COLUMNS})


class PortalConfigurations:
    """The repository of portal configurations."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, configuration: PortalConfiguration) -> None:
        """Store a new one."""
        await self._session.execute(insert(PortalConfigurationRow).values(_values(configuration)))

    async def save(self, configuration: PortalConfiguration) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(PortalConfigurationRow)
            .where(
                col(PortalConfigurationRow.business_id) == configuration.business_id,
                col(PortalConfigurationRow.id) == configuration.id,
            )
            .values(_values(configuration))
        )

    async def find_default(self, scope: Scope) -> PortalConfiguration | None:
        """The business's default."""
        return await self._one(scope, col(PortalConfigurationRow.is_default))

    async def get(self, scope: Scope, configuration_id: str) -> PortalConfiguration:
        """One of the business's, by its id or as the `default`; raises `PortalConfigurationNotFound`."""
        found = (
            await self.find_default(scope)
            if configuration_id == DEFAULT
            else await self._one(scope, col(PortalConfigurationRow.id) == configuration_id)
        )
        if found is None:
            raise PortalConfigurationNotFound("There is no portal configuration of this id.")
        return found

    async def for_session(
        self, scope: Scope, configuration_id: str | None, customer_id: str
    ) -> PortalConfiguration:
        """The active one that is asked for, else the customer's own, else the default; raises
        `PortalConfigurationNotFound`.
        """
        if configuration_id:
            asked = await self.get(scope, configuration_id)
            if not asked.active:
                raise PortalConfigurationNotFound(
                    "This portal configuration is not active.", field="configuration"
                )
            return asked
        given = await self.of_customer(scope, customer_id)
        own = await self.get(scope, given) if given else None
        return own if own and own.active else await self.get(scope, DEFAULT)

    async def all(self, scope: Scope) -> list[PortalConfiguration]:
        """All of the business's, the oldest first."""
        found = await self._session.execute(
            select(*_COLUMNS)
            .where(col(PortalConfigurationRow.business_id) == scope.business_id)
            .order_by(col(PortalConfigurationRow.id))
        )
        return [_as_configuration(dict(row)) for row in found.mappings()]

    async def count(self, scope: Scope) -> int:
        """How many the business has."""
        found = await self._session.scalar(
            select(func.count())
            .select_from(PortalConfigurationRow)
            .where(col(PortalConfigurationRow.business_id) == scope.business_id)
        )
        return found or 0

    async def hosts(self, scope: Scope) -> dict[str, str]:
        """Which of the business's hosts has which configuration, in order of the alphabet."""
        found = await self._session.execute(
            select(col(HostConfigurationRow.host), col(HostConfigurationRow.configuration_id))
            .where(col(HostConfigurationRow.business_id) == scope.business_id)
            .order_by(col(HostConfigurationRow.host))
        )
        return {host: configuration_id for host, configuration_id in found}  # noqa: C416  A row is no pair.

    async def set_hosts(self, scope: Scope, configuration_id: str, hosts: Iterable[str]) -> None:
        """Give it to these hosts and no others, whatever they had."""
        hosts = sorted(set(hosts))
        await self._session.execute(
            delete(HostConfigurationRow).where(
                col(HostConfigurationRow.business_id) == scope.business_id,
                or_(
                    col(HostConfigurationRow.configuration_id) == configuration_id,
                    col(HostConfigurationRow.host).in_(hosts),
                ),
            )
        )
        rows = [
            {"business_id": scope.business_id, "host": host, "configuration_id": configuration_id}
            for host in hosts
        ]
        if rows:
            await self._session.execute(insert(HostConfigurationRow), rows)

    async def of_customer(self, scope: Scope, customer_id: str) -> str | None:
        """The id of the one that a customer was given."""
        found: str | None = await self._session.scalar(
            select(col(CustomerConfigurationRow.configuration_id)).where(
                col(CustomerConfigurationRow.business_id) == scope.business_id,
                col(CustomerConfigurationRow.customer_id) == customer_id,
            )
        )
        return found

    async def give_customer(self, scope: Scope, customer_id: str, configuration_id: str | None) -> None:
        """Give a customer of the business their own; None takes it away."""
        await self._session.execute(
            delete(CustomerConfigurationRow).where(
                col(CustomerConfigurationRow.business_id) == scope.business_id,
                col(CustomerConfigurationRow.customer_id) == customer_id,
            )
        )
        if configuration_id:
            await self._session.execute(
                insert(CustomerConfigurationRow).values(
                    business_id=scope.business_id, customer_id=customer_id, configuration_id=configuration_id
                )
            )

    async def _one(self, scope: Scope, which: ColumnElement[bool]) -> PortalConfiguration | None:
        found = await self._session.execute(
            select(*_COLUMNS).where(col(PortalConfigurationRow.business_id) == scope.business_id, which)
        )
        row = found.mappings().one_or_none()
        return _as_configuration(dict(row)) if row else None


def _values(configuration: PortalConfiguration) -> dict[str, Any]:
    content = asdict(configuration)
    return {**{name: content.pop(name) for name in _IDENTITY}, "content": content}


def _as_configuration(columns: dict[str, Any]) -> PortalConfiguration:
    """What a version before did not know is as nobody has said it, what one after knows is left out."""
    content = {name: value for name, value in columns.pop("content").items() if name in _FIELDS}
    return PortalConfiguration(
        **columns
        | content
        | {
            "look": Look(**content.get("look", {})),
            "texts": Texts(**content.get("texts", {})),
            "return_hosts": tuple(content.get("return_hosts", ())),
            "locales": tuple(content.get("locales", ())),
        }
    )
