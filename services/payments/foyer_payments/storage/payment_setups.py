"""Methods that are being added, in the database."""

from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.errors import PaymentSetupNotFound
from foyer_payments.domain.payment_setup import PaymentSetup
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Failure
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import PaymentSetupRow


class PaymentSetups:
    """Reads and writes setups."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, setup_id: str) -> PaymentSetup:
        """Raises PaymentSetupNotFound."""
        return await self._one(owned_by(scope, PaymentSetupRow), col(PaymentSetupRow.id) == setup_id)

    async def get_for_update(self, scope: Scope, setup_id: str) -> PaymentSetup:
        """Locked; raises PaymentSetupNotFound."""
        return await self._one(
            owned_by(scope, PaymentSetupRow), col(PaymentSetupRow.id) == setup_id, lock=True
        )

    async def get_for_everyone(self, setup_id: str) -> PaymentSetup:
        """Whosever it is: a job asks. Raises PaymentSetupNotFound."""
        return await self._one(col(PaymentSetupRow.id) == setup_id)

    async def find_provided_for_everyone(self, account_id: str, provided_id: str) -> PaymentSetup | None:
        """The one that the provider of the account knows by this id."""
        row = await self._session.scalar(
            select(PaymentSetupRow).where(
                col(PaymentSetupRow.account_id) == account_id,
                col(PaymentSetupRow.provided_id) == provided_id,
            )
        )
        return None if row is None else _setup(row)

    async def add(self, setup: PaymentSetup, *, look_at: datetime) -> None:
        """Write a new setup."""
        await self._session.execute(
            insert(PaymentSetupRow).values(
                **_changing(setup),
                id=setup.id,
                business_id=setup.business_id,
                customer_id=setup.customer_id,
                account_id=setup.account_id,
                kinds=[*setup.kinds],
                currency=setup.currency,
                language=setup.language,
                return_url=setup.return_url,
                amends=setup.amends,
                replaces=setup.replaces,
                created_at=setup.created_at,
                tries=0,
                look_at=look_at,
            )
        )

    async def save(self, setup: PaymentSetup) -> None:
        """Write what can change of a setup; one that is over is looked at no more."""
        values = _changing(setup) | ({"look_at": None} if setup.status.is_over else {})
        await self._session.execute(
            update(PaymentSetupRow)
            .where(col(PaymentSetupRow.id) == setup.id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def _one(self, *conditions: ColumnElement[bool], lock: bool = False) -> PaymentSetup:
        query = select(PaymentSetupRow).where(*conditions).execution_options(populate_existing=True)
        row = await self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            raise PaymentSetupNotFound("Nothing is being added by this id.")
        return _setup(row)


def _changing(setup: PaymentSetup) -> dict[str, object]:
    return {
        "status": setup.status,
        "provided_id": setup.provided_id,
        "action_url": setup.action_url,
        "failure_code": setup.failure.code if setup.failure else None,
        "failure_severity": setup.failure.severity if setup.failure else None,
        "payment_method_id": setup.payment_method_id,
    }


def _setup(row: PaymentSetupRow) -> PaymentSetup:
    failure = (
        Failure(row.failure_code, "hard" if row.failure_severity == "hard" else "soft")
        if row.failure_code
        else None
    )
    return PaymentSetup(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        account_id=row.account_id,
        kinds=tuple(row.kinds),
        currency=row.currency,
        language=row.language,
        return_url=row.return_url,
        created_at=row.created_at,
        status=PaymentStatus(row.status),
        provided_id=row.provided_id,
        action_url=row.action_url,
        failure=failure,
        payment_method_id=row.payment_method_id,
        amends=row.amends,
        replaces=row.replaces,
        begun_at=row.begun_at,
    )
