"""All that invoicing knows of a customer, for the customer to take along."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.custom_fields import CustomField
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.balance import BalanceChange
from foyer_invoicing.domain.credit_note import CreditNote
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.customer_address import CustomerAddress
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.journal import USES
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.domain.payment_plan import PaymentPlan
from foyer_invoicing.storage.addresses import Addresses
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.customer_fields import CustomerFields
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.storage.papers import Papers
from foyer_invoicing.storage.payment_plans import PaymentPlans
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.read_case_files import CaseFile, read_case_files

_MOST = 10_000
"""Of each kind; far more than anybody has."""


@dataclass(frozen=True, slots=True)
class Export:
    """The newest first; `payments` by the ids of their invoices."""

    customer: Customer
    fields: tuple[CustomField, ...]
    addresses: list[CustomerAddress]
    orders: list[tuple[Order, tuple[TaxedLine, ...]]]
    invoices: list[tuple[Invoice, tuple[TaxedLine, ...]]]
    payments: dict[str, list[Payment]]
    papers: frozenset[str]
    """Whose PDF can be fetched: ids of invoices and payments."""
    credit_notes: list[tuple[CreditNote, tuple[TaxedLine, ...]]]
    balances: list[Money]
    balance_changes: list[BalanceChange]
    cases: list[CaseFile]
    plans: list[PaymentPlan]
    collects_at: dict[str, datetime]
    """When those of the invoices are charged for which that was announced."""

    def case_of(self, invoice: Invoice) -> CaseFile | None:
        """The collection case that one of them is in, or was, or whose costs it charges."""
        return next(
            (file for file in self.cases if invoice.case_id == file.case.id or invoice.id == file.invoice.id),
            None,
        )

    def from_balance(self, invoice: Invoice) -> Money:
        """What the balance pays of one of them."""
        paid = Money(0, invoice.totals.total.currency)
        for change in self.balance_changes:
            if change.invoice_id == invoice.id and change.occasion in USES:
                paid -= change.amount
        return paid


async def export_customer(work: Work, customer_id: str) -> Export:
    """Of the scope's customer, in as many queries for much as for little; raises CustomerNotFound."""
    session, scope = work.session, work.scope
    invoices = await Invoices(session).all_with_lines(scope)
    payments = await Payments(session).all_by_invoice(scope)
    paid = [payment.id for each in payments.values() for payment in each]
    cases = await CollectionCases(session).list_page(scope, limit=_MOST)
    return Export(
        customer=await Customers(session).get(scope, customer_id),
        fields=await CustomerFields(session).get(scope),
        addresses=await Addresses(session).list_page(scope, customer_id, limit=_MOST),
        orders=await Orders(session).all_with_lines(scope),
        invoices=invoices,
        payments=payments,
        papers=await Papers(session).made_of(scope, [*(invoice.id for invoice, _ in invoices), *paid]),
        credit_notes=await CreditNotes(session).all_with_lines(scope),
        balances=await Balances(session).list_of(scope, customer_id),
        balance_changes=await Balances(session).statement(scope, customer_id, limit=_MOST),
        cases=await read_case_files(work, cases),
        plans=await PaymentPlans(session).list_page(scope, limit=_MOST),
        collects_at=await Collectings(session).collected_at(
            scope, [invoice.id for invoice, _ in invoices], work.now
        ),
    )
