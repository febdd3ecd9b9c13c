"""Payments in the database, and which invoices they hold."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.errors import PaymentNotFound, PaymentUnderWay
from foyer_payments.domain.payment import PaidPart, Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Failure
from foyer_payments.storage.announced import ANNOUNCED
from foyer_payments.storage.business_clock import business_now
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import BusinessRow, PaidPartRow, PaymentRow, ReversalRow


class Payments:
    """Reads and writes payments."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, payment_id: str) -> Payment:
        """Raises PaymentNotFound."""
        return await self._one(owned_by(scope, PaymentRow), col(PaymentRow.id) == payment_id)

    async def get_for_update(self, scope: Scope, payment_id: str) -> Payment:
        """Locked; raises PaymentNotFound."""
        return await self._one(owned_by(scope, PaymentRow), col(PaymentRow.id) == payment_id, lock=True)

    async def get_for_everyone(self, payment_id: str) -> Payment:
        """Whosever it is: a job asks. Raises PaymentNotFound."""
        return await self._one(col(PaymentRow.id) == payment_id)

    async def find_provided_for_everyone(self, account_id: str, provided_id: str) -> Payment | None:
        """The one that the provider of the account knows by this id."""
        found = await self._some(
            col(PaymentRow.account_id) == account_id, col(PaymentRow.provided_id) == provided_id
        )
        return found[0] if found else None

    async def list_page(self, scope: Scope, *, limit: int, after: str | None = None) -> list[Payment]:
        """The newest first, beginning after the payment with the id `after`."""
        conditions = [owned_by(scope, PaymentRow)]
        if after is not None:
            last = select(col(PaymentRow.created_at), col(PaymentRow.id)).where(col(PaymentRow.id) == after)
            place = tuple_(PaymentRow.created_at, PaymentRow.id)
            conditions.append(place < last.scalar_subquery())
        return await self._some(*conditions, limit=limit)

    async def made_with(
        self, account_id: str, since: datetime, until: datetime, *, provided_ids: Sequence[str]
    ) -> list[Payment]:
        """Those that were begun with an account in a span of real time, or that its provider knows so."""
        begun = and_(col(PaymentRow.begun_at) >= since, col(PaymentRow.begun_at) < until)
        return await self._some(
            col(PaymentRow.account_id) == account_id,
            or_(begun, col(PaymentRow.provided_id).in_(provided_ids)),
        )

    async def failed_at(self, scope: Scope, invoice_id: str, method_id: str) -> datetime | None:
        """When the last payment of the invoice began that failed with a method, by the business's clock."""
        at: datetime | None = await self._session.scalar(
            select(func.max(col(PaymentRow.created_at)))
            .join(PaidPartRow, col(PaidPartRow.payment_id) == col(PaymentRow.id))
            .where(
                col(PaidPartRow.business_id) == scope.business_id,
                col(PaidPartRow.invoice_id) == invoice_id,
                col(PaymentRow.payment_method_id) == method_id,
                col(PaymentRow.status) == PaymentStatus.FAILED,
            )
        )
        return at

    async def was_announced(self, payment: Payment, method_id: str, invoice_id: str) -> bool:
        """Whether it repeats a direct debit of the invoice with the method, of no less, that was announced
        and brought nothing, or nothing that stayed.
        """
        taken_back = exists().where(col(ReversalRow.payment_id) == col(PaymentRow.id))
        query = select(
            exists()
            .where(col(PaidPartRow.payment_id) == col(PaymentRow.id))
            .where(
                col(PaidPartRow.business_id) == payment.business_id,
                col(PaidPartRow.invoice_id) == invoice_id,
                col(PaymentRow.payment_method_id) == method_id,
                col(PaymentRow.collects_at).is_not(None),
                col(PaymentRow.asked),
                col(PaymentRow.amount) >= payment.amount.amount,
                or_(col(PaymentRow.status) == PaymentStatus.FAILED, taken_back),
            )
        )
        return bool(await self._session.scalar(query))

    async def holding(self, scope: Scope, invoice_ids: Iterable[str]) -> list[Payment]:
        """Those because of which no other payment of one of the invoices begins."""
        holders = select(col(PaidPartRow.payment_id)).where(
            col(PaidPartRow.business_id) == scope.business_id,
            col(PaidPartRow.invoice_id).in_([*invoice_ids]),
            col(PaidPartRow.held),
        )
        return await self._some(
            col(PaymentRow.business_id) == scope.business_id, col(PaymentRow.id).in_(holders)
        )

    async def add(self, payment: Payment, *, look_at: datetime) -> None:
        """Write a new payment, which holds its invoices; raises PaymentUnderWay when another does."""
        await self._session.execute(insert(PaymentRow).values(_values(payment, look_at=look_at)))
        await self._session.execute(insert(PaidPartRow), _parts(payment, held=False))
        if not await self.hold(payment):
            raise PaymentUnderWay("Another payment of this invoice is under way.")

    async def add_due(self, payment: Payment, *, due_key: str, look_at: datetime) -> bool:
        """Write a payment that invoicing asks for, unless it has asked for it before. It holds its invoices
        as soon as no other payment does.
        """
        added = await self._session.scalar(
            insert(PaymentRow)
            .values(_values(payment, look_at=look_at, due_key=due_key))
            .on_conflict_do_nothing(index_elements=["business_id", "due_key"])
            .returning(col(PaymentRow.id))
        )
        if added is not None:
            await self._session.execute(insert(PaidPartRow), _parts(payment, held=False))
        return added is not None

    async def hold(self, payment: Payment) -> bool:
        """Keep others from beginning a payment of its invoices; False when another holds one of them."""
        try:
            async with self._session.begin_nested():
                await self._session.execute(
                    update(PaidPartRow)
                    .where(col(PaidPartRow.payment_id) == payment.id)
                    .values(held=True)
                    .execution_options(synchronize_session=False)
                )
        except IntegrityError:
            return False
        return True

    async def release(self, payment: Payment) -> None:
        """Its invoices may be paid by others."""
        await self._release(col(PaidPartRow.payment_id) == payment.id)

    async def pass_on(self, old: PaymentMethod, new: PaymentMethod) -> None:
        """What its provider may have been asked for and has not answered goes on with another method of the
        same token.
        """
        await self._session.execute(
            update(PaymentRow)
            .where(
                col(PaymentRow.business_id) == old.business_id,
                col(PaymentRow.customer_id) == old.customer_id,
                col(PaymentRow.payment_method_id) == old.id,
                col(PaymentRow.status) == PaymentStatus.CREATED,
                col(PaymentRow.asked),
            )
            .values(payment_method_id=new.id)
            .execution_options(synchronize_session=False)
        )

    async def look_again(self, scope: Scope, invoice_id: str, real: datetime) -> None:
        """At what waits for a customer to pay the invoice, and at what was announced for it: it may be for
        nothing now.
        """
        of_invoice = select(col(PaidPartRow.payment_id)).where(
            col(PaidPartRow.business_id) == scope.business_id, col(PaidPartRow.invoice_id) == invoice_id
        )
        await self._look_at(
            real,
            or_(
                and_(
                    col(PaymentRow.id).in_(of_invoice.where(col(PaidPartRow.held))),
                    col(PaymentRow.status) == PaymentStatus.REQUIRES_ACTION,
                ),
                and_(col(PaymentRow.id).in_(of_invoice), ANNOUNCED),
            ),
        )

    async def look_at_announced(self, method_id: str, real: datetime) -> None:
        """At what was announced to be collected with a method: it is to be collected with another one."""
        await self._look_at(real, col(PaymentRow.payment_method_id) == method_id, ANNOUNCED)

    async def look_at_collections_for_everyone(self, real: datetime) -> None:
        """At what was announced for today, by its business's clock."""
        await self._look_at(
            real,
            col(PaymentRow.business_id) == col(BusinessRow.id),
            col(PaymentRow.collects_at) <= business_now(real),
            col(PaymentRow.look_at).is_(None),
            ANNOUNCED,
        )

    async def next_collection(self, scope: Scope) -> datetime | None:
        """When the next is due that was announced; what is looked at just now is not waited for here."""
        at: datetime | None = await self._session.scalar(
            select(func.min(col(PaymentRow.collects_at))).where(
                col(PaymentRow.business_id) == scope.business_id,
                col(PaymentRow.look_at).is_(None),
                ANNOUNCED,
            )
        )
        return at

    async def release_settled(self, scope: Scope, invoice_id: str, *, settled_by: str | None) -> None:
        """The invoice knows of the payments that have paid it: of the one whose success that event told, or
        (None) of all.
        """
        settled = select(col(PaymentRow.id)).where(
            col(PaymentRow.business_id) == scope.business_id,
            col(PaymentRow.status) == PaymentStatus.SUCCEEDED,
        )
        if settled_by is not None:
            settled = settled.where(col(PaymentRow.settled_by) == settled_by)
        await self._release(
            col(PaidPartRow.business_id) == scope.business_id,
            col(PaidPartRow.invoice_id) == invoice_id,
            col(PaidPartRow.held),
            col(PaidPartRow.payment_id).in_(settled),
        )

    async def reduce(self, payment: Payment) -> None:
        """Write an amount that nobody was asked for yet."""
        for part in payment.parts:
            await self._session.execute(
                update(PaidPartRow)
                .where(
                    col(PaidPartRow.payment_id) == payment.id, col(PaidPartRow.invoice_id) == part.invoice_id
                )
                .values(amount=part.amount.amount)
                .execution_options(synchronize_session=False)
            )

    async def save(
        self, payment: Payment, *, settled_by: str | None = None, looks_again: bool = False
    ) -> None:
        """Write what can change of a payment; one that is over is looked at no more, unless told to be."""
        values = _changing(payment)
        if payment.status.is_over and not looks_again:
            values |= {"look_at": None}
        if settled_by is not None:
            values |= {"settled_by": settled_by}
        await self._session.execute(
            update(PaymentRow)
            .where(col(PaymentRow.id) == payment.id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def put_off(self, payment: Payment) -> None:
        """It lets others pay its invoices, and is looked at when its day has come."""
        await self.release(payment)
        await self._session.execute(
            update(PaymentRow)
            .where(col(PaymentRow.id) == payment.id)
            .values(tries=0, look_at=None)
            .execution_options(synchronize_session=False)
        )

    async def _look_at(self, real: datetime, *conditions: ColumnElement[bool]) -> None:
        await self._session.execute(
            update(PaymentRow)
            .where(*conditions)
            .values(look_at=real)
            .execution_options(synchronize_session=False)
        )

    async def _release(self, *conditions: ColumnElement[bool]) -> None:
        await self._session.execute(
            update(PaidPartRow)
            .where(*conditions)
            .values(held=False)
            .execution_options(synchronize_session=False)
        )

    async def _one(self, *conditions: ColumnElement[bool], lock: bool = False) -> Payment:
        found = await self._some(*conditions, lock=lock)
        if not found:
            raise PaymentNotFound("There is no such payment.")
        return found[0]

    async def _some(
        self, *conditions: ColumnElement[bool], limit: int | None = None, lock: bool = False
    ) -> list[Payment]:
        query = (
            select(PaymentRow)
            .where(*conditions)
            .order_by(col(PaymentRow.created_at).desc(), col(PaymentRow.id).desc())
            .limit(limit)
            .execution_options(populate_existing=True)
        )
        if lock:
            query = query.with_for_update()
        rows = (await self._session.scalars(query)).all()
        parts: dict[str, list[PaidPartRow]] = {}
        if rows:
            found = await self._session.scalars(
                select(PaidPartRow)
                .where(col(PaidPartRow.payment_id).in_([row.id for row in rows]))
                .order_by(col(PaidPartRow.place))
                .execution_options(populate_existing=True)
            )
            for part in found:
                parts.setdefault(part.payment_id, []).append(part)
        return [_payment(row, parts.get(row.id, [])) for row in rows]


def _changing(payment: Payment) -> dict[str, object]:
    return {
        "amount": payment.amount.amount,
        "asked": payment.asked,
        "collects_at": payment.collects_at,
        "status": payment.status,
        "provided_id": payment.provided_id,
        "action_url": payment.action_url,
        "failure_code": payment.failure.code if payment.failure else None,
        "failure_severity": payment.failure.severity if payment.failure else None,
        "fee": payment.fee.amount if payment.fee else None,
        "kind": payment.kind,
        "account_id": payment.account_id,
        "payment_method_id": payment.payment_method_id,
        "version": payment.version,
    }


def _values(payment: Payment, *, look_at: datetime, due_key: str | None = None) -> dict[str, object]:
    return {
        **_changing(payment),
        "id": payment.id,
        "business_id": payment.business_id,
        "customer_id": payment.customer_id,
        "currency": payment.amount.currency,
        "description": payment.description,
        "on_session": payment.on_session,
        "kinds": [*payment.kinds],
        "save": payment.save,
        "language": payment.language,
        "return_url": payment.return_url,
        "attempt": payment.attempt,
        "due_key": due_key,
        "created_at": payment.created_at,
        "tries": 0,
        "look_at": look_at,
    }


def _parts(payment: Payment, *, held: bool) -> list[dict[str, object]]:
    return [
        {
            "payment_id": payment.id,
            "invoice_id": part.invoice_id,
            "business_id": payment.business_id,
            "place": place,
            "amount": part.amount.amount,
            "held": held,
        }
        for place, part in enumerate(payment.parts)
    ]


def _payment(row: PaymentRow, parts: Sequence[PaidPartRow]) -> Payment:
    failure = (
        Failure(row.failure_code, "hard" if row.failure_severity == "hard" else "soft")
        if row.failure_code
        else None
    )
    return Payment(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        account_id=row.account_id,
        amount=Money(row.amount, row.currency),
        parts=tuple(PaidPart(part.invoice_id, Money(part.amount, row.currency)) for part in parts),
        description=row.description,
        on_session=row.on_session,
        created_at=row.created_at,
        payment_method_id=row.payment_method_id,
        kind=row.kind,
        kinds=tuple(row.kinds),
        save=row.save,
        language=row.language,
        return_url=row.return_url,
        attempt=row.attempt,
        is_instalment=(row.due_key or "").count(":") > 1,
        asked=row.asked,
        collects_at=row.collects_at,
        status=PaymentStatus(row.status),
        provided_id=row.provided_id,
        action_url=row.action_url,
        failure=failure,
        fee=Money(row.fee, row.currency) if row.fee is not None else None,
        version=row.version,
        begun_at=row.begun_at,
    )
