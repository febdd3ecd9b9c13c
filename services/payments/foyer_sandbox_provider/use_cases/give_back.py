"""Gives money of a charge back."""

from datetime import datetime, timedelta

from foyer_sandbox_provider.domain.errors import AmountNotPositive, KeyReused, NothingToRefund
from foyer_sandbox_provider.domain.outcomes import OUTCOMES
from foyer_sandbox_provider.storage.books import Books
from foyer_sandbox_provider.storage.ids import new_id
from foyer_sandbox_provider.storage.rows import RefundRow
from foyer_sandbox_provider.use_cases.tell_account import tell_account


async def give_back(
    books: Books,
    *,
    charge_id: str,
    amount: int,
    currency: str,
    key: str | None,
    now: datetime,
    settles_after: timedelta,
) -> RefundRow:
    """Or finds what this key gave back. Raises ChargeNotFound, AmountNotPositive, KeyReused, and
    NothingToRefund for more than is left.
    """
    charge = await books.charge(charge_id, lock=True)
    row, is_new = await books.write_once(
        RefundRow,
        {
            "id": new_id("sbre"),
            "charge_id": charge_id,
            "key": key,
            "amount": amount,
            "status": "failed",  # Until it is checked, so that it does not count itself.
        },
    )
    if (row.charge_id, row.amount, charge.currency) != (charge_id, amount, currency):
        raise KeyReused("This key has given something else back.")
    if is_new:
        if amount <= 0:
            raise AmountNotPositive("An amount is above zero.", field="amount")
        if charge.status != "succeeded" or amount > await books.left_of(charge):
            raise NothingToRefund("That is more than what is left of the charge.", field="amount")
        is_at_once = charge.outcome is None or OUTCOMES[charge.outcome].refund == "at_once"
        row.status = "succeeded" if is_at_once else "processing"
        row.due_at = None if is_at_once else now + settles_after
        await tell_account(books.session, charge, now)
    return row
