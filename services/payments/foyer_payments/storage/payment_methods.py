"""Payment methods in the database."""

from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import (
    DateTime,
    Select,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.errors import PaymentMethodNotFound
from foyer_payments.domain.expiry import WARNED_AHEAD, Expiry
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.method_kinds import KINDS
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.subscription import Subscription
from foyer_payments.storage.announced import next_collection
from foyer_payments.storage.business_clock import business_now
from foyer_payments.storage.mandates import WITHOUT_IBAN, mandate
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import (
    BusinessRow,
    MandateRow,
    PaymentMethodRow,
    PaymentRow,
    SubscriptionMethodRow,
    SubscriptionRow,
    WalletRow,
)
from foyer_payments.storage.subscriptions import COLLECTED

MethodWithMandate = tuple[PaymentMethod, Mandate | None]

_Query = Select[PaymentMethodRow, MandateRow | None, list[list[str]] | None, dict[str, Any] | None]

_OVER = [each for each in MandateStatus if each.is_over]

_THERE = col(PaymentMethodRow.removed_at).is_(None)

_PAYS_AND_EXPIRES = and_(
    col(PaymentMethodRow.exp_year).is_not(None),
    _THERE,
    or_(
        col(PaymentMethodRow.is_default),
        exists().where(
            col(SubscriptionMethodRow.payment_method_id) == col(PaymentMethodRow.id),
            col(SubscriptionMethodRow.subscription_id) == col(SubscriptionRow.id),
            COLLECTED,
        ),
    ),
)

_ENDS = func.timezone(
    "UTC",
    func.make_timestamp(col(PaymentMethodRow.exp_year), col(PaymentMethodRow.exp_month), 1, 0, 0, 0)
    + func.make_interval(0, 1),
)
"""The first moment after the month until whose end it works."""

_WARNED_AT = case(
    *(
        (
            func.coalesce(col(PaymentMethodRow.warned_days), days + 1) > days,
            _ENDS - func.make_interval(0, 0, 0, days),
        )
        for days in WARNED_AHEAD
    )
)
"""When the next warning is due, NULL after the last one."""


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
            owned_by(scope, PaymentMethodRow), col(PaymentMethodRow.id) == method_id, _THERE
        )
        customer_id: str | None = await self._session.scalar(query)
        if customer_id is None:
            raise PaymentMethodNotFound("There is no such payment method.")
        return customer_id

    async def get_with_mandate(self, scope: Scope, method_id: str) -> MethodWithMandate:
        """Raises PaymentMethodNotFound."""
        query = _select(scope).where(col(PaymentMethodRow.id) == method_id, _THERE)
        found = (await self._session.execute(query)).one_or_none()
        if found is None:
            raise PaymentMethodNotFound("There is no such payment method.")
        return _with_mandate(*found)

    async def default_of(self, scope: Scope, customer_id: str) -> PaymentMethod | None:
        """The customer's default, None when there are no methods yet."""
        return await self._first(
            _select(scope).where(
                col(PaymentMethodRow.customer_id) == customer_id, col(PaymentMethodRow.is_default)
            )
        )

    async def find(self, scope: Scope, method_id: str) -> PaymentMethod | None:
        """One that is there."""
        return await self._first(_select(scope).where(col(PaymentMethodRow.id) == method_id, _THERE))

    async def newest_with_token(
        self, scope: Scope, customer_id: str, *, since: datetime | None, now: datetime
    ) -> PaymentMethod | None:
        """The customer's newest that can be charged, of those added from a moment on or (None) of all."""
        year, month = col(PaymentMethodRow.exp_year), col(PaymentMethodRow.exp_month)
        query = (
            _select(scope)
            .where(
                col(PaymentMethodRow.customer_id) == customer_id,
                col(PaymentMethodRow.token).is_not(None),
                col(MandateRow.status).is_(None) | col(MandateRow.status).not_in(_OVER),
                year.is_(None) | (tuple_(year, month) >= (now.year, now.month)),
                _THERE,
            )
            .order_by(col(PaymentMethodRow.added_at).desc(), col(PaymentMethodRow.id).desc())
        )
        if since is not None:
            query = query.where(col(PaymentMethodRow.added_at) >= since)
        return await self._first(query)

    async def find_provided(
        self, scope: Scope, customer_id: str, account_id: str, token: str
    ) -> PaymentMethod | None:
        """The customer's method that a provider knows by this token."""
        return await self._first(
            _select(scope).where(
                col(PaymentMethodRow.customer_id) == customer_id,
                col(PaymentMethodRow.account_id) == account_id,
                col(PaymentMethodRow.token) == token,
            )
        )

    async def token_for_everyone(self, method_id: str) -> str | None:
        """By which its provider knows it, until that has forgotten it."""
        token: str | None = await self._session.scalar(
            select(col(PaymentMethodRow.token)).where(col(PaymentMethodRow.id) == method_id)
        )
        return token

    async def expiring_for_everyone(self, real: datetime, *, limit: int) -> list[tuple[str, str]]:
        """The ids of businesses and of their methods that pay something and may have to be warned of, by the
        business's clock.
        """
        now = business_now(real)
        found = await self._session.execute(
            select(col(PaymentMethodRow.business_id), col(PaymentMethodRow.id))
            .join(BusinessRow, col(BusinessRow.id) == col(PaymentMethodRow.business_id))
            .where(_PAYS_AND_EXPIRES, now < _ENDS, now >= _WARNED_AT)
            .limit(limit)
        )
        return [(business_id, method_id) for business_id, method_id in found]

    async def next_warning(self, scope: Scope, now: datetime) -> datetime | None:
        """When the customer of one that pays something is to be told next that it expires."""
        at: datetime | None = await self._session.scalar(
            select(func.min(_WARNED_AT)).where(
                col(PaymentMethodRow.business_id) == scope.business_id, _PAYS_AND_EXPIRES, now < _ENDS
            )
        )
        return at

    async def find_for_update(self, scope: Scope, method_id: str) -> PaymentMethod | None:
        """One that is there, locked until the end."""
        query = _select(scope).where(col(PaymentMethodRow.id) == method_id, _THERE)
        return await self._first(query.with_for_update(of=PaymentMethodRow))

    async def list_default_first(self, scope: Scope, *, limit: int) -> list[MethodWithMandate]:
        """The default, then the newest."""
        query = (
            _select(scope)
            .where(_THERE)
            .order_by(
                col(PaymentMethodRow.is_default).desc(),
                col(PaymentMethodRow.added_at).desc(),
                col(PaymentMethodRow.id).desc(),
            )
        )
        found = await self._session.execute(query.limit(limit))
        return [_with_mandate(*each) for each in found]

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int | None,
        after: str | None = None,
        customer_id: str | None = None,
        with_removed: bool = False,
    ) -> list[MethodWithMandate]:
        """The newest first, beginning after the method with the id `after`; of one customer when named."""
        place = tuple_(PaymentMethodRow.added_at, PaymentMethodRow.id)
        query = (
            _select(scope)
            .order_by(col(PaymentMethodRow.added_at).desc(), col(PaymentMethodRow.id).desc())
            .limit(limit)
        )
        if not with_removed:
            query = query.where(_THERE)
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

    async def amend(self, method: PaymentMethod) -> None:
        """Write another account, and by what its provider knows it."""
        await self._session.execute(
            update(PaymentMethodRow)
            .where(col(PaymentMethodRow.id) == method.id)
            .values(
                label=method.label,
                last4=method.last4,
                holder=method.holder,
                token=method.token,
                version=method.version,
            )
            .execution_options(synchronize_session=False)
        )

    async def forget(self, scope: Scope, customer_id: str, *, at: datetime, look_at: datetime) -> None:
        """Remove a customer's methods, and empty whatever says whose card or account they are; a job tells
        their providers.
        """
        known = case((col(PaymentMethodRow.token).is_not(None), literal(look_at, DateTime(timezone=True))))
        await self._session.execute(
            update(PaymentMethodRow)
            .where(
                col(PaymentMethodRow.business_id) == scope.business_id,
                col(PaymentMethodRow.customer_id) == customer_id,
            )
            .values(
                label="",
                brand=None,
                last4="",
                exp_year=None,
                exp_month=None,
                holder="",
                is_default=False,
                removed_at=func.coalesce(col(PaymentMethodRow.removed_at), at),
                look_at=known,
            )
            .execution_options(synchronize_session=False)
        )

    async def remove(self, method: PaymentMethod, *, look_at: datetime) -> None:
        """It is there no more for anybody; a job tells the provider that knows it."""
        await self._session.execute(
            update(PaymentMethodRow)
            .where(col(PaymentMethodRow.id) == method.id)
            .values(
                is_default=False,
                version=method.version,
                removed_at=method.removed_at,
                look_at=look_at if method.token else None,
            )
            .execution_options(synchronize_session=False)
        )

    async def to_forget_for_everyone(self, method_id: str) -> tuple[str, str] | None:
        """The account and the token by which a provider knows it, unless a charge with it is still to be
        answered: whether that was made is found out by asking for it again.
        """
        asking = exists().where(
            col(PaymentRow.business_id) == col(PaymentMethodRow.business_id),
            col(PaymentRow.customer_id) == col(PaymentMethodRow.customer_id),
            col(PaymentRow.payment_method_id) == col(PaymentMethodRow.id),
            col(PaymentRow.status) == PaymentStatus.CREATED,
            col(PaymentRow.asked),
        )
        known = select(col(PaymentMethodRow.account_id), col(PaymentMethodRow.token)).where(
            col(PaymentMethodRow.id) == method_id, ~asking
        )
        found = (await self._session.execute(known)).one_or_none()
        if found is None or found[0] is None or found[1] is None:
            return None
        return found[0], found[1]

    async def forgotten(self, method_id: str) -> None:
        """No provider knows it any more."""
        await self._session.execute(
            update(PaymentMethodRow)
            .where(col(PaymentMethodRow.id) == method_id)
            .values(token=None, look_at=None)
            .execution_options(synchronize_session=False)
        )

    async def save(self, method: PaymentMethod) -> None:
        """Write what can change of a method."""
        await self._session.execute(
            update(PaymentMethodRow)
            .where(col(PaymentMethodRow.id) == method.id)
            .values(is_default=method.is_default, version=method.version, warned_days=method.warned_days)
            .execution_options(synchronize_session=False)
        )

    async def _first(self, query: _Query) -> PaymentMethod | None:
        found = (await self._session.execute(query.limit(1))).one_or_none()
        return None if found is None else _with_mandate(*found)[0]


def _select(scope: Scope) -> _Query:
    name_of = func.jsonb_build_array(col(SubscriptionRow.id), col(SubscriptionRow.name))
    chosen_for = (
        select(
            func.jsonb_agg(aggregate_order_by(name_of, col(SubscriptionRow.name), col(SubscriptionRow.id)))
        )
        .join(SubscriptionMethodRow, col(SubscriptionMethodRow.subscription_id) == col(SubscriptionRow.id))
        .where(col(SubscriptionMethodRow.payment_method_id) == col(PaymentMethodRow.id), COLLECTED)
        .scalar_subquery()
    )
    return (
        select(PaymentMethodRow, MandateRow, chosen_for, next_collection())
        .outerjoin(MandateRow, col(MandateRow.payment_method_id) == col(PaymentMethodRow.id))
        .where(owned_by(scope, PaymentMethodRow))
        .options(WITHOUT_IBAN)
        .execution_options(populate_existing=True)
    )


def _with_mandate(
    row: PaymentMethodRow,
    mandate_row: MandateRow | None,
    chosen_for: list[list[str]] | None,
    collection: dict[str, Any] | None,
) -> MethodWithMandate:
    subscriptions = tuple(Subscription(id=each, name=name) for each, name in chosen_for or ())
    found = None if mandate_row is None else mandate(mandate_row, collection)
    method = PaymentMethod(
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
        removed_at=row.removed_at,
        warned_days=row.warned_days,
        account_id=row.account_id,
        chosen_for=subscriptions,
        mandate_status=None if found is None else found.status,
        token=row.token,
    )
    return method, found
