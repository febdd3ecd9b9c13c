"""Staff change what a customer has to their credit, and say why."""

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.balance import AdjustmentKind, check_adjustment
from foyer_invoicing.domain.check_lines import LARGEST_AMOUNT
from foyer_invoicing.domain.journal import Account, Entry, Occasion, Posting
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.use_cases.use_balance import use_balance

_AGAINST = {AdjustmentKind.CORRECTION: Account.WRITE_OFFS, AdjustmentKind.MONEY: Account.CASH}


async def adjust_balance(
    work: Work, customer_id: str, *, amount: Money, kind: AdjustmentKind, reason: str
) -> Money:
    """Below zero to take from it. What is added pays what the customer owes; the balance after that.

    Raises CustomerNotFound, and what `check_adjustment` refuses.
    """
    customer = await Customers(work.session).get(work.scope, customer_id)
    balance = await Balances(work.session).lock(work.scope, customer_id, amount.currency)
    check_adjustment(amount, balance=balance, most=LARGEST_AMOUNT)
    await Journal(work.session).book(
        Entry(
            occasion=Occasion.BALANCE_ADJUSTED,
            cause=new_id("adj"),
            business_id=customer.business_id,
            customer_id=customer_id,
            postings=(Posting(_AGAINST[kind], amount), Posting(Account.CUSTOMER_BALANCE, -amount)),
            booked_at=work.now,
            note=reason,
        )
    )
    return await use_balance(work, customer_id, amount.currency)
