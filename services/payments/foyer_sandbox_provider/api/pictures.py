"""The whole picture of charges and setups, as the API answers it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from foyer_shared.storage.sealing import Seal
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.api.bodies import (
    AmountAnswer,
    ChargeAnswer,
    DisputeAnswer,
    FailureAnswer,
    MethodAnswer,
    RefundAnswer,
    ReversalAnswer,
    SetupAnswer,
)
from foyer_sandbox_provider.storage.rows import (
    ChargeRow,
    DisputeRow,
    MethodRow,
    RefundRow,
    ReversalRow,
    SetupRow,
)

Part = TypeVar("Part", RefundRow, ReversalRow, DisputeRow)


async def charge_pictures(session: AsyncSession, seal: Seal, rows: Sequence[ChargeRow]) -> list[ChargeAnswer]:
    """With what became of them."""
    await session.flush()
    methods = await _methods(session, rows)
    refunds = await _by_charge(session, RefundRow, rows)
    reversals = await _by_charge(session, ReversalRow, rows)
    disputes = await _by_charge(session, DisputeRow, rows)
    return [
        ChargeAnswer(
            id=row.id,
            key=row.key,
            status=row.status,
            action_url=page_of(row),
            failure=_failure(row.failure_code, row.failure_severity),
            method=_method(methods.get(row.method_id or ""), seal),
            amount=_amount(row.amount, row),
            fee=None if row.fee is None else _amount(row.fee, row),
            began_at=row.began_at,
            reversals=[
                ReversalAnswer(
                    id=each.id,
                    amount=_amount(each.amount, row),
                    failure=FailureAnswer(code=each.failure_code, severity=each.failure_severity),
                )
                for each in reversals[row.id]
            ],
            disputes=[
                DisputeAnswer(
                    id=each.id, amount=_amount(each.amount, row), reason=each.reason, status=each.status
                )
                for each in disputes[row.id]
            ],
            refunds=[refund_picture(each, row) for each in refunds[row.id]],
        )
        for row in rows
    ]


async def setup_picture(session: AsyncSession, seal: Seal, row: SetupRow) -> SetupAnswer:
    """With the method, once there is one."""
    methods = await _methods(session, [row])
    return SetupAnswer(
        id=row.id,
        key=row.key,
        status=row.status,
        action_url=page_of(row),
        failure=_failure(row.failure_code, row.failure_severity),
        method=_method(methods.get(row.method_id or ""), seal),
    )


def refund_picture(refund: RefundRow, charge: ChargeRow) -> RefundAnswer:
    """Its currency is the charge's."""
    return RefundAnswer(
        id=refund.id,
        key=refund.key,
        amount=_amount(refund.amount, charge),
        status=refund.status,
        failure=_failure(refund.failure_code, "hard"),
    )


def page_of(row: ChargeRow | SetupRow) -> str | None:
    """Where the customer goes on: on the host that they came from, which passes the pages through."""
    if row.status != "requires_action" or row.return_url is None:
        return None
    came_from = urlsplit(row.return_url)
    page = "pay" if isinstance(row, ChargeRow) else "set-up"
    return f"{came_from.scheme}://{came_from.netloc}/sandbox/{page}/{row.id}"


def _amount(amount: int, charge: ChargeRow) -> AmountAnswer:
    return AmountAnswer(amount=amount, currency=charge.currency)


def _failure(code: str | None, severity: str | None) -> FailureAnswer | None:
    return FailureAnswer(code=code, severity=severity) if code and severity else None


def _method(row: MethodRow | None, seal: Seal) -> MethodAnswer | None:
    if row is None:
        return None
    is_kept = row.forgotten_at is None
    return MethodAnswer(
        token=row.id,
        kind=row.kind,
        last4=row.last4,
        brand=row.brand,
        exp_year=row.exp_year,
        exp_month=row.exp_month,
        holder=row.holder,
        iban=seal.open(row.iban_sealed) if is_kept and row.iban_sealed else None,
        mandate_reference=row.mandate_reference if is_kept else None,
    )


async def _methods(session: AsyncSession, rows: Sequence[ChargeRow | SetupRow]) -> dict[str, MethodRow]:
    ids = {row.method_id for row in rows if row.method_id}
    found = await session.scalars(select(MethodRow).where(col(MethodRow.id).in_(ids)))
    return {method.id: method for method in found}


async def _by_charge(
    session: AsyncSession, kind: type[Part], rows: Sequence[ChargeRow]
) -> dict[str, list[Part]]:
    ids = [row.id for row in rows]
    by_charge: dict[str, list[Part]] = defaultdict(list)
    for each in await session.scalars(select(kind).where(col(kind.charge_id).in_(ids))):
        by_charge[each.charge_id].append(each)
    return by_charge
