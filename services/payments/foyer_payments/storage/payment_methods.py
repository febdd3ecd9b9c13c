"""Payment methods in the database."""

from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.errors import PaymentMethodNotFound
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.method_kinds import KINDS
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.mandates import WITHOUT_IBAN, mandate
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import MandateRow, PaymentMethodRow, WalletRow

MethodWithMandate = tuple[PaymentMethod, Mandate | None]


class PaymentMethods:
    """Reads and writes payment methods; what is shown of them is read with their mandates."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock_wallet(self, business_id: str, customer_id: str) -> None:
        """Wait for whoever else changes this customer's methods, and keep others waiting until the end."""
        statement = upsert(WalletRow).values(business_id=business_id, customer_id=customer_id)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["business_id", "customer_id"],
                set_={"customer_id": statement.excluded.customer_id},
            )
        )

    async def customer_of(self, scope: Scope, method_id: str) -> str:
        """Whose it is, to lock the wallet before the method is read; raises PaymentMethodNotFound."""
        query = select(col(PaymentMethodRow.customer_id)).where(
            owned_by(scope, PaymentMethodRow), col(PaymentMethodRow.id) == method_id
        )
        customer_id: str | None = await self._session.scalar(query)
        if customer_id is None:
            raise PaymentMethodNotFound("There is no such payment method.")
        return customer_id

    async def get_with_mandate(self, scope: Scope, method_id: str) -> MethodWithMandate:
        """Raises PaymentMethodNotFound."""
        query = _select(scope).where(col(PaymentMethodRow.id) == method_id)
        found = (await self._session.execute(query)).one_or_none()
        if found is None:
            raise PaymentMethodNotFound("There is no such payment method.")
        return _with_mandate(*found)

    async def default_of(self, scope: Scope, customer_id: str) -> PaymentMethod | None:
        """The customer's default, None when there are no methods yet."""
        query = select(PaymentMethodRow).where(
            owned_by(scope, PaymentMethodRow),
            col(PaymentMethodRow.customer_id) == customer_id,
            col(PaymentMethodRow.is_default),
        )
        row = await self._session.scalar(query)
        return None if row is None else _method(row)

    async def newest_with_token(
        self, scope: Scope, customer_id: str, *, since: datetime
    ) -> PaymentMethod | None:
        """The customer's newest that can be charged, of those added from a moment on."""
        row = await self._session.scalar(
            select(PaymentMethodRow)
            .where(
                owned_by(scope, PaymentMethodRow),
                col(PaymentMethodRow.customer_id) == customer_id,
                col(PaymentMethodRow.token).is_not(None),
                col(PaymentMethodRow.added_at) >= since,
            )
            .order_by(col(PaymentMethodRow.added_at).desc(), col(PaymentMethodRow.id).desc())
            .limit(1)
        )
        return None if row is None else _method(row)

    async def find_provided(
        self, scope: Scope, customer_id: str, account_id: str, token: str
    ) -> PaymentMethod | None:
        """The customer's method that a provider knows by this token."""
        row = await self._session.scalar(
            select(PaymentMethodRow).where(
                owned_by(scope, PaymentMethodRow),
                col(PaymentMethodRow.customer_id) == customer_id,
                col(PaymentMethodRow.account_id) == account_id,
                col(PaymentMethodRow.token) == token,
            )
        )
        return None if row is None else _method(row)

    async def token_for_everyone(self, method_id: str) -> str | None:
        """By which its provider knows it, as long as it may be charged."""
        token: str | None = await self._session.scalar(
            select(col(PaymentMethodRow.token)).where(col(PaymentMethodRow.id) == method_id)
        )
        return token

    async def list_default_first(self, scope: Scope, *, limit: int) -> list[MethodWithMandate]:
        """The default, then the newest."""
        query = _select(scope).order_by(
            col(PaymentMethodRow.is_default).desc(),
            col(PaymentMethodRow.added_at).desc(),
            col(PaymentMethodRow.id).desc(),
        )
        found = await self._session.execute(query.limit(limit))
        return [_with_mandate(*each) for each in found]

    async def list_page(
        self, scope: Scope, *, limit: int, after: str | None = None, customer_id: str | None = None
    ) -> list[MethodWithMandate]:
        """The newest first, beginning after the method with the id `after`; of one customer when named."""
        place = tuple_(PaymentMethodRow.added_at, PaymentMethodRow.id)
        query = (
            _select(scope)
            .order_by(col(PaymentMethodRow.added_at).desc(), col(PaymentMethodRow.id).desc())
            .limit(limit)
        )
        if customer_id is not None:
            query = query.where(col(PaymentMethodRow.customer_id) == customer_id)
        if after is not None:
            last = select(col(PaymentMethodRow.added_at), col(PaymentMethodRow.id)).where(
                col(PaymentMethodRow.id) == after
            )
            query = query.where(place < last.scalar_subquery())
        found = await self._session.execute(query)
        return [_with_mandate(*each) for each in found]

    async def add(self, method: PaymentMethod) -> None:
        """Write a new method."""
        expiry = method.expires_on
        await self._session.execute(
            insert(PaymentMethodRow).values(
                id=method.id,
                business_id=method.business_id,
                customer_id=method.customer_id,
                kind=method.kind.name,
                label=method.label,
                brand=method.brand,
                last4=method.last4,
                exp_year=expiry.year if expiry else None,
                exp_month=expiry.month if expiry else None,
                holder=method.holder,
                added_at=method.added_at,
                is_default=method.is_default,
                version=method.version,
                account_id=method.account_id,
                token=method.token,
            )
        )

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Empty whatever says whose card or account a customer's methods are."""
        await self._session.execute(
            update(PaymentMethodRow)
            .where(
                col(PaymentMethodRow.business_id) == scope.business_id,
                col(PaymentMethodRow.customer_id) == customer_id,
            )
            .values(label="", brand=None, last4="", exp_year=None, exp_month=None, holder="", token=None)
            .execution_options(synchronize_session=False)
        )

    async def save(self, method: PaymentMethod) -> None:
        """Write what can change of a method."""
        await self._session.execute(
            update(PaymentMethodRow)
            .where(col(PaymentMethodRow.id) == method.id)
            .values(is_default=method.is_default, version=method.version)
            .execution_options(synchronize_session=False)
        )


def _select(scope: Scope) -> Select[PaymentMethodRow, MandateRow | None]:
    return (
        select(PaymentMethodRow, MandateRow)
        .outerjoin(MandateRow, col(MandateRow.payment_method_id) == col(PaymentMethodRow.id))
        .where(owned_by(scope, PaymentMethodRow))
        .options(WITHOUT_IBAN)
    )


def _with_mandate(row: PaymentMethodRow, mandate_row: MandateRow | None) -> MethodWithMandate:
    return _method(row), None if mandate_row is None else mandate(mandate_row)


def _method(row: PaymentMethodRow) -> PaymentMethod:
    return PaymentMethod(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        kind=KINDS[row.kind],
        label=row.label,
        brand=row.brand,
        last4=row.last4,
        expires_on=Expiry(row.exp_year, row.exp_month) if row.exp_year and row.exp_month else None,
        holder=row.holder,
        added_at=row.added_at,
        is_default=row.is_default,
        version=row.version,
        account_id=row.account_id,
        token=row.token,
    )
